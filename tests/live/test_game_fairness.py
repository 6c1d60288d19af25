"""Fair through the real services: answers stand in a queue and are stored together, and still each
counts by when it arrived, with 50 players as with 1,000.
"""

import asyncio
from statistics import mean

import pytest

from edu_core.domain.game_commands import Next, Reveal, Start
from edu_core.domain.game_state import GameRules, Scoring
from edu_core.domain.people import Person
from edu_core.services import games
from edu_core.services.context import Edu
from edu_core.services.game_work import HostOrder, Joined, JoinRequest
from tests.conftest import Clock
from tests.live.seats import answer, heard, joined, opened, run, shown

SPEED = GameRules(scoring=Scoring.SPEED, seconds=20)


async def _mean_points(edu: Edu, teacher: Person, clock: Clock, players: int) -> float:
    """The mean points when everybody answers rightly, spread evenly over ten seconds."""
    game = games.create_game(edu, teacher, "every-kind", SPEED).game
    async with opened(edu) as hub:
        jobs = [hub.do(game.id, JoinRequest(f"选手{number}")) for number in range(players)]
        names = [one.player_id for one in await asyncio.gather(*jobs) if isinstance(one, Joined)]
        seats = [await hub.sit(game.id, player_id=name) for name in names]
        screen = await hub.sit(game.id)
        await hub.do(game.id, HostOrder(teacher, Start()))
        opened_at = clock.now()
        for place, seat in enumerate(seats):
            clock.at = opened_at
            clock.move(seconds=10 * (place + 0.5) / players)
            hub.receive(seat, answer(game, 0, "mine"))
        clock.at = opened_at
        clock.move(seconds=19)  # the queue is slow: its turn comes long after the arrival
        for seat in seats:
            await heard(seat, "ack")
        told = (await shown(screen, "reveal"))["distribution"]
    stored = games.load_game(edu, game.id)
    assert told["right"] == len(stored.answers_of(0)) == players
    return mean(place.points for place in stored.table.values())


def test_mean_points_of_a_right_answer_are_the_same_with_50_and_with_1000_players(
    edu: Edu, teacher: Person, clock: Clock
) -> None:
    found: list[float] = []

    async def work() -> None:
        for players in (50, 1000):
            found.append(await _mean_points(edu, teacher, clock, players))

    run(work)
    few, many = found
    assert few == pytest.approx(1 + 0.5 * 15 / 20, rel=0.02)
    assert many == pytest.approx(few, rel=0.02)


def test_a_late_answer_is_refused_in_words_and_never_booked_on_the_next_question(
    edu: Edu, teacher: Person, clock: Clock
) -> None:
    game = games.create_game(edu, teacher, "every-kind", SPEED).game

    async def work() -> None:
        async with opened(edu) as hub:
            seat = await joined(hub, game, "李雷")
            await joined(hub, game, "韩梅梅")
            await hub.do(game.id, HostOrder(teacher, Start()))
            clock.move(seconds=21)
            hub.receive(seat, answer(game, 0, "after the end"))
            told = await heard(seat, "refused")
            assert (told["refused"], told["code"]) == ("after the end", "too-late")
            assert "没有计入" in told["words"]
            await hub.do(game.id, HostOrder(teacher, Reveal(0)))
            await hub.do(game.id, HostOrder(teacher, Next(0)))
            hub.receive(seat, answer(game, 0, "a question later"))
            assert (await heard(seat, "refused"))["code"] == "too-late"
        stored = games.load_game(edu, game.id)
        assert stored.place == 1
        assert stored.answers == {}
        assert {place.points for place in stored.table.values()} == {0.0}

    run(work)


def test_an_answer_at_the_last_moment_counts_though_the_question_closed_in_the_queue_before_it(
    edu: Edu, teacher: Person, clock: Clock
) -> None:
    game = games.create_game(edu, teacher, "every-kind", SPEED).game

    async def work() -> None:
        async with opened(edu) as hub:
            seat = await joined(hub, game, "李雷")
            await joined(hub, game, "韩梅梅")
            host = await hub.sit(game.id, host=teacher)
            await hub.do(game.id, HostOrder(teacher, Start()))
            clock.move(seconds=20)
            hub.receive(seat, answer(game, 0, "just in time"))
            clock.move(seconds=5)
            hub.receive(host, '{"do":"command","name":"reveal","round":0}')
            assert (await heard(seat, "ack"))["ack"] == "just in time"
            view = await shown(seat, "reveal")
            assert view["me"]["points"] == 1.0  # nothing for speed, and never less than nothing

    run(work)
