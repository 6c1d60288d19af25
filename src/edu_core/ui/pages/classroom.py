"""One class: the window, who has done what, how it went, what to do about it."""

from collections import Counter

import streamlit as st

from edu_core.analytics.items import ItemFigures, item_figures
from edu_core.analytics.progress import (
    TopicSummary,
    score_distribution,
    topic_grid,
    topic_summaries,
    weekly_trend,
)
from edu_core.domain.people import Person
from edu_core.domain.window_flower import Pane, flower, window_svg
from edu_core.services.context import Edu
from edu_core.services.reports import ClassReport, LessonStage, Stage, get_class_report
from edu_core.ui.charts.class_charts import (
    Coverage,
    coverage_chart,
    distribution_chart,
    grid_chart,
    growth_chart,
    trend_chart,
    weak_topics_chart,
)
from edu_core.ui.charts.show import is_dark, show_chart
from edu_core.ui.game_practice import draw_withdrawal
from edu_core.ui.keys import widget_key
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.moves import go
from edu_core.ui.pages.roster import asked_id
from edu_core.ui.present import moment, percent
from edu_core.ui.svg import draw_svg
from edu_core.ui.widgets.picking_table import draw_picking_table

_TOPIC = "topic-chosen"
"""Key of the list of topics, which a click on the chart beside it sets."""


def page(edu: Edu, me: Person) -> None:
    """Draw the page."""
    report = get_class_report(edu, me, asked_id())
    room = report.classroom
    st.title(escape_markdown(room.name), anchor=False)
    _draw_head(report)
    if not report.pupils:
        st.info("班里还没有学生。先到花名册里添加学生，打印登录条。")
        return
    dark = is_dark()
    _draw_window(report, dark=dark)
    show_chart(coverage_chart(coverage(report), dark=dark), "coverage")
    _draw_pupils(report)
    _draw_practice(edu, me, report)
    _draw_topics(edu, report, dark=dark)
    show_chart(growth_chart(report.growth(), dark=dark), "growth")
    _draw_distribution(report, dark=dark)
    show_chart(trend_chart(weekly_trend(report.attempts), dark=dark), "trend")


def _draw_head(report: ClassReport) -> None:
    room = report.classroom
    one, two, three, four, _ = st.columns([1, 1, 1, 1, 1])
    with one:
        if st.button("花名册和登录条", key="to-roster", width="stretch"):
            go("roster", id=room.id)
    with two:
        word = f"评分（{report.waiting}）" if report.waiting else "评分"
        if st.button(word, key="to-marking", width="stretch"):
            go("marking", id=room.id)
    with three:
        if st.button("举卡答题", key="to-cards", width="stretch"):
            go("cards", id=room.id)
    with four:
        if st.button("所有班级", key="to-classes", width="stretch"):
            go("")


def _draw_window(report: ClassReport, *, dark: bool) -> None:
    total = max(1, len(report.lessons))
    rings = report.rings()
    panes = [
        Pane(
            f"{pupil.number} {pupil.name}",
            flower(pupil.flower_seed, rings[pupil.person_id], total),
        )
        for pupil in report.pupils
    ]
    begun = sum(pane.flower.rings > 0 for pane in panes)
    with st.container(border=True, key="class-window"):
        st.markdown(f"#### {begun} 朵窗花开始绽放，全班一共剪了 {sum(rings.values())} 圈")
        st.caption(f"n = {len(panes)} 人。每学完一课剪一圈，最多 {total} 圈；没有名次。")
        draw_svg(window_svg(panes, f"{report.classroom.name}的窗花", dark=dark))


def coverage(report: ClassReport) -> list[Coverage]:
    """How far the class is in each lesson of its path."""
    rows: list[Coverage] = []
    for lesson in report.lessons:
        counts = Counter(report.stages[pupil.person_id, lesson.id].stage for pupil in report.pupils)
        rows.append(
            Coverage(
                lesson.title,
                untouched=counts[Stage.UNTOUCHED],
                reading=counts[Stage.READING],
                read=counts[Stage.READ],
                done=counts[Stage.DONE],
            )
        )
    return rows


def stage_words(found: LessonStage) -> str:
    """How far a pupil is in a lesson, short enough for a table."""
    if found.stage is Stage.DONE:
        return "✓ 学完" if found.share is None else f"✓ {percent(found.share)}"
    if found.stage is Stage.READ:
        return "读完，没测验"
    if found.stage is Stage.READING:
        return f"读到第 {found.sections_seen} 节"
    return "—" if found.share is None else f"只做了测验 {percent(found.share)}"


def _draw_pupils(report: ClassReport) -> None:
    """Who has done what, pupil by pupil; a click leads to the pupil."""
    rings, last = report.rings(), report.last_active()
    idle = sum(pupil.person_id not in last for pupil in report.pupils)
    behind = sum(pupil.person_id in last and not rings[pupil.person_id] for pupil in report.pupils)
    columns: dict[str, list[str]] = {
        "学号": [pupil.number for pupil in report.pupils],
        "姓名": [pupil.name for pupil in report.pupils],
    }
    for lesson in report.lessons:
        columns[lesson.title] = [
            stage_words(report.stages[pupil.person_id, lesson.id]) for pupil in report.pupils
        ]
    columns["最近学习"] = [
        moment(last[pupil.person_id]) if pupil.person_id in last else "还没有"
        for pupil in report.pupils
    ]
    with st.container(border=True, key="chart-pupils"):
        st.markdown(f"#### {_pupils_title(len(report.pupils), idle, behind)}")
        st.caption(
            f"n = {len(report.pupils)} 人。✓ 后面是计入成绩的得分率。"
            "点一位学生所在的格子，看他的全部情况。"
        )
        picked = draw_picking_table(columns, len(report.pupils), "pupils-table")
        if picked is not None:
            go("pupil", id=report.classroom.id, pupil=report.pupils[picked].person_id)


def _pupils_title(total: int, idle: int, behind: int) -> str:
    if idle == total:
        return "还没有人开始学"
    if idle:
        further = f"，另有 {behind} 人还没学完第一课" if behind else ""
        return f"{idle} 人还没有开始{further}"
    if behind:
        return f"都开始学了，{behind} 人还没学完第一课"
    return "每个人都至少学完了一课"


def _draw_practice(edu: Edu, me: Person, report: ClassReport) -> None:
    """What the class was set to practise after a live quiz: how many did it, how it went."""
    if not report.practice:
        return
    with st.container(border=True, key="edu-card-practice"):
        waiting = sum(row.open for row in report.practice)
        st.markdown(f"#### 布置过 {len(report.practice)} 份练习，{waiting} 份还在做")
        for row in report.practice:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(
                    f"**{escape_markdown(row.quiz.title)}**　{moment(row.set_at)}　"
                    f"{_practice_figures(report, row.quiz.id)}",
                    width="stretch",
                )
                if row.open:
                    draw_withdrawal(edu, me, row.quiz.id)
                else:
                    st.markdown("已收回", width="content")


def _practice_figures(report: ClassReport, quiz_id: str) -> str:
    table = report.attempts
    mine = table.counts & (table.quiz == quiz_id)
    done = int(mine.sum())
    words = f"{done} / {len(report.pupils)} 人做完"
    if not done:
        return words
    share = table.score[mine].sum() / table.max_score[mine].sum()
    return f"{words}，平均得分率 {percent(share)}"


def _draw_topics(edu: Edu, report: ClassReport, *, dark: bool) -> None:
    grid = topic_grid(
        report.responses, report.attempts, [pupil.person_id for pupil in report.pupils]
    )
    summaries = topic_summaries(grid)
    titles = {topic: edu.library().topic_title(topic) for topic in grid.topics}
    names = {pupil.person_id: f"{pupil.number} {pupil.name}" for pupil in report.pupils}
    left, right = st.columns([3, 2])
    with left:
        show_chart(
            weak_topics_chart(summaries, titles, dark=dark),
            "topics",
            on_pick=lambda place: _choose_topic(summaries[place].topic),
        )
    with right:
        _draw_topic_help(report, summaries, titles, names)
    show_chart(grid_chart(grid, names, titles, summaries, dark=dark), "grid")


def _choose_topic(topic: str) -> None:
    """A click on a bar chooses the topic in the list beside the chart."""
    st.session_state[_TOPIC] = topic


def _draw_topic_help(
    report: ClassReport,
    summaries: tuple[TopicSummary, ...],
    titles: dict[str, str],
    names: dict[int, str],
) -> None:
    """One click from a weak topic to the pupils and to the questions."""
    if not summaries:
        return
    with st.container(border=True, key="topic-help"):
        words = {
            summary.topic: f"{titles[summary.topic]}　{percent(summary.share)}"
            for summary in summaries
        }
        topic = st.selectbox(
            "点左边的一条，或在这里选一个知识点",
            list(words),
            format_func=words.__getitem__,
            key=_TOPIC,
        )
        chosen = next(summary for summary in summaries if summary.topic == topic)
        if chosen.weak:
            st.markdown(f"**可以多帮一帮的 {len(chosen.weak)} 人**（不到 60%，点姓名看情况）")
            with st.container(horizontal=True, key="weak-pupils"):
                for pupil in chosen.weak:
                    if st.button(escape_markdown(names[pupil]), key=widget_key("weak", pupil)):
                        go("pupil", id=report.classroom.id, pupil=pupil)
        else:
            st.markdown("答过的学生都在 60% 以上。")
        st.markdown("**这个知识点的题**（从最难的开始）")
        for figures in _figures_of_topic(report, topic)[:6]:
            _draw_item_row(report, figures)


def _figures_of_topic(report: ClassReport, topic: str) -> list[ItemFigures]:
    known = {item.id: item for quiz in report.quizzes.values() for item in quiz.items}
    return [
        figures
        for figures in item_figures(report.responses, report.attempts)
        if figures.item in known and known[figures.item].topic == topic
    ]


def _draw_item_row(report: ClassReport, figures: ItemFigures) -> None:
    item = report.quizzes[figures.quiz].item(figures.item)
    stem = item.stem if len(item.stem) <= 30 else item.stem[:29] + "…"
    words = f"{percent(figures.difficulty)}　{escape_markdown(stem)}（{figures.n} 人）"
    if st.button(words, key=widget_key("item", figures.item), width="stretch"):
        go("item", id=report.classroom.id, item=figures.item)


def _draw_distribution(report: ClassReport, *, dark: bool) -> None:
    quizzes = [
        report.quizzes[lesson.quiz] for lesson in report.lessons if lesson.quiz in report.quizzes
    ]
    if not quizzes:
        return
    words = {quiz.id: quiz.title for quiz in quizzes}
    chosen = st.selectbox("测验", list(words), format_func=words.__getitem__, key="quiz-chosen")
    quiz = report.quizzes[chosen]
    found = score_distribution(report.attempts, chosen, quiz.settings.pass_mark / 100)
    show_chart(distribution_chart(quiz.title, found, dark=dark), "distribution")
