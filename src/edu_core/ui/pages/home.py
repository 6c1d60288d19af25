"""A pupil's first page: my window flower, what comes next, the whole path."""

import streamlit as st

from edu_core.domain.people import Person
from edu_core.domain.quiz import Quiz
from edu_core.domain.window_flower import flower, flower_svg
from edu_core.services.context import Edu
from edu_core.services.learning import Home, LessonStanding, get_home
from edu_core.services.sitting import Entrance
from edu_core.ui.keys import widget_key
from edu_core.ui.leave import draw_sign_out
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.moves import go
from edu_core.ui.present import percent, practice_words
from edu_core.ui.steps import next_standing, next_step, reading_step
from edu_core.ui.svg import draw_svg


def page(edu: Edu, me: Person) -> None:
    """Draw the page."""
    home = get_home(edu, me)
    upcoming = next_standing(home)
    _draw_greeting(home, me)
    if not home.path:
        st.info("这里还没有适合你们班的课。老师放上新课以后，刷新就能看到。")
    elif upcoming is None:
        st.success("你已经学完了全部的课，窗花剪好了！可以回到任何一课再看看，或者再做一次测验。")
    else:
        _draw_next(upcoming)
    if home.set_by_teacher:
        st.subheader("老师布置的练习", anchor=False)
        for entrance in home.set_by_teacher:
            _draw_set(entrance)
    if home.path:
        st.subheader("我的课", anchor=False)
        for standing in home.path:
            _draw_row(standing, is_next=standing is upcoming)
    if home.practice:
        st.subheader("更多练习", anchor=False)
        for quiz in home.practice:
            _draw_practice(quiz)
    draw_sign_out(home.classroom.name, me.name)


def _draw_greeting(home: Home, me: Person) -> None:
    total = max(len(home.path), 1)
    drawn = flower(home.enrollment.flower_seed, home.rings, total)
    left, right = st.columns([1, 2], vertical_alignment="center")
    with left, st.container(key="my-flower"):
        draw_svg(flower_svg(drawn, f"我的窗花，已剪 {home.rings} 圈，共 {total} 圈"))
    with right:
        st.title(f"你好，{escape_markdown(me.name)}", anchor=False)
        if home.rings:
            st.markdown(f"你的窗花剪好了 **{home.rings}** / {total} 圈，每学完一课再剪一圈。")
        else:
            st.markdown("学完第一课，你的窗花就会剪出第一圈。")


def _draw_next(standing: LessonStanding) -> None:
    lesson = standing.lesson
    with st.container(border=True, key="next-step"):
        st.markdown(f"下一步　**{escape_markdown(lesson.title)}**")
        st.markdown(escape_markdown(lesson.summary))
        step = next_step(standing)
        if st.button(step.words, type="primary", width="stretch", key="next-step-button"):
            step.take()
        if standing.begins_with_form and st.button(
            "不测了，直接读课", width="stretch", key="read-at-once"
        ):
            reading_step(standing).take()


def _draw_row(standing: LessonStanding, *, is_next: bool) -> None:
    lesson = standing.lesson
    with st.container(border=True, key=widget_key("path", lesson.id)):
        st.markdown(
            f"{_sign(standing)}　**{escape_markdown(lesson.title)}**　　{_progress(standing)}"
        )
        if is_next:
            return
        left, right = st.columns(2)
        with left:
            word = "再读一遍" if standing.read else "读这一课"
            if st.button(word, key=widget_key("read", lesson.id), width="stretch"):
                reading_step(standing).take()
        with right:
            if standing.quiz is not None and st.button(
                "接着答题" if standing.running else "测验",
                key=widget_key("quiz", lesson.id),
                width="stretch",
            ):
                go("quiz", id=standing.quiz.id)


def _draw_set(entrance: Entrance) -> None:
    """A quiz that the teacher set the class to practise."""
    quiz = entrance.quiz
    with st.container(border=True, key=widget_key("path-set", quiz.id)):
        sign, words = practice_words(entrance)
        st.markdown(f"{sign}　**{escape_markdown(quiz.title)}**　　{words}")
        if quiz.description:
            st.caption(escape_markdown(quiz.description))
        word = "去练习"
        if entrance.attempts:
            word = "接着练" if entrance.running else "再练一次"
        if st.button(word, key=widget_key("do-set", quiz.id), width="stretch"):
            go("quiz", id=quiz.id)


def _draw_practice(quiz: Quiz) -> None:
    """A quiz that belongs to no lesson."""
    with st.container(border=True, key=widget_key("path-practice", quiz.id)):
        st.markdown(f"**{escape_markdown(quiz.title)}**　　{quiz.length()} 题")
        if quiz.description:
            st.caption(escape_markdown(quiz.description))
        if st.button("去练习", key=widget_key("practise", quiz.id), width="stretch"):
            go("quiz", id=quiz.id)


def _sign(standing: LessonStanding) -> str:
    if standing.done:
        return "✓"
    return "◐" if standing.sections_seen or standing.attempts else "○"


def _progress(standing: LessonStanding) -> str:
    words: list[str] = []
    if standing.read:
        words.append("读完了")
    elif standing.sections_seen:
        words.append(f"读到第 {standing.sections_seen} / {len(standing.lesson.sections)} 节")
    if standing.running is not None:
        words.append("正在答题")
    elif standing.best is not None:
        words.append(f"测验 {percent(standing.best)}")
    return "，".join(words) or "还没开始"
