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
from edu_core.domain.game_standings import rescored
from edu_core.domain.game_state import (
    Answer,
    Game,
    GameRules,
    Phase,
    Player,
    Round,
    Slides,
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
_SLIDES: TypeAdapter[Slides] = TypeAdapter(Slides)

_UNKNOWN = "找不到这场比赛，可能已经删除。请核对六位数字。"


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
    """What the host did and where the game went, for the replay: a name and its fields as JSON."""

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
    result = transaction.execute(games.insert().values(**fixed, **state_of(game)))
    return replace(game, id=new_id(result))


def state_of(game: Game) -> dict[str, Any]:
    """The columns of a game that change while it is played."""
    return {
        "rules": game.rules.model_dump_json(),
        "rounds": _ROUNDS.dump_json(game.rounds).decode(),
        "claims": _CLAIMS.dump_json(dict(game.claims)).decode(),
        "slides": _SLIDES.dump_json(game.slides).decode(),
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


def unfinished_with(
    transaction: Transaction, person_ids: Sequence[int], classroom_ids: Iterable[int]
) -> list[int]:
    """The games, by id, that are not over and in which one of these pupils plays or one of these
    classes holds up cards.
    """
    wanted = set(classroom_ids)
    playing = sa.select(game_players.c.game_id).where(game_players.c.person_id.in_(person_ids))
    query = (
        sa.select(games.c.id, games.c.rules, games.c.id.in_(playing).label("plays"))
        .where(games.c.phase != Phase.FINISHED.value)
        .order_by(games.c.id)
    )
    return [
        row.id
        for row in transaction.execute(query)
        if row.plays or wanted & {*GameRules.model_validate_json(row.rules).card_classes}
    ]


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
_COUNT = (
    sa.select(sa.func.count())
    .select_from(game_players)
    .where(game_players.c.game_id == sa.bindparam("game_id"))
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
    if known is not None and transaction.execute(_COUNT, since).scalar_one() < len(players):
        return get_game(transaction, game_id)  # somebody was deleted: that has no version
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
        slides=_SLIDES.validate_json(row.slides),
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
        by_card=row.by_card,
    )


def _answer(row: sa.Row[Any]) -> Answer:
    return Answer(
        response=response_from(row.body),
        outcome=Outcome(score=row.score, max_score=row.max_score),
        points=row.points,
        received_at=row.received_at,
        answer_id=row.answer_id,
    )


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
