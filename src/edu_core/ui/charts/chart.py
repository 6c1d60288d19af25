"""What a chart is on our pages, and the one style all share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

INDIGO, RED, GREEN, AMBER, PLUM, GREY = (
    "#2E4A7D",
    "#B4161B",
    "#1E6B52",
    "#9A5B00",
    "#7A3E65",
    "#6B6560",
)
"""One order for all charts; told apart by colour-blind eyes and, by their lightness, in grey
print.
"""

FONT = '"Noto Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif'


@dataclass(frozen=True)
class Chart:
    """``title`` states the finding; ``columns`` is the same data as a table, column name to values.

    ``figure`` is a Plotly figure as plain data, ``None`` when there is nothing to draw yet.
    """

    title: str
    n: str
    figure: dict[str, Any] | None
    columns: Mapping[str, Sequence[object]]


def empty_chart(title: str) -> Chart:
    """A sentence instead of a chart."""
    return Chart(title, "", None, {})


def layout(*, height: int, dark: bool, x: str = "", y: str = "", **further: Any) -> dict[str, Any]:
    """The common layout: our fonts and colours, axis names, nothing that moves by itself."""
    ink, line = ("#F3E9DA", "#4A3B32") if dark else ("#2A211C", "#E3D8C6")
    axis = {"gridcolor": line, "linecolor": line, "zeroline": False, "automargin": True}
    base: dict[str, Any] = {
        "height": height,
        "margin": {"l": 8, "r": 12, "t": 12, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 14, "color": ink},
        "colorway": [INDIGO, RED, GREEN, AMBER, PLUM, GREY],
        "hoverlabel": {"font": {"family": FONT, "size": 14}},
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1.02,
            "yanchor": "bottom",
            "traceorder": "normal",  # stacked bars would turn it round
        },
        "xaxis": {**axis, "title": {"text": x}},
        "yaxis": {**axis, "title": {"text": y}},
        "dragmode": False,
    }
    for name, value in further.items():
        base[name] = {**base[name], **value} if name in ("xaxis", "yaxis") else value
    return base
