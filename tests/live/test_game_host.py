"""What the host can do while and after a game, seen by everybody who is connected."""

import asyncio
import json
from typing import Any

import pytest

from edu_core.domain.game import LONGEST_MORE, STANDINGS_SECONDS
from edu_core.domain.game_commands import Next, Reveal, Start
from edu_core.domain.game_replay import PHASE
from edu_core.domain.game_state import Game, GameRules, Phase, TeamMode
from edu_core.domain.people import Person
from edu_core.live.hub import Hub
from edu_core.live.room import Seat
from edu_core.services import games
from edu_core.services.context import Edu
from edu_core.services.game_results import get_results
from edu_core.services.game_work import HostOrder, Joined, JoinRequest
from edu_core.storage.games import list_log
from tests.conftest import Clock
from tests.live.seats import answer, command, heard, joined, opened, run, shown

TEAMS = ("一班", "二班", "三班", "四班")


@pytest.fixture
def game(edu: Edu, teacher: Person) -> Game:
    return games.create_game(edu, teacher, "every-kind", GameRules()).game


async def said(hub: Hub, seat: Seat) -> list[dict[str, Any]]:
    """Everything the seat has been told until now."""
    hub.receive(seat, json.dumps({"do": "ping", "at": 4711}))
    found: list[dict[str, Any]] = []
    while (message := json.loads(await seat.next() or "")) != {"pong": 4711}:
        found.append(message)
    return found


async def answered(hub: Hub, seat: Seat, game: Game, place: int, *, right: bool = True) -> None:
    hub.receive(seat, answer(game, place, f"answer {place}", right=right))
    await heard(seat, "ack")


def test_a_question_voided_afterwards_counts_for_nobody_and_can_come_back(
    edu: Edu, teacher: Person, game: Game
) -> None:
    async def work() -> None:
        async with opened(edu) as hub:
            host = await hub.sit(game.id, host=teacher)
            one, two = [await joined(hub, game, name) for name in ("李雷", "韩梅梅")]
            hub.receive(host, command("start"))
            await answered(hub, one, game, 0)
            await answered(hub, two, game, 0, right=False)
            for voided, points, words in ((True, 0.0, True), (False, 1.0, False)):
                hub.receive(host, command("void", round=0, voided=voided))
                while (view := await shown(one, "reveal"))["voided"] is not words:
                    pass
                assert view["me"]["points"] == points
            hub.receive(host, command("end"))
            await shown(one, "finished")
            hub.receive(host, command("void", round=0))  # also after the end
            while (view := await shown(one, "finished"))["me"]["points"] != 0.0:
                pass
            assert (view["me"]["rank"], view["me"]["right"]) == (1, 0)
            seen = (await shown(await hub.sit(game.id), "finished"))["see_again"]
            assert seen == []
        results = get_results(edu, teacher, game.id)
        assert [one.asked.voided for one in results.rounds] == [True]
        assert {one.place.points for one in results.players} == {0.0}

    run(work)


def test_teams_rank_by_their_mean_ties_share_a_rank_and_standings_can_be_hidden(
    edu: Edu, teacher: Person
) -> None:
    rules = GameRules(team_mode=TeamMode.NAMED, teams=TEAMS)
    game = games.create_game(edu, teacher, "every-kind", rules).game
    # a big class, a small one with the same mean, one a little worse, one without anybody
    crowd = [("一班", True)] * 4 + [("二班", True)] + [("三班", True), ("三班", False)]

    async def work() -> None:
        async with opened(edu) as hub:
            host, screen = await hub.sit(game.id, host=teacher), await hub.sit(game.id)
            seats: list[Seat] = []
            for number, (team, _) in enumerate(crowd):
                outcome = await hub.do(game.id, JoinRequest(f"选手{number}", team))
                assert isinstance(outcome, Joined)
                seats.append(await hub.sit(game.id, player_id=outcome.player_id))
            hub.receive(host, command("start"))
            for seat, (_, right) in zip(seats, crowd, strict=True):
                await answered(hub, seat, game, 0, right=right)
            hub.receive(host, command("standings", round=0))
            rows = (await shown(screen, "standings"))["standings"]["teams"]
            assert [(row["team"], row["points"], row["members"], row["rank"]) for row in rows] == [
                ("一班", 1.0, 4, 1),
                ("二班", 1.0, 1, 1),
                ("三班", 0.5, 2, 3),
            ]
            hub.receive(host, command("adjust", standings_shown=False))
            for seat in (screen, seats[0]):
                while "standings" in await shown(seat, "standings"):
                    pass
                hub.receive(seat, '{"do":"hello"}')
                assert "standings" not in await shown(seat, "standings")
            hub.receive(host, command("end"))
            assert "standings" not in await shown(screen, "finished")
            hub.receive(host, command("adjust", standings_shown=True))
            assert (await shown(screen, "finished"))["standings"]["teams"] == rows

    run(work)


def test_half_time_stands_still_for_everybody_until_the_host_goes_on(
    edu: Edu, teacher: Person, clock: Clock
) -> None:
    game = games.create_game(edu, teacher, "every-kind", GameRules(auto_advance=True)).game

    async def work() -> None:
        async with opened(edu) as hub:
            player, screen = await joined(hub, game, "李雷"), await hub.sit(game.id)
            host = await hub.sit(game.id, host=teacher)
            hub.receive(host, command("start"))
            await answered(hub, player, game, 0)
            hub.receive(host, command("standings", round=0))
            hub.receive(host, command("pause"))
            for seat in (player, screen):
                while not (await shown(seat, "standings"))["paused"]:
                    pass
            clock.move(minutes=10)
            hub.tick(game.id)
            hub.receive(host, command("resume"))
            view = await shown(screen, "standings")
            assert view["paused"] is False
            clock.move(seconds=STANDINGS_SECONDS + 1)
            hub.tick(game.id)
            assert (await shown(screen, "question"))["left"] == 30.0

    run(work)


def test_a_game_that_goes_on_by_itself_runs_to_its_end_without_a_host(
    edu: Edu, teacher: Person, clock: Clock
) -> None:
    rules = GameRules(auto_advance=True, seconds=10, reveal_seconds=5)
    game = games.create_game(edu, teacher, "every-kind", rules).game

    async def work() -> None:
        async with opened(edu) as hub:
            player, screen = await joined(hub, game, "李雷"), await hub.sit(game.id)
            await hub.do(game.id, HostOrder(teacher, Start()))
            for number in range(len(game.rounds)):
                await shown(screen, "question")
                if number:
                    clock.move(seconds=12)  # nobody answers: the time and its slack pass
                    hub.tick(game.id)
                else:
                    await answered(hub, player, game, 0)
                for phase, seconds in (("reveal", 5), ("standings", STANDINGS_SECONDS)):
                    await shown(screen, phase)
                    clock.move(seconds=seconds)
                    hub.tick(game.id)
            assert (await shown(player, "finished"))["me"]["points"] == 1.0
        assert games.load_game(edu, game.id).phase is Phase.FINISHED

    run(work)


def test_a_player_taken_out_by_mistake_comes_back_with_all_points(
    edu: Edu, teacher: Person, game: Game
) -> None:
    async def work() -> None:
        async with opened(edu) as hub:
            host = await hub.sit(game.id, host=teacher)
            one, two = [await joined(hub, game, name) for name in ("李雷", "韩梅梅")]
            hub.receive(host, command("start"))
            for seat in (one, two):
                await answered(hub, seat, game, 0)
            await shown(one, "reveal")
            hub.receive(host, command("remove", player=one.player_id))
            assert (await heard(one, "me"))["me"]["removed"] is True
            hub.receive(host, command("next", round=0))
            await shown(one, "question")
            hub.receive(one, answer(game, 1, "not now"))
            assert (await heard(one, "refused"))["code"] == "player-removed"
            hub.receive(host, command("restore", player=one.player_id))
            while (told := (await heard(one, "me")))["me"]["removed"]:
                pass
            assert told["me"]["points"] == 1.0
            await answered(hub, one, game, 1)

    run(work)


def test_extra_time_is_told_to_the_one_who_has_it_and_to_nobody_else(
    edu: Edu, teacher: Person, game: Game, clock: Clock
) -> None:
    async def work() -> None:
        async with opened(edu) as hub:
            host, screen = await hub.sit(game.id, host=teacher), await hub.sit(game.id)
            slow, other = [await joined(hub, game, name) for name in ("李雷", "韩梅梅")]
            hub.receive(host, command("extra_time", player=slow.player_id, seconds=30))
            assert (await heard(slow, "me"))["me"]["extra"] == 30
            hub.receive(host, command("start"))
            question = await shown(other, "question")
            assert (question["seconds"], question["left"]) == (30, 30.0)
            clock.move(seconds=31)
            hub.tick(game.id)
            for seat in (screen, other):
                hub.receive(seat, '{"do":"hello"}')
            told = [*await said(hub, screen), *await said(hub, other)]
            left = [one["view"]["left"] for one in told if "left" in one.get("view", {})]
            assert left[-2:] == [0.0, 0.0]
            text = json.dumps([question, *told])
            assert '"extra": 30' not in text
            assert slow.player_id not in text
            hub.receive(other, answer(game, 0, "too late"))
            assert (await heard(other, "refused"))["code"] == "too-late"
            await answered(hub, slow, game, 0)
            for seat in (slow, other):
                hub.receive(host, command("reveal", round=0))
                view = await shown(seat, "reveal")
                assert view["me"]["points"] == (1.0 if seat is slow else 0.0)

    run(work)


def test_two_hosts_on_two_hubs_click_at_the_same_moment_and_the_game_advances_once(
    edu: Edu, teacher: Person, game: Game
) -> None:
    async def work() -> None:
        async with opened(edu) as here, opened(edu) as there:
            await joined(here, game, "李雷")
            hosts = [(hub, await hub.sit(game.id, host=teacher)) for hub in (here, there)]
            await here.do(game.id, HostOrder(teacher, Start()))
            for number in range(3):
                for name, phase in (("reveal", "reveal"), ("next", "question")):
                    for hub, host in hosts:
                        hub.receive(host, command(name, round=number))
                    views = await asyncio.gather(*[shown(host, phase) for _, host in hosts])
                    assert {view["round"] for view in views} == {number + (name == "next")}
            for hub, host in hosts:  # a click that comes much later changes nothing either
                hub.receive(host, command("next", round=1))
                hub.receive(host, '{"do":"hello"}')
                assert (await heard(host, "view"))["view"]["round"] == 3
        with edu.store.read() as transaction:
            log = [row.name for row in list_log(transaction, game.id)]
        clicks = ["start"] + ["reveal", "next"] * 3
        assert [name for name in log if name != PHASE] == clicks
        assert log.count(PHASE) == len(clicks)

    run(work)


def test_more_time_is_for_everybody_and_within_bounds(
    edu: Edu, teacher: Person, game: Game
) -> None:
    async def work() -> None:
        async with opened(edu) as hub:
            host, player = await hub.sit(game.id, host=teacher), await joined(hub, game, "李雷")
            hub.receive(host, command("start"))
            await shown(player, "question")
            hub.receive(host, command("more_time", round=0, seconds=15))
            assert (await shown(player, "question"))["left"] == 45.0
            for seconds in (0, -5, LONGEST_MORE + 1):
                hub.receive(host, command("more_time", round=0, seconds=seconds))
                assert "没有改动" in (await heard(host, "words"))["words"]

    run(work)


def test_steps_that_do_not_fit_are_refused_in_words_and_change_nothing(
    edu: Edu, teacher: Person, game: Game
) -> None:
    async def work() -> None:
        async with opened(edu) as hub:
            host = await hub.sit(game.id, host=teacher)
            await joined(hub, game, "李雷")
            for name, fields in (("next", {"round": 0}), ("void", {"round": 0})):
                hub.receive(host, command(name, **fields))
                assert "先" in (await heard(host, "words"))["words"]
            await hub.do(game.id, HostOrder(teacher, Start()))
            hub.receive(host, command("next", round=0))
            assert "公布答案" in (await heard(host, "words"))["words"]
            await hub.do(game.id, HostOrder(teacher, Reveal(0)))
            await hub.do(game.id, HostOrder(teacher, Next(0)))
            assert games.load_game(edu, game.id).place == 1

    run(work)
