"""Live games. Every write gives a game a new version and stamps what it changed with it, so that
a process that knows version 7 reads only what came after 7.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from edu_core.domain.errors import NotFound
from edu_core.domain.game_commands import AnswerTaken, Event
from edu_core.domain.game_standings import rescored
from edu_core.domain.game_state import (
    Answer,
    Game,
    GameRules,
    Phase,
    Player,
    Round,
    new_game,
    sheets_of,
)
from edu_core.domain.items import Outcome
from edu_core.domain.quiz import Quiz
from edu_core.storage.attempts import get_revision, response_from
from edu_core.storage.store import Transaction
from edu_core.storage.tables import game_answers, game_log, game_players, games
from edu_core.storage.upsert import new_id

_ROUNDS: TypeAdapter[tuple[Round, ...]] = TypeAdapter(tuple[Round, ...])
_CLAIMS: TypeAdapter[dict[str, str]] = TypeAdapter(dict[str, str])

_UNKNOWN = "找不到这场比赛，可能已经删除。请核对六位数字。"
CHANNEL = "edu_games"
"""Where PostgreSQL tells other processes that a game has changed: ``game:version``."""


@dataclass(frozen=True)
class GameRow:
    """A game in a list of games."""

    id: int
    code: str
    quiz_id: str
    phase: Phase
    players: int
    created_at: datetime


@dataclass(frozen=True)
class LogRow:
    """What the host did, for the replay: the command's name and its fields as JSON."""

    name: str
    body: str
    at: datetime


def add_game(
    transaction: Transaction,
    *,
    code: str,
    quiz: Quiz,
    revision: str,
    rules: GameRules,
    seed: str,
    host_id: int,
    screen_secret: str,
    now: datetime,
) -> Game:
    """Store a new game in its lobby."""
    game = new_game(
        game_id=0, code=code, quiz=quiz, rules=rules, seed=seed, host_id=host_id, now=now
    )
    fixed = {
        "code": code,
        "quiz_id": quiz.id,
        "revision": revision,
        "host_id": host_id,
        "seed": seed,
        "screen_secret": screen_secret,
        "created_at": now,
    }
    result = transaction.execute(games.insert().values(**fixed, **_state(game)))
    return replace(game, id=new_id(result))


def _state(game: Game) -> dict[str, Any]:
    return {
        "rules": game.rules.model_dump_json(),
        "rounds": _ROUNDS.dump_json(game.rounds).decode(),
        "claims": _CLAIMS.dump_json(dict(game.claims)).decode(),
        "phase": game.phase.value,
        "phase_since": game.phase_since,
        "place": game.place,
        "locked": game.locked,
        "paused_at": game.paused_at,
        "version": game.version,
    }


def find_game_id(transaction: Transaction, code: str) -> int | None:
    """The game with this code."""
    return transaction.execute(
        sa.select(games.c.id).where(games.c.code == code)
    ).scalar_one_or_none()


def get_screen_secret(transaction: Transaction, game_id: int) -> str:
    """What the projector's link ends with; raises ``NotFound``."""
    secret = transaction.execute(
        sa.select(games.c.screen_secret).where(games.c.id == game_id)
    ).scalar_one_or_none()
    if secret is None:
        raise NotFound(_UNKNOWN, game=game_id)
    return str(secret)


def versions(transaction: Transaction, game_ids: Iterable[int]) -> dict[int, int]:
    """The newest version of each of these games."""
    query = sa.select(games.c.id, games.c.version).where(games.c.id.in_(list(game_ids)))
    return {row.id: row.version for row in transaction.execute(query)}


_GAME = sa.select(games).where(games.c.id == sa.bindparam("game_id"))
_GAME_TO_CHANGE = _GAME.with_for_update()
_PLAYERS = (
    sa.select(game_players)
    .where(
        game_players.c.game_id == sa.bindparam("game_id"),
        game_players.c.version > sa.bindparam("version"),
    )
    .order_by(game_players.c.joined_at, game_players.c.player_id)
)
_ANSWERS = (
    sa.select(game_answers)
    .where(
        game_answers.c.game_id == sa.bindparam("game_id"),
        game_answers.c.version > sa.bindparam("version"),
    )
    .order_by(game_answers.c.received_at, game_answers.c.player_id)
)


def get_game(
    transaction: Transaction, game_id: int, known: Game | None = None, *, to_change: bool = False
) -> Game:
    """The game as it is stored; ``known`` is an earlier state of it, completed by what came after.

    With ``to_change`` whoever comes second waits here and sees what the first one stored.
    Raises ``NotFound``.
    """
    query = _GAME_TO_CHANGE if to_change else _GAME
    row = transaction.execute(query, {"game_id": game_id}).one_or_none()
    if row is None:
        raise NotFound(_UNKNOWN, game=game_id)
    if known is not None and known.version == row.version:
        return known
    game = known if known is not None else _unplayed(transaction, row)
    since = {"game_id": game_id, "version": known.version if known is not None else -1}
    players = dict(game.players)
    for found in transaction.execute(_PLAYERS, since):
        players[found.player_id] = _player(found)
    answers = {number: dict(given) for number, given in game.answers.items()}
    for found in transaction.execute(_ANSWERS, since):
        answers.setdefault(found.round, {})[found.player_id] = _answer(found)
    return rescored(_with_state(replace(game, players=players, answers=answers), row))


def _unplayed(transaction: Transaction, row: sa.Row[Any]) -> Game:
    quiz = get_revision(transaction, row.revision)
    return Game(
        id=row.id,
        code=row.code,
        quiz=quiz,
        rules=GameRules(),
        seed=row.seed,
        host_id=row.host_id,
        created_at=row.created_at,
        rounds=(),
        sheets=sheets_of(quiz, row.seed),
    )


def _with_state(game: Game, row: sa.Row[Any]) -> Game:
    return replace(
        game,
        rules=GameRules.model_validate_json(row.rules),
        rounds=_ROUNDS.validate_json(row.rounds),
        claims=_CLAIMS.validate_json(row.claims),
        phase=Phase(row.phase),
        phase_since=row.phase_since,
        place=row.place,
        locked=row.locked,
        paused_at=row.paused_at,
        version=row.version,
    )


def _player(row: sa.Row[Any]) -> Player:
    return Player(
        id=row.player_id,
        nickname=row.nickname,
        name_key=row.name_key,
        joined_at=row.joined_at,
        team=row.team,
        person_id=row.person_id,
        removed=row.removed,
        extra_time=row.extra_time,
    )


def _answer(row: sa.Row[Any]) -> Answer:
    return Answer(
        response=response_from(row.body),
        outcome=Outcome(score=row.score, max_score=row.max_score),
        points=row.points,
        received_at=row.received_at,
        answer_id=row.answer_id,
    )


def save_game(transaction: Transaction, before: Game, after: Game, events: Sequence[Event]) -> Game:
    """Store what changed between two states (the events name the answers); gives the game its
    next version and tells other processes once this is committed.
    """
    after = replace(after, version=before.version + 1)
    if _kept(before) == _kept(after):
        advance(transaction, before)
    else:
        transaction.execute(games.update().where(games.c.id == after.id).values(**_state(after)))
    save_changes(transaction, before, after, events)
    return after


def _kept(game: Game) -> tuple[object, ...]:
    """What the row of a game holds beside its version."""
    return (
        game.rules,
        game.rounds,
        game.claims,
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
    versions_told = {"known": known.version, "next_version": known.version + 1}
    result = transaction.execute(_ADVANCE, {"of_game": known.id, **versions_told})
    return result.rowcount == 1


def save_changes(
    transaction: Transaction, before: Game, after: Game, events: Sequence[Event]
) -> None:
    """The players and answers that differ, for a game whose row is stored already."""
    _save_players(transaction, before, after)
    _save_answers(transaction, before, after, events)
    if transaction.dialect.name == "postgresql":
        told = f"{after.id}:{after.version}"
        transaction.execute(sa.select(sa.func.pg_notify(CHANNEL, told)))


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
        "version": version,
    }


def _save_answers(
    transaction: Transaction, before: Game, after: Game, events: Sequence[Event]
) -> None:
    newest = {
        (event.round, event.player): event.answer
        for event in events
        if isinstance(event, AnswerTaken)
    }
    for number, name in newest:
        if name in before.answers_of(number):  # corrected by the host
            transaction.execute(
                game_answers.delete().where(
                    game_answers.c.game_id == after.id,
                    game_answers.c.round == number,
                    game_answers.c.player_id == name,
                )
            )
    rows = [
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
    if rows:
        transaction.execute(game_answers.insert(), rows)


def add_log(transaction: Transaction, game_id: int, version: int, rows: Sequence[LogRow]) -> None:
    """Keep what the host did."""
    if rows:
        transaction.execute(
            game_log.insert(),
            [
                {
                    "game_id": game_id,
                    "version": version,
                    "name": row.name,
                    "body": row.body,
                    "at": row.at,
                }
                for row in rows
            ],
        )


def list_log(transaction: Transaction, game_id: int) -> list[LogRow]:
    """What the host did, first to last."""
    query = sa.select(game_log).where(game_log.c.game_id == game_id).order_by(game_log.c.id)
    return [LogRow(row.name, row.body, row.at) for row in transaction.execute(query)]


def list_games(transaction: Transaction, host_id: int) -> list[GameRow]:
    """A teacher's games, newest first."""
    counts = (
        sa.select(game_players.c.game_id, sa.func.count().label("players"))
        .where(game_players.c.removed.is_(False))
        .group_by(game_players.c.game_id)
        .subquery()
    )
    query = (
        sa.select(games, counts.c.players)
        .outerjoin(counts, counts.c.game_id == games.c.id)
        .where(games.c.host_id == host_id)
        .order_by(games.c.id.desc())
    )
    return [
        GameRow(
            row.id, row.code, row.quiz_id, Phase(row.phase), int(row.players or 0), row.created_at
        )
        for row in transaction.execute(query)
    ]


def delete_game(transaction: Transaction, game_id: int) -> None:
    """Delete a game; what reached the pupils' attempts stays there."""
    transaction.execute(games.delete().where(games.c.id == game_id))
