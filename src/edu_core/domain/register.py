"""The registers that lessons and quizzes refer to: sources and topics."""

from datetime import date

from pydantic import Field

from edu_core.domain.items.base import Identifier, Model, ShortText, Text


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
