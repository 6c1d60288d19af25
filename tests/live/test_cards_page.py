"""The host's page for answer cards over HTTP: who may, what is read, what is taken in."""

import re
import tempfile
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from edu_core.config import SESSION_COOKIE
from edu_core.domain.card import Side
from edu_core.domain.game_commands import EndEarly, Next, Reveal, Start
from edu_core.domain.game_state import Game, GameRules, Phase
from edu_core.domain.people import Person
from edu_core.live import cards as cards_page
from edu_core.live.cards import taken_words
from edu_core.live.games import LiveGames
from edu_core.live.guard import MOST_BYTES, Guard
from edu_core.live.hub import Hub
from edu_core.services.accounts import begin_session, sign_in_with_slip
from edu_core.services.cards import issue_cards
from edu_core.services.context import Edu
from edu_core.services.game_cards import CardsTaken
from edu_core.services.game_work import JoinRequest
from edu_core.services.games import create_game, host_command, join, load_game
from tests.conftest import MakeTeacher, School
from tests.services.test_cards import snapshot


@pytest.fixture
def game(edu: Edu, school: School) -> Game:
    """A running game; the class has cards and is not chosen yet."""
    issue_cards(edu, school.teacher, school.classroom.id)
    opened = create_game(edu, school.teacher, "every-kind", GameRules()).game
    return host_command(edu, school.teacher, opened.id, Start()).game


@pytest.fixture
def client(edu: Edu, school: School) -> Iterator[TestClient]:
    """The teacher's phone."""
    hub = Hub(lambda: edu)
    app = Starlette(
        routes=LiveGames(lambda: edu, lambda: hub).routes(),
        middleware=[Middleware(Guard, edu=lambda: edu)],
    )
    with TestClient(app, base_url="http://testserver", follow_redirects=False) as inside:
        sign_in(edu, inside, school.teacher)
        yield inside
        inside.portal.call(hub.close)  # type: ignore[union-attr]


def sign_in(edu: Edu, client: TestClient, person: Person) -> None:
    with edu.store.write() as transaction:
        client.cookies.set(SESSION_COOKIE, begin_session(edu, transaction, person).token)


def post(
    client: TestClient, game: Game, what: str, *photographs: bytes, **fields: str
) -> tuple[int, str]:
    """Send one of the forms as the page draws it."""
    address = f"/event/{game.id}/cards"
    token = re.search(r'name="form_token" value="(\w+)"', client.get(address).text)
    assert token is not None
    form = {"form_token": token.group(1), "do": what, "round": str(game.place), **fields}
    files = [("photographs", ("a.jpg", data, "image/jpeg")) for data in photographs]
    answer = client.post(address, data=form, files=files or [("none", ("", b""))])
    return answer.status_code, answer.text


def choose(client: TestClient, game: Game, school: School) -> str:
    """Let the class hold up cards; its id as the forms send it."""
    room = str(school.classroom.id)
    status, page = post(client, game, "classes", playing=room)
    assert status == 200
    assert "每道题都等这些班收卡" in page
    return room


def test_a_class_is_chosen_photographed_corrected_and_taken_in(
    client: TestClient, edu: Edu, school: School, game: Game
) -> None:
    page = client.get(f"/event/{game.id}/cards").text
    assert "还没有选举卡的班" in page
    assert "会算成两个人" in page  # who holds a card and joins under a nickname
    assert f"/event/{game.id}/cards</span>" in page  # the address for the phone that takes pictures
    room = choose(client, game, school)
    first = snapshot(edu, school, {"1": Side.A})
    second = snapshot(edu, school, {"1": Side.A, "2": Side.B}, seed=2)
    status, page = post(client, game, "photographs", first, second, **{"class": room})
    assert status == 200
    assert "读到 2 张卡，其中 1 张是新读到的" in page
    assert "还缺 1 人：3 韩梅梅" in page
    assert "✓ 读到　A" not in page
    shown = client.get(f"/event/{game.id}/cards?class={room}&show=1").text
    assert "✓ 读到　A" in shown
    person = str(school.pupils[2].id)
    _, page = post(client, game, "hand", person=person, answer="C", **{"class": room})
    assert "全班 3 人都齐了" in page
    _, page = post(client, game, "take", **{"class": room})
    assert "3 个人的答案已保存并计入" in page
    assert "已经公布答案" in page
    stored = load_game(edu, game.id)
    assert len(stored.answers_of(0)) == 3
    assert stored.phase is Phase.REVEAL


def test_the_page_says_who_has_answered_by_phone_and_what_is_in(
    client: TestClient, edu: Edu, school: School, game: Game
) -> None:
    join(edu, game.id, JoinRequest("别人", name_key="x"))
    room = choose(client, game, school)
    person = str(school.pupils[0].id)
    post(client, game, "hand", person=person, answer="A", **{"class": room})
    _, page = post(client, game, "take", **{"class": room})
    assert "✓ 已计入" in page
    assert "已计入 1 人，读到 0 人，还缺 2 人" in page
    assert "✓ 已收" in page
    status, page = post(client, game, "take", **{"class": room})
    assert status == 200
    assert "没有新的答案可收" in page


def test_a_closed_question_is_refused_in_words_and_the_page_shows_where_the_game_stands(
    client: TestClient, edu: Edu, school: School, game: Game
) -> None:
    room = choose(client, game, school)
    host_command(edu, school.teacher, game.id, Reveal(0))
    for what in ("take", "photographs"):
        status, page = post(client, game, what, b"x", **{"class": room})
        assert status == 409 if what == "take" else True
        assert "没有计入" in page
    later = host_command(edu, school.teacher, game.id, Next(0)).game
    assert "不用答，也不等他们" in client.get(f"/event/{game.id}/cards").text
    host_command(edu, school.teacher, later.id, EndEarly())
    assert "比赛已经结束" in client.get(f"/event/{game.id}/cards").text


def test_what_is_no_photograph_is_refused_in_words_and_the_others_are_read(
    client: TestClient, edu: Edu, school: School, game: Game
) -> None:
    room = choose(client, game, school)
    good = snapshot(edu, school, {"1": Side.A})
    status, page = post(client, game, "photographs", b"broken", good, **{"class": room})
    assert status == 200
    notice, said = (re.search(f'<p class="{kind}".*?</p>', page) for kind in ("notice", "said"))
    assert notice is not None
    assert "打不开" in notice[0]
    assert said is not None
    assert "读到 1 张卡" in said[0]
    status, page = post(client, game, "photographs", **{"class": room})
    assert status == 400
    assert "还没有选照片" in page


def test_photographs_never_touch_the_disk_and_too_much_is_refused(
    client: TestClient,
    edu: Edu,
    school: School,
    game: Game,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room = choose(client, game, school)

    def rolled(self: object) -> None:
        raise AssertionError("a photograph was put on the disk")

    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "rollover", rolled)
    large = snapshot(edu, school, {"1": Side.A}) + bytes(3_000_000)
    assert "读到 1 张卡" in post(client, game, "photographs", large, **{"class": room})[1]
    monkeypatch.setattr(cards_page, "MOST_PHOTOGRAPH_BYTES", 1_000_000)
    status, page = post(client, game, "photographs", large, **{"class": room})
    assert status == 400
    assert "加起来太大" in page
    other = client.post(f"/join/{game.code}", data={"nickname": "x" * MOST_BYTES})
    assert other.status_code == 413


@pytest.mark.parametrize("fields", [{"class": "x"}, {"class": "1" * 30}, {"round": "-1"}, {}])
def test_nonsense_is_refused_in_words(
    client: TestClient, school: School, game: Game, fields: dict[str, str]
) -> None:
    choose(client, game, school)
    status, page = post(client, game, "take", **{"class": "", **fields})
    assert status == 400
    assert "什么都没有改动" in page
    assert post(client, game, "anything")[0] == 400


def test_a_form_from_elsewhere_changes_nothing(
    client: TestClient, edu: Edu, school: School, game: Game
) -> None:
    address, fields = f"/event/{game.id}/cards", {"do": "classes", "playing": "1"}
    for content in (fields, {**fields, "form_token": "0" * 32}):
        answer = client.post(address, data=content, files=[("none", ("", b""))])
        assert answer.status_code == 403
    assert client.post(address, content=b"x").status_code == 400
    assert load_game(edu, game.id).rules.card_classes == ()


def test_only_the_host_sees_or_does_anything(
    client: TestClient, edu: Edu, school: School, game: Game, make_teacher: MakeTeacher
) -> None:
    address = f"/event/{game.id}/cards"
    choose(client, game, school)
    sign_in(edu, client, make_teacher("zhao"))
    for answer in (client.get(address), client.post(address, data={"do": "take"})):
        assert answer.status_code == 403
        assert school.classroom.name not in answer.text
    slip = sign_in_with_slip(edu, school.slips[0].token, "10.0.0.1")
    for token in (slip.token, "nobody"):
        client.cookies.set(SESSION_COOKIE, token)
        for answer in (client.get(address), client.post(address, data={"do": "take"})):
            assert (answer.status_code, answer.headers["location"]) == (
                303,
                f"/staff?back={address}",
            )


def test_no_key_stands_on_the_page_while_the_question_is_open(
    client: TestClient, school: School, game: Game
) -> None:
    choose(client, game, school)
    page = client.get(f"/event/{game.id}/cards").text
    item = game.sheets[game.rounds[0].item_id].item
    assert item.stem in page
    assert item.explanation not in page
    assert "correct" not in page


def test_the_words_name_everybody_who_is_not_counted() -> None:
    words = taken_words(CardsTaken(2, ("李雷",), ("韩梅梅",), 1))
    assert "2 个人的答案已保存" in words
    assert "还有 1 个人没有读到" in words
    assert "李雷先用手机答过" in words
    assert "韩梅梅已被移出比赛" in words
