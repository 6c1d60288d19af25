"""Who plays: joining, names, leaving and coming back, a second phone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from edu_core.domain.errors import BadInput, Conflict, EduError, NotFound
from edu_core.domain.game_answers import player_of
from edu_core.domain.game_commands import (
    AskClaim,
    ConfirmClaim,
    Event,
    GiveExtraTime,
    Join,
    PlayersChanged,
    Remove,
    Rename,
    Restore,
)
from edu_core.domain.game_standings import rescored
from edu_core.domain.game_state import MOST_PLAYERS, Game, Phase, Place, Player
from edu_core.domain.nickname import nickname_key

LONGEST_EXTRA = 300
"""Seconds of extra time for one player and question."""

LONGEST_NICKNAME = 60
"""Characters; 李雷 is long enough."""


def change_people(
    game: Game,
    command: Join | Rename | Remove | Restore | GiveExtraTime | AskClaim | ConfirmClaim,
    now: datetime,
) -> tuple[Game, tuple[Event, ...]]:
    """The game after a command about its people, as ``game.apply`` gives it."""
    match command:
        case Join():
            after, events, refused = take_joins(game, [command], now)
            if refused[0] is not None:
                raise refused[0]
            return after, events
        case Rename(player=name, nickname=nickname):
            key = command.name_key or nickname_key(nickname)
            keys = {player.name_key: player.id for player in game.players.values()}
            _require_free_name(keys, key, nickname, name)
            changed = replace(player_of(game, name), nickname=nickname, name_key=key)
        case Remove(player=name):
            changed = replace(player_of(game, name), removed=True)
        case Restore(player=name):
            changed = replace(player_of(game, name), removed=False)
        case GiveExtraTime(player=name, seconds=seconds):
            if not 0 <= seconds <= LONGEST_EXTRA:
                raise BadInput(f"延长的时间要在 0 到 {LONGEST_EXTRA} 秒之间，没有改动。")
            changed = replace(player_of(game, name), extra_time=seconds)
        case AskClaim(player=name, code=code):
            player_of(game, name)
            rest = {other: asked for other, asked in game.claims.items() if asked != name}
            return replace(game, claims={**rest, code: name}), (PlayersChanged(name),)
        case ConfirmClaim(code=code):
            if code not in game.claims:
                raise NotFound("没有手机正在出示这个数字。请核对那台手机上的数字。")
            rest = {other: name for other, name in game.claims.items() if other != code}
            return replace(game, claims=rest), (PlayersChanged(game.claims[code]),)
    if changed == game.players[changed.id]:
        return game, ()
    game = rescored(replace(game, players={**game.players, changed.id: changed}))
    return game, (PlayersChanged(changed.id),)


def take_joins(
    game: Game, commands: Sequence[Join], now: datetime
) -> tuple[Game, tuple[Event, ...], list[EduError | None]]:
    """Let many in at once. One entry for each command: ``None``, or why not.

    A pupil who is in the game already (``person_id``) and a player id that exists change nothing:
    a second device is the same player.
    """
    players = dict(game.players)
    keys = {player.name_key: player.id for player in players.values()}
    known = {
        player.person_id: player.id for player in players.values() if player.person_id is not None
    }
    newcomers: list[str] = []
    events: list[Event] = []
    refused: list[EduError | None] = []
    for command in commands:
        try:
            if command.player not in players and command.person_id not in known:
                player = _newcomer(game, players, keys, command, now)
                players[player.id], keys[player.name_key] = player, player.id
                newcomers.append(player.id)
                if player.person_id is not None:
                    known[player.person_id] = player.id
                events.append(PlayersChanged(player.id))
            elif command.person_id in known and not command.by_card:
                events.extend(_with_phone(players, known[command.person_id]))
            refused.append(None)
        except EduError as error:
            refused.append(error)
    if not events:
        return game, (), refused
    table = {**game.table, **dict.fromkeys(newcomers, _last_place(game))}
    return replace(game, players=players, table=table), tuple(events), refused


def _last_place(game: Game) -> Place:
    """Where a newcomer stands. Nobody has less than no points, so that all others stay where they
    are: a hall of 800 comes in without 800 tables being worked out anew.
    """
    better = sum(stands.points > 0 for stands in game.table.values())
    return Place(points=0.0, rank=better + 1)


def _with_phone(players: dict[str, Player], name: str) -> list[Event]:
    """A pupil who held up a card has a phone now, whose answer is waited for."""
    if not players[name].by_card:
        return []
    players[name] = replace(players[name], by_card=False)
    return [PlayersChanged(name)]


def _newcomer(
    game: Game, players: Mapping[str, Player], keys: Mapping[str, str], command: Join, now: datetime
) -> Player:
    if game.phase is Phase.FINISHED:
        raise Conflict("这场比赛已经结束了。", code="game-over")
    if game.locked and not command.by_card:
        raise Conflict("主持人已经关上了入口。请举手告诉老师，你想加入。", code="game-locked")
    if len(players) >= MOST_PLAYERS:
        raise Conflict("这场比赛的人数已经满了。请告诉老师。", code="game-full")
    key = command.name_key or nickname_key(command.nickname)
    _require_free_name(keys, key, command.nickname, command.player)
    return Player(
        id=command.player,
        nickname=command.nickname,
        name_key=key,
        team=command.team,
        person_id=command.person_id,
        joined_at=now,
        by_card=command.by_card,
    )


def _require_free_name(keys: Mapping[str, str], key: str, nickname: str, player_id: str) -> None:
    if not nickname.strip() or not key or len(nickname) > LONGEST_NICKNAME:
        raise BadInput(f"请写一个名字，不超过 {LONGEST_NICKNAME} 个字，别人才认得出你。")
    if keys.get(key, player_id) != player_id:
        raise Conflict("这个名字已经有人用了，请换一个，或者在后面加一个字。", code="name-taken")


def free_name(taken: dict[str, int | None], name: str, person_id: int) -> str:
    """A pupil's own name; with a number where somebody else took it before.

    ``taken`` maps folded names to the pupils who have them, and then has this one too.
    """
    free, number = name, 2
    while taken.get(nickname_key(free), person_id) != person_id:
        free, number = f"{name}（{number}）", number + 1
    taken[nickname_key(free)] = person_id
    return free


def names_taken(game: Game) -> dict[str, int | None]:
    """Folded name → pupil (``None`` for a player who is not signed in)."""
    return {player.name_key: player.person_id for player in game.players.values()}


def find_person(game: Game, person_id: int) -> Player | None:
    """The player who is this pupil."""
    return next((player for player in game.players.values() if player.person_id == person_id), None)
