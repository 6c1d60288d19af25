"""What every question has, whatever its kind."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from edu_core.domain.interaction import Interaction, Response

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
"""Small letters, digits and hyphens; stable for ever, because results are stored under it."""

LocalIdentifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$")]
"""An id that is unique only inside its question (options, nodes, groups)."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class Model(BaseModel):
    """Immutable, and strict about unknown fields, so that a typing mistake is found."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Band(StrEnum):
    """Whom a text is written for."""

    PRIMARY = "primary"
    JUNIOR = "junior"
    SENIOR = "senior"


class CognitiveLevel(StrEnum):
    """What a question asks of the mind (the first four levels of the revised Bloom taxonomy)."""

    REMEMBER = "remember"
    UNDERSTAND = "understand"
    APPLY = "apply"
    ANALYSE = "analyse"


class ItemRole(StrEnum):
    """Where a question is used: before a lesson, after it, or for practice."""

    PRE = "pre"
    POST = "post"
    PRACTICE = "practice"


class SourceReference(Model):
    """Where a statement can be looked up: an entry of the source register and the place in it."""

    id: Identifier
    article: ShortText | None = None


class Remark(Model):
    """What is said to a pupil about one part of a response, after the question is closed."""

    part: str
    text: str


class ItemBase(Model):
    """The fields common to all question kinds.

    ``image`` is the path of a picture, ``image_alt`` what a pupil who cannot see it needs.
    ``objective`` is the goal of the lesson that the question looks for.
    ``points`` is the most a response can earn; ``difficulty`` runs from 1 (easy) to 3 (hard)
    and is the author's expectation, not a measurement. A question with ``retired`` set is
    never drawn again but stays readable in old attempts. ``LABEL`` is the kind's name for
    people, ``HINT`` what a pupil is asked to do.
    """

    LABEL: ClassVar[str]
    HINT: ClassVar[str]

    id: Identifier
    stem: Text
    image: ShortText | None = None
    image_alt: Text | None = None
    explanation: Text
    topic: Identifier
    skill: ShortText | None = None
    objective: Identifier | None = None
    band: Band
    level: CognitiveLevel
    difficulty: int = Field(default=2, ge=1, le=3)
    points: int = Field(default=1, ge=1, le=100)
    role: ItemRole = ItemRole.POST
    sources: tuple[SourceReference, ...] = Field(min_length=1)
    facts: tuple[ShortText, ...] = ()
    reviewed_on: date
    keep_option_order: bool = False
    retired: ShortText | None = None

    def interaction(self) -> Interaction:
        """What may be shown while the question is open."""
        raise NotImplementedError

    def correct_response(self) -> Response | None:
        """A response that earns full marks; ``None`` where only a teacher can say."""
        raise NotImplementedError

    def credit(self, response: Response) -> float | None:
        """The share of the points earned, 0 to 1; ``None`` while a teacher has to mark it.

        ``response`` must fit ``interaction()``; grading goes through ``grade``, which checks that.
        """
        raise NotImplementedError

    def remarks(self, response: Response) -> tuple[Remark, ...]:
        """The thought behind what was given, part by part; empty where the explanation says it
        all.
        """
        del response
        return ()
