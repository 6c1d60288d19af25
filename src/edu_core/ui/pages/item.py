"""One question in one class: how hard it was, what was chosen instead, who was unsure."""

import streamlit as st

from edu_core.domain.interaction import Choose, Chosen, Write
from edu_core.domain.people import Person
from edu_core.domain.words import lines_of, source_lines
from edu_core.services.classes import get_roster
from edu_core.services.context import Edu
from edu_core.services.reports import ItemReport, get_item_report
from edu_core.ui.charts.chart import Chart
from edu_core.ui.charts.item_charts import common_responses_chart, options_chart
from edu_core.ui.charts.show import is_dark, show_chart
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.moves import go
from edu_core.ui.pages.roster import asked_id
from edu_core.ui.present import percent, reviewed_line
from edu_core.ui.tables import draw_table


def page(edu: Edu, me: Person) -> None:
    """Draw the page."""
    classroom_id = asked_id()
    report = get_item_report(edu, me, classroom_id, st.query_params.get("item", ""))
    item = report.item
    if st.button("回班级情况", key="back"):
        go("class", id=classroom_id)
    st.title(escape_markdown(item.stem), anchor=False)
    st.caption(f"{item.LABEL}　{escape_markdown(report.quiz.title)}")
    marked = [(score, most) for _, _, score, most in report.given if score is not None]
    if marked:
        share = sum(score for score, _ in marked) / sum(most for _, most in marked)
        st.markdown(f"**平均得分率 {percent(share)}**　n = {len(marked)} 次作答")
    interaction = item.interaction()
    if isinstance(interaction, Choose):
        show_chart(_options(interaction, report), "options")
    elif not isinstance(interaction, Write):
        given = [(response, score == most) for _, response, score, most in report.given]
        show_chart(common_responses_chart(item, given, dark=is_dark()), "responses")
    right = lines_of(interaction, item.correct_response())
    if right:
        st.markdown("**答案**　" + "；".join(escape_markdown(line) for line in right))
    st.markdown("**解析**　" + escape_markdown(item.explanation))
    for line in source_lines(item.sources, edu.library().sources):
        st.caption(escape_markdown(line))
    st.caption(reviewed_line(item))
    _draw_unsure(edu, me, classroom_id, report)


def _options(interaction: Choose, report: ItemReport) -> Chart:
    key = report.item.correct_response()
    right = set(key.options) if isinstance(key, Chosen) else set[str]()
    counts = dict.fromkeys((option.id for option in interaction.options), 0)
    for _, response, _, _ in report.given:
        if isinstance(response, Chosen):
            for name in response.options:
                counts[name] = counts.get(name, 0) + 1
    options = interaction.options
    return options_chart(
        [option.text for option in options],
        [counts[option.id] for option in options],
        [option.id in right for option in options],
        dark=is_dark(),
    )


def _draw_unsure(edu: Edu, me: Person, classroom_id: int, report: ItemReport) -> None:
    """The pupils whose latest answer did not earn everything, with what they gave."""
    names = {pupil.person_id: pupil for pupil in get_roster(edu, me, classroom_id)}
    if not report.given:
        st.info("这个班还没有人答过这道题。")
        return
    latest = {person: (response, score, most) for person, response, score, most in report.given}
    unsure = [
        (names[person], response, score)
        for person, (response, score, most) in latest.items()
        if person in names and score is not None and score < most
    ]
    if not unsure:
        st.success("答过的学生最近一次都答对了。")
        return
    unsure.sort(key=lambda row: (len(row[0].number), row[0].number))
    interaction = report.item.interaction()
    st.markdown(f"#### {len(unsure)} 人最近一次还没有全对")
    draw_table(
        {
            "学号": [pupil.number for pupil, _, _ in unsure],
            "姓名": [pupil.name for pupil, _, _ in unsure],
            "回答": ["；".join(lines_of(interaction, response)) for _, response, _ in unsure],
        },
        width="stretch",
    )
