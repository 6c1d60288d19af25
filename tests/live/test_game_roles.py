"""Every message of every role over real sockets: what may not change does not, and no frame tells
the key or another player's answer before the reveal.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from edu_core.config import SESSION_COOKIE
from edu_core.domain.errors import EduError
from edu_core.domain.game import apply
from edu_core.domain.game_commands import (
    HOST_COMMANDS,
    Discuss,
    HostCommand,
    Pause,
    Remove,
    Reveal,
    ShowSlide,
    Skip,
    Start,
    SubmitAnswer,
)
from edu_core.domain.game_state import Game, GameRules
from edu_core.live.callers import PLAYER_COOKIE
from edu_core.live.hub import Hub
from edu_core.live.messages import read_command
from edu_core.services import games
from edu_core.services.context import Edu
from edu_core.services.game_work import Claimed, Joined, JoinRequest
from edu_core.services.games import OpenGame
from edu_core.storage.games import list_log
from tests.conftest import Clock, MakeTeacher, School
from tests.live.doors import heard_by, session_of
from tests.live.seats import answer

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@dataclass
class Hall:
    """Two games of two teachers with the same quiz, and everybody's cookies."""

    edu: Edu
    one: OpenGame
    other: OpenGame
    players: dict[str, Joined]
    claim: Claimed
    cookies: dict[str, str]

    @property
    def game(self) -> Game:
        """The game that everybody tries to change, as it is stored."""
        return games.load_game(self.edu, self.one.game.id)

    def stored(self) -> tuple[object, ...]:
        """Everything that nobody but its host may change."""
        claimed = games.token_owner(self.edu, self.one.game.id, self.claim.token)
        return (self.game, games.load_game(self.edu, self.other.game.id), claimed)


@pytest.fixture
def hall(edu: Edu, school: School, make_teacher: MakeTeacher) -> Hall:
    """Three play, 小刚 was removed, and somebody asks for the place of 小红."""
    stranger = make_teacher("zhao")
    one, other = (
        games.create_game(edu, host, "every-kind", GameRules(seconds=600))
        for host in (school.teacher, stranger)
    )
    names = ("李雷", "韩梅梅", "小红", "小刚")
    players = {name: games.join(edu, one.game.id, JoinRequest(name)) for name in names}
    abroad = games.join(edu, other.game.id, JoinRequest("李雷"))
    removed = Remove(players["小刚"].player_id)
    games.host_command(edu, school.teacher, one.game.id, removed)
    here, there = PLAYER_COOKIE + one.game.code, PLAYER_COOKIE + other.game.code
    cookies = {
        "nobody": "",
        "player": f"{here}={players['李雷'].token}",
        "player of another game": f"{there}={abroad.token}",
        "player of another game in disguise": f"{here}={abroad.token}",
        "pupil": f"{SESSION_COOKIE}={session_of(edu, school.pupils[0])}",
        "host of another game": f"{SESSION_COOKIE}={session_of(edu, stranger)}",
        "host": f"{SESSION_COOKIE}={session_of(edu, school.teacher)}",
    }
    return Hall(edu, one, other, players, games.ask_claim(edu, one.game.id, "小红"), cookies)


def begin(hall: Hall, school: School) -> None:
    """Open the first question; 李雷 and 韩梅梅 answer it."""
    game_id = hall.one.game.id
    games.host_command(hall.edu, school.teacher, game_id, Start())
    key = hall.game.sheets[hall.game.rounds[0].item_id]
    response = key.item.correct_response()
    assert response is not None
    given = [
        SubmitAnswer(hall.players[name].player_id, 0, key.shown(response), hall.edu.now(), secret)
        for name, secret in (("李雷", "own-id"), ("韩梅梅", "secret-id"))
    ]
    games.submit_answers(hall.edu, game_id, given)


def reveal(hall: Hall, school: School) -> None:
    """Open the first question, and close it."""
    begin(hall, school)
    games.host_command(hall.edu, school.teacher, hall.one.game.id, Reveal(0))


def discuss(hall: Hall, school: School) -> None:
    """Open the first question, and let it be discussed."""
    begin(hall, school)
    games.host_command(hall.edu, school.teacher, hall.one.game.id, Discuss(0))


PHASES: dict[str, Callable[[Hall, School], None]] = {
    "lobby": lambda hall, school: None,
    "question": begin,
    "reveal": reveal,
    "discussion": discuss,
}


def commands(hall: Hall) -> dict[str, dict[str, Any]]:
    """Every command of a host with fields that fit."""
    here, player = {"round": 0}, {"player": hall.players["韩梅梅"].player_id}
    fields: dict[str, dict[str, Any]] = {
        "rename": {**player, "nickname": "换了名字"},
        "remove": player,
        "restore": {"player": hall.players["小刚"].player_id},
        "extra_time": {**player, "seconds": 60},
        "confirm_claim": {"code": hall.claim.code},
        "lock": {},
        "start": {},
        "reveal": here,
        "standings": here,
        "next": here,
        "skip": here,
        "discuss": here,
        "ask_again": here,
        "end_discussion": here,
        "slide": {**here, "slide": 0, "seen": None},
        "reveal_slide": {"slide": 0},
        "leave_slides": {"slide": 0},
        "end": {},
        "pause": {},
        "resume": {},
        "more_time": {**here, "seconds": 30},
        "void": here,
        "hands": {**here, "counts": {"o1": 7}},
        "adjust": {"names_shown": False, "muted": False},
    }
    assert fields.keys() == HOST_COMMANDS.keys()
    return {name: {"do": "command", "name": name, **given} for name, given in fields.items()}


def other_messages(hall: Hall) -> list[str]:
    """What is no command: answers that must not count, and what is no message at all."""
    response = {"gesture": "choose", "options": ["o1"]}
    given = {"do": "answer", "round": 0, "answer_id": "x", "response": response}
    deep = "[" * 3000 + "]" * 3000
    return [
        answer(hall.game, 0, "again", right=False),
        *(json.dumps({**given, "round": number}) for number in (-1, 1, 99, 10**30, 0.5, True, "0")),
        json.dumps({**given, "answer_id": "y" * 65}),
        json.dumps({**given, "response": {"gesture": "choose", "options": ["no-such"]}}),
        json.dumps({**given, "response": deep}),
        '{"do": "answer", "response": ' + deep + "}",
        '{"do": "hello", "player": "' + hall.players["韩梅梅"].player_id + '"}',
        json.dumps({"do": "host", "name": "start"}),
        json.dumps({"do": ["command"], "name": "start"}),
        "",
        "null",
        "[" * 10_000,
        "字" * 20_000,
    ]


def door(hall: Hall, name: str) -> str:
    """The address of one of the sockets of the game that everybody tries to change."""
    return {
        "player": f"/play/{hall.one.game.code}/socket",
        "host": f"/event/{hall.one.game.id}/host/socket",
        "screen": f"/event/{hall.one.game.id}/screen/{hall.one.screen_secret}/socket",
        "wrong screen": f"/event/{hall.one.game.id}/screen/{hall.other.screen_secret}/socket",
        "their player": f"/play/{hall.other.game.code}/socket",
        "their host": f"/event/{hall.other.game.id}/host/socket",
    }[name]


OUTSIDE = [
    ("nobody", "player"),
    ("nobody", "host"),
    ("nobody", "wrong screen"),
    ("player of another game", "player"),
    ("player of another game in disguise", "player"),
    ("pupil", "player"),
    ("pupil", "host"),
    ("host of another game", "host"),
    ("host of another game", "player"),
    ("player", "host"),
]
INSIDE = [
    ("player", "player"),
    ("nobody", "screen"),
    ("player", "screen"),
    ("host of another game", "their host"),
    ("player of another game", "their player"),
]


@pytest.mark.parametrize("phase", PHASES)
def test_who_has_no_place_in_the_game_is_told_so_and_heard_no_further(
    client: TestClient, hall: Hall, school: School, phase: str
) -> None:
    PHASES[phase](hall, school)
    before = hall.stored()
    for role, place in OUTSIDE:
        headers = {"Cookie": hall.cookies[role]}
        with client.websocket_connect(door(hall, place), headers=headers) as socket:
            told = socket.receive_json()
            assert told["gone"] is True, (role, place)
            assert told.keys() == {"gone", "words"}
            for message in commands(hall).values():
                socket.send_json(message)
            with pytest.raises(WebSocketDisconnect):
                socket.receive_json()
    assert hall.stored() == before


@pytest.mark.parametrize("phase", PHASES)
def test_no_message_of_any_role_changes_what_is_not_the_senders(
    client: TestClient, hub: Hub, hall: Hall, school: School, phase: str
) -> None:
    PHASES[phase](hall, school)
    before = hall.stored()
    for role, place in INSIDE:
        told = say_everything(client, hub, hall, role, place)
        assert hall.stored() == before, (role, place)
        if phase != "reveal":
            require_nothing_told(hall, told, own=role == place == "player")


def say_everything(
    client: TestClient, hub: Hub, hall: Hall, role: str, place: str
) -> list[dict[str, Any]]:
    """Send every message there is through this door; everything that was told there."""
    game_id = (hall.other if place.startswith("their") else hall.one).game.id
    ordered = [
        json.dumps(message)
        for name, message in commands(hall).items()
        if place != "their host" or name not in OWN_GAME
    ]
    told: list[dict[str, Any]] = []
    for texts in (ordered, other_messages(hall)):  # a socket takes forty at once
        headers = {"Cookie": hall.cookies[role]}
        with client.websocket_connect(door(hall, place), headers=headers) as socket:
            for text in texts:
                socket.send_text(text)
            told += heard_by(client, hub, game_id, socket)
    return told


OWN_GAME = {"start", "lock", "end", "pause", "resume", "adjust"}
"""Commands that name neither a round nor a player: they rightly change the sender's own game."""


def require_nothing_told(hall: Hall, told: list[dict[str, Any]], *, own: bool) -> None:
    """No key, no explanation and no answer but one's own in any frame."""
    said = json.dumps(told, ensure_ascii=False)
    assert '"view"' in said
    explanation = hall.game.sheets[hall.game.rounds[0].item_id].item.explanation
    for secret in ('"reveal"', '"key"', '"distribution"', "secret-id", explanation):
        assert secret not in said
    assert own or "own-id" not in said
    assert hall.one.screen_secret not in said
    for joined in hall.players.values():
        assert joined.token not in said


def test_each_command_does_something_when_the_host_gives_it(hall: Hall, school: School) -> None:
    """Else the tests above would show nothing."""
    lobby = hall.game
    begin(hall, school)
    question = hall.game
    paused, _ = apply(question, Pause(), hall.edu.now())
    revealed, _ = apply(question, Reveal(0), hall.edu.now())
    discussed, _ = apply(question, Discuss(0), hall.edu.now())
    taught, _ = apply(revealed, ShowSlide(0, 0, None), hall.edu.now())
    for name, message in commands(hall).items():
        command: HostCommand = read_command(message)
        happened = [
            events
            for game in (lobby, question, paused, revealed, discussed, taught)
            if (events := _events(game, command, hall))
        ]
        assert happened, name


def _events(game: Game, command: HostCommand, hall: Hall) -> object:
    try:
        return apply(game, command, hall.edu.now())[1]
    except EduError:
        return None


def test_who_answers_in_anothers_name_answers_in_the_own_one(
    client: TestClient, hub: Hub, hall: Hall, school: School, clock: Clock
) -> None:
    games.host_command(hall.edu, school.teacher, hall.one.game.id, Start())
    clock.move(seconds=5)
    pretended = {
        **json.loads(answer(hall.game, 0, "mine")),
        "player": hall.players["韩梅梅"].player_id,
        "received_at": "2020-01-01T00:00:00Z",
        "delay": 999,
        "by_host": True,
    }
    headers = {"Cookie": hall.cookies["player"]}
    with client.websocket_connect(door(hall, "player"), headers=headers) as socket:
        socket.send_json(pretended)
        heard_by(client, hub, hall.one.game.id, socket)
    ((name, given),) = hall.game.answers_of(0).items()
    assert name == hall.players["李雷"].player_id
    assert given.received_at == clock.now()


def test_a_removed_player_answers_no_more(
    client: TestClient, hub: Hub, hall: Hall, school: School
) -> None:
    begin(hall, school)
    before = hall.stored()
    headers = {"Cookie": f"{PLAYER_COOKIE}{hall.one.game.code}={hall.players['小刚'].token}"}
    with client.websocket_connect(door(hall, "player"), headers=headers) as socket:
        socket.send_text(answer(hall.game, 0, "gone"))
        told = heard_by(client, hub, hall.one.game.id, socket)
    assert [one["refused"] for one in told if "refused" in one] == ["gone"]
    assert hall.stored() == before


def test_bytes_end_the_socket_and_nothing_else(
    client: TestClient, hall: Hall, school: School
) -> None:
    begin(hall, school)
    before = hall.stored()
    headers = {"Cookie": hall.cookies["host"]}
    with client.websocket_connect(door(hall, "host"), headers=headers) as socket:
        socket.send_bytes(b"\x00\xff")
    assert hall.stored() == before


def test_the_plain_requests_of_strangers_change_and_tell_nothing(
    client: TestClient, hall: Hall, school: School
) -> None:
    begin(hall, school)
    before = hall.stored()
    place = f"/play/{hall.one.game.code}"
    for role, cookie in hall.cookies.items():
        if role == "player":
            continue
        headers = {"Cookie": cookie}
        view = client.get(f"{place}/view", headers=headers)
        assert view.json().keys() == {"gone", "words"}, role
        given = answer(hall.game, 0, "x").encode()
        told = client.post(f"{place}/answer", content=given, headers=headers)
        assert told.json()["refused"] == "x", role
    assert hall.stored() == before
    own = client.get(f"{place}/view", headers={"Cookie": hall.cookies["player"]}).json()
    require_nothing_told(hall, [own], own=True)


def test_the_screen_secret_and_the_tokens_are_not_in_the_record_of_the_host(
    hall: Hall, school: School
) -> None:
    begin(hall, school)
    games.host_command(hall.edu, school.teacher, hall.one.game.id, Skip(0))
    with hall.edu.store.read() as transaction:
        log = list_log(transaction, hall.one.game.id)
    assert log
    said = "".join(row.body for row in log)
    for joined in hall.players.values():
        assert joined.token not in said
    assert hall.one.screen_secret not in said
