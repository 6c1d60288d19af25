"""One lesson for its teacher: how to teach it, what it says, what it asks, with all the keys."""

import streamlit as st

from edu_core.content.lesson_html import Aids, lesson_html
from edu_core.domain.access import Deed, require
from edu_core.domain.items import Item
from edu_core.domain.lesson import Block, Lesson
from edu_core.domain.people import Person
from edu_core.domain.quiz import Quiz
from edu_core.domain.words import lines_of, source_lines
from edu_core.services.context import Edu
from edu_core.services.learning import get_lesson
from edu_core.ui.illustration import draw_illustration
from edu_core.ui.keys import widget_key
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.moves import go
from edu_core.ui.present import BAND_WORDS, reviewed_line


def page(edu: Edu, me: Person) -> None:
    """Draw the page."""
    require(me, Deed.SEE_CONTENT)
    lesson = get_lesson(edu, st.query_params.get("id", ""))
    quizzes = edu.library().quizzes
    if st.button("所有课", key="back"):
        go("content", band=lesson.band)
    st.title(escape_markdown(lesson.title), anchor=False)
    st.markdown(escape_markdown(lesson.summary))
    st.caption(
        f"{BAND_WORDS[lesson.band]}　约 {lesson.minutes} 分钟　{len(lesson.sections)} 节　"
        f"{len(lesson.checks)} 道小练习　核对日期 {lesson.reviewed_on}"
    )
    if st.button("放映这一课", type="primary", key="show-slides"):
        go("slides", id=lesson.id, slide=1)
    forms = [
        ("课后测验", quizzes.get(lesson.quiz or "")),
        ("课前小测", quizzes.get(lesson.before or "")),
    ]
    shown = [(word, quiz) for word, quiz in forms if quiz is not None]
    names = ["课文", "上课建议", *(f"{word}（{len(quiz.items)} 题）" for word, quiz in shown)]
    tabs = st.tabs(names)
    with tabs[0]:
        _draw_lesson(edu, lesson)
    with tabs[1]:
        st.markdown(lesson.teacher_notes or "这一课没有写上课建议。")
    for tab, (_, quiz) in zip(tabs[2:], shown, strict=True):
        with tab:
            draw_questions(edu, quiz)


def _draw_lesson(edu: Edu, lesson: Lesson) -> None:
    for number, section in enumerate(lesson.sections):
        with st.container(key=widget_key("lesson-text", number)):
            st.header(escape_markdown(section.title), anchor=False)
            for place, block in enumerate(section.blocks):
                _draw_block(edu, block, widget_key(number, place))
            lines = source_lines(section.sources, edu.library().sources)
            st.caption("出处：" + escape_markdown("；".join(lines)))


def _draw_block(edu: Edu, block: Block, key: str) -> None:
    if block.markdown is not None:
        st.html(f'<div class="edu-text">{lesson_html(block.markdown, Aids())}</div>')
    elif block.illustration is not None:
        draw_illustration(edu, block.illustration, key)
    elif block.check is not None:
        with st.container(border=True, key=widget_key("check-preview", key)):
            _draw_question(edu, "试一试", block.check)


def draw_questions(edu: Edu, quiz: Quiz) -> None:
    """All questions of a quiz with keys, reasons and sources, for teachers only."""
    for place, item in enumerate(quiz.items, start=1):
        _draw_question(edu, f"{place}.", item)


def _draw_question(edu: Edu, number: str, item: Item) -> None:
    st.markdown(f"**{number}　{escape_markdown(item.stem)}**　{item.LABEL}")
    right = lines_of(item.interaction(), item.correct_response())
    if right:
        st.markdown("答案：" + "；".join(escape_markdown(line) for line in right))
    st.markdown("解析：" + escape_markdown(item.explanation))
    lines = source_lines(item.sources, edu.library().sources)
    retired = f"　已停用：{item.retired}" if item.retired else ""
    words = "；".join(lines) + "　" + reviewed_line(item) + retired
    st.caption(escape_markdown(words))
