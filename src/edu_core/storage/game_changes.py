"""Storing what a piece of work changed in a live game: the row, the players, the answers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from edu_core.domain.game_commands import AnswerTaken, Event
from edu_core.domain.game_state import Answer, Game, Player
from edu_core.storage.games import state_of
from edu_core.storage.prepared import prepared
from edu_core.storage.store import Cursor, Store, Transaction
from edu_core.storage.tables import game_answers, game_players, games

CHANNEL = "edu_games"
"""Where PostgreSQL tells other processes that a game has changed: ``game:version``."""


def save_game(transaction: Transaction, before: Game, after: Game, events: Sequence[Event]) -> Game:
    """Store what changed between two states (the events name the answers); gives the game its
    next version and tells other processes once this is committed.
    """
    after = replace(after, version=before.version + 1)
    if _kept(before) == _kept(after):
        advance(transaction, before)
    else:
        transaction.execute(games.update().where(games.c.id == after.id).values(**state_of(after)))
    save_changes(transaction, before, after, events)
    return after


def _kept(game: Game) -> tuple[object, ...]:
    """What the row of a game holds beside its version."""
    return (
        game.rules,
        game.rounds,
        game.claims,
        game.slides,
        game.phase,
        game.phase_since,
        game.place,
        game.locked,
        game.paused_at,
    )


_ADVANCE = (
    games.update()
    .where(games.c.id == sa.bindparam("of_game"), games.c.version == sa.bindparam("known"))
    .values(version=sa.bindparam("next_version"))
)


def advance(transaction: Transaction, known: Game) -> bool:
    """Give the game its next version if it is still at the one that is known; whoever comes
    second waits here and is told that it is not.
    """
    return transaction.execute(_ADVANCE, _next_version(known)).rowcount == 1


def _next_version(known: Game) -> dict[str, int]:
    return {"of_game": known.id, "known": known.version, "next_version": known.version + 1}


def _told(game: Game) -> str:
    """What other processes are told."""
    return f"{game.id}:{game.version}"


def save_changes(
    transaction: Transaction, before: Game, after: Game, events: Sequence[Event]
) -> None:
    """The players and answers that differ, for a game whose row is stored already."""
    _save_players(transaction, before, after)
    _save_answers(transaction, before, after, events)
    if transaction.dialect.name == "postgresql":
        transaction.execute(sa.select(sa.func.pg_notify(CHANNEL, _told(after))))


_CHANGE_PLAYER = game_players.update().where(
    game_players.c.game_id == sa.bindparam("of_game"),
    game_players.c.player_id == sa.bindparam("of_player"),
)


def _save_players(transaction: Transaction, before: Game, after: Game) -> None:
    if after.players is before.players:
        return
    fresh = [player for name, player in after.players.items() if name not in before.players]
    if fresh:
        transaction.execute(
            game_players.insert(),
            [
                {
                    "game_id": after.id,
                    "player_id": player.id,
                    "person_id": player.person_id,
                    "joined_at": player.joined_at,
                    **_changeable(player, after.version),
                }
                for player in fresh
            ],
        )
    for name, player in before.players.items():
        changed = after.players.get(name, player)
        if changed != player:
            key = {"of_game": after.id, "of_player": name}
            values = _changeable(changed, after.version)
            transaction.execute(_CHANGE_PLAYER.values(**values), key)


def _changeable(player: Player, version: int) -> dict[str, Any]:
    return {
        "nickname": player.nickname,
        "name_key": player.name_key,
        "team": player.team,
        "removed": player.removed,
        "extra_time": player.extra_time,
        "by_card": player.by_card,
        "version": version,
    }


_ADD_ANSWERS = game_answers.insert()


def _save_answers(
    transaction: Transaction, before: Game, after: Game, events: Sequence[Event]
) -> None:
    newest = _newest(events)
    for number, name in newest:
        if name in before.answers_of(number):  # corrected by the host
            transaction.execute(
                game_answers.delete().where(
                    game_answers.c.game_id == after.id,
                    game_answers.c.round == number,
                    game_answers.c.player_id == name,
                )
            )
    if newest:
        transaction.execute(_ADD_ANSWERS, _answer_rows(after, newest))


def _newest(events: Sequence[Event]) -> dict[tuple[int, str], Answer]:
    """The last answer to each round by each player."""
    taken = (event for event in events if isinstance(event, AnswerTaken))
    return {(event.round, event.player): event.answer for event in taken}


def _answer_rows(after: Game, newest: Mapping[tuple[int, str], Answer]) -> list[dict[str, Any]]:
    return [
        {
            "game_id": after.id,
            "round": number,
            "player_id": name,
            "answer_id": answer.answer_id,
            "body": answer.response.model_dump_json(),
            "score": answer.outcome.score,
            "max_score": answer.outcome.max_score,
            "points": answer.points,
            "received_at": answer.received_at,
            "version": after.version,
        }
        for (number, name), answer in newest.items()
    ]


def add_answers(store: Store, known: Game, after: Game, events: Sequence[Event]) -> bool:
    """Store new answers and nothing else, if the game is still as it is known; whether that was
    so and everything is committed. Otherwise nothing is stored.
    """
    newest, dialect = _newest(events), store.engine.dialect
    if any(name in known.answers_of(number) for number, name in newest):
        return False
    advance_to, add = prepared(_ADVANCE, dialect), prepared(_ADD_ANSWERS, dialect)
    rows = [add.values(row) for row in _answer_rows(after, newest)]

    def work(cursor: Cursor) -> bool:
        cursor.execute(advance_to.text, advance_to.values(_next_version(known)))
        if cursor.rowcount != 1:
            return False
        cursor.executemany(add.text, rows)
        if dialect.name == "postgresql":
            cursor.execute("SELECT pg_notify(%s, %s)", (CHANNEL, _told(after)))
        return True

    return store.store_swiftly(work)
