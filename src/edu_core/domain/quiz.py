"""A quiz: questions in sections, and the rules of sitting it."""

import hashlib
import json
from enum import StrEnum
from functools import cached_property
from typing import Self

from pydantic import Field, model_validator

from edu_core.domain.interaction import shuffled
from edu_core.domain.items import Item
from edu_core.domain.items.base import Band, Identifier, Model, ShortText, Text


class FeedbackRule(StrEnum):
    """When a pupil sees whether an answer was right: after each, or when all are given."""

    EACH = "each"
    END = "end"


class CountingRule(StrEnum):
    """Which of several attempts counts."""

    BEST = "best"
    FIRST = "first"
    LAST = "last"


class Settings(Model):
    """The rules of sitting a quiz.

    ``time_limit`` in minutes, ``None`` for no limit; ``attempts`` is how many are allowed,
    ``None`` for any number; ``pass_mark`` in per cent of the points.
    """

    time_limit: int | None = Field(default=None, ge=1, le=240)
    attempts: int | None = Field(default=None, ge=1, le=100)
    counts: CountingRule = CountingRule.BEST
    shuffle_questions: bool = True
    shuffle_options: bool = True
    feedback: FeedbackRule = FeedbackRule.EACH
    pass_mark: int = Field(default=60, ge=0, le=100)


class QuizSection(Model):
    """Questions that belong together; ``draw`` of them are asked, all where it is ``None``."""

    title: ShortText | None = None
    draw: int | None = Field(default=None, ge=1)
    questions: tuple[Item, ...] = Field(min_length=1, max_length=200)

    @property
    def asked(self) -> tuple[Item, ...]:
        """The questions that may still be drawn."""
        return tuple(item for item in self.questions if item.retired is None)

    @model_validator(mode="after")
    def _draw_what_is_there(self) -> Self:
        if self.draw is not None and self.draw > len(self.asked):
            raise ValueError(f"draw: asks for {self.draw} of {len(self.asked)} questions")
        return self


class Quiz(Model):
    """A quiz as its file says it; ``id`` is stable, ``revision`` names this wording of it."""

    id: Identifier
    title: ShortText
    description: Text | None = None
    band: Band
    lesson: Identifier | None = None
    settings: Settings = Settings()
    sections: tuple[QuizSection, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        ids = [item.id for item in self.items]
        doubled = sorted({name for name in ids if ids.count(name) > 1})
        if doubled:
            raise ValueError(f"questions: these ids stand twice: {', '.join(doubled)}")
        if not any(section.asked for section in self.sections):
            raise ValueError("questions: every question is retired")
        return self

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All questions, retired ones included."""
        return tuple(item for section in self.sections for item in section.questions)

    @cached_property
    def _by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    def item(self, item_id: str) -> Item:
        """The question with this id; raises ``KeyError`` for an unknown one."""
        return self._by_id[item_id]

    def length(self) -> int:
        """How many questions one attempt asks."""
        return sum(section.draw or len(section.asked) for section in self.sections)

    def draw(self, seed: str) -> tuple[str, ...]:
        """The ids one attempt asks, in order, from nothing but the seed; sections keep their
        order.
        """
        drawn: list[str] = []
        for number, section in enumerate(self.sections):
            pool = [item.id for item in section.asked]
            chosen = shuffled(pool, f"{seed}/section{number}")[: section.draw or len(pool)]
            if not self.settings.shuffle_questions:
                chosen = tuple(name for name in pool if name in chosen)
            drawn.extend(chosen)
        return tuple(drawn)

    def revision(self) -> str:
        """A hash (SHA-256, hexadecimal) of everything the file says: another wording, another
        revision.
        """
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()
