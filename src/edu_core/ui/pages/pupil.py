"""One pupil of a class, for the teacher: how far, what is known, what was not right yet."""

import streamlit as st

from edu_core.domain.attempt import Attempt
from edu_core.domain.mastery import Mastery, Standing
from edu_core.domain.people import Person
from edu_core.domain.window_flower import flower, flower_svg
from edu_core.domain.words import lines_of
from edu_core.services.context import Edu
from edu_core.services.learning import LessonStanding
from edu_core.services.pupil_reports import PupilReport, get_pupil_report
from edu_core.services.sitting import Entrance
from edu_core.ui.keys import widget_key
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.moves import go
from edu_core.ui.pages.roster import asked_id
from edu_core.ui.present import moment, percent, points, practice_words
from edu_core.ui.svg import draw_svg
from edu_core.ui.tables import draw_table


def page(edu: Edu, me: Person) -> None:
    """Draw the page."""
    report = get_pupil_report(edu, me, asked_id(), asked_id("pupil"))
    if st.button("回班级情况", key="back"):
        go("class", id=report.classroom.id)
    _draw_head(report)
    _draw_lessons(report)
    _draw_practised(report)
    _draw_topics(edu, report)
    _draw_unsure(report)


def _draw_head(report: PupilReport) -> None:
    pupil, total = report.enrollment, max(len(report.path), 1)
    drawn = flower(pupil.flower_seed, report.rings, total)
    left, right = st.columns([1, 7], vertical_alignment="center")
    with left, st.container(key="my-flower"):
        draw_svg(flower_svg(drawn, f"{pupil.name}的窗花，已剪 {report.rings} 圈，共 {total} 圈"))
    with right:
        st.title(escape_markdown(pupil.name), anchor=False)
        st.markdown(
            f"{escape_markdown(report.classroom.name)}　{escape_markdown(pupil.number)} 号　"
            f"学完 **{report.rings}** / {len(report.path)} 课"
        )


def _draw_lessons(report: PupilReport) -> None:
    counting = {attempt.quiz.id: attempt for attempt in report.counting}
    st.subheader("课和测验", anchor=False)
    draw_table(
        {
            "课": [standing.lesson.title for standing in report.path],
            "阅读": [_reading_words(standing) for standing in report.path],
            "答题次数": [len(standing.finished_attempts) for standing in report.path],
            "计入成绩": [
                _score_words(counting.get(standing.quiz.id if standing.quiz else ""))
                for standing in report.path
            ],
            "最近一次答题": [
                moment(standing.attempts[-1].started_at) if standing.attempts else "—"
                for standing in report.path
            ],
        },
        width="stretch",
    )


def _draw_practised(report: PupilReport) -> None:
    """What was practised beside the lessons, set by the teacher or chosen by the pupil."""
    if not report.practised:
        return
    counting = {attempt.quiz.id: attempt for attempt in report.counting}
    st.subheader("练习", anchor=False)
    draw_table(
        {
            "练习": [_practice_title(one) for one in report.practised],
            "情况": [practice_words(one)[1] for one in report.practised],
            "答题次数": [len(one.attempts) for one in report.practised],
            "计入成绩": [_score_words(counting.get(one.quiz.id)) for one in report.practised],
            "最近一次答题": [
                moment(one.attempts[-1].started_at) if one.attempts else "—"
                for one in report.practised
            ],
        },
        width="stretch",
    )


def _practice_title(one: Entrance) -> str:
    return f"{one.quiz.title}（已收回）" if one.withdrawn else one.quiz.title


def _reading_words(standing: LessonStanding) -> str:
    if standing.read:
        return "读完"
    if standing.sections_seen:
        return f"读到第 {standing.sections_seen} 节，共 {len(standing.lesson.sections)} 节"
    return "还没开始"


def _score_words(attempt: Attempt | None) -> str:
    if attempt is None or not attempt.max_score():
        return "—"
    share = attempt.score() / attempt.max_score()
    waiting = f"，{len(attempt.waiting())} 题等评分" if attempt.waiting() else ""
    return f"{points(attempt.score())} / {points(attempt.max_score())}（{percent(share)}）{waiting}"


def _draw_topics(edu: Edu, report: PupilReport) -> None:
    if not report.masteries:
        st.info("还没有交过卷。交卷以后，这里会按知识点列出已经知道的和要再看看的。")
        return
    again = [mastery for mastery in report.masteries if mastery.standing is Standing.AGAIN]
    known = [mastery for mastery in report.masteries if mastery.standing is Standing.KNOWN]
    left, right = st.columns(2)
    with left, st.container(border=True, key="topics-again"):
        st.markdown(f"#### ○ 再看看　{len(again)} 个知识点")
        _draw_masteries(edu, again)
    with right, st.container(border=True, key="topics-known"):
        st.markdown(f"#### ✓ 已经知道　{len(known)} 个知识点")
        _draw_masteries(edu, known)


def _draw_masteries(edu: Edu, masteries: list[Mastery]) -> None:
    if not masteries:
        st.markdown("没有。")
    for mastery in masteries:
        title = escape_markdown(edu.library().topic_title(mastery.topic))
        st.markdown(f"{title}　**{percent(mastery.share)}**（{mastery.questions} 题）")


def _draw_unsure(report: PupilReport) -> None:
    """The questions of the attempts that count which did not earn everything, with what was
    given.
    """
    if not report.counting:
        return
    unsure = [
        (attempt, name)
        for attempt in report.counting
        for name in attempt.order
        if name not in attempt.waiting()
        and (name not in attempt.given or not attempt.given[name].outcome.right)
    ]
    if not unsure:
        st.success("计入成绩的答题全部答对了。")
        return
    st.subheader(f"{len(unsure)} 道题还没有全对", anchor=False)
    for attempt, name in unsure:
        _draw_question(report, attempt, name)


def _draw_question(report: PupilReport, attempt: Attempt, name: str) -> None:
    item, given = attempt.item(name), attempt.given.get(name)
    interaction = item.interaction()
    with st.container(border=True, key=widget_key("unsure", attempt.quiz.id, name)):
        left, right = st.columns([5, 1], vertical_alignment="center")
        with left:
            st.markdown(f"**{escape_markdown(item.stem)}**")
            lines = lines_of(interaction, given.response) if given else ["没有作答"]
            st.markdown("回答　" + escape_markdown("；".join(lines)))
            key = lines_of(interaction, item.correct_response())
            st.caption("答案　" + escape_markdown("；".join(key)))
        with right:
            if st.button(
                "看全班怎样答", key=widget_key("item", attempt.quiz.id, name), width="stretch"
            ):
                go("item", id=report.classroom.id, item=name)
