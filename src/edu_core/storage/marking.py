"""Written responses that wait for a teacher, and the marks they get. Marks are only ever added."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from edu_core.domain.errors import NotFound
from edu_core.domain.interaction import Response
from edu_core.storage.attempts import LATEST_MARKS, response_from
from edu_core.storage.store import Transaction
from edu_core.storage.tables import attempts, enrollments, marks, people, responses


@dataclass(frozen=True)
class WaitingRow:
    """A written response that a teacher has still to mark."""

    response_id: int
    attempt_id: int
    person_id: int
    name: str
    quiz_id: str
    revision: str
    item_id: str
    response: Response
    max_score: float
    received_at: datetime


def list_waiting(transaction: Transaction, classroom_id: int) -> list[WaitingRow]:
    """The responses of a class that a teacher has still to mark, oldest first."""
    query = (
        sa.select(
            responses.c.id,
            responses.c.attempt_id,
            attempts.c.person_id,
            people.c.name,
            attempts.c.quiz_id,
            attempts.c.revision,
            responses.c.item_id,
            responses.c.body,
            responses.c.max_score,
            responses.c.received_at,
        )
        .join(attempts, attempts.c.id == responses.c.attempt_id)
        .join(people, people.c.id == attempts.c.person_id)
        .join(enrollments, enrollments.c.person_id == attempts.c.person_id)
        .outerjoin(LATEST_MARKS, LATEST_MARKS.c.response_id == responses.c.id)
        .where(
            enrollments.c.classroom_id == classroom_id,
            responses.c.score.is_(None),
            LATEST_MARKS.c.score.is_(None),
        )
        .order_by(responses.c.id)
    )
    return [
        WaitingRow(*row[:7], response_from(row[7]), *row[8:]) for row in transaction.execute(query)
    ]


def find_response_owner(transaction: Transaction, response_id: int) -> tuple[int, int, float]:
    """(attempt id, person id, max score) of a response; raises ``NotFound``.

    The attempt is locked: two teachers who mark two of its responses must not each store a sum
    without the other's mark.
    """
    row = transaction.execute(
        sa.select(responses.c.attempt_id, attempts.c.person_id, responses.c.max_score)
        .join(attempts, attempts.c.id == responses.c.attempt_id)
        .where(responses.c.id == response_id)
        .with_for_update(key_share=True, of=attempts)
    ).one_or_none()
    if row is None:
        raise NotFound("找不到这份作答，可能已经被删除。请刷新页面。", response=response_id)
    return row.attempt_id, row.person_id, row.max_score


def add_mark(
    transaction: Transaction,
    response_id: int,
    marker_id: int,
    score: float,
    comment: str,
    now: datetime,
) -> None:
    """Store a teacher's mark; the newest one counts, the older ones stay."""
    transaction.execute(
        marks.insert().values(
            response_id=response_id,
            marker_id=marker_id,
            score=score,
            comment=comment,
            marked_at=now,
        )
    )
