"""How far pupils have read, and what they answered to the checks inside lessons."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from edu_core.domain.errors import Conflict
from edu_core.domain.interaction import Response
from edu_core.domain.items import Outcome
from edu_core.storage.attempts import response_from, response_values
from edu_core.storage.store import AlreadyStored, Transaction
from edu_core.storage.tables import check_responses, enrollments, lesson_progress
from edu_core.storage.upsert import upsert


@dataclass(frozen=True)
class ProgressRow:
    """How many sections a pupil has seen of a lesson, and when the last one was done."""

    person_id: int
    lesson_id: str
    sections_seen: int
    started_at: datetime
    finished_at: datetime | None


_COLUMNS = (
    lesson_progress.c.person_id,
    lesson_progress.c.lesson_id,
    lesson_progress.c.sections_seen,
    lesson_progress.c.started_at,
    lesson_progress.c.finished_at,
)


def list_progress(transaction: Transaction, person_id: int) -> list[ProgressRow]:
    """All lessons a pupil has opened."""
    query = sa.select(*_COLUMNS).where(lesson_progress.c.person_id == person_id)
    return [ProgressRow(*row) for row in transaction.execute(query)]


def list_progress_of_class(transaction: Transaction, classroom_id: int) -> list[ProgressRow]:
    """All lessons that pupils of a class have opened, in one query."""
    query = (
        sa.select(*_COLUMNS)
        .join(enrollments, enrollments.c.person_id == lesson_progress.c.person_id)
        .where(enrollments.c.classroom_id == classroom_id)
    )
    return [ProgressRow(*row) for row in transaction.execute(query)]


def find_progress(transaction: Transaction, person_id: int, lesson_id: str) -> ProgressRow | None:
    """How far a pupil is in a lesson."""
    row = transaction.execute(
        sa.select(*_COLUMNS).where(
            lesson_progress.c.person_id == person_id, lesson_progress.c.lesson_id == lesson_id
        )
    ).one_or_none()
    return None if row is None else ProgressRow(*row)


def put_progress(
    transaction: Transaction,
    person_id: int,
    lesson_id: str,
    sections_seen: int,
    now: datetime,
    *,
    finished: bool,
) -> None:
    """Store progress; it never goes back, and a finished lesson stays finished."""
    seen = lesson_progress.c.sections_seen
    update: dict[str, object] = {
        "sections_seen": sa.case((seen > sections_seen, seen), else_=sections_seen)
    }
    if finished:
        update["finished_at"] = sa.func.coalesce(
            lesson_progress.c.finished_at, sa.literal(now, lesson_progress.c.finished_at.type)
        )
    row = {
        "person_id": person_id,
        "lesson_id": lesson_id,
        "sections_seen": sections_seen,
        "started_at": now,
        "finished_at": now if finished else None,
    }
    upsert(transaction, lesson_progress, row, update)


def add_check_response(
    transaction: Transaction,
    *,
    person_id: int,
    lesson_id: str,
    item_id: str,
    response: Response,
    outcome: Outcome,
    now: datetime,
) -> None:
    """Store the answer to a check inside a lesson; the first one stays."""
    try:
        transaction.execute(
            check_responses.insert().values(
                person_id=person_id,
                lesson_id=lesson_id,
                item_id=item_id,
                **response_values(response, outcome, now),
            )
        )
    except AlreadyStored as error:
        raise Conflict(
            "这道小练习已经答过了，以第一次提交的为准。", code="already-answered"
        ) from error


def list_check_responses(
    transaction: Transaction, person_id: int, lesson_id: str
) -> dict[str, Response]:
    """Question id to what the pupil gave, for one lesson."""
    query = sa.select(check_responses.c.item_id, check_responses.c.body).where(
        check_responses.c.person_id == person_id, check_responses.c.lesson_id == lesson_id
    )
    return {item_id: response_from(body) for item_id, body in transaction.execute(query)}


def add_many_progress(transaction: Transaction, rows: list[dict[str, object]]) -> None:
    """Store many rows of ``lesson_progress`` at once (demonstration, import)."""
    if rows:
        transaction.execute(lesson_progress.insert(), rows)
