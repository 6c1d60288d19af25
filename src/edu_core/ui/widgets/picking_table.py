"""A table in which a click on any cell picks its row."""

from collections.abc import Mapping, Sequence
from typing import Any

from edu_core.ui.tables import draw_table

_MOST_SHOWN = 12
"""Rows; a longer table scrolls."""


def draw_picking_table(columns: Mapping[str, Sequence[Any]], count: int, key: str) -> int | None:
    """Draw ``count`` rows; the one that was clicked, from 0, or ``None``."""
    event: Any = draw_table(
        columns,
        width="stretch",
        height=38 + 35 * min(count, _MOST_SHOWN),
        on_select="rerun",
        selection_mode="single-cell",
        key=key,
    )
    cells = event.selection.cells
    return int(cells[0][0]) if cells else None
