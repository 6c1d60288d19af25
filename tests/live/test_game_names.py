"""Names for Chinese schools through the real form: what is kept, what collides, what is refused."""

import html
import re

import pytest
from starlette.testclient import TestClient

from edu_core.domain.game_state import GameRules, TeamMode
from edu_core.live.callers import PLAYER_COOKIE
from edu_core.services import games
from edu_core.services.context import Edu
from edu_core.services.games import OpenGame
from edu_core.services.nicknames import WORDS_FILE
from tests.conftest import School
from tests.live.doors import join
from tools.server import ROOT

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def opened(edu: Edu, school: School) -> OpenGame:
    return games.create_game(edu, school.teacher, "every-kind", GameRules())


def come(client: TestClient, code: str, name: str, **more: str) -> tuple[int, str]:
    """Join from one more phone."""
    client.cookies.clear()
    return join(client, code, name, **more)


def names_of(edu: Edu, opened: OpenGame) -> list[str]:
    players = games.load_game(edu, opened.game.id).players.values()
    return [player.nickname for player in players]


KEPT = [
    ("李雷", "李雷"),
    ("龘", "龘"),
    ("𠮷野家", "𠮷野家"),  # a character of four bytes
    ("爨" * 20, "爨" * 20),  # sixty bytes
    ("  王　小明  ", "王 小明"),
    ("ＡＢＣ１２", "ABC12"),
    ("小\u200b红\u200d\u2060", "小红"),
    ("\u202e小强\u202c\u2066", "小强"),
    ("\ufeff小花\x00\n", "小花"),
    ("🦊狐狸", "🦊狐狸"),
    ("👨‍👩‍👧一家", "👨👩👧一家"),
    ("<script>alert(1)</script>"[:20], "<script>alert(1)</sc"),
    ("'; DROP TABLE x; --", "'; DROP TABLE x; --"),
    ("{{ 7*7 }}", "{{ 7*7 }}"),
]
"""What is typed, and what then stands on the screen."""


def test_a_name_is_kept_as_it_can_be_shown_and_is_text_on_the_page(
    client: TestClient, edu: Edu, opened: OpenGame
) -> None:
    for typed, shown in KEPT:
        assert come(client, opened.game.code, typed)[0] == 303, typed
        page = client.get(f"/play/{opened.game.code}").text
        assert html.escape(shown, quote=False) in page.replace("&#39;", "'"), typed
        assert "<script>alert" not in page
    assert names_of(edu, opened) == [shown for _, shown in KEPT]


def test_names_that_look_the_same_collide(client: TestClient, edu: Edu, opened: OpenGame) -> None:
    code = opened.game.code
    assert come(client, code, "Same")[0] == 303
    for name in ("same", "Ｓａｍｅ", "SAME ", "S a m e", "s.a.m.e", "Sаme", "s\u200bame", "Samé"):
        status, page = come(client, code, name)
        assert status == 409, name
        assert "已经有人用了" in page
    assert come(client, code, "張偉")[0] == 303
    assert come(client, code, "张伟")[0] == 409
    assert names_of(edu, opened) == ["Same", "張偉"]


REFUSED = [
    ("", "能看见的字"),
    ("   ", "能看见的字"),
    ("\u3000\u00a0", "能看见的字"),
    ("\u200b\u200d\u202e", "能看见的字"),
    ("\u3164\u2800", "能看见的字"),
    ("……！！", "能看见的字"),
    ("雷" * 21, "最多 20 个字"),
    ("a" * 30_000, "太长"),
    ("傻 逼", "不适合"),
    ("傻\u200b逼", "不适合"),
    ("ｆｕｃｋ", "不适合"),
    ("f.u.c.k", "不适合"),
    ("fυck", "不适合"),  # a Greek letter
    ("sh1t", "不适合"),
    ("shabi", "不适合"),
    ("ShaBi123", "不适合"),
    ("沙壁", "不适合"),  # by sound
    ("NMSL", "不适合"),
    ("班主任", "不适合"),
    ("13812345678", "电话"),
    ("加我www.x.com", "网址"),
]
"""What is typed, and a part of the sentence that refuses it."""


def test_a_name_that_may_not_stand_on_the_screen_is_refused_in_words_and_not_kept(
    client: TestClient, edu: Edu, opened: OpenGame
) -> None:
    for typed, words in REFUSED:
        status, page = come(client, opened.game.code, typed)
        assert status == 400, typed
        assert words in page, typed
        assert PLAYER_COOKIE + opened.game.code not in client.cookies
    assert names_of(edu, opened) == []


def test_a_school_adds_words_to_a_file_that_counts_at_once(
    client: TestClient, edu: Edu, opened: OpenGame
) -> None:
    code = opened.game.code
    assert come(client, code, "大黄蜂")[0] == 303
    edu.settings.data.mkdir(parents=True, exist_ok=True)
    words = edu.settings.data / WORDS_FILE
    words.write_text("\ufeff黄蜂\r\n\r\nＢＯＳＳ哥\n", encoding="utf-8")  # as Windows writes it
    for name in ("小黄蜂", "黃 蜂二号", "boss哥"):
        assert come(client, code, name)[0] == 400, name
    words.write_bytes(b"\xff\xfe\x00broken")
    assert come(client, code, "小蜜蜂")[0] == 303
    words.unlink()
    assert come(client, code, "小黄蜂")[0] == 303
    assert WORDS_FILE in (ROOT / "docs/operations.md").read_text(encoding="utf-8")


def test_the_program_suggests_friendly_names_that_it_accepts_itself(
    client: TestClient, edu: Edu, opened: OpenGame
) -> None:
    code = opened.game.code
    for _ in range(30):
        client.cookies.clear()
        _, page = join(client, code, "", suggest="1")
        found = re.search(r'name="nickname" value="(\w+)"', page)
        assert found is not None
        assert join(client, code, found.group(1))[0] == 303
    assert len(set(names_of(edu, opened))) == 30


def test_a_game_by_class_and_number_makes_the_teams_of_the_classes(
    client: TestClient, edu: Edu, school: School
) -> None:
    rules = GameRules(team_mode=TeamMode.CLASS)
    opened = games.create_game(edu, school.teacher, "every-kind", rules)
    code = opened.game.code
    page = client.get(f"/join/{code}").text
    assert "班级和学号" in page
    assert "例如 3班12号" in page
    for typed in ("3班12号", "3-13", "３班 １４", "初二（4）班7号"):
        assert come(client, code, typed)[0] == 303, typed
    assert come(client, code, "３班12号")[0] == 409  # somebody else sits there already
    for wrong in ("李雷", "3班", "3班0号", "3班999号"):
        status, told = come(client, code, wrong)
        assert status == 400, wrong
        assert "3班12号" in told
    players = games.load_game(edu, opened.game.id).players.values()
    teams = [player.team for player in players]
    assert teams == ["3班", "3班", "3班", "初二（4）班"]
