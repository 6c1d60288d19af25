"""A chart on a page: finding, n, figure, and the same data as a table."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from edu_core.ui.charts.chart import Chart
from edu_core.ui.keys import widget_key
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.tables import draw_table

_CONFIG = {"displayModeBar": False, "scrollZoom": False, "locale": "zh-CN"}


def is_dark() -> bool:
    """Whether the reader's theme is dark."""
    return st.context.theme.type == "dark"


def show_chart(chart: Chart, key: str, on_pick: Callable[[int], None] | None = None) -> None:
    """Draw the chart with its title, n and table view.

    ``on_pick`` is called with the place of a bar that was clicked, before the page is drawn anew.
    """

    def picked() -> None:
        points = st.session_state[key].selection.points
        if points and on_pick is not None:
            on_pick(int(points[0]["point_index"]))

    with st.container(border=True, key=widget_key("chart", key)):
        st.markdown(f"#### {escape_markdown(chart.title)}")
        if chart.figure is None:
            return
        st.caption(chart.n)
        figure: Any = chart.figure
        st.plotly_chart(
            figure,
            key=key,
            theme=None,
            width="stretch",
            config=_CONFIG,
            on_select=picked if on_pick else "ignore",
            selection_mode="points",
        )
        with st.expander("看表格"):
            draw_table(chart.columns, width="stretch")
