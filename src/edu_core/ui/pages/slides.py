"""A lesson on the shared screen: big type, one idea a slide, keys of a clicker."""

from string import ascii_uppercase
from typing import assert_never

import streamlit as st

from edu_core.domain.access import Deed, require
from edu_core.domain.interaction import (
    Arrange,
    Branch,
    Choose,
    Chosen,
    Fill,
    Interaction,
    Pair,
    Write,
)
from edu_core.domain.items import Item
from edu_core.domain.lesson import Lesson
from edu_core.domain.people import Person
from edu_core.domain.slides import Slide, slides_of
from edu_core.services.context import Edu
from edu_core.services.learning import get_lesson
from edu_core.ui.illustration import draw_illustration
from edu_core.ui.lesson_text import Aids, lesson_html, with_aids
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.moves import go
from edu_core.ui.present import lines_of, source_lines
from edu_core.ui.session import tab


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
            title, words = with_aids(slide.title, Aids()), with_aids(slide.markdown, Aids())
            st.html(f"<h1>{title}</h1><p>{words}</p>")
        return
    st.header(escape_markdown(slide.title), anchor=False)
    if slide.illustration is not None:
        draw_illustration(edu, slide.illustration, f"slide-{place}")
    elif slide.check is not None:
        _draw_check(edu, slide.check, place)
    else:
        with st.container(key=_text_key(slide.markdown or "".join(slide.points))):
            listed = "".join(f"<li>{with_aids(point, Aids())}</li>" for point in slide.points)
            st.html(f"<ul>{listed}</ul>" if listed else lesson_html(slide.markdown, Aids()))


def _text_key(text: str) -> str:
    """The less there is to read, the larger it stands on the screen."""
    return f"slide-text-{'large' if len(text) < 60 else 'middle' if len(text) < 100 else 'small'}"


def _draw_check(edu: Edu, item: Item, place: int) -> None:
    """The question for all to think about; the answer after a click."""
    revealed = tab().revealed == (item.id, place)
    key = item.correct_response()
    interaction = item.interaction()
    right = set(key.options) if revealed and isinstance(key, Chosen) else set[str]()
    with st.container(key="slide-text-middle"):
        st.html(f"<p>{with_aids(item.stem, Aids())}</p>{_asked_html(interaction, right)}")
    if not revealed:
        st.button(
            "显示答案",
            type="primary",
            key=f"slide-reveal-{place}",
            on_click=_reveal,
            args=(item.id, place),
        )
        return
    with st.container(key="slide-answer"):
        lines = [] if right else lines_of(interaction, key)
        if lines:
            listed = "".join(f"<li>{with_aids(line, Aids())}</li>" for line in lines)
            st.html(f"<ul>{listed}</ul>")
        st.html(f"<p>{with_aids(item.explanation, Aids())}</p>")
        for line in source_lines(item.sources, edu.library().sources):
            st.caption(escape_markdown(line))


def _reveal(item_id: str, place: int) -> None:
    tab().revealed = (item_id, place)


def _asked_html(interaction: Interaction, right: set[str]) -> str:
    """What can be answered, with letters to call out; the ``right`` options carry a tick."""
    match interaction:
        case Choose():
            texts = [part.text for part in interaction.options]
            ticked = [part.id in right for part in interaction.options]
            return _lettered(texts, ticked)
        case Arrange():
            # in the order of their words, because as stored they stand in the right order
            texts = sorted(part.text for part in interaction.parts)
        case Pair():
            texts = [f"{part.text} → ？" for part in interaction.left]
            groups = "　".join(sorted(part.text for part in interaction.right))
            return _lettered(texts) + f"<p>{with_aids(groups, Aids())}</p>"
        case Branch():
            start = interaction.node(interaction.start)
            choices = _lettered([choice.text for choice in start.choices])
            return f"<p>{with_aids(start.text, Aids())}</p>" + choices
        case Fill() | Write():
            return ""
        case _:
            assert_never(interaction)
    return _lettered(texts)


def _lettered(texts: list[str], ticked: list[bool] | None = None) -> str:
    marks = ticked or [False] * len(texts)
    rows = "".join(
        f'<li class="edu-right">✓　{with_aids(text, Aids())}</li>'
        if right
        else f"<li><b>{letter}</b>　{with_aids(text, Aids())}</li>"
        for letter, text, right in zip(ascii_uppercase, texts, marks, strict=False)
    )
    return f'<ul class="edu-lettered">{rows}</ul>'


def _draw_pager(lesson: Lesson, place: int, count: int) -> None:
    with st.container(key="slide-pager", horizontal=True, vertical_alignment="center"):
        st.button(
            "上一页",
            key="slide-back",
            disabled=place == 0,
            on_click=_turn_to,
            args=(place - 1,),
        )
        st.button(
            "下一页",
            key="slide-next",
            type="primary",
            disabled=place == count - 1,
            on_click=_turn_to,
            args=(place + 1,),
        )
        st.caption(f"{place + 1} / {count}　用方向键或翻页器也能翻页")
        if st.button("结束放映", key="slide-end", type="tertiary"):
            go("preview", id=lesson.id)


def _turn_to(place: int) -> None:
    """Before the next run, so that it draws the new slide at once."""
    st.query_params["slide"] = str(place + 1)
    tab().revealed = None
