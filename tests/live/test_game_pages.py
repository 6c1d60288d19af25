"""The doors of a live quiz over HTTP: joining, names, cookies, headers, and floods."""

import json
import re
from html import unescape
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from edu_core.config import SESSION_COOKIE
from edu_core.domain.game_commands import LeaveSlides, RevealSlide, ShowSlide, Start
from edu_core.domain.game_state import GameRules, TeamMode
from edu_core.live.callers import PLAYER_COOKIE
from edu_core.live.game_pages import address_of, game_policy, qr_picture
from edu_core.live.limits import JOINS, Limits, Rate
from edu_core.services.accounts import begin_session, sign_in_with_slip
from edu_core.services.context import Edu
from edu_core.services.games import OpenGame, create_game, host_command, load_game
from tests.conftest import MakeTeacher, School
from tests.live.doors import join as join_without_team

TEAMS = ("一队", "二队")


@pytest.fixture
def opened(edu: Edu, school: School) -> OpenGame:
    """A game in its lobby, with two teams."""
    rules = GameRules(team_mode=TeamMode.NAMED, teams=TEAMS)
    return create_game(edu, school.teacher, "every-kind", rules)


def join(client: TestClient, code: str, name: str, **more: str) -> tuple[int, str]:
    return join_without_team(client, code, name, **{"team": TEAMS[0], **more})


def test_the_code_leads_to_the_game_also_with_spaces_and_wide_digits(
    client: TestClient, opened: OpenGame
) -> None:
    code = opened.game.code
    assert client.get("/join").status_code == 200
    for typed in (code, f" {code[:3]} {code[3:]} "):
        answer = client.get("/join", params={"code": typed})
        assert (answer.status_code, answer.headers["location"]) == (303, f"/join/{code}")
    unknown = client.get("/join", params={"code": "000000"})
    assert unknown.status_code == 404
    assert "核对六位数字" in unknown.text


def test_a_player_gets_a_cookie_that_scripts_cannot_read_and_stays_the_same(
    client: TestClient, edu: Edu, opened: OpenGame
) -> None:
    code = opened.game.code
    assert join(client, code, "李雷") == (303, f"/play/{code}")
    for _ in range(3):
        assert client.get(f"/join/{code}").headers["location"] == f"/play/{code}"
        assert "李雷" in client.get(f"/play/{code}").text
    assert len(load_game(edu, opened.game.id).players) == 1
    client.cookies.clear()
    client.cookies.set(PLAYER_COOKIE + code, "somebody")
    assert client.get(f"/play/{code}").headers["location"] == f"/join/{code}"


@pytest.mark.parametrize(
    ("name", "words"),
    [("傻逼", "不适合放上大屏幕"), ("  ", "能看见的字"), ("雷" * 60, "太长"), ("老师", "不适合")],
)
def test_a_name_that_may_not_be_shown_is_refused_in_words(
    client: TestClient, opened: OpenGame, name: str, words: str
) -> None:
    status, page = join(client, opened.game.code, name)
    assert status == 400
    assert words in page


def test_a_taken_name_is_refused_and_can_be_claimed(
    client: TestClient, edu: Edu, opened: OpenGame
) -> None:
    code = opened.game.code
    join(client, code, "Same")
    client.cookies.delete(PLAYER_COOKIE + code)
    status, page = join(client, code, "ｓａｍｅ")
    assert status == 409
    assert "我换了手机" in page
    status, place = join(client, code, "ｓａｍｅ", claim="1")
    assert (status, place) == (303, f"/join/{code}")
    waiting = client.get(f"/join/{code}")
    assert waiting.headers["Refresh"] == "3"
    (digits,) = load_game(edu, opened.game.id).claims
    assert digits in waiting.text
    assert client.get(f"/play/{code}").headers["location"] == f"/join/{code}"


def test_a_name_is_shown_as_text_and_never_as_html(client: TestClient, opened: OpenGame) -> None:
    code = opened.game.code
    assert join(client, code, "<b>李</b>")[0] == 303
    assert "&lt;b&gt;李" in client.get(f"/play/{code}").text


def test_the_program_suggests_a_name(client: TestClient, opened: OpenGame) -> None:
    status, page = join(client, opened.game.code, "", suggest="1")
    assert status == 200
    assert re.search(r'id="nickname" name="nickname" value="\w+的\w+"', page)


def test_a_pupil_plays_under_the_own_account(
    client: TestClient, edu: Edu, school: School, opened: OpenGame
) -> None:
    token = sign_in_with_slip(edu, school.slips[1].token, "10.0.0.1").token
    client.cookies.set(SESSION_COOKIE, token)
    assert "李雷" in client.get(f"/join/{opened.game.code}").text
    assert join(client, opened.game.code, "", **{"as": "pupil"})[0] == 303
    (player,) = load_game(edu, opened.game.id).players.values()
    assert player.person_id == school.pupils[1].id


def test_only_the_teacher_whose_game_it_is_opens_the_host_page(
    client: TestClient, edu: Edu, school: School, make_teacher: MakeTeacher, opened: OpenGame
) -> None:
    address = f"/event/{opened.game.id}/host"
    assert client.get(address).headers["location"] == f"/staff?back={address}"
    for person, status in ((make_teacher("li"), 403), (school.teacher, 200)):
        with edu.store.write() as transaction:
            client.cookies.set(SESSION_COOKIE, begin_session(edu, transaction, person).token)
        page = client.get(address)
        assert page.status_code == status
    assert qr_picture(address_of(edu, address)) in unescape(page.text)  # for the teacher's phone


def test_the_screen_needs_its_link_and_nothing_else(client: TestClient, opened: OpenGame) -> None:
    place = f"/event/{opened.game.id}/screen"
    page = client.get(f"{place}/{opened.screen_secret}")
    assert page.status_code == 200
    assert opened.game.code in page.text
    assert client.get(f"{place}/{'0' * 32}").status_code == 404
    for _ in range(130):
        status = client.get(f"{place}/{'0' * 32}").status_code
    assert status == 429


def test_live_pages_allow_scripts_of_our_own_alone(client: TestClient, opened: OpenGame) -> None:
    page = client.get(f"/event/{opened.game.id}/screen/{opened.screen_secret}")
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "connect-src 'self' ws://testserver wss://testserver;" in policy
    assert re.search(r"<script(?![^>]* src=)|\son\w+=|style=", page.text) is None
    assert "ws://" not in game_policy("evil.test; script-src *")


def test_sockets_of_strangers_end_with_words(client: TestClient, opened: OpenGame) -> None:
    for address in (
        f"/play/{opened.game.code}/socket",
        f"/event/{opened.game.id}/host/socket",
        f"/event/{opened.game.id}/screen/{'0' * 32}/socket",
    ):
        with client.websocket_connect(address) as socket:
            assert socket.receive_json()["gone"] is True


def test_a_player_hears_the_question_answers_once_and_sees_no_key(
    client: TestClient, edu: Edu, school: School, opened: OpenGame
) -> None:
    code = opened.game.code
    join(client, code, "李雷")
    with edu.store.write() as transaction:
        client.cookies.set(SESSION_COOKIE, begin_session(edu, transaction, school.teacher).token)
    with (
        client.websocket_connect(f"/play/{code}/socket") as phone,
        client.websocket_connect(f"/event/{opened.game.id}/host/socket") as host,
    ):

        def next_of(socket: object, name: str) -> dict[str, object]:
            while name not in (found := socket.receive_json()):  # type: ignore[attr-defined]
                pass
            return dict(found)

        assert next_of(phone, "view")["view"]["phase"] == "lobby"  # type: ignore[index]
        phone.send_json({"do": "command", "name": "start"})
        assert "不能做" in str(next_of(phone, "words")["words"])
        host.send_json({"do": "command", "name": "start"})
        view = next_of(phone, "view")["view"]
        assert view["phase"] == "question"  # type: ignore[index]
        assert "reveal" not in view  # type: ignore[operator]
        options = view["question"]["interaction"]["options"]  # type: ignore[index]
        given = {
            "do": "answer",
            "round": 0,
            "answer_id": "a1",
            "response": {"gesture": "choose", "options": [options[0]["id"]]},
        }
        phone.send_json(given)
        assert next_of(phone, "ack")["ack"] == "a1"
        phone.send_json({**given, "answer_id": "a2"})
        assert "答过了" in str(next_of(phone, "refused")["words"])
    assert len(load_game(edu, opened.game.id).answers_of(0)) == 1


def test_a_phone_without_a_socket_sees_and_answers_by_plain_requests(
    client: TestClient, edu: Edu, school: School, opened: OpenGame
) -> None:
    code, game_id = opened.game.code, opened.game.id
    assert client.get(f"/play/{code}/view").json()["gone"] is True
    join(client, code, "李雷")
    assert client.get(f"/play/{code}/view").json()["view"]["me"]["nickname"] == "李雷"
    host_command(edu, school.teacher, game_id, Start())
    view = client.get(f"/play/{code}/view").json()["view"]
    option = view["question"]["interaction"]["options"][0]["id"]
    given = {"gesture": "choose", "options": [option]}
    answer = {"do": "answer", "round": 0, "answer_id": "a1", "response": given}
    for _ in range(2):
        assert client.post(f"/play/{code}/answer", json=answer).json() == {"ack": "a1"}
    late = client.post(f"/play/{code}/answer", json={**answer, "answer_id": "a2"}).json()
    assert late["refused"] == "a2"
    assert client.post(f"/play/{code}/answer", content=b"[").json()["refused"] == ""
    assert len(load_game(edu, game_id).answers_of(0)) == 1


def test_a_slide_is_shown_to_the_screen_alone_and_its_answer_when_it_is_out(
    client: TestClient, edu: Edu, school: School, opened: OpenGame
) -> None:
    teacher, game_id = school.teacher, opened.game.id
    screen = f"/event/{game_id}/screen/{opened.screen_secret}"
    assert client.get(f"{screen}/slide/3").status_code == 404
    host_command(edu, teacher, game_id, ShowSlide(-1, 3))
    assert client.get(f"/event/{game_id}/screen/guessed/slide/3").status_code == 404
    assert client.get(f"{screen}/slide/4").status_code == 404
    asked = client.get(f"{screen}/slide/3")
    assert asked.headers["Cache-Control"] == "no-store"
    assert "名字好听就安全" in asked.text
    for secret in ("名字说明不了", "edu-right", "✓", "told"):
        assert secret not in asked.text
    host_command(edu, teacher, game_id, RevealSlide(3))
    told = client.get(f"{screen}/slide/3").text
    assert "名字说明不了" in told
    assert "edu-right" in told
    host_command(edu, teacher, game_id, LeaveSlides(3))
    assert client.get(f"{screen}/slide/3").status_code == 404


def test_the_host_reads_what_comes_next_and_no_answers(
    client: TestClient, edu: Edu, school: School, opened: OpenGame
) -> None:
    with edu.store.write() as transaction:
        client.cookies.set(SESSION_COOKIE, begin_session(edu, transaction, school.teacher).token)
    page = unescape(client.get(f"/event/{opened.game.id}/host").text)
    found = re.search(r'data-slides="(\[.*?\])"', page)
    assert found is not None
    notes = json.loads(found.group(1))
    assert [note["asks"] for note in notes].index(True) == 3
    assert notes[3] == {"title": "试一试", "note": "名字好听就安全。", "asks": True}
    assert notes[2]["note"] == "你好，列管是什么？"
    assert "名字说明不了" not in page


def test_every_name_has_a_flower_of_its_own_also_with_signs_of_an_address(
    client: TestClient,
) -> None:
    drawn = {
        client.get(f"/event/flower/{quote('1 ' + name, safe='')}.svg").text
        for name in ("李雷", "a/b", "?x=1#2", "100%", "..")
    }
    assert len(drawn) == 5
    assert all(text.startswith("<svg") for text in drawn)
    assert client.get(f"/event/flower/{'x' * 500}.svg").status_code == 404
    assert client.get("/event/picture/%2e%2e%2fpyproject.toml").status_code == 404


def test_a_hall_behind_one_address_comes_in_and_a_flood_does_not() -> None:
    limits = Limits()
    let_in = [limits.take("join", "10.0.0.1", JOINS, number / 100) for number in range(10_000)]
    assert all(let_in[:1000])
    assert sum(let_in) < 2_000
    assert limits.take("join", "10.0.0.2", JOINS, 100.0)
    slow = Rate(burst=1, per_second=1)
    assert [limits.take("x", "a", slow, at) for at in (0.0, 0.5, 1.6)] == [True, False, True]
