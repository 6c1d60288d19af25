"""What stands on a slide as HTML, for the pages and the shared screen of a live quiz alike.

The answer to a question is in none of these but ``answer_html`` and the ticks of ``asked_html``,
which are asked for only when it is shown.
"""

from collections.abc import Mapping
from string import ascii_uppercase
from typing import assert_never

from edu_core.content.lesson_html import Aids, lesson_html, with_aids
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
from edu_core.domain.register import Source
from edu_core.domain.slides import Slide
from edu_core.domain.words import lines_of, source_lines


def plain_html(text: str) -> str:
    """Plain text as HTML."""
    return with_aids(text, Aids())


def text_html(slide: Slide) -> str:
    """The text of a slide, or its list of points."""
    listed = "".join(f"<li>{plain_html(point)}</li>" for point in slide.points)
    return f"<ul>{listed}</ul>" if listed else lesson_html(slide.markdown, Aids())


def text_size(slide: Slide) -> str:
    """``large``, ``middle`` or ``small``: the less there is to read, the larger it stands."""
    if slide.check is not None:
        return "middle"
    length = len(slide.markdown or "".join(slide.points))
    return "large" if length < 60 else "middle" if length < 100 else "small"


def asked_html(item: Item, *, revealed: bool) -> str:
    """A question for all to think about, with letters to call out; when it is ``revealed`` the
    right options carry a tick.
    """
    right = _right_options(item) if revealed else set[str]()
    return f"<p>{plain_html(item.stem)}</p>{_parts_html(item.interaction(), right)}"


def answer_html(item: Item, register: Mapping[str, Source]) -> str:
    """What is right (where no option carries a tick), why, and where it can be looked up."""
    ticked = _right_options(item)
    lines = [] if ticked else lines_of(item.interaction(), item.correct_response())
    listed = "".join(f"<li>{plain_html(line)}</li>" for line in lines)
    sources = "".join(
        f'<p class="edu-sources">{plain_html(line)}</p>'
        for line in source_lines(item.sources, register)
    )
    told = f"<ul>{listed}</ul>" if listed else ""
    return f"{told}<p>{plain_html(item.explanation)}</p>{sources}"


def _right_options(item: Item) -> set[str]:
    key = item.correct_response()
    return set(key.options) if isinstance(key, Chosen) else set()


def _parts_html(interaction: Interaction, right: set[str]) -> str:
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
            return _lettered(texts) + f"<p>{plain_html(groups)}</p>"
        case Branch():
            start = interaction.node(interaction.start)
            choices = _lettered([choice.text for choice in start.choices])
            return f"<p>{plain_html(start.text)}</p>" + choices
        case Fill() | Write():
            return ""
        case _:
            assert_never(interaction)
    return _lettered(texts)


def _lettered(texts: list[str], ticked: list[bool] | None = None) -> str:
    marks = ticked or [False] * len(texts)
    rows = "".join(
        f'<li class="edu-right">✓　{plain_html(text)}</li>'
        if right
        else f"<li><b>{letter}</b>　{plain_html(text)}</li>"
        for letter, text, right in zip(ascii_uppercase, texts, marks, strict=False)
    )
    return f'<ul class="edu-lettered">{rows}</ul>'
