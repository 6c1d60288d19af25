"""A lesson on the shared screen: big type, one idea a slide, keys of a clicker."""

import streamlit as st

from edu_core.content.slide_html import answer_html, asked_html, plain_html, text_html, text_size
from edu_core.domain.access import Deed, require
from edu_core.domain.items import Item
from edu_core.domain.lesson import Lesson
from edu_core.domain.people import Person
from edu_core.domain.slides import Slide, slides_of
from edu_core.services.context import Edu
from edu_core.services.learning import get_lesson
from edu_core.ui.illustration import draw_illustration
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.moves import go
from edu_core.ui.session import tab
from edu_core.ui.widgets.pager import draw_turn


def page(edu: Edu, me: Person) -> None:
    """Draw one slide of the lesson in the address."""
    require(me, Deed.SEE_CONTENT)
    lesson = get_lesson(edu, st.query_params.get("id", ""))
    slides = slides_of(lesson)
    place = _place(len(slides))
    with st.container(key="slide-frame"):
        _draw_slide(edu, slides[place], place)
    _draw_pager(lesson, place, len(slides))


def _place(count: int) -> int:
    """The slide on screen, from 0: the address says it, so that a refresh stays there."""
    asked = st.query_params.get("slide", "")
    return min(max(int(asked) - 1, 0), count - 1) if asked.isdecimal() else 0


def _draw_slide(edu: Edu, slide: Slide, place: int) -> None:
    if slide.opening:
        with st.container(key="slide-opening"):
            st.html(f"<h1>{plain_html(slide.title)}</h1><p>{plain_html(slide.markdown)}</p>")
        return
    st.header(escape_markdown(slide.title), anchor=False)
    if slide.illustration is not None:
        draw_illustration(edu, slide.illustration, f"slide-{place}")
        return
    item = slide.check
    revealed = item is not None and tab().revealed == (item.id, place)
    with st.container(key=f"slide-text-{text_size(slide)}"):
        st.html(text_html(slide) if item is None else asked_html(item, revealed=revealed))
    if item is not None:
        _draw_answer(edu, item, place, revealed=revealed)


def _draw_answer(edu: Edu, item: Item, place: int, *, revealed: bool) -> None:
    """A button for the answer, and after a click the answer."""
    if revealed:
        with st.container(key="slide-answer"):
            st.html(answer_html(item, edu.library().sources))
        return
    st.button(
        "显示答案",
        type="primary",
        key=f"slide-reveal-{place}",
        on_click=_reveal,
        args=(item.id, place),
    )


def _reveal(item_id: str, place: int) -> None:
    tab().revealed = (item_id, place)


def _draw_pager(lesson: Lesson, place: int, count: int) -> None:
    with st.container(key="slide-pager", horizontal=True, vertical_alignment="center"):
        draw_turn("上一页", -1, place, count, _turn_to)
        draw_turn("下一页", 1, place, count, _turn_to)
        st.caption(f"{place + 1} / {count}　用方向键或翻页器也能翻页")
        if st.button("结束放映", key="slide-end", type="tertiary"):
            go("preview", id=lesson.id)


def _turn_to(place: int) -> None:
    st.query_params["slide"] = str(place + 1)
    tab().revealed = None
