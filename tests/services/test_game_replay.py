"""A replay shows what the shared screen showed, at every step."""

from dataclasses import dataclass, field
from typing import Any

from edu_core.domain.game_commands import (
    Adjust,
    AskAgain,
    CountHands,
    Discuss,
    EndEarly,
    HostCommand,
    Lock,
    MoreTime,
    Next,
    Pause,
    Remove,
    Rename,
    Restore,
    Resume,
    Reveal,
    ShowStandings,
    Skip,
    Start,
    SubmitAnswer,
    Tick,
    Void,
)
from edu_core.domain.game_standings import distribution, places, team_places
from edu_core.domain.game_state import Game, GameRules, Phase, Podium, Scoring, TeamMode
from edu_core.domain.game_views import view_for_screen
from edu_core.domain.people import Person
from edu_core.services import games
from edu_core.services.context import Edu
from edu_core.services.game_replay import get_replay
from edu_core.services.game_work import JoinRequest, perform
from tests.conftest import Clock
from tests.services.played import right_response, wrong_response

TEAMS = ("甲队", "乙队")
Shown = dict[str, Any]


def on_screen(game: Game, clock: Clock) -> Shown:
    """What the shared screen shows, without what moves by itself: the version and the time left."""
    view = view_for_screen(game, clock.now())
    return {name: value for name, value in view.items() if name not in ("version", "left")}


@dataclass
class Live:
    """A game that is played, and what its screen showed: the lobby and the questions just before
    they were left, everything else when it came.
    """

    edu: Edu
    host: Person
    clock: Clock
    game: Game
    shown: list[Shown] = field(default_factory=list[Shown])
    tables: list[object] = field(default_factory=list[object])

    def keep(self) -> None:
        self.shown.append(on_screen(self.game, self.clock))
        self.tables.append(dict(self.game.table))

    def does(self, *commands: HostCommand | Tick) -> None:
        for command in commands:
            self.clock.move(seconds=1)
            before = (self.game.phase, self.game.place)
            shown, table = on_screen(self.game, self.clock), dict(self.game.table)
            if isinstance(command, Tick):
                self.game = perform(self.edu, self.game.id, [command]).game
            else:
                self.game = games.host_command(self.edu, self.host, self.game.id, command).game
            if (self.game.phase, self.game.place) == before:
                continue
            if before[0] in (Phase.LOBBY, Phase.QUESTION):
                self.shown.append(shown)
                self.tables.append(table)
            if self.game.phase is not Phase.QUESTION:
                self.keep()

    def joins(self, name: str, team: str) -> str:
        self.clock.move(seconds=1)
        joined = games.join(self.edu, self.game.id, JoinRequest(name, team))
        self.game = games.load_game(self.edu, self.game.id)
        return joined.player_id

    def answers(self, *who: str, right: bool = True) -> None:
        current = self.game.round
        assert current is not None
        sheet = self.game.sheets[current.item_id]
        given = right_response(sheet) if right else wrong_response(sheet)
        for name in who:
            self.clock.move(seconds=1)
            place, at = self.game.place, self.edu.now()
            answer = SubmitAnswer(name, place, given, at, f"{name}-{place}")
            self.game = games.submit_answers(self.edu, self.game.id, [answer])[0].game


def opened(edu: Edu, host: Person, clock: Clock, **rules: Any) -> Live:
    named = GameRules(team_mode=TeamMode.NAMED, teams=TEAMS, close_when_all=False, **rules)
    return Live(edu, host, clock, games.create_game(edu, host, "every-kind", named).game)


def played(edu: Edu, host: Person, clock: Clock) -> Live:
    """A game in which everything happens that a host can do."""
    live = opened(edu, host, clock, scoring=Scoring.SPEED, seconds=60)
    one, two = live.joins("李雷", "甲队"), live.joins("韩梅梅", "乙队")
    rude = live.joins("捣乱", "乙队")
    live.does(Lock(), Lock(locked=False), Remove(rude), Rename(one, "李雷雷"), Start())
    live.answers(one)
    live.does(MoreTime(0), Pause(), Resume())
    live.answers(two, right=False)
    live.does(CountHands(0, {"o1": 3, "o2": 4}), Reveal(0), ShowStandings(0))
    live.does(Restore(rude), Rename(rude, "安静"), Next(0))
    live.answers(one, two, rude, right=False)
    live.does(Discuss(1), AskAgain(1))
    late = live.joins("来晚了", "甲队")
    live.answers(one, two, rude, late)
    live.does(Reveal(2), Void(0), ShowStandings(2), Adjust(podium=Podium.PLAYERS), Next(2))
    live.answers(two)
    live.does(Skip(3), Remove(rude))
    live.answers(one, late)
    live.does(Void(0, voided=False), Adjust(names_shown=False), Reveal(4), Adjust(names_shown=True))
    live.does(Next(4), Rename(one, "小雷"))
    live.answers(one)
    live.does(EndEarly())
    return live


def test_every_step_is_what_the_screen_showed(edu: Edu, teacher: Person, clock: Clock) -> None:
    live = played(edu, teacher, clock)
    replay = get_replay(edu, teacher, live.game.id)
    phases = [step.phase for step in replay.steps]
    assert phases.count(Phase.QUESTION) == 6
    assert phases.count(Phase.DISCUSSION) == 1
    assert phases.count(Phase.REVEAL) == 3  # not of the one skipped, nor of the one cut off
    assert len(replay.steps) == len(live.shown)
    for place, shown in enumerate(live.shown):
        assert on_screen(replay.at(place), clock) == shown, f"step {place}, {phases[place]}"
    assert [dict(replay.at(place).table) for place in range(len(phases))] == live.tables


def test_a_step_bears_the_names_of_then(edu: Edu, teacher: Person, clock: Clock) -> None:
    live = opened(edu, teacher, clock, podium=Podium.PLAYERS)
    one, two = live.joins("李雷", "甲队"), live.joins("韩梅梅", "乙队")
    live.does(Start())
    live.answers(one, two)
    live.does(Reveal(0), ShowStandings(0), Rename(one, "小雷"), Next(0), Rename(one, "大雷"))
    live.does(EndEarly(), Remove(two), Rename(two, "小梅"))
    replay = get_replay(edu, teacher, live.game.id)
    names = [replay.at(place).players[one].nickname for place in range(len(replay.steps))]
    assert names == ["李雷", "李雷", "李雷", "李雷", "大雷", "大雷"]
    last = replay.at(-1)
    assert (last.players[two].nickname, last.players[two].removed) == ("韩梅梅", False)
    assert replay.game.players[two].nickname == "小梅"
    shown = on_screen(replay.at(3), clock)["standings"]["players"]
    assert {row["nickname"] for row in shown} == {"李雷", "韩梅梅"}


def test_what_is_voided_after_the_end_changes_no_step(
    edu: Edu, teacher: Person, clock: Clock
) -> None:
    live = played(edu, teacher, clock)
    live.does(Void(2))
    replay = get_replay(edu, teacher, live.game.id)
    assert on_screen(replay.at(-1), clock) == live.shown[-1]
    assert [row.name for row in replay.steps[-1].did] == ["void"]
    assert dict(replay.game.table) != dict(replay.at(-1).table)


def test_the_table_after_a_round_is_that_of_the_rounds_before_it(
    edu: Edu, teacher: Person, clock: Clock
) -> None:
    live = played(edu, teacher, clock)
    replay = get_replay(edu, teacher, live.game.id)
    for place, step in enumerate(replay.steps):
        then = replay.at(place)
        assert dict(then.table) == places(then)
        over = [one for one in then.rounds if one.closed_at is not None]
        assert len(over) == step.round + (step.phase is not Phase.QUESTION)
        if step.phase is Phase.REVEAL:
            assert distribution(then, step.round).answered
        if step.phase is Phase.FINISHED:
            assert team_places(then) == team_places(replay.game)


def test_what_time_does_is_replayed_too(edu: Edu, teacher: Person, clock: Clock) -> None:
    live = opened(edu, teacher, clock, auto_advance=True, seconds=10, reveal_seconds=5)
    one = live.joins("李雷", "甲队")
    live.does(Start())
    live.answers(one)
    for seconds in (12, 6, 9):
        clock.move(seconds=seconds)
        live.does(Tick())
    replay = get_replay(edu, teacher, live.game.id)
    assert [step.phase for step in replay.steps] == [
        Phase.LOBBY,
        Phase.QUESTION,
        Phase.REVEAL,
        Phase.STANDINGS,
        Phase.QUESTION,
    ]
    for place, shown in enumerate(live.shown):
        assert on_screen(replay.at(place), clock) == shown


def test_a_question_that_closes_when_all_have_answered_ends_with_all_answers(
    edu: Edu, teacher: Person, clock: Clock
) -> None:
    game = games.create_game(edu, teacher, "every-kind", GameRules()).game
    live = Live(edu, teacher, clock, game)
    names = [live.joins(name, "") for name in ("李雷", "韩梅梅")]
    live.does(Start())
    live.answers(*names)
    assert live.game.phase is Phase.REVEAL
    replay = get_replay(edu, teacher, game.id)
    assert on_screen(replay.at(1), clock)["answered"] == 2
    assert on_screen(replay.at(2), clock) == on_screen(live.game, clock)


def test_a_lobby_is_a_step_with_everybody_who_is_there(
    edu: Edu, teacher: Person, clock: Clock
) -> None:
    live = opened(edu, teacher, clock)
    live.joins("李雷", "甲队")
    replay = get_replay(edu, teacher, live.game.id)
    assert [step.phase for step in replay.steps] == [Phase.LOBBY]
    assert on_screen(replay.at(0), clock)["names"] == ["李雷"]


def test_who_was_deleted_since_is_in_no_step(edu: Edu, teacher: Person, clock: Clock) -> None:
    live = opened(edu, teacher, clock)
    one, two = live.joins("李雷", "甲队"), live.joins("韩梅梅", "乙队")
    live.does(Start())
    live.answers(one, two)
    live.does(Reveal(0))
    with edu.store.write() as transaction:
        from edu_core.storage.tables import game_players

        transaction.execute(game_players.delete().where(game_players.c.player_id == one))
    replay = get_replay(edu, teacher, live.game.id)
    assert [replay.at(place).players.keys() for place in range(3)] == [{two}, {two}, {two}]
