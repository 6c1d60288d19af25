"""Answer cards: who holds which, and the rounds in which a class holds them up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from edu_core.domain.errors import NotFound
from edu_core.storage.attempts import order_text
from edu_core.storage.store import Transaction
from edu_core.storage.tables import (
    attempts,
    card_attempts,
    card_readings,
    card_rounds,
    card_runs,
    cards,
    classrooms,
)
from edu_core.storage.upsert import new_id


@dataclass(frozen=True)
class RunRow:
    """A quiz that a class answers with cards, question by question."""

    id: int
    classroom_id: int
    quiz_id: str
    revision: str
    seed: str
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class RoundRow:
    """One question of a run."""

    id: int
    run_id: int
    item_id: str
    closed_at: datetime | None


@dataclass(frozen=True)
class ReadingRow:
    """``seen`` are the sides on all photographs, each letter once; ``by_hand`` what the teacher
    set.
    """

    person_id: int
    seen: str
    by_hand: str | None


def lock_classroom(transaction: Transaction, classroom_id: int) -> None:
    """Whoever gives out cards or begins a run second waits here."""
    transaction.execute(
        sa.select(classrooms.c.id).where(classrooms.c.id == classroom_id).with_for_update()
    )


def list_markers(transaction: Transaction, classroom_id: int) -> list[tuple[int, int | None]]:
    """(marker, person) of a class; the person is ``None`` where the pupil was deleted."""
    query = sa.select(cards.c.marker, cards.c.person_id).where(cards.c.classroom_id == classroom_id)
    return [(row.marker, row.person_id) for row in transaction.execute(query)]


def give_card(transaction: Transaction, classroom_id: int, person_id: int, marker: int) -> None:
    """From now on this card of the class is this pupil's, also one that was a deleted pupil's."""
    taken_over = transaction.execute(
        cards.update()
        .where(cards.c.classroom_id == classroom_id, cards.c.marker == marker)
        .values(person_id=person_id)
    )
    if taken_over.rowcount == 0:
        row = {"classroom_id": classroom_id, "person_id": person_id, "marker": marker}
        transaction.execute(cards.insert().values(row))


def add_run(
    transaction: Transaction,
    *,
    classroom_id: int,
    quiz_id: str,
    revision: str,
    seed: str,
    now: datetime,
) -> int:
    """Begin a run in a class that is locked."""
    row = {"classroom_id": classroom_id, "quiz_id": quiz_id, "revision": revision, "seed": seed}
    return new_id(transaction.execute(card_runs.insert().values(**row, started_at=now)))


def _run(row: sa.Row[Any]) -> RunRow:
    return RunRow(
        id=row.id,
        classroom_id=row.classroom_id,
        quiz_id=row.quiz_id,
        revision=row.revision,
        seed=row.seed,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )


def find_open_run(transaction: Transaction, classroom_id: int) -> RunRow | None:
    """The newest run of a class that has not been ended."""
    row = transaction.execute(
        sa.select(card_runs)
        .where(card_runs.c.classroom_id == classroom_id, card_runs.c.ended_at.is_(None))
        .order_by(card_runs.c.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else _run(row)


def lock_run(transaction: Transaction, run_id: int) -> RunRow:
    """The run, for a transaction that changes it or one of its rounds; raises ``NotFound``."""
    row = transaction.execute(
        sa.select(card_runs).where(card_runs.c.id == run_id).with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound("找不到这次举卡答题，可能班级已经删除。请回到班级页面。", run=run_id)
    return _run(row)


def end_run(transaction: Transaction, run_id: int, now: datetime) -> None:
    """Ending twice changes nothing."""
    transaction.execute(
        card_runs.update()
        .where(card_runs.c.id == run_id, card_runs.c.ended_at.is_(None))
        .values(ended_at=now)
    )


def list_rounds(transaction: Transaction, run_id: int) -> list[RoundRow]:
    """The rounds of a run, oldest first."""
    query = (
        sa.select(card_rounds).where(card_rounds.c.card_run_id == run_id).order_by(card_rounds.c.id)
    )
    return [_round(row) for row in transaction.execute(query)]


def _round(row: sa.Row[Any]) -> RoundRow:
    return RoundRow(row.id, row.card_run_id, row.item_id, row.closed_at)


def add_round(transaction: Transaction, run_id: int, item_id: str, now: datetime) -> int:
    """Open a question in a run that is locked."""
    row = {"card_run_id": run_id, "item_id": item_id, "opened_at": now}
    return new_id(transaction.execute(card_rounds.insert().values(row)))


def get_round(transaction: Transaction, round_id: int) -> RoundRow:
    """The round; raises ``NotFound``."""
    row = transaction.execute(
        sa.select(card_rounds).where(card_rounds.c.id == round_id)
    ).one_or_none()
    if row is None:
        raise NotFound("找不到这道题的举卡记录，可能班级已经删除。请回到班级页面。", round=round_id)
    return _round(row)


def close_round(transaction: Transaction, round_id: int, now: datetime) -> None:
    """No photograph and no correction is taken any more."""
    transaction.execute(
        card_rounds.update().where(card_rounds.c.id == round_id).values(closed_at=now)
    )


def list_readings(transaction: Transaction, round_id: int) -> list[ReadingRow]:
    """What was read so far."""
    query = sa.select(card_readings).where(card_readings.c.card_round_id == round_id)
    return [ReadingRow(row.person_id, row.seen, row.by_hand) for row in transaction.execute(query)]


def put_readings(transaction: Transaction, round_id: int, rows: Sequence[ReadingRow]) -> None:
    """Replace the readings of these pupils in a round whose run is locked."""
    if not rows:
        return
    transaction.execute(
        card_readings.delete().where(
            card_readings.c.card_round_id == round_id,
            card_readings.c.person_id.in_([row.person_id for row in rows]),
        )
    )
    transaction.execute(
        card_readings.insert(),
        [
            {
                "card_round_id": round_id,
                "person_id": row.person_id,
                "seen": row.seen,
                "by_hand": row.by_hand,
            }
            for row in rows
        ],
    )


def attempts_of_run(transaction: Transaction, run_id: int) -> dict[int, int]:
    """Person to the attempt that holds the answers given with cards in this run."""
    query = sa.select(card_attempts).where(card_attempts.c.card_run_id == run_id)
    return {row.person_id: row.attempt_id for row in transaction.execute(query)}


def put_attempt(transaction: Transaction, run_id: int, person_id: int, attempt_id: int) -> None:
    """Remember which attempt it is."""
    row = {"card_run_id": run_id, "person_id": person_id, "attempt_id": attempt_id}
    transaction.execute(card_attempts.insert().values(row))


def set_attempt(
    transaction: Transaction,
    attempt_id: int,
    *,
    order: Sequence[str],
    score: float,
    max_score: float,
    now: datetime,
) -> None:
    """What was asked and earned so far; the attempt is finished after every question."""
    transaction.execute(
        attempts.update()
        .where(attempts.c.id == attempt_id)
        .values(item_order=order_text(order), score=score, max_score=max_score, finished_at=now)
    )
