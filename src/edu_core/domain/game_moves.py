"""Where a live game goes: to the next question, to what is right, to the standings, to the end.

Every step lets time go on: a pause does not outlast what it stood in.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from edu_core.domain.errors import BadInput, Conflict
from edu_core.domain.game_commands import (
    AskAgain,
    Discuss,
    EndDiscussion,
    EndEarly,
    Event,
    Next,
    PhaseChanged,
    Reveal,
    ShowStandings,
    Skip,
    Start,
)
from edu_core.domain.game_standings import rescored
from edu_core.domain.game_state import Game, Phase, Round

Result = tuple[Game, tuple[Event, ...]]

MoveOfARound = Reveal | Discuss | EndDiscussion | ShowStandings | Next | Skip | AskAgain
Move = Start | EndEarly | MoveOfARound


def resumed(game: Game, now: datetime) -> Game:
    """Time going on; what was open stays open for as long as was left."""
    if game.paused_at is None:
        return game
    stood, current = now - game.paused_at, game.round
    if game.phase is Phase.QUESTION and current is not None and current.closes_at is not None:
        pauses = (*current.pauses, (game.paused_at, now))
        current = replace(current, pauses=pauses, closes_at=current.closes_at + stood)
        game = game.with_round(game.place, current)
    since = None if game.phase_since is None else game.phase_since + stood
    return replace(game, paused_at=None, phase_since=since)


def _closed(game: Game, now: datetime, phase: Phase = Phase.REVEAL) -> Game:
    """The open question closed, and its points in the table; for a discussion they are set aside,
    because a total that grows says what is right.
    """
    game = resumed(game, now)
    closed = replace(game.rounds[game.place], closed_at=now, replaced=phase is Phase.DISCUSSION)
    game = game.with_round(game.place, closed)
    return rescored(replace(game, phase=phase, phase_since=now))


def closed_by_itself(game: Game, now: datetime) -> Result:
    """The open question closed by time or by the last answer, as the host's forward key does it."""
    phase = Phase.DISCUSSION if game.discusses_first else Phase.REVEAL
    return _closed(game, now, phase), (PhaseChanged(phase, game.place),)


def _told(game: Game, now: datetime) -> Game:
    """After the discussion what is right, without asking again: the first answers count."""
    current = replace(game.rounds[game.place], replaced=False)
    game = resumed(game.with_round(game.place, current), now)
    return rescored(replace(game, phase=Phase.REVEAL, phase_since=now))


def opened(game: Game, number: int, now: datetime) -> Result:
    """The next question open, or the end where there is none."""
    game = resumed(game, now)
    if number >= len(game.rounds):
        game = rescored(replace(game, phase=Phase.FINISHED, phase_since=now))
        return game, (PhaseChanged(Phase.FINISHED, game.place),)
    closes = now + timedelta(seconds=game.rules.seconds)
    game = game.with_round(number, replace(game.rounds[number], opened_at=now, closes_at=closes))
    game = replace(game, phase=Phase.QUESTION, phase_since=now, place=number)
    return game, (PhaseChanged(Phase.QUESTION, number),)


def change_place(game: Game, command: Move, now: datetime) -> Result:
    """The game after a command that moves it on, as ``game.apply`` gives it."""
    if isinstance(command, Start):
        return opened(game, 0, now) if game.phase is Phase.LOBBY else (game, ())
    if game.phase is Phase.FINISHED:
        return game, ()
    if isinstance(command, EndEarly):
        if game.phase is Phase.QUESTION:
            game = _closed(game, now)
        elif game.phase is Phase.DISCUSSION:
            game = _told(game, now)
        return opened(game, len(game.rounds), now)
    if game.phase is Phase.LOBBY:
        raise Conflict("比赛还没有开始。请先点“开始”。", code="game-not-started")
    if command.round < game.place:
        return game, ()  # a second click on a round that is left
    if command.round > game.place:
        raise BadInput("这道题还没有轮到。请刷新页面。", code="round-unknown")
    return _change_round(game, command, now)


def _change_round(game: Game, command: MoveOfARound, now: datetime) -> Result:
    match command:
        case Reveal():
            if game.phase is not Phase.QUESTION:
                return game, ()
            return _closed(game, now), (PhaseChanged(Phase.REVEAL, game.place),)
        case Discuss():
            if game.phase is not Phase.QUESTION:
                return game, ()
            discussed = _closed(game, now, Phase.DISCUSSION)
            return discussed, (PhaseChanged(Phase.DISCUSSION, game.place),)
        case EndDiscussion():
            if game.phase is not Phase.DISCUSSION:
                return game, ()
            return _told(game, now), (PhaseChanged(Phase.REVEAL, game.place),)
        case ShowStandings():
            return standings_shown(game, now)
        case Next():
            _require_closed(game)
            return opened(game, game.place + 1, now)
        case Skip():
            if game.phase is Phase.QUESTION:
                game = _closed(game, now)
            skipped = replace(game.rounds[game.place], voided=True, replaced=False)
            return opened(rescored(game.with_round(game.place, skipped)), game.place + 1, now)
        case AskAgain():
            return _ask_again(game, now)


def _require_closed(game: Game) -> None:
    if game.phase in (Phase.QUESTION, Phase.DISCUSSION):
        raise Conflict("这道题还没有公布答案。请先点“公布答案”。", code="round-open")


def standings_shown(game: Game, now: datetime) -> Result:
    """Who stands where; raises ``Conflict`` before it is told what is right."""
    _require_closed(game)
    if game.phase is Phase.STANDINGS:
        return game, ()
    game = replace(game, phase=Phase.STANDINGS, phase_since=now)
    return game, (PhaseChanged(Phase.STANDINGS, game.place),)


def _ask_again(game: Game, now: datetime) -> Result:
    if game.phase is Phase.QUESTION:
        raise Conflict("大家还在答题。请先点“先讨论，再答一次”。", code="round-open")
    if game.phase is not Phase.DISCUSSION:
        return game, ()  # another host has told what is right
    again = Round(game.rounds[game.place].item_id, again_of=game.place)
    following = game.place + 1
    rounds = (*game.rounds[:following], again, *game.rounds[following:])
    return opened(replace(game, rounds=rounds), following, now)
