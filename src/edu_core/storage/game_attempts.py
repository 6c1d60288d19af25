"""What a game leaves in the records of the pupils who played signed in."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from edu_core.storage.store import Transaction
from edu_core.storage.tables import attempts, enrollments, game_players, teachings


def attempts_of_game(transaction: Transaction, game_id: int) -> dict[int, int]:
    """Person id → the attempt this game has written for them."""
    query = sa.select(game_players.c.person_id, game_players.c.attempt_id).where(
        game_players.c.game_id == game_id,
        game_players.c.person_id.is_not(None),
        game_players.c.attempt_id.is_not(None),
    )
    return {row.person_id: row.attempt_id for row in transaction.execute(query)}


def people_of_game(transaction: Transaction, game_id: int) -> list[int]:
    """The pupils who play and still exist, in the order of their ids."""
    query = (
        sa.select(game_players.c.person_id)
        .where(
            game_players.c.game_id == game_id,
            game_players.c.person_id.is_not(None),
            game_players.c.removed.is_(False),
        )
        .order_by(game_players.c.person_id)
    )
    return [int(person) for person in transaction.execute(query).scalars() if person is not None]


def classrooms_of_game(
    transaction: Transaction, game_id: int, teacher_id: int | None = None
) -> dict[int, int]:
    """Person id → class, of the pupils who play; only classes of this teacher where one is
    given.
    """
    query = (
        sa.select(game_players.c.person_id, enrollments.c.classroom_id)
        .join(enrollments, enrollments.c.person_id == game_players.c.person_id)
        .where(game_players.c.game_id == game_id, game_players.c.removed.is_(False))
    )
    if teacher_id is not None:
        own = sa.select(teachings.c.classroom_id).where(teachings.c.person_id == teacher_id)
        query = query.where(enrollments.c.classroom_id.in_(own))
    return {row.person_id: row.classroom_id for row in transaction.execute(query)}


_SET_ATTEMPT = (
    game_players.update()
    .where(
        game_players.c.game_id == sa.bindparam("of_game"),
        game_players.c.person_id == sa.bindparam("of_person"),
    )
    .values(attempt_id=sa.bindparam("attempt"))
)


def set_attempts(transaction: Transaction, game_id: int, attempt_ids: Mapping[int, int]) -> None:
    """Remember which attempt this game has written for whom (person id → attempt id)."""
    if attempt_ids:
        transaction.execute(
            _SET_ATTEMPT,
            [
                {"of_game": game_id, "of_person": person_id, "attempt": attempt_id}
                for person_id, attempt_id in attempt_ids.items()
            ],
        )


def next_numbers(
    transaction: Transaction, person_ids: Iterable[int], quiz_id: str
) -> dict[int, int]:
    """Person id → the number of their next attempt at a quiz; their rows must be locked."""
    asked = list(person_ids)
    query = (
        sa.select(attempts.c.person_id, sa.func.max(attempts.c.number).label("highest"))
        .where(attempts.c.person_id.in_(asked), attempts.c.quiz_id == quiz_id)
        .group_by(attempts.c.person_id)
    )
    highest = {row.person_id: int(row.highest) for row in transaction.execute(query)}
    return {person_id: highest.get(person_id, 0) + 1 for person_id in asked}


def add_attempts(transaction: Transaction, rows: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """Store one finished attempt for each of many pupils; person id → attempt id.

    ``rows`` are values of the table ``attempts`` without ``id``.
    """
    if not rows:
        return {}
    insert = attempts.insert().returning(attempts.c.person_id, attempts.c.id)
    stored = transaction.execute(insert, [dict(row) for row in rows])
    return {row.person_id: row.id for row in stored}


def remove_attempts(transaction: Transaction, attempt_ids: Iterable[int]) -> None:
    """Take attempts away that are about to be written anew."""
    transaction.execute(attempts.delete().where(attempts.c.id.in_(list(attempt_ids))))
