"""Quizzes that a teacher set a class to practise: the quiz itself is stored as a revision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from edu_core.domain.quiz import Quiz
from edu_core.storage.attempts import get_revision
from edu_core.storage.store import Transaction
from edu_core.storage.tables import practice_sets


@dataclass(frozen=True)
class PracticeRow:
    """A quiz set for one class; ``game_id`` is the game it came from, while that exists."""

    quiz: Quiz
    classroom_id: int
    game_id: int | None
    set_at: datetime
    withdrawn_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether pupils see it and may begin it."""
        return self.withdrawn_at is None


def _row(transaction: Transaction, row: sa.Row[Any]) -> PracticeRow:
    quiz = get_revision(transaction, row.revision)
    return PracticeRow(quiz, row.classroom_id, row.game_id, row.set_at, row.withdrawn_at)


def add_practice(
    transaction: Transaction,
    *,
    quiz_id: str,
    revision: str,
    classroom_id: int,
    game_id: int,
    now: datetime,
) -> None:
    """Set a class to practise a quiz whose revision is stored."""
    transaction.execute(
        practice_sets.insert().values(
            quiz_id=quiz_id,
            classroom_id=classroom_id,
            revision=revision,
            game_id=game_id,
            set_at=now,
        )
    )


def find_practice(transaction: Transaction, quiz_id: str) -> PracticeRow | None:
    """The set with this quiz, withdrawn or not."""
    query = sa.select(practice_sets).where(practice_sets.c.quiz_id == quiz_id)
    row = transaction.execute(query).one_or_none()
    return None if row is None else _row(transaction, row)


def list_practice_of_class(transaction: Transaction, classroom_id: int) -> list[PracticeRow]:
    """What a class was set, the newest first, withdrawn ones included."""
    return _listed(transaction, practice_sets.c.classroom_id == classroom_id)


def list_practice_of_game(transaction: Transaction, game_id: int) -> list[PracticeRow]:
    """What was set out of a game, the newest first, withdrawn ones included."""
    return _listed(transaction, practice_sets.c.game_id == game_id)


def _listed(transaction: Transaction, which: sa.ColumnElement[bool]) -> list[PracticeRow]:
    query = (
        sa.select(practice_sets)
        .where(which)
        .order_by(practice_sets.c.set_at.desc(), practice_sets.c.quiz_id)
    )
    rows: Sequence[sa.Row[Any]] = transaction.execute(query).all()
    return [_row(transaction, row) for row in rows]


def withdraw_practice(transaction: Transaction, quiz_id: str, now: datetime) -> None:
    """Offer a set no longer; the first withdrawal counts."""
    transaction.execute(
        practice_sets.update()
        .where(practice_sets.c.quiz_id == quiz_id, practice_sets.c.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )
