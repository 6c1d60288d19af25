"""The hub: one writer, acknowledgements after the commit, the same text for all, quiet counts."""

import asyncio
import json

import pytest

from edu_core.domain.errors import NotFound
from edu_core.domain.game_commands import GiveExtraTime, Reveal, Start
from edu_core.domain.game_state import Game, GameRules, Phase
from edu_core.domain.people import Person
from edu_core.live.messages import read_answer, read_message
from edu_core.live.room import Room
from edu_core.services import games
from edu_core.services.context import Edu
from edu_core.services.game_results import get_results
from edu_core.services.game_work import HostOrder, JoinRequest, perform
from tests.conftest import Clock
from tests.live.seats import answer, command, heard, joined, opened, run, shown

QUIZ = "every-kind"


@pytest.fixture
def game(edu: Edu, teacher: Person) -> Game:
    return games.create_game(edu, teacher, QUIZ, GameRules()).game


def test_an_answer_is_stored_when_it_is_acknowledged(edu: Edu, teacher: Person, game: Game) -> None:
    async def work() -> None:
        async with opened(edu) as hub:
            host = await hub.sit(game.id, host=teacher)
            first, second = [await joined(hub, game, name) for name in ("李雷", "韩梅梅")]
            hub.receive(host, command("start"))
            assert (await heard(first, "view"))["view"]["phase"] == "question"
            hub.receive(first, answer(game, 0, "one"))
            assert (await heard(first, "ack"))["ack"] == "one"
            stored = games.load_game(edu, game.id)
            assert stored.answers_of(0)[first.player_id].answer_id == "one"
            hub.receive(first, answer(game, 0, "one"))
            assert (await heard(first, "ack"))["ack"] == "one"
            hub.receive(first, answer(game, 0, "two"))
            assert "第一次" in (await heard(first, "refused"))["words"]
            hub.receive(second, answer(game, 0, "three", right=False))
            assert (await shown(second, "reveal"))["me"]["answer"]["right"] is False
            assert (await shown(first, "reveal"))["me"]["points"] == 1.0

    run(work)


@pytest.mark.parametrize("name", ["\ud800", "a\0b"])
def test_an_answer_with_an_id_that_cannot_be_carried_does_not_hinder_the_others(
    edu: Edu, teacher: Person, game: Game, name: str
) -> None:
    async def work() -> None:
        async with opened(edu) as hub:
            host = await hub.sit(game.id, host=teacher)
            first, second = [await joined(hub, game, name) for name in ("李雷", "韩梅梅")]
            hub.receive(host, command("start"))
            await shown(second, "question")
            hub.receive(first, answer(game, 0, name))
            hub.receive(second, answer(game, 0, "fine"))
            assert "什么都没有改动" in (await heard(first, "words"))["words"]
            assert (await heard(second, "ack"))["ack"] == "fine"
            assert list(games.load_game(edu, game.id).answers_of(0)) == [second.player_id]

    run(work)


def test_a_question_is_one_text_for_all_players(edu: Edu, teacher: Person, game: Game) -> None:
    async def work() -> None:
        async with opened(edu) as hub:
            seats = [await joined(hub, game, f"选手{number}") for number in range(5)]
            await hub.do(game.id, HostOrder(teacher, Start()))
            texts = set()
            for seat in seats:
                while "view" not in (message := json.loads(text := await seat.next() or "")):
                    pass
                assert "me" not in message["view"]
                texts.add(text)
            assert len(texts) == 1

    run(work)


def test_a_thousand_answers_at_once_all_count_and_the_end_of_the_round_fires(
    edu: Edu, teacher: Person, game: Game
) -> None:
    async def work() -> None:
        async with opened(edu) as hub:
            jobs = [hub.do(game.id, JoinRequest(f"选手{number}")) for number in range(1000)]
            players = [one.player_id for one in await asyncio.gather(*jobs)]  # type: ignore[union-attr]
            seats = [await hub.sit(game.id, player_id=player) for player in players]
            screen = await hub.sit(game.id)
            await hub.do(game.id, HostOrder(teacher, Start()))
            for number, seat in enumerate(seats):
                hub.receive(seat, answer(game, 0, f"a{number}", right=number % 4 != 0))
            for number, seat in enumerate(seats):
                assert (await heard(seat, "ack"))["ack"] == f"a{number}"
            view = await shown(screen, "reveal")
            stored = get_results(edu, teacher, game.id).rounds[0].distribution
            told = view["distribution"]
            assert (stored.answered, stored.right, stored.wrong) == (1000, 750, 250)
            assert (told["answered"], told["right"], told["wrong"]) == (1000, 750, 250)
            assert told["options"] == dict(stored.options)

    run(work)


def test_counts_go_to_the_screen_and_never_to_players(
    edu: Edu, teacher: Person, game: Game
) -> None:
    async def work() -> None:
        async with opened(edu) as hub:
            screen = await hub.sit(game.id)
            first = await joined(hub, game, "李雷")
            other = await joined(hub, game, "韩梅梅")
            await hub.do(game.id, HostOrder(teacher, Start()))
            await heard(other, "view")
            hub.receive(first, answer(game, 0, "one"))
            assert (await heard(screen, "count"))["count"] == {"answered": 1, "of": 2}
            hub.receive(other, json.dumps({"do": "ping", "at": 7}))
            assert json.loads(await other.next() or "") == {"pong": 7}  # nothing came between

    run(work)


def test_the_host_closes_the_laptop_and_nothing_happens_to_the_game(
    edu: Edu, teacher: Person, game: Game
) -> None:
    async def work() -> None:
        async with opened(edu) as hub:
            host, second = (
                await hub.sit(game.id, host=teacher),
                await hub.sit(game.id, host=teacher),
            )
            player = await joined(hub, game, "李雷")
            await joined(hub, game, "韩梅梅")
            hub.receive(host, command("start"))
            await heard(player, "view")
            hub.leave(host)
            hub.leave(second)
            hub.receive(player, answer(game, 0, "one"))
            await heard(player, "ack")
            back = await hub.sit(game.id, host=teacher)
            view = (await heard(back, "view"))["view"]
            assert (view["phase"], view["answered"]) == ("question", 1)

    run(work)


def test_two_hosts_click_at_the_same_moment_and_the_game_advances_once(
    edu: Edu, teacher: Person, game: Game
) -> None:
    async def work() -> None:
        async with opened(edu) as hub:
            await joined(hub, game, "李雷")
            await hub.do(game.id, HostOrder(teacher, Start()))
            await hub.do(game.id, HostOrder(teacher, Reveal(0)))
            hosts = [await hub.sit(game.id, host=teacher) for _ in range(2)]
            for host in hosts:
                hub.receive(host, command("next", round=0))
            for host in hosts:
                view = await shown(host, "question")
                assert view["round"] == 1
            assert games.load_game(edu, game.id).place == 1

    run(work)


def test_no_frame_shows_the_key_or_another_answer_before_the_reveal(
    edu: Edu, teacher: Person, game: Game
) -> None:
    async def work() -> None:
        async with opened(edu) as hub:
            host, screen = await hub.sit(game.id, host=teacher), await hub.sit(game.id)
            first, other = [await joined(hub, game, name) for name in ("李雷", "韩梅梅")]
            hub.receive(host, command("start"))
            hub.receive(first, answer(game, 0, "secret-id"))
            await heard(first, "ack")
            texts: list[str] = []
            for seat in (host, screen, other):
                hub.receive(seat, json.dumps({"do": "hello"}))
                hub.receive(seat, json.dumps({"do": "ping", "at": 7}))
                while "pong" not in (text := await seat.next() or ""):
                    texts.append(text)
            item = game.sheets[game.rounds[0].item_id].item
            said = "".join(texts)
            assert "question" in said
            for secret in ('"reveal":{', "secret-id", "distribution", item.explanation, '"key"'):
                assert secret not in said

    run(work)


def test_no_frame_shows_the_key_between_the_two_votes_of_a_discussed_question(
    edu: Edu, teacher: Person, game: Game
) -> None:
    async def work() -> None:
        async with opened(edu) as hub:
            host, screen = await hub.sit(game.id, host=teacher), await hub.sit(game.id)
            first, other = [await joined(hub, game, name) for name in ("李雷", "韩梅梅")]
            hub.receive(host, command("start"))
            hub.receive(first, answer(game, 0, "one"))
            await heard(first, "ack")
            hub.receive(host, command("discuss", round=0))
            assert (await shown(first, "discussion"))["me"]["points"] == 0.0
            again = await hub.sit(game.id, player_id=first.player_id)  # reloaded meanwhile
            hub.receive(host, command("ask_again", round=0))
            assert (await shown(again, "question"))["again"] is True
            texts: list[str] = []
            for seat in (host, screen, first, other, again):
                hub.receive(seat, json.dumps({"do": "hello"}))
                hub.receive(seat, json.dumps({"do": "ping", "at": 7}))
                while "pong" not in (text := await seat.next() or ""):
                    texts.append(text)
            said = "".join(texts)
            item = game.sheets[game.rounds[0].item_id].item
            assert '"phase":"discussion"' in said
            assert '"votes":{"answered":1' in said
            for secret in ('"reveal":{', "distribution", item.explanation, '"key"', '"score"'):
                assert secret not in said
            assert '"right":true' not in said

    run(work)


def test_phones_hear_that_the_lesson_is_on_and_nothing_of_its_pages(
    edu: Edu, teacher: Person, game: Game
) -> None:
    async def work() -> None:
        async with opened(edu) as hub:
            host, screen = await hub.sit(game.id, host=teacher), await hub.sit(game.id)
            phone = await joined(hub, game, "李雷")
            hub.receive(host, command("slide", round=-1, slide=0))
            assert (await heard(phone, "view"))["view"]["slides"] is True
            for place in (1, 2, 3):
                hub.receive(host, command("slide", round=-1, slide=place, seen=place - 1))
            hub.receive(host, command("reveal_slide", slide=3))
            while (await heard(screen, "view"))["view"]["slide"] != {"place": 3, "revealed": True}:
                pass
            hub.receive(phone, json.dumps({"do": "ping", "at": 7}))
            assert json.loads(await phone.next() or "") == {"pong": 7}  # nothing came between
            late = await hub.sit(game.id)  # a second projector
            assert (await heard(late, "view"))["view"]["slide"]["place"] == 3
            hub.receive(host, command("start"))
            assert (await shown(phone, "question"))["slides"] is False

    run(work)


def test_whoever_floods_is_asked_to_slow_down(edu: Edu, teacher: Person, game: Game) -> None:
    async def work() -> None:
        async with opened(edu) as hub:
            seat = await joined(hub, game, "李雷")
            for _ in range(60):
                hub.receive(seat, json.dumps({"do": "pong", "ping": 9}))
            assert "太快" in (await heard(seat, "words"))["words"]

    run(work)


def test_a_seat_that_takes_nothing_is_let_go(edu: Edu, game: Game) -> None:
    async def work() -> None:
        async with opened(edu) as hub:
            seat = await joined(hub, game, "李雷")
            for _ in range(200):
                seat.say({"words": "……"})
            assert await seat.next() is None

    run(work)


def test_a_game_that_does_not_exist_has_no_seats(edu: Edu) -> None:
    async def work() -> None:
        async with opened(edu) as hub:
            with pytest.raises(NotFound):
                await hub.sit(99)
            with pytest.raises(NotFound):
                await hub.do(99, JoinRequest("李雷"))

    run(work)


def test_two_processes_play_one_game(edu: Edu, teacher: Person, game: Game) -> None:
    async def work() -> None:
        async with opened(edu) as here, opened(edu) as there:
            first = await joined(here, game, "李雷")
            second = await joined(there, game, "韩梅梅")
            await here.do(game.id, HostOrder(teacher, Start()))
            assert (await heard(second, "view"))["view"]["phase"] == "question"
            here.receive(first, answer(game, 0, "one"))
            there.receive(second, answer(game, 0, "two"))
            for seat in (first, second):
                view = await shown(seat, "reveal")
                assert view["me"]["points"] == 1.0
            assert games.load_game(edu, game.id).answered(0) == 2

    run(work)


def test_a_server_that_was_down_while_a_question_was_open_gives_the_time_back(
    edu: Edu, teacher: Person, game: Game, clock: Clock
) -> None:
    async def work() -> None:
        async with opened(edu) as hub:
            player = await joined(hub, game, "李雷")
            await joined(hub, game, "韩梅梅")
            await hub.do(game.id, HostOrder(teacher, Start()))
        clock.move(minutes=2)
        async with opened(edu) as hub:
            seat = await hub.sit(game.id, player_id=player.player_id)
            view = (await heard(seat, "view"))["view"]
            while not view["left"]:
                view = (await heard(seat, "view"))["view"]
            assert view["left"] == 15
            hub.receive(seat, answer(game, 0, "one"))
            await heard(seat, "ack")
        assert games.load_game(edu, game.id).phase is Phase.QUESTION

    run(work)


def test_what_is_refused_by_the_database_is_not_acknowledged(
    edu: Edu, teacher: Person, game: Game
) -> None:
    async def work() -> None:
        async with opened(edu) as hub:
            player = await joined(hub, game, "李雷")
            await hub.do(game.id, HostOrder(teacher, Start()))
            games.delete_game(edu, teacher, game.id, game.code)
            hub.receive(player, answer(game, 0, "one"))
            assert (await heard(player, "refused"))["refused"] == "one"

    run(work)


def test_a_hall_that_comes_back_at_once_lets_the_game_be_read_once(
    edu: Edu, game: Game, monkeypatch: pytest.MonkeyPatch
) -> None:
    players = [games.join(edu, game.id, JoinRequest(f"选手{one}")).player_id for one in range(30)]
    read = list[int]()
    load = games.load_game

    def counted(edu: Edu, game_id: int, known: Game | None = None) -> Game:
        read.append(game_id)
        return load(edu, game_id, known)

    monkeypatch.setattr(games, "load_game", counted)

    async def work() -> None:
        async with opened(edu) as hub:
            seats = await asyncio.gather(*[hub.sit(game.id, player_id=one) for one in players])
            assert read == [game.id]
            for seat in seats:
                assert (await heard(seat, "view"))["view"]["phase"] == Phase.LOBBY

    run(work)


@pytest.mark.parametrize("extra", [0, 60])
def test_answers_move_the_alarm_only_where_somebody_has_extra_time(
    edu: Edu, teacher: Person, game: Game, extra: int
) -> None:
    slow, _ = [games.join(edu, game.id, JoinRequest(name)).player_id for name in ("李雷", "王五")]
    games.host_command(edu, teacher, game.id, GiveExtraTime(slow, extra))
    started = games.host_command(edu, teacher, game.id, Start()).game
    message = read_message(answer(started, 0, "one"))
    given = read_answer(message, slow, edu.now(), 0.0)
    answered = perform(edu, game.id, [given], started).game

    async def work() -> None:
        room = Room(started, edu.now)
        assert room.show(answered) is (extra == 0)
        assert room.show(answered)  # nothing new
        room.close()

    run(work)
