"""Attempts and responses. Responses are only ever added; the first commit wins."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from edu_core.domain.attempt import Attempt, Given
from edu_core.domain.errors import Conflict, NotFound
from edu_core.domain.interaction import Response
from edu_core.domain.items import Outcome
from edu_core.domain.quiz import Quiz
from edu_core.storage.store import AlreadyStored, Transaction
from edu_core.storage.tables import (
    attempts,
    drafts,
    enrollments,
    marks,
    responses,
    revisions,
)
from edu_core.storage.upsert import new_id, upsert

_RESPONSE: TypeAdapter[Response] = TypeAdapter(Response)


@dataclass(frozen=True)
class AttemptRow:
    """An attempt without its responses, for lists. ``score`` is ``None`` while it runs."""

    id: int
    person_id: int
    quiz_id: str
    number: int
    started_at: datetime
    deadline: datetime | None
    finished_at: datetime | None
    score: float | None
    max_score: float


@dataclass(frozen=True)
class ResponseColumns:
    """The responses of a class as columns of equal length, with scores after all marking."""

    attempt_id: tuple[int, ...] = ()
    item_id: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    score: tuple[float | None, ...] = ()
    max_score: tuple[float, ...] = ()


def put_revision(transaction: Transaction, revision: str, quiz: Quiz, now: datetime) -> None:
    """Keep this wording of a quiz for as long as anything was answered under it."""
    row = {"hash": revision, "quiz_id": quiz.id, "body": quiz.model_dump_json(), "created_at": now}
    upsert(transaction, revisions, row, {})


@lru_cache(maxsize=8192)
def response_from(body: str) -> Response:
    """A stored response; the same text is read once."""
    return _RESPONSE.validate_json(body)


def response_values(response: Response, outcome: Outcome, received_at: datetime) -> dict[str, Any]:
    """The columns in which a response is stored, with what it earned."""
    return {
        "body": response.model_dump_json(),
        "score": outcome.score,
        "max_score": outcome.max_score,
        "received_at": received_at,
    }


@lru_cache(maxsize=256)
def _quiz_from(body: str) -> Quiz:
    return Quiz.model_validate_json(body)


def get_revision(transaction: Transaction, revision: str) -> Quiz:
    """The quiz in the wording of this revision."""
    body = transaction.execute(
        sa.select(revisions.c.body).where(revisions.c.hash == revision)
    ).scalar_one()
    return _quiz_from(body)


def add_attempt(
    transaction: Transaction,
    *,
    person_id: int,
    quiz: Quiz,
    revision: str,
    number: int,
    seed: str,
    order: Sequence[str],
    started_at: datetime,
    deadline: datetime | None,
    max_score: float,
) -> int:
    """Store a new attempt of a pupil whose row is locked (``people.lock_person``)."""
    result = transaction.execute(
        attempts.insert().values(
            person_id=person_id,
            quiz_id=quiz.id,
            number=number,
            revision=revision,
            seed=seed,
            item_order=order_text(order),
            started_at=started_at,
            deadline=deadline,
            max_score=max_score,
        )
    )
    return new_id(result)


def order_text(order: Sequence[str]) -> str:
    """How the order of the questions of an attempt is stored."""
    return json.dumps(list(order))


def _latest_marks() -> Any:
    newest = (
        sa.select(marks.c.response_id, sa.func.max(marks.c.id).label("mark_id"))
        .group_by(marks.c.response_id)
        .subquery()
    )
    return (
        sa.select(newest.c.response_id, marks.c.score, marks.c.comment)
        .join(marks, marks.c.id == newest.c.mark_id)
        .subquery()
    )


LATEST_MARKS = _latest_marks()
EFFECTIVE_SCORE = sa.func.coalesce(LATEST_MARKS.c.score, responses.c.score).label("effective_score")

_RUNNING = sa.select(sa.func.min(attempts.c.id)).where(
    attempts.c.person_id == sa.bindparam("person_id"),
    attempts.c.quiz_id == sa.bindparam("quiz_id"),
    attempts.c.finished_at.is_(None),
)
_ATTEMPT = (
    sa.select(attempts, revisions.c.body)
    .join(revisions, revisions.c.hash == attempts.c.revision)
    .where(attempts.c.id == sa.bindparam("attempt_id"))
)
_GIVEN = (
    sa.select(responses, EFFECTIVE_SCORE, LATEST_MARKS.c.comment.label("mark_comment"))
    .outerjoin(LATEST_MARKS, LATEST_MARKS.c.response_id == responses.c.id)
    .where(responses.c.attempt_id == sa.bindparam("attempt_id"))
    .order_by(responses.c.id)
)


def get_attempt(transaction: Transaction, attempt_id: int) -> tuple[Attempt, int]:
    """The attempt with everything given so far, and whose it is; raises ``NotFound``."""
    row = transaction.execute(_ATTEMPT, {"attempt_id": attempt_id}).one_or_none()
    if row is None:
        raise NotFound("找不到这次答题记录。请回到首页重新进入。", attempt=attempt_id)
    given = {
        answer.item_id: Given(
            response=response_from(answer.body),
            outcome=Outcome(score=answer.effective_score, max_score=answer.max_score),
            at=answer.received_at,
            comment=answer.mark_comment or "",
        )
        for answer in transaction.execute(_GIVEN, {"attempt_id": attempt_id})
    }
    attempt = Attempt(
        id=row.id,
        quiz=_quiz_from(row.body),
        seed=row.seed,
        order=tuple(json.loads(row.item_order)),
        started_at=row.started_at,
        deadline=row.deadline,
        finished_at=row.finished_at,
        given=given,
    )
    return attempt, int(row.person_id)


def lock_attempt(transaction: Transaction, attempt_id: int) -> tuple[Attempt, int]:
    """``get_attempt`` for a transaction that will add to the attempt or end it.

    Whoever comes second waits here and then sees what the first one stored, so that no answer
    slips in behind the end of an attempt and no sum is made without an answer. (SQLite has one
    writer at a time anyway.)
    """
    transaction.execute(
        sa.select(attempts.c.id).where(attempts.c.id == attempt_id).with_for_update(key_share=True)
    )
    return get_attempt(transaction, attempt_id)


def find_running(transaction: Transaction, person_id: int, quiz_id: str) -> Attempt | None:
    """The attempt of a pupil at a quiz that is going on."""
    attempt_id = transaction.execute(
        _RUNNING, {"person_id": person_id, "quiz_id": quiz_id}
    ).scalar_one_or_none()
    return None if attempt_id is None else get_attempt(transaction, attempt_id)[0]


def _attempt_row(row: sa.Row[Any]) -> AttemptRow:
    return AttemptRow(
        id=row.id,
        person_id=row.person_id,
        quiz_id=row.quiz_id,
        number=row.number,
        started_at=row.started_at,
        deadline=row.deadline,
        finished_at=row.finished_at,
        score=row.score,
        max_score=row.max_score,
    )


def list_attempts(
    transaction: Transaction, person_id: int, quiz_id: str | None = None
) -> list[AttemptRow]:
    """The attempts of a pupil, oldest first."""
    query = sa.select(attempts).where(attempts.c.person_id == person_id).order_by(attempts.c.id)
    if quiz_id is not None:
        query = query.where(attempts.c.quiz_id == quiz_id)
    return [_attempt_row(row) for row in transaction.execute(query)]


def list_attempts_of_class(transaction: Transaction, classroom_id: int) -> list[AttemptRow]:
    """All attempts of a class in one query, oldest first."""
    query = (
        sa.select(attempts)
        .join(enrollments, enrollments.c.person_id == attempts.c.person_id)
        .where(enrollments.c.classroom_id == classroom_id)
        .order_by(attempts.c.id)
    )
    return [_attempt_row(row) for row in transaction.execute(query)]


def response_columns_of_class(transaction: Transaction, classroom_id: int) -> ResponseColumns:
    """All responses of a class in one query, in the order in which they came.

    Columns and not rows, because a class has tens of thousands of them.
    """
    query = (
        sa.select(
            responses.c.attempt_id,
            responses.c.item_id,
            responses.c.topic,
            EFFECTIVE_SCORE,
            responses.c.max_score,
        )
        .join(attempts, attempts.c.id == responses.c.attempt_id)
        .join(enrollments, enrollments.c.person_id == attempts.c.person_id)
        .outerjoin(LATEST_MARKS, LATEST_MARKS.c.response_id == responses.c.id)
        .where(enrollments.c.classroom_id == classroom_id)
        .order_by(responses.c.id)
    )
    rows = transaction.execute(query).all()
    return ResponseColumns(*zip(*rows, strict=True)) if rows else ResponseColumns()


def list_bodies_of_item(
    transaction: Transaction, classroom_id: int, item_id: str
) -> list[tuple[int, Response, float | None, float]]:
    """(person, response, score, max score) for one question in one class."""
    query = (
        sa.select(attempts.c.person_id, responses.c.body, EFFECTIVE_SCORE, responses.c.max_score)
        .join(attempts, attempts.c.id == responses.c.attempt_id)
        .join(enrollments, enrollments.c.person_id == attempts.c.person_id)
        .outerjoin(LATEST_MARKS, LATEST_MARKS.c.response_id == responses.c.id)
        .where(enrollments.c.classroom_id == classroom_id, responses.c.item_id == item_id)
        .order_by(responses.c.id)
    )
    return [
        (person, response_from(body), score, most)
        for person, body, score, most in transaction.execute(query)
    ]


def add_response(
    transaction: Transaction,
    *,
    attempt_id: int,
    item_id: str,
    topic: str,
    response: Response,
    outcome: Outcome,
    now: datetime,
) -> None:
    """Store a response for good; raises ``Conflict`` when the question already has one."""
    try:
        transaction.execute(
            responses.insert().values(
                attempt_id=attempt_id,
                item_id=item_id,
                topic=topic,
                **response_values(response, outcome, now),
            )
        )
    except AlreadyStored as error:
        raise Conflict("这道题已经答过了，以第一次提交的为准。", code="already-answered") from error
    transaction.execute(
        drafts.delete().where(drafts.c.attempt_id == attempt_id, drafts.c.item_id == item_id)
    )


def close_attempt(
    transaction: Transaction, attempt_id: int, finished_at: datetime, score: float
) -> bool:
    """End a running attempt; says whether this call was the one that ended it."""
    result = transaction.execute(
        attempts.update()
        .where(attempts.c.id == attempt_id, attempts.c.finished_at.is_(None))
        .values(finished_at=finished_at, score=score)
    )
    return result.rowcount == 1


def set_score(transaction: Transaction, attempt_id: int, score: float) -> None:
    """Correct the sum of a finished attempt, as after marking."""
    transaction.execute(
        attempts.update()
        .where(attempts.c.id == attempt_id, attempts.c.finished_at.is_not(None))
        .values(score=score)
    )


def list_overdue(
    transaction: Transaction, person_ids: Iterable[int], before: datetime
) -> list[int]:
    """The ids of running attempts of these pupils whose deadline passed before ``before``."""
    query = sa.select(attempts.c.id).where(
        attempts.c.person_id.in_(list(person_ids)),
        attempts.c.finished_at.is_(None),
        attempts.c.deadline < before,
    )
    return list(transaction.execute(query).scalars())


def put_draft(
    transaction: Transaction, attempt_id: int, item_id: str, response: Response, now: datetime
) -> None:
    """Remember an unfinished response, so that a refresh does not lose it."""
    values = {"body": response.model_dump_json(), "saved_at": now}
    upsert(transaction, drafts, {"attempt_id": attempt_id, "item_id": item_id, **values}, values)


def find_draft(transaction: Transaction, attempt_id: int, item_id: str) -> Response | None:
    """The unfinished response to a question."""
    body = transaction.execute(
        sa.select(drafts.c.body).where(
            drafts.c.attempt_id == attempt_id, drafts.c.item_id == item_id
        )
    ).scalar_one_or_none()
    return None if body is None else response_from(body)


def add_finished_attempts(
    transaction: Transaction, rows: Sequence[dict[str, Any]], answers: Sequence[dict[str, Any]]
) -> None:
    """Store many finished attempts with their responses at once (demonstration, import).

    ``rows`` are values of the table ``attempts`` with ``id``; ``answers`` of ``responses``.
    """
    if rows:
        transaction.execute(attempts.insert(), list(rows))
        _catch_up(transaction)
    if answers:
        transaction.execute(responses.insert(), list(answers))


def _catch_up(transaction: Transaction) -> None:
    """PostgreSQL counts ids in a sequence that does not notice ids given by hand."""
    if transaction.dialect.name == "postgresql":
        highest = sa.select(sa.func.max(attempts.c.id)).scalar_subquery()
        sequence = sa.func.pg_get_serial_sequence("attempts", "id")
        transaction.execute(sa.select(sa.func.setval(sequence, highest)))


def next_attempt_id(transaction: Transaction) -> int:
    """An id above all attempts, for storing many at once inside one write transaction."""
    highest = transaction.execute(sa.select(sa.func.max(attempts.c.id))).scalar_one()
    return int(highest or 0) + 1
