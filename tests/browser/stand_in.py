"""A stand-in for the server: our own pages and files, and sockets that say what a test wants."""

import json
import mimetypes
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from edu_core.domain.game_state import Game
from edu_core.domain.game_views import view_for_host, view_for_player, view_for_screen
from edu_core.live.game_pages import STATIC, asset, flower_picture, qr_picture
from edu_core.live.pages import html_page
from edu_core.live.room import text_of
from edu_core.live.slide_pages import slide_html, slide_notes
from tests.browser.halls import PHONE
from tests.browser.longest import PICTURE, SLIDES, picture
from tests.unit.domain.games import at

ADDRESS = "http://hall.test"

_SCRIPT = """
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


JOINING: dict[str, dict[str, Any]] = {
    "code": {"step": "code", "code": ""},
    "unknown code": {"step": "code", "error": "没有这个数字的比赛。请看大屏幕，核对六位数字。"},
    "name": {"suggested": "勇敢的喜鹊"},
    "team to choose": {"suggested": "勇敢的喜鹊", "teams": ["一队", "二队"]},
    "team to write": {"suggested": "勇敢的喜鹊", "ask_team": True},
    "class and number": {"by_number": True},
    "signed in": {"suggested": "勇敢的喜鹊", "pupil": "李雷", "teams": ["一队", "二队"]},
    "name taken": {"nickname": "李雷", "error": "这个名字已经有人用了。", "can_claim": True},
    "claim": {"step": "claim", "claim": "0471"},
}
"""The page on which players join, in every way it can look."""


def _page(path: str) -> str | None:
    """One of the pages of a live quiz; ``None`` for another address."""
    shown: dict[str, Any] = {"title": "很长的标题" * 8, "code": "123456", "names": "{}"}
    address = f"{ADDRESS}/join"
    if path == "/play/123456":
        template, shown = "play.html", {**shown, "player": "李雷", "nickname": "李雷"}
    elif path == "/screen":
        template = "screen.html"
        shown = {**shown, "socket": "/socket", "address": address, "qr": qr_picture(ADDRESS)}
    elif path == "/host":
        template, notes = "host.html", slide_notes([opened.slide for opened in SLIDES])
        shown = {**shown, "socket": "/socket", "address": address, "game": 1, "slides": notes}
        shown["qr"] = qr_picture(ADDRESS)
    elif path.startswith("/join/"):
        template, way = "join.html", unquote(path.removeprefix("/join/"))
        shown = {**shown, **JOINING[way], "title": "加入现场赛"}
    else:
        return None
    return bytes(html_page(template, 200, asset=asset, **shown).body).decode()


def serve(route: Route) -> None:
    """Our own pages and files; whatever else is asked for does not exist."""
    path = route.request.url.removeprefix(ADDRESS).split("?")[0]
    page = _page(path)
    if page is not None:
        route.fulfill(body=page, content_type="text/html; charset=utf-8")
    elif path.startswith("/screen/slide/"):
        piece = slide_html({}, SLIDES[int(path.removeprefix("/screen/slide/"))])
        route.fulfill(body=piece, content_type="text/html; charset=utf-8")
    elif path.startswith("/edu/static/"):
        file = STATIC / path.removeprefix("/edu/static/")
        kind = mimetypes.guess_type(file.name)[0]
        route.fulfill(body=file.read_bytes(), content_type=f"{kind}; charset=utf-8")
    elif path == f"/event/picture/{PICTURE}":
        route.fulfill(body=picture(), content_type="image/svg+xml")
    elif path.startswith("/event/flower/"):
        route.fulfill(body=bytes(flower_picture("1").body), content_type="image/svg+xml")
    else:
        route.fulfill(status=404, body="")


@pytest.fixture(params=["light", "dark"])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A browser by day and by night whose server is the stand-in."""
    opened = browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        base_url=ADDRESS,
        color_scheme=request.param,
        locale="zh-CN",
    )
    opened.add_init_script(_SCRIPT)
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


def _as_sent(view: dict[str, Any]) -> dict[str, Any]:
    sent: dict[str, Any] = json.loads(text_of(view))
    return {"view": sent}


def view(game: Game, seconds: float = 0) -> dict[str, Any]:
    """What the server tells the phone of 李雷."""
    return _as_sent(view_for_player(game, "李雷", at(seconds)))


def screen_view(game: Game) -> dict[str, Any]:
    """What the server tells the shared screen."""
    return _as_sent(view_for_screen(game, at(0)))


def host_view(game: Game) -> dict[str, Any]:
    """What the server tells the host's page."""
    return _as_sent(view_for_host(game, at(0)))
