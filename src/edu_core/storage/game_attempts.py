"""What a game leaves in the records of the pupils who played signed in.

Whole tables at a time, inside the database: a hall of a thousand pupils is written while the
answers of another game wait for the lock.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from edu_core.domain.items import Item
from edu_core.storage.store import Transaction
from edu_core.storage.tables import (
    attempts,
    enrollments,
    game_answers,
    game_players,
    people,
    responses,
    teachings,
)


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


_ANSWERS = (
    sa.select(game_players, game_answers)
    .join(
        game_answers,
        sa.and_(
            game_answers.c.game_id == game_players.c.game_id,
            game_answers.c.player_id == game_players.c.player_id,
        ),
    )
    .where(
        game_players.c.game_id == sa.bindparam("of_game"),
        game_players.c.person_id.is_not(None),
        game_players.c.removed.is_(False),
        game_answers.c.round.in_(sa.bindparam("rounds", expanding=True)),
    )
)
"""Every answer of a pupil, who is still in the game, to one of these rounds."""

_LOCK = (
    sa.select(people.c.id)
    .where(people.c.id.in_(_ANSWERS.with_only_columns(game_players.c.person_id)))
    .order_by(people.c.id)  # two games that lock the same pupils wait for one another
    .with_for_update(key_share=True)
)

_OF_QUIZ = sa.and_(
    attempts.c.person_id == game_players.c.person_id, attempts.c.quiz_id == sa.bindparam("quiz_id")
)
_HIGHEST = sa.select(sa.func.coalesce(sa.func.max(attempts.c.number), 0)).where(_OF_QUIZ)
_NEWEST = sa.select(attempts.c.id).where(_OF_QUIZ).order_by(attempts.c.number.desc()).limit(1)

_ALIKE = ("quiz_id", "revision", "seed", "item_order", "started_at", "finished_at", "max_score")
_ADD_ATTEMPTS = attempts.insert().from_select(
    ["person_id", "number", "score", *_ALIKE],
    _ANSWERS.with_only_columns(
        game_players.c.person_id,
        _HIGHEST.correlate(game_players).scalar_subquery() + 1,
        sa.func.sum(sa.func.coalesce(game_answers.c.score, 0.0)),
        *[sa.bindparam(name, type_=attempts.c[name].type) for name in _ALIKE],
    ).group_by(game_players.c.person_id),
)
_SET_ATTEMPTS = (
    game_players.update()
    .where(
        game_players.c.game_id == sa.bindparam("of_game"),
        game_players.c.player_id.in_(_ANSWERS.with_only_columns(game_players.c.player_id)),
    )
    .values(attempt_id=_NEWEST.correlate(game_players).scalar_subquery())
)

_OF_AN_ANSWER = ("body", "score", "max_score", "received_at")
_ADD_RESPONSES = responses.insert().from_select(
    ["attempt_id", "item_id", "topic", *_OF_AN_ANSWER],
    _ANSWERS.with_only_columns(
        game_players.c.attempt_id,
        sa.bindparam("item_id", type_=sa.String),
        sa.bindparam("topic", type_=sa.String),
        *[game_answers.c[name] for name in _OF_AN_ANSWER],
    ),
)


def remove_attempts(transaction: Transaction, game_id: int) -> None:
    """Take the attempts away that this game has written: they are about to be written anew."""
    written = sa.select(game_players.c.attempt_id).where(
        game_players.c.game_id == game_id, game_players.c.attempt_id.is_not(None)
    )
    transaction.execute(attempts.delete().where(attempts.c.id.in_(written)))


def add_attempts(
    transaction: Transaction, game_id: int, asked: Mapping[int, Item], alike: Mapping[str, Any]
) -> None:
    """Store a finished attempt for each pupil who answered in one of these rounds, and remember
    which it is. ``alike`` are the values of the table ``attempts`` that all of them share.
    """
    answered = {"of_game": game_id, "rounds": list(asked)}
    transaction.execute(_LOCK, answered)  # nobody else gives these pupils a number meanwhile
    transaction.execute(_ADD_ATTEMPTS, {**answered, **alike})
    transaction.execute(_SET_ATTEMPTS, {**answered, "quiz_id": alike["quiz_id"]})
    for number, item in asked.items():
        one = {"of_game": game_id, "rounds": [number], "item_id": item.id, "topic": item.topic}
        transaction.execute(_ADD_RESPONSES, one)
