"""Phones that reload, sleep, open a second tab or come on a new socket: the same player, the same
points, the running question in the first message, and no second answer.
"""

import json
from typing import Any

import pytest

from edu_core.domain.game_commands import (
    EndEarly,
    HostCommand,
    Next,
    Pause,
    Resume,
    Reveal,
    ShowStandings,
    Start,
)
from edu_core.domain.game_state import Game, GameRules
from edu_core.domain.people import Person
from edu_core.live.room import Seat
from edu_core.services import games
from edu_core.services.context import Edu
from edu_core.services.game_work import HostOrder
from tests.conftest import Clock
from tests.live.seats import answer, command, heard, joined, opened, run, shown

TIMES = 20

STEPS: list[tuple[str, HostCommand | None]] = [
    ("lobby", None),
    ("question", Start()),
    ("paused", Pause()),
    ("question", Resume()),
    ("reveal", Reveal(0)),
    ("standings", ShowStandings(0)),
    ("question", Next(0)),
    ("finished", EndEarly()),
]


@pytest.fixture
def game(edu: Edu, teacher: Person) -> Game:
    return games.create_game(edu, teacher, "every-kind", GameRules()).game


async def _first(seat: Seat) -> dict[str, Any]:
    """The view that is the very first message of a new socket: nothing is waited for."""
    message = json.loads(await seat.next() or "")
    view: dict[str, Any] = message["view"]
    return view


def _require_the_same(view: dict[str, Any], seat: Seat, phase: str, points: float) -> None:
    me = view["me"]
    assert (me["id"], me["nickname"], me["points"]) == (seat.player_id, "李雷", points)
    assert view["phase"] == ("question" if phase == "paused" else phase)
    assert view["paused"] is (phase == "paused")
    assert ("question" in view) is (phase in ("question", "paused", "reveal", "standings"))


def test_a_player_comes_back_twenty_times_in_every_phase_and_is_the_same(
    edu: Edu, teacher: Person, game: Game
) -> None:
    async def work() -> None:
        async with opened(edu) as hub:
            first = await joined(hub, game, "李雷")
            await joined(hub, game, "韩梅梅")  # keeps the question open
            points = 0.0
            for phase, step in STEPS:
                if step is not None:
                    await hub.do(game.id, HostOrder(teacher, step))
                if isinstance(step, Start):
                    hub.receive(first, answer(game, 0, "one"))
                    await heard(first, "ack")
                points = 1.0 if isinstance(step, Reveal) else points
                for _ in range(TIMES):
                    again = await hub.sit(game.id, player_id=first.player_id)
                    _require_the_same(await _first(again), first, phase, points)
                    hub.receive(again, answer(game, 0, "second"))
                    assert (await heard(again, "refused"))["refused"] == "second"
                    hub.leave(again)
        stored = games.load_game(edu, game.id)
        assert len(stored.players) == 2
        assert [given.answer_id for given in stored.answers_of(0).values()] == ["one"]
        assert stored.table[first.player_id].points == 1.0

    run(work)


def test_a_second_tab_and_a_socket_that_still_looks_alive_are_the_same_player(
    edu: Edu, teacher: Person, game: Game
) -> None:
    async def work() -> None:
        async with opened(edu) as hub:
            first = await joined(hub, game, "李雷")
            await joined(hub, game, "韩梅梅")
            tabs = [first, *[await hub.sit(game.id, player_id=first.player_id) for _ in range(3)]]
            await hub.do(game.id, HostOrder(teacher, Start()))
            for tab in tabs:
                await shown(tab, "question")
            for number, tab in enumerate(tabs):
                hub.receive(tab, answer(game, 0, f"from {number}", right=number == 0))
            assert (await heard(tabs[0], "ack"))["ack"] == "from 0"
            for tab in tabs[1:]:
                assert "第一次" in (await heard(tab, "refused"))["words"]
                hub.receive(tab, json.dumps({"do": "hello"}))  # as the page does when refused
                assert (await heard(tab, "view"))["view"]["me"]["answer"]["answer_id"] == "from 0"
            hub.leave(tabs[1])  # one tab closes: the others play on
            await hub.do(game.id, HostOrder(teacher, Reveal(0)))
            for tab in (tabs[0], *tabs[2:]):
                assert (await shown(tab, "reveal"))["me"]["points"] == 1.0
        assert len(games.load_game(edu, game.id).players) == 2

    run(work)


def test_a_phone_that_slept_asks_and_sees_where_the_game_is(
    edu: Edu, teacher: Person, game: Game, clock: Clock
) -> None:
    async def work() -> None:
        async with opened(edu) as hub:
            asleep = await joined(hub, game, "李雷")
            await joined(hub, game, "韩梅梅")
            await hub.do(game.id, HostOrder(teacher, Start()))
            hub.receive(asleep, answer(game, 0, "one"))
            await heard(asleep, "ack")
            await hub.do(game.id, HostOrder(teacher, Reveal(0)))
            clock.move(minutes=1)
            await hub.do(game.id, HostOrder(teacher, Next(0)))
            clock.move(seconds=10)
            hub.receive(asleep, json.dumps({"do": "ping", "at": 1}))
            await heard(asleep, "pong")  # a browser drops what came while it slept
            hub.receive(asleep, json.dumps({"do": "hello"}))
            view = json.loads(await asleep.next() or "")["view"]
            assert (view["phase"], view["number"], view["left"]) == ("question", 2, 20.0)
            assert view["me"]["points"] == 1.0
            hub.receive(asleep, answer(game, 1, "two"))
            assert (await heard(asleep, "ack"))["ack"] == "two"

    run(work)


def test_an_unsent_answer_is_taken_once_however_often_and_wherever_it_is_sent(
    edu: Edu, teacher: Person, game: Game
) -> None:
    async def work() -> None:
        async with opened(edu) as hub, opened(edu) as other_hub:
            first = await joined(hub, game, "李雷")
            await joined(hub, game, "韩梅梅")
            await hub.do(game.id, HostOrder(teacher, Start()))
            for at in (hub, hub, other_hub, hub):
                seat = await at.sit(game.id, player_id=first.player_id)
                at.receive(seat, answer(game, 0, "kept on the phone"))
                assert (await heard(seat, "ack"))["ack"] == "kept on the phone"
                at.leave(seat)
            await hub.do(game.id, HostOrder(teacher, Reveal(0)))
            seat = await hub.sit(game.id, player_id=first.player_id)
            hub.receive(seat, answer(game, 0, "kept on the phone"))  # its round is over
            assert (await heard(seat, "ack"))["ack"] == "kept on the phone"
        assert len(games.load_game(edu, game.id).answers_of(0)) == 1

    run(work)


def test_who_joins_late_sees_the_running_question_and_is_scored_from_there(
    edu: Edu, teacher: Person, game: Game, clock: Clock
) -> None:
    async def work() -> None:
        async with opened(edu) as hub:
            early = await joined(hub, game, "李雷")
            for step in (Start(), Reveal(0), Next(0)):
                await hub.do(game.id, HostOrder(teacher, step))
            clock.move(seconds=12)
            outcome = await joined(hub, game, "迟到")
            late = await hub.sit(game.id, player_id=outcome.player_id)
            view = await _first(late)
            assert (view["phase"], view["number"], view["left"]) == ("question", 2, 18.0)
            for seat, name in ((late, "late"), (early, "early")):
                hub.receive(seat, answer(game, 1, name))
                await heard(seat, "ack")
            told = await shown(late, "reveal")
            assert told["me"]["points"] == told["me"]["right"] == 1.0

    run(work)


def test_the_hosts_pages_come_and_go_in_every_phase_and_the_game_does_not_notice(
    edu: Edu, teacher: Person, game: Game, clock: Clock
) -> None:
    async def work() -> None:
        async with opened(edu) as hub:
            player = await joined(hub, game, "李雷")
            await joined(hub, game, "韩梅梅")
            for phase, step in STEPS:
                if step is not None:
                    laptop = await hub.sit(game.id, host=teacher)
                    await hub.do(game.id, HostOrder(teacher, step))
                    hub.leave(laptop)
                before = games.load_game(edu, game.id)
                for _ in range(5):  # reloads, a second laptop, a lid closed for two minutes
                    pages = [await hub.sit(game.id, host=teacher) for _ in range(2)]
                    for page in pages:
                        view = await _first(page)
                        assert view["phase"] == ("question" if phase == "paused" else phase)
                        assert view["paused"] is (phase == "paused")
                        hub.leave(page)
                    screen = await hub.sit(game.id)
                    assert (await _first(screen))["players"] == 2
                    hub.leave(screen)
                if phase == "paused":
                    clock.move(minutes=2)
                assert games.load_game(edu, game.id) == before
            hub.receive(player, command("start"))  # and a player is no host meanwhile
            assert "不能做" in (await heard(player, "words"))["words"]

    run(work)
