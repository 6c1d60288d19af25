"""A lesson as slides for the shared screen: the same blocks, one idea at a time in big type.

Nothing is written twice: the slides are cut from the lesson itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from edu_core.domain.items import Item
from edu_core.domain.lesson import Illustration, Lesson, Section

MOST_CHARACTERS = 110
"""Text on one slide: about four lines of twenty-eight characters, readable at ten metres."""

_PARAGRAPHS = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Slide:
    """``points`` are lines to be listed; exactly one of them, text, picture and check is filled."""

    title: str
    markdown: str = ""
    points: tuple[str, ...] = ()
    illustration: Illustration | None = None
    check: Item | None = None
    opening: bool = False


def slides_of(lesson: Lesson) -> tuple[Slide, ...]:
    """The slides of a lesson, from its title to what one can do."""
    slides = [Slide(lesson.title, markdown=lesson.summary, opening=True)]
    goals = tuple(objective.text for objective in lesson.objectives)
    slides.append(Slide("这一课学完，你能……", points=goals))
    for section in lesson.sections:
        slides.extend(_section_slides(section))
    if lesson.what_you_can_do:
        slides.append(Slide("你可以这样做", points=lesson.what_you_can_do))
    return tuple(slides)


def _section_slides(section: Section) -> Iterator[Slide]:
    for block in section.blocks:
        if block.illustration is not None:
            yield Slide(section.title, illustration=block.illustration)
        elif block.check is not None:
            yield Slide("试一试", check=block.check)
        else:
            for piece in pieces_of(block.markdown or ""):
                yield Slide(section.title, markdown=piece)


def pieces_of(markdown: str) -> list[str]:
    """The text cut between paragraphs, and long lists between their items, to fit a slide each."""
    pieces: list[str] = []
    for paragraph in _PARAGRAPHS.split(markdown.strip()):
        for part in _parts_of(paragraph):
            if pieces and _length(pieces[-1]) + _length(part) <= MOST_CHARACTERS:
                pieces[-1] += ("\n" if _is_item(part) and _is_item(pieces[-1]) else "\n\n") + part
            else:
                pieces.append(part)
    return pieces


def _is_item(text: str) -> bool:
    return re.match(r"\s*([-*]|\d+\.)\s", text.rsplit("\n", 1)[-1]) is not None


def _parts_of(paragraph: str) -> list[str]:
    """The items of a list that is too long for one slide; anything else stays whole."""
    if _length(paragraph) <= MOST_CHARACTERS or not _is_item(paragraph.split("\n", 1)[0]):
        return [paragraph]
    return re.split(r"\n(?=(?:[-*]|\d+\.)\s)", paragraph)


def _length(text: str) -> int:
    return len(re.sub(r"[\s*#>`-]", "", text))
