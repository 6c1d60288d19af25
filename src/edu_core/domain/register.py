"""The registers that lessons and quizzes refer to: sources, facts, topics and readings."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from edu_core.domain.items.base import Identifier, Model, ShortText, SourceReference, Text

FactIdentifier = Annotated[str, StringConstraints(pattern=r"^[A-Z]-[0-9]{3}$")]
"""A letter for the field and three digits; stable for ever, like all ids."""


class Source(Model):
    """A law, notice or report that statements rest on.

    ``dated`` says in words when it took effect or was published, as exactly as is known,
    and ``in_force`` is the day itself where it is known; ``replaced_by`` names its
    successor once it may no longer be relied upon; ``review_by`` is when it must be read again.
    """

    id: Identifier
    title: ShortText
    kind: ShortText
    publisher: ShortText
    dated: ShortText
    in_force: date | None = None
    reviewed_on: date
    review_by: date | None = None
    replaced_by: Identifier | None = None
    note: str = ""


class Topic(Model):
    """What questions are about; results are summed up by topic."""

    id: Identifier
    title: ShortText
    advice: Text = Field(description="What a pupil who is unsure of the topic can do.")


class Fact(Model):
    """A statement that sections and questions rest on, and where it was read.

    ``certainty`` is ``verified`` where the statement was found in the source as it stands, and
    ``common`` for established knowledge or what follows directly from verified facts.
    """

    id: FactIdentifier
    text: Text
    certainty: Literal["verified", "common"]
    sources: tuple[SourceReference, ...] = Field(min_length=1)


class Reading(Model):
    """A word whose pinyin would be generated wrongly, with a syllable for each character."""

    word: ShortText
    pinyin: ShortText

    @model_validator(mode="after")
    def _a_syllable_a_character(self) -> Self:
        if len(self.pinyin.split()) != len(self.word):
            raise ValueError("pinyin: one syllable for each character, separated by spaces")
        return self
