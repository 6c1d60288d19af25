"""One class: the window, who has done what, how it went."""

import streamlit as st

from edu_core.domain.people import Person
from edu_core.domain.window_flower import Pane, flower, window_svg
from edu_core.services.context import Edu
from edu_core.services.reports import ClassReport, get_class_report
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.moves import go
from edu_core.ui.pages.roster import asked_id
from edu_core.ui.svg import draw_svg


def page(edu: Edu, me: Person) -> None:
    """Draw the page."""
    report = get_class_report(edu, me, asked_id())
    room = report.classroom
    st.title(escape_markdown(room.name), anchor=False)
    if not report.pupils:
        st.info("班里还没有学生。先到花名册里添加学生，打印登录条。")
    _draw_window(report)
    if st.button("花名册和登录条", key="to-roster"):
        go("roster", id=room.id)


def _draw_window(report: ClassReport) -> None:
    total = max(1, len(report.lessons))
    rings = report.rings()
    panes = [
        Pane(
            f"{pupil.number} {pupil.name}",
            flower(pupil.flower_seed, rings.get(pupil.person_id, 0), total),
        )
        for pupil in report.pupils
    ]
    draw_svg(window_svg(panes, f"{report.classroom.name}的窗花"))
