"""What a game leaves in the records of the pupils who played signed in."""

from collections.abc import Iterable

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


def set_attempt(transaction: Transaction, game_id: int, person_id: int, attempt_id: int) -> None:
    """Remember which attempt this game has written for a pupil."""
    transaction.execute(
        game_players.update()
        .where(game_players.c.game_id == game_id, game_players.c.person_id == person_id)
        .values(attempt_id=attempt_id)
    )


def next_number(transaction: Transaction, person_id: int, quiz_id: str) -> int:
    """The number of this pupil's next attempt at a quiz; the pupil's row must be locked."""
    highest = transaction.execute(
        sa.select(sa.func.max(attempts.c.number)).where(
            attempts.c.person_id == person_id, attempts.c.quiz_id == quiz_id
        )
    ).scalar_one()
    return int(highest or 0) + 1


def remove_attempts(transaction: Transaction, attempt_ids: Iterable[int]) -> None:
    """Take attempts away that are about to be written anew."""
    transaction.execute(attempts.delete().where(attempts.c.id.in_(list(attempt_ids))))
