"""Floods and guesses, at the real doors: what a school behind one address does passes, what only a
program does is slowed down, and nobody else notices.
"""

import asyncio
import json
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import Message, Scope
from starlette.websockets import WebSocketDisconnect

from edu_core.config import FORM_COOKIE
from edu_core.domain.game_commands import Start
from edu_core.domain.game_state import GameRules
from edu_core.live.callers import PLAYER_COOKIE
from edu_core.live.hub import Hub
from edu_core.live.limits import GUESSES, JOINS, MESSAGES
from edu_core.live.sockets import TRY_AGAIN
from edu_core.services import games
from edu_core.services.context import Edu
from edu_core.services.game_work import JoinRequest
from edu_core.services.games import OpenGame
from tests.conftest import Clock, School
from tests.live.doors import heard_by, join
from tests.live.seats import answer, run

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FORM_TOKEN = "a" * 32
AT_ONCE = 100


@pytest.fixture
def opened(edu: Edu, school: School) -> OpenGame:
    return games.create_game(edu, school.teacher, "every-kind", GameRules(seconds=600))


async def post_name(pages: Starlette, code: str, name: str, address: str = "10.0.0.1") -> int:
    """A new phone sends the form with this name, without a client in between; the status."""
    body = urlencode({"form_token": FORM_TOKEN, "nickname": name}).encode()
    headers = {
        "host": "testserver",
        "content-type": "application/x-www-form-urlencoded",
        "cookie": f"{FORM_COOKIE}={FORM_TOKEN}",
    }
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": f"/join/{code}",
        "raw_path": f"/join/{code}".encode(),
        "query_string": b"",
        "headers": [(key.encode(), value.encode()) for key, value in headers.items()],
        "client": (address, 40_000),
        "server": ("testserver", 80),
    }
    statuses: list[int] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    await pages(scope, receive, send)
    return statuses[0]


def test_a_school_of_800_comes_in_within_a_minute_and_ten_thousand_names_do_not(
    pages: Starlette, hub: Hub, edu: Edu, clock: Clock, opened: OpenGame
) -> None:
    code = opened.game.code

    async def come(names: list[str], seconds: float) -> list[int]:
        found: list[int] = []
        for place in range(0, len(names), AT_ONCE):
            coming = names[place : place + AT_ONCE]
            found += await asyncio.gather(*[post_name(pages, code, name) for name in coming])
            clock.move(seconds=seconds * len(coming) / len(names))
        return found

    async def work() -> None:
        assert await come([f"同学{number}" for number in range(800)], 60) == [303] * 800
        assert len(games.load_game(edu, opened.game.id).players) == 800
        tried = await come(["　"] * 1000, 0)  # looked at and refused, until nobody looks any more
        assert set(tried) == {400, 429}
        assert 800 + tried.count(400) <= JOINS.burst + 60 * JOINS.per_second
        assert await post_name(pages, code, "同一个地址的同学") == 429
        assert await post_name(pages, code, "别处的同学", "10.0.0.2") == 303
        clock.move(seconds=1)
        assert await post_name(pages, code, "同一个地址的同学") == 303
        await hub.close()

    run(work)


def test_one_player_who_floods_is_slowed_down_and_the_others_play_on(
    client: TestClient, hub: Hub, edu: Edu, school: School, opened: OpenGame
) -> None:
    game_id, code = opened.game.id, opened.game.code
    one, other = (games.join(edu, game_id, JoinRequest(name)) for name in ("李雷", "韩梅梅"))
    games.host_command(edu, school.teacher, game_id, Start())
    flooding, playing = (
        client.websocket_connect(
            f"/play/{code}/socket", headers={"Cookie": f"{PLAYER_COOKIE}{code}={joined.token}"}
        )
        for joined in (one, other)
    )
    with flooding as loud, playing as quiet:
        for _ in range(10 * int(MESSAGES.burst)):
            loud.send_text('{"do":"hello"}')
        quiet.send_text(answer(opened.game, 0, "mine"))
        told = heard_by(client, hub, game_id, quiet)
        assert {"ack": "mine"} in told
        assert not any("太快" in message.get("words", "") for message in told)
        words = []
        while len(words) < 5:
            words += [loud.receive_json().get("words", "")]
            words = [text for text in words if text]
        assert all("太快" in text for text in words)
    assert games.load_game(edu, game_id).answers_of(0).keys() == {other.player_id}


def test_plain_requests_of_one_player_are_slowed_down_and_the_answer_stays_on_the_phone(
    client: TestClient, edu: Edu, school: School, clock: Clock, opened: OpenGame
) -> None:
    game_id, place = opened.game.id, f"/play/{opened.game.code}"
    join(client, opened.game.code, "李雷")
    games.host_command(edu, school.teacher, game_id, Start())
    for _ in range(int(MESSAGES.burst)):
        assert client.get(f"{place}/view").status_code == 200
    refused = client.get(f"{place}/view")
    assert (refused.status_code, refused.json().keys()) == (429, {"words"})
    given = answer(opened.game, 0, "kept").encode()
    told = client.post(f"{place}/answer", content=given)
    assert (told.status_code, told.json().keys()) == (429, {"words"})  # no refusal of the answer
    with client.websocket_connect(f"{place}/socket") as socket:
        with pytest.raises(WebSocketDisconnect) as ended:
            socket.receive_json()
        assert ended.value.code == TRY_AGAIN
    clock.move(seconds=1)
    assert client.post(f"{place}/answer", content=given).json() == {"ack": "kept"}


def test_guesses_of_codes_and_of_the_screens_link_are_slowed_down_also_over_sockets(
    client: TestClient, clock: Clock, opened: OpenGame
) -> None:
    screen = f"/event/{opened.game.id}/screen"
    wrong = {
        "code": lambda: client.get("/join/000000"),
        "typed code": lambda: client.get("/join", params={"code": "000000"}),
        "player": lambda: client.get("/play/000000"),
        "screen": lambda: client.get(f"{screen}/{'0' * 32}"),
    }
    for _ in range(int(GUESSES.burst) // len(wrong)):
        for ask in wrong.values():
            assert ask().status_code == 404
    for ask in wrong.values():
        answered = ask()
        assert answered.status_code == 429
        assert int(answered.headers["Retry-After"]) > 0
    for path in (f"{screen}/{'0' * 32}/socket", "/play/000000/socket"):
        with client.websocket_connect(path) as socket:
            with pytest.raises(WebSocketDisconnect) as ended:
                socket.receive_json()
            assert ended.value.code == TRY_AGAIN
    # the school behind the same address is not locked out by one who guesses
    assert client.get(f"/join/{opened.game.code}").status_code == 200
    assert client.get(f"{screen}/{opened.screen_secret}").status_code == 200
    clock.move(minutes=1)
    assert client.get("/join/000000").status_code == 404


def test_guesses_over_sockets_alone_are_slowed_down(client: TestClient, opened: OpenGame) -> None:
    path = f"/event/{opened.game.id}/screen/{'0' * 32}/socket"
    for _ in range(int(GUESSES.burst)):
        with client.websocket_connect(path) as socket:
            assert socket.receive_json()["gone"] is True
    with client.websocket_connect(path) as socket, pytest.raises(WebSocketDisconnect):
        socket.receive_json()


def test_what_is_far_too_long_is_turned_away_at_every_door(
    client: TestClient, edu: Edu, school: School, opened: OpenGame
) -> None:
    code = opened.game.code
    assert join(client, code, "雷" * 200_000)[0] == 413
    assert join(client, code, "李雷")[0] == 303
    games.host_command(edu, school.teacher, opened.game.id, Start())
    big = json.dumps({"do": "answer", "round": 0, "answer_id": "x", "response": "字" * 200_000})
    assert client.post(f"/play/{code}/answer", content=big.encode()).status_code == 413
    with client.websocket_connect(f"/play/{code}/socket") as socket:
        socket.send_text(big)
        while "words" not in (told := socket.receive_json()):
            pass
        assert "太长" in told["words"]
    stored = games.load_game(edu, opened.game.id)
    assert [player.nickname for player in stored.players.values()] == ["李雷"]
    assert stored.answers == {}
