"""A lesson, one section at a time."""

import streamlit as st

from edu_core.content.lesson_html import Aids, lesson_html, with_aids
from edu_core.domain.errors import EduError
from edu_core.domain.items.base import Band
from edu_core.domain.lesson import Block, Lesson, Section
from edu_core.domain.people import Person
from edu_core.domain.words import source_lines
from edu_core.services.context import Edu
from edu_core.services.learning import (
    Reading,
    answer_check,
    disclose_check,
    open_lesson,
    reach_section,
    shown_check,
    words_explained,
)
from edu_core.ui.aids_bar import draw_aids_bar
from edu_core.ui.illustration import draw_illustration, draw_item_picture
from edu_core.ui.keys import widget_key
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.moves import go
from edu_core.ui.widgets.feedback import draw_disclosure
from edu_core.ui.widgets.question import ask


def page(edu: Edu, me: Person) -> None:
    """Draw the section named in the address, or the one where the pupil stopped."""
    reading = open_lesson(edu, me, st.query_params.get("id", ""))
    lesson = reading.lesson
    place = _place(reading)
    if place >= reading.sections_seen:
        reach_section(edu, me, lesson.id, place + 1)
    section = lesson.sections[place]
    st.progress(
        (place + 1) / len(lesson.sections),
        text=f"{lesson.title}　{place + 1} / {len(lesson.sections)}",
    )
    if place == 0:
        draw_start(lesson)
    draw_aids_bar(with_pinyin=lesson.band is Band.PRIMARY)
    with st.container(key="lesson-text"):
        draw_section(edu, me, reading, section)
    last = place == len(lesson.sections) - 1
    if last:
        draw_end(lesson)
    _draw_sources(edu, section)
    _draw_pager(lesson, place, last=last)


def draw_section(edu: Edu, me: Person, reading: Reading, section: Section) -> None:
    """Draw the title and everything of one section, with its words explained."""
    lesson = reading.lesson
    aids = Aids(
        words=words_explained(edu, lesson),
        readings=edu.library().readings if lesson.band is Band.PRIMARY else None,
    )
    title = with_aids(section.title, Aids(readings=aids.readings))
    st.html(f'<div class="edu-text"><h2>{title}</h2></div>')
    for number, block in enumerate(section.blocks):
        _draw_block(edu, me, reading, block, widget_key(section.id, number), aids)


def _place(reading: Reading) -> int:
    """The section on screen, from 0: the address says it, so that back and refresh work."""
    sections = len(reading.lesson.sections)
    asked = st.query_params.get("section", "")
    if asked.isdecimal():
        return min(max(int(asked) - 1, 0), sections - 1)
    if reading.finished_at is not None:
        return 0
    return min(max(reading.sections_seen - 1, 0), sections - 1)


def draw_start(lesson: Lesson) -> None:
    """Draw what stands before the first section."""
    st.title(escape_markdown(lesson.title), anchor=False)
    st.markdown(escape_markdown(lesson.summary))
    with st.expander("这一课学完，你能……"):
        told = (f"- {escape_markdown(objective.text)}" for objective in lesson.objectives)
        st.markdown("\n".join(told))


def _draw_block(edu: Edu, me: Person, reading: Reading, block: Block, key: str, aids: Aids) -> None:
    if block.markdown is not None:
        st.html(f'<div class="edu-text">{lesson_html(block.markdown, aids)}</div>')
    elif block.illustration is not None:
        draw_illustration(edu, block.illustration, key)
    elif block.check is not None:
        _draw_check(edu, me, reading, block.check.id)


def _draw_check(edu: Edu, me: Person, reading: Reading, item_id: str) -> None:
    lesson = reading.lesson
    item = next(check for check in lesson.checks if check.id == item_id)
    with st.container(border=True, key=widget_key("check", item_id)):
        st.markdown("**试一试**　" + escape_markdown(item.stem))
        draw_item_picture(edu, item, item_id)
        given = reading.given.get(item_id)
        if given is None:
            st.caption(item.HINT)
            key = widget_key("check-answer", lesson.id, item_id)
            given = ask(item, shown_check(item, me.id), key, main=False)
            if given is None:
                return
            try:
                answer_check(edu, me, lesson.id, item_id, given)
            except EduError as error:
                st.warning(error.message)
                return
            st.rerun()
        draw_disclosure(
            item,
            disclose_check(item, given),
            edu.library().sources,
            widget_key("c", item_id),
        )


def draw_end(lesson: Lesson) -> None:
    """Draw what stands behind the last section: what one can do, and the words of the lesson."""
    if lesson.what_you_can_do:
        with st.container(border=True, key="what-you-can-do"):
            st.subheader("你可以这样做", anchor=False)
            deeds = (f"- {escape_markdown(deed)}" for deed in lesson.what_you_can_do)
            st.markdown("\n".join(deeds))
    if lesson.key_words:
        with st.expander("这一课的词语"):
            for word in lesson.key_words:
                st.markdown(f"**{escape_markdown(word.word)}**：{escape_markdown(word.meaning)}")


def _draw_sources(edu: Edu, section: Section) -> None:
    if not section.sources:
        return
    with st.expander("出处"):
        lines = source_lines(section.sources, edu.library().sources)
        st.markdown("\n".join(f"- {escape_markdown(line)}" for line in lines))


def _draw_pager(lesson: Lesson, place: int, *, last: bool) -> None:
    with st.container(key="pager"):
        if last:
            if lesson.quiz and st.button(
                "去做测验", type="primary", width="stretch", key="to-quiz"
            ):
                go("quiz", id=lesson.quiz)
            if not lesson.quiz and st.button(
                "学完了，回首页", type="primary", width="stretch", key="done"
            ):
                go("")
        elif st.button("下一节", type="primary", width="stretch", key=f"next-{place}"):
            go("lesson", id=lesson.id, section=place + 2)
        left, right = st.columns(2)
        with left:
            if place > 0 and st.button("上一节", width="stretch", key=f"back-{place}"):
                go("lesson", id=lesson.id, section=place)
        with right:
            if st.button("回首页", width="stretch", key=f"home-{place}"):
                go("")
