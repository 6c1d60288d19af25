"""The manual's table of codes and the codes that checks can give are the same."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_every_code_is_explained_and_every_explained_code_exists() -> None:
    given = {
        code
        for module in (ROOT / "src/edu_core/content").glob("*.py")
        for code in re.findall(r'"([EL]\d{3})"', module.read_text(encoding="utf-8"))
    }
    manual = (ROOT / "docs/authoring.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ((?:[EL]\d{3} ?)+)\| (.*) \|$", manual, re.MULTILINE)
    explained = [code for codes, _ in rows for code in codes.split()]
    assert len(explained) == len(set(explained))
    assert set(explained) == given
    for codes, meaning in rows:
        assert len(meaning.split("；")) == len(codes.split()), codes
