"""What each response to each kind earns, written down once by hand."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from edu_core.domain.interaction import Response
from edu_core.domain.items import ITEM_ADAPTER, KINDS, grade
from tests.unit.domain.test_kinds import BASE

TABLES = sorted((Path(__file__).parents[2] / "golden").glob("*.yaml"))
RESPONSE: TypeAdapter[Response] = TypeAdapter(Response)


def _rows() -> list[tuple[dict[str, Any], dict[str, Any], float | None]]:
    return [
        (entry["item"], response, mark)
        for table in TABLES
        for entry in yaml.safe_load(table.read_text(encoding="utf-8"))
        for response, mark in entry["marks"]
    ]


def test_every_kind_has_its_golden_marks() -> None:
    assert {item["kind"] for item, _, _ in _rows()} == set(KINDS)


@pytest.mark.parametrize(("item", "response", "mark"), _rows())
def test_a_response_earns_its_mark(
    item: dict[str, Any], response: dict[str, Any], mark: float | None
) -> None:
    made = ITEM_ADAPTER.validate_python({**BASE, "points": 1, **item})
    assert grade(made, RESPONSE.validate_python(response)).score == mark
