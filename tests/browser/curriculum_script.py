"""A whole lesson and its whole quizzes on one page, drawn by the functions of the pupils' pages."""

import os
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import streamlit as st

from edu_core.bootstrap import build
from edu_core.config import Settings
from edu_core.domain.attempt import Disclosure
from edu_core.domain.interaction import Branch
from edu_core.domain.items import Item
from edu_core.domain.items.base import Band
from edu_core.domain.people import Person, Role
from edu_core.services.context import Edu
from edu_core.services.learning import get_lesson, open_lesson, shown_check
from edu_core.storage import people
from edu_core.ui.aids_bar import draw_aids_bar
from edu_core.ui.keys import widget_key
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.pages.lesson import draw_end, draw_section, draw_start
from edu_core.ui.widgets.feedback import draw_disclosure
from edu_core.ui.widgets.gestures import draw_branch
from edu_core.ui.widgets.question import ask


@cache
def program() -> tuple[Edu, Person]:
    """The program on a database of its own, and a pupil."""
    root = Path(os.environ["EDU_CONTENT"])
    edu = build(Settings(content=root, data=Path(tempfile.mkdtemp())))
    with edu.store.write() as transaction:
        person = people.add_person(
            transaction,
            role=Role.PUPIL,
            name="王小明",
            secret_hash="nobody",
            now=datetime.now(UTC),
        )
        return edu, people.get_person(transaction, person)


def _whole_lesson(edu: Edu, me: Person, lesson_id: str) -> None:
    lesson = get_lesson(edu, lesson_id)
    reading = open_lesson(edu, me, lesson_id)
    draw_start(lesson)
    draw_aids_bar(with_pinyin=lesson.band is Band.PRIMARY)
    for section in lesson.sections:
        with st.container(key=widget_key("lesson-text", section.id)):
            draw_section(edu, me, reading, section)
    draw_end(lesson)


def _question(edu: Edu, me: Person, item: Item) -> None:
    """The question as it is asked, then as it is explained to who gave no answer."""
    with st.container(key=widget_key("stem", item.id)):
        st.markdown(f"#### {escape_markdown(item.stem)}")
        st.caption(f"{item.LABEL}　{item.HINT}")
    shown = shown_check(item, me.id)
    if isinstance(shown, Branch):
        draw_branch(shown, (), widget_key("scene", item.id))
    else:
        ask(item, shown, widget_key("open", item.id))
    told = Disclosure(
        item_id=item.id,
        response=None,
        outcome=None,
        correct_response=item.correct_response(),
        explanation=item.explanation,
        remarks=(),
        sources=item.sources,
    )
    draw_disclosure(item, told, edu.library().sources, widget_key("closed", item.id))


st.set_page_config(page_title="青窗", layout="centered")
edu, me = program()
for lesson_id in st.query_params.get_all("lesson"):
    _whole_lesson(edu, me, lesson_id)
for quiz_id in st.query_params.get_all("quiz"):
    quiz = edu.library().quizzes[quiz_id]
    st.title(escape_markdown(quiz.title), anchor=False)
    for item in quiz.items:
        _question(edu, me, item)
st.caption("到这里为止")
