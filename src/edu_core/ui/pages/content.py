"""Lessons and quizzes as they are in use, band by band, and what is wrong with their files."""

import streamlit as st

from edu_core.content.problems import Severity
from edu_core.domain.access import Deed, require
from edu_core.domain.items.base import Band
from edu_core.domain.lesson import Lesson
from edu_core.domain.people import Person
from edu_core.services.context import Edu
from edu_core.ui.keys import widget_key
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.moves import go
from edu_core.ui.pages.preview import draw_questions
from edu_core.ui.present import BAND_WORDS


def page(edu: Edu, me: Person) -> None:
    """Draw the page."""
    require(me, Deed.SEE_CONTENT)
    st.title("课与测验", anchor=False)
    _draw_problems(edu)
    lessons = sorted(edu.library().lessons.values(), key=lambda one: (one.order, one.id))
    if not lessons and not edu.library().quizzes:
        st.info(
            "还没有课和测验。把课文放进 lessons 文件夹，把测验放进 quizzes 文件夹，"
            "保存后这里就会出现。"
        )
        return
    chosen = _chosen_band(lessons)
    for lesson in lessons:
        if lesson.band is chosen:
            _draw_row(edu, lesson)
    _draw_lone_quizzes(edu)


def _draw_problems(edu: Edu) -> None:
    errors = [p for p in edu.library().problems if p.severity is Severity.ERROR]
    if not errors:
        return
    st.warning(
        f"有 {len(errors)} 处内容有问题，学生照常学习：有过好版本的文件继续用上一次的好版本，"
        "从来没有读成功的文件学生看不到。改好文件保存，就会自动更新。"
    )
    unread = edu.library().unread
    for problem in errors:
        kept = "　**还没有可用的版本**" if problem.file in unread else ""
        st.markdown(f"- {escape_markdown(str(problem))}{kept}")


def _chosen_band(lessons: list[Lesson]) -> Band:
    """The band to list: the one in the address at first, then the one that was clicked."""
    counts = {band: sum(lesson.band is band for lesson in lessons) for band in Band}
    asked = st.query_params.get("band", "")
    first = Band(asked) if asked in set(Band) else max(Band, key=counts.__getitem__)
    chosen = st.segmented_control(
        "学段",
        list(Band),
        default=first,
        format_func=lambda band: f"{BAND_WORDS[band]}（{counts[band]} 课）",
        label_visibility="collapsed",
        key="band",
    )
    return chosen or first


def _draw_row(edu: Edu, lesson: Lesson) -> None:
    quiz = edu.library().quizzes.get(lesson.quiz or "")
    asked = f"　测验 {len(quiz.items)} 题" if quiz else ""
    with st.container(border=True, key=widget_key("lesson", lesson.id)):
        left, middle, right = st.columns([6, 1, 1], vertical_alignment="center")
        with left:
            st.markdown(f"#### {escape_markdown(lesson.title)}")
            st.markdown(escape_markdown(lesson.summary))
            st.caption(
                f"约 {lesson.minutes} 分钟　{len(lesson.sections)} 节　"
                f"{len(lesson.checks)} 道小练习{asked}　核对日期 {lesson.reviewed_on}"
            )
        with middle:
            if st.button("看内容", key=widget_key("preview", lesson.id), width="stretch"):
                go("preview", id=lesson.id)
        with right:
            if st.button("放映", key=widget_key("slides", lesson.id), width="stretch"):
                go("slides", id=lesson.id, slide=1)


def _draw_lone_quizzes(edu: Edu) -> None:
    library = edu.library()
    for quiz in library.quizzes.values():
        if quiz.lesson not in library.lessons:
            with st.expander(f"单独的测验：{quiz.title}（{len(quiz.items)} 题）"):
                draw_questions(edu, quiz)
