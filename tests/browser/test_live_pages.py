"""The phone and the shared screen in a real browser with a stand-in for the server: long words, a
connection that comes and goes, an answer that is not acknowledged, a device that wants to sleep.
"""

import json
import mimetypes
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from edu_core.domain.game_commands import EndEarly, Remove, Reveal, ShowStandings, Start
from edu_core.domain.game_state import Game
from edu_core.domain.game_views import view_for_player
from edu_core.live.game_pages import STATIC, asset, flower_picture, qr_picture
from edu_core.live.pages import html_page
from edu_core.live.room import text_of
from tests.unit.domain.games import answer, at, done, lobby, quiz, started

pytestmark = pytest.mark.xdist_group("live-pages")

PHONE = {"width": 360, "height": 740}
SMALL_PROJECTOR = {"width": 1280, "height": 720}
ADDRESS = "http://hall.test"
LONG_NAME = "名" * 60

STAND_IN = """
window.sockets = [];
window.WebSocket = function () {
  const made = this;
  made.sent = [];
  made.send = function (text) { made.sent.push(JSON.parse(text)); };
  made.close = function () {};
  window.sockets.push(made);
};
window.locks = 0;
Object.defineProperty(navigator, 'wakeLock', { value: { request: function (kind) {
  window.locks += kind === 'screen' ? 1 : 100;
  return Promise.resolve({ addEventListener: function (name, act) { window.letGo = act; } });
} } });
"""
"""Sockets and wake locks that only do what a test wants."""


def serve(route: Route) -> None:
    """Our own files; whatever else is asked for does not exist."""
    path = route.request.url.removeprefix(ADDRESS).split("?")[0]
    shown = {"title": "很长的标题" * 8, "code": "123456", "names": "{}"}
    if path == "/play/123456":
        body = html_page(
            "play.html", 200, asset=asset, player="李雷", nickname="李雷", **shown
        ).body
        route.fulfill(body=bytes(body), content_type="text/html; charset=utf-8")
    elif path == "/screen":
        more = {"socket": "/socket", "address": f"{ADDRESS}/join", "qr": qr_picture(ADDRESS)}
        body = html_page("screen.html", 200, asset=asset, **shown, **more).body
        route.fulfill(body=bytes(body), content_type="text/html; charset=utf-8")
    elif path.startswith("/edu/static/"):
        file = STATIC / path.removeprefix("/edu/static/")
        kind = mimetypes.guess_type(file.name)[0]
        route.fulfill(body=file.read_bytes(), content_type=f"{kind}; charset=utf-8")
    elif path.startswith("/event/flower/"):
        route.fulfill(body=bytes(flower_picture("1").body), content_type="image/svg+xml")
    else:
        route.fulfill(status=404, body="")


@pytest.fixture(params=["light", "dark"])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    opened = browser.new_context(
        viewport=PHONE, base_url=ADDRESS, color_scheme=request.param, locale="zh-CN"
    )
    opened.add_init_script(STAND_IN)
    opened.route("**/*", serve)
    yield opened
    opened.close()


only_light = pytest.mark.parametrize("context", ["light"], indirect=True)


def come(context: BrowserContext, path: str = "/play/123456") -> Page:
    """The page with its clock standing still and its first socket open."""
    page = context.new_page()
    page.clock.install(time=0)
    page.clock.pause_at(1)
    page.goto(path)
    page.evaluate("sockets[0].onopen()")
    return page


def tell(page: Page, message: dict[str, Any]) -> None:
    """Let the newest socket say something."""
    page.evaluate("text => sockets[sockets.length - 1].onmessage({data: text})", text_of(message))


def view(game: Game, seconds: float = 0) -> dict[str, Any]:
    """What the server tells the phone of 李雷."""
    shown: dict[str, Any] = json.loads(text_of(view_for_player(game, "李雷", at(seconds))))
    return {"view": shown}


def sent(page: Page, what: str) -> list[dict[str, Any]]:
    """What the newest socket was given to send."""
    found: list[dict[str, Any]] = page.evaluate("sockets[sockets.length - 1].sent")
    return [message for message in found if message["do"] == what]


# -- an answer on its way ----------------------------------------------------------------------


@only_light
def test_saved_is_said_after_the_acknowledgement_alone_and_an_unsent_answer_keeps_its_id(
    context: BrowserContext,
) -> None:
    page, game = come(context), started("李雷", "韩梅梅")
    expect(page.get_by_text("正在连接")).to_be_visible()
    tell(page, view(game))
    expect(page.get_by_text("已连接")).to_be_visible()
    page.locator(".choice").first.click()
    page.get_by_role("button", name="提交答案").click()
    (first,) = sent(page, "answer")
    expect(page.get_by_text("正在保存")).to_be_visible()
    expect(page.get_by_text("已保存")).to_have_count(0)

    page.evaluate("sockets[0].onclose()")  # the Wi-Fi is gone
    expect(page.get_by_text("正在重新连接")).to_be_visible()
    expect(page.get_by_text("正在保存")).to_be_visible()
    page.clock.run_for(2000)
    page.evaluate("sockets[sockets.length - 1].onopen()")
    assert sent(page, "hello")
    tell(page, view(game))
    assert sent(page, "answer")[0] == first

    page.reload()  # the phone was switched off meanwhile
    page.evaluate("sockets[0].onopen()")
    tell(page, view(game))
    assert sent(page, "answer")[0] == first
    expect(page.get_by_text("已保存")).to_have_count(0)
    page.clock.run_for(3100)
    assert sent(page, "answer")[-1] == first  # and again until it is acknowledged

    tell(page, {"ack": "of somebody else"})
    expect(page.get_by_text("已保存")).to_have_count(0)
    tell(page, {"ack": first["answer_id"]})
    expect(page.get_by_text("已保存，等大家答完")).to_be_visible()
    count = len(sent(page, "answer"))
    page.clock.run_for(10_000)
    assert len(sent(page, "answer")) == count


@only_light
def test_a_refused_answer_is_told_in_words_and_one_refused_for_the_moment_is_kept(
    context: BrowserContext,
) -> None:
    page, game = come(context), started("李雷", "韩梅梅")
    tell(page, view(game))
    page.locator(".choice").first.click()
    page.get_by_role("button", name="提交答案").click()
    (first,) = sent(page, "answer")
    for_now = {"refused": first["answer_id"], "words": "数据库忙", "code": "unavailable"}
    tell(page, for_now)
    tell(page, {"words": "点得太快了，请慢一点。之前的都已保存。"})
    expect(page.get_by_text("正在保存")).to_be_visible()
    page.clock.run_for(3100)
    assert sent(page, "answer")[-1] == first
    words = "时间到了，这个答案没有计入。下一题再来。"
    tell(page, {"refused": first["answer_id"], "words": words, "code": "too-late"})
    expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_text("已保存")).to_have_count(0)


# -- a device that sleeps ----------------------------------------------------------------------


@only_light
@pytest.mark.parametrize("path", ["/play/123456", "/screen"])
def test_the_device_stays_awake_where_the_browser_lets_it(
    context: BrowserContext, path: str
) -> None:
    page = come(context, path)
    assert page.evaluate("locks") == 1
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert page.evaluate("locks") == 1
    page.evaluate("letGo()")  # as browsers do when the page is hidden
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert page.evaluate("locks") == 2


@only_light
@pytest.mark.parametrize("event", ["visibilitychange", "online"])
def test_who_wakes_up_asks_at_once_and_takes_a_new_socket_within_a_second(
    context: BrowserContext, event: str
) -> None:
    page, game = come(context), started("李雷", "韩梅梅")
    tell(page, view(game))
    wake = f"{'document' if event == 'visibilitychange' else 'window'}.dispatchEvent"
    page.clock.run_for(50)
    page.evaluate(f"{wake}(new Event('{event}'))")
    assert len(sent(page, "hello")) == 2  # the socket may be alive: then the answer comes at once
    assert page.evaluate("sockets.length") == 1
    page.clock.run_for(1000)  # nothing comes: it only looked alive
    assert page.evaluate("sockets.length") == 2
    expect(page.get_by_text("正在重新连接")).to_be_visible()
    page.evaluate("sockets[1].onopen()")
    tell(page, view(done(game, Reveal(0))[0]))
    expect(page.get_by_role("heading", name="为什么")).to_be_visible()
    expect(page.get_by_text("已连接")).to_be_visible()


# -- the longest words -------------------------------------------------------------------------

CLIPPED = """() => [...document.querySelectorAll('main *')].filter(node => {
    const hidden = getComputedStyle(node).overflow !== 'visible';
    const box = node.getBoundingClientRect();
    return (hidden && (node.scrollHeight > node.clientHeight + 2
                       || node.scrollWidth > node.clientWidth + 2))
        || box.bottom > innerHeight + 1 || box.right > innerWidth + 1
        || box.top < node.parentElement.getBoundingClientRect().top - 1 && node.offsetHeight;
}).map(node => node.className || node.tagName)"""

WIDER = """() => [...document.querySelectorAll('main *, .foot *')].filter(node =>
    node.getBoundingClientRect().right > innerWidth + 1
    || node.scrollWidth > node.clientWidth + 2 && getComputedStyle(node).overflow !== 'visible'
).map(node => node.className || node.tagName)"""


def longest_screens() -> list[dict[str, Any]]:
    """Screens with the longest words that can be: stems of 120 signs, six options, long names."""
    options = [{"id": f"o{n}", "text": f"第{n}个" + "选项很长" * 9} for n in range(1, 7)]
    asked = {"gesture": "choose", "multiple": False, "options": options}
    question = {"stem": "很长的题干" * 24, "label": "单选", "hint": "选一个。", "image": None}
    counts = {"answered": 800, "right": 300, "partly": 0, "wrong": 500, "options": {"o1": 300}}
    base: dict[str, Any] = {
        "game": 1,
        "code": "123456",
        "rounds": 5,
        "round": 0,
        "number": 1,
        "players": 800,
        "left": 30.0,
        "seconds": 30,
        "answered": 3,
        "of": 800,
        "names_shown": True,
        "muted": True,
        "paused": False,
        "question": {**question, "interaction": asked},
    }
    key = {"gesture": "choose", "options": ["o1"]}
    told = {"key": key, "explanation": "解析说明理由。" * 30, "sources": [{"id": "来源" * 20}]}
    teams = [{"rank": n, "team": LONG_NAME, "points": 9 - n, "members": 45} for n in range(1, 9)]
    players = [{"rank": n, "nickname": LONG_NAME, "points": 9 - n} for n in (1, 1, 3, 4, 5)]
    by_team, by_player = {"teams": teams, "players": []}, {"teams": [], "players": players}
    again = [{"topic": "一个很长的主题名称" * 2, "right": n / 10} for n in range(5)]
    return [
        {**base, "phase": "lobby", "names": [f"{'名' * 57}{n}" for n in range(200)]},
        {**base, "phase": "lobby", "names": [f"{'名' * 57}{n}" for n in range(8)]},
        {**base, "phase": "question"},
        {**base, "phase": "question", "paused": True},
        {**base, "phase": "reveal", "reveal": told, "distribution": counts, "before": counts},
        {**base, "phase": "standings", "standings": by_team},
        {**base, "phase": "standings", "standings": by_player},
        {**base, "phase": "finished", "standings": by_team, "see_again": []},
        {**base, "phase": "finished", "standings": by_player, "see_again": again},
    ]


def test_the_longest_words_clip_nothing_on_a_small_projector(context: BrowserContext) -> None:
    page = come(context, "/screen")
    page.set_viewport_size(SMALL_PROJECTOR)  # type: ignore[arg-type]
    for number, shown in enumerate(longest_screens()):
        tell(page, {"view": shown})
        assert page.evaluate(CLIPPED) == [], (number, shown["phase"])


def longest_phones() -> list[Game]:
    """A game in every phase for a player with a long name, with six long options."""
    options = [{"text": f"第{n}个" + "选项很长" * 9, "correct": n == 1} for n in range(1, 7)]
    asked = quiz(
        {"kind": "single_choice", "stem": "很长的题干" * 24, "points": 1, "options": options}
    )
    waiting = lobby(f"李雷@{'队' * 40}", f"韩梅梅@{'伍' * 40}", asked=asked)
    players = {
        name: replace(player, nickname=LONG_NAME) for name, player in waiting.players.items()
    }
    waiting = replace(waiting, players=players)
    open_question = done(waiting, Start())[0]
    saved = done(open_question, answer(open_question, "李雷", 5))[0]
    revealed = done(saved, Reveal(0))[0]
    return [
        waiting,
        open_question,
        saved,
        revealed,
        done(revealed, ShowStandings(0))[0],
        done(revealed, EndEarly())[0],
        done(open_question, Remove("李雷"))[0],
    ]


def test_the_longest_words_fit_a_narrow_phone(context: BrowserContext) -> None:
    page = come(context)
    for number, game in enumerate(longest_phones()):
        tell(page, {"view": {**view(game)["view"], "version": number}})
        expect(page.locator("main h1")).to_be_visible()
        assert page.evaluate(WIDER) == [], (number, game.phase)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
