"""A lesson: sections with one idea each, with illustrations, checks and sources."""

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from edu_core.domain.items import Item
from edu_core.domain.items.base import Band, Identifier, Model, ShortText, SourceReference, Text


class Objective(Model):
    """Something the pupil can do afterwards."""

    id: Identifier
    text: Text
    topic: Identifier


class KeyWord(Model):
    """A word that a pupil of the band may not know, and what it means."""

    word: ShortText
    meaning: Text


class Illustration(Model):
    """A picture of the lesson; ``alt`` tells what a pupil who cannot see it needs."""

    path: ShortText
    alt: Text
    caption: str = ""


class Block(Model):
    """One piece of a section: Markdown text, an illustration or a check, exactly one of them."""

    markdown: str | None = None
    illustration: Illustration | None = None
    check: Item | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if sum(part is not None for part in (self.markdown, self.illustration, self.check)) != 1:
            raise ValueError("a block is text, an illustration or a check")
        return self


class Section(Model):
    """One idea, with the facts and sources it rests on."""

    id: Identifier
    title: ShortText
    blocks: tuple[Block, ...] = Field(min_length=1)
    sources: tuple[SourceReference, ...] = ()
    facts: tuple[ShortText, ...] = ()

    @property
    def checks(self) -> tuple[Item, ...]:
        """The questions embedded in the section."""
        return tuple(block.check for block in self.blocks if block.check is not None)


class Lesson(Model):
    """A lesson as its file says it. ``minutes`` is the time a pupil of the band needs.

    ``quiz`` is sat after reading, ``before`` is the short form before it that shows what was known
    already.
    """

    id: Identifier
    title: ShortText
    summary: Text
    band: Band
    order: int = Field(ge=0)
    minutes: int = Field(ge=1, le=60)
    objectives: tuple[Objective, ...] = Field(min_length=1)
    sections: tuple[Section, ...] = Field(min_length=1)
    key_words: tuple[KeyWord, ...] = ()
    what_you_can_do: tuple[Text, ...] = ()
    teacher_notes: str = ""
    quiz: Identifier | None = None
    before: Identifier | None = None
    sources: tuple[SourceReference, ...] = Field(min_length=1)
    reviewed_on: date

    @property
    def checks(self) -> tuple[Item, ...]:
        """All embedded questions in the order of the lesson."""
        return tuple(item for section in self.sections for item in section.checks)

    @property
    def illustrations(self) -> tuple[Illustration, ...]:
        """All pictures in the order of the lesson."""
        return tuple(
            block.illustration
            for section in self.sections
            for block in section.blocks
            if block.illustration is not None
        )
