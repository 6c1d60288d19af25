"""A hall for the journeys of a live quiz: the server, the devices, and what people do on them."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from edu_core.bootstrap import build
from edu_core.config import SESSION_COOKIE, Settings
from edu_core.services.accounts import SignedIn, claim_administrator, offer_claim
from edu_core.services.context import Edu
from tests.browser.accessible import require_accessible
from tools.server import ROOT, Server, free_port

PASSWORD = "correct horse 1"
PHONE = {"width": 360, "height": 740}
SCREEN = {"width": 1920, "height": 1080}
LAPTOP = {"width": 1366, "height": 768}
TEAMS = ("初二（1）班", "初二（2）班")


def new_program(data: Path) -> tuple[Edu, SignedIn]:
    """A program with the lessons of the project and one administrator, not served yet."""
    program = build(Settings(data=data, content=ROOT))
    claim = offer_claim(program)
    assert claim is not None
    return program, claim_administrator(program, claim, "李校长", "boss", PASSWORD, "10.0.0.1")


def serve_again(program: Edu) -> Server:
    """A server on what this program has stored; the program itself is closed."""
    program.store.close()
    server = Server(program.settings.data, free_port())
    server.start()
    return server


@dataclass
class Hall:
    """A running server with a game in its lobby, and the teacher's cookie."""

    server: Server
    browser: Browser
    cookie: str
    game_id: int
    code: str
    secret: str

    def teacher(self) -> BrowserContext:
        """The teacher's laptop, signed in."""
        context = self.browser.new_context(viewport=LAPTOP, base_url=self.server.address)
        cookie = {"name": SESSION_COOKIE, "value": self.cookie, "url": self.server.address}
        context.add_cookies([cookie])  # type: ignore[list-item]
        return context

    def phone(self) -> BrowserContext:
        """A phone that has never been here."""
        return self.browser.new_context(
            viewport=PHONE, has_touch=True, is_mobile=True, base_url=self.server.address
        )


def join(phone: BrowserContext, hall: Hall, name: str, team: str) -> Page:
    """Come in as a pupil does: the code from the screen, a team, a name."""
    page = phone.new_page()
    page.goto("/join")
    page.get_by_label("比赛码").fill(hall.code)
    page.get_by_role("button", name="下一步").click()
    require_accessible(page)
    page.get_by_label("你的队").select_option(team)
    page.get_by_label("大屏幕上叫你什么").fill(name)
    page.get_by_role("button", name="进入比赛").click()
    expect(page.get_by_text("已连接")).to_be_visible()
    return page


def fill_in(page: Page) -> None:
    """Give some complete answer to whatever is asked, and leave it on the page."""
    if page.locator(".groups").count():
        for place in range(page.locator(".groups").count()):
            page.locator(".groups").nth(place).locator("button").first.click()
    elif page.locator(".partner").count():
        for place in range(page.locator(".pair button").count()):
            page.locator(".tray button").nth(place).click()
    elif page.locator("main input").count():
        for place in range(page.locator("main input").count()):
            page.locator("main input").nth(place).fill("18")
    elif page.locator(".place").count():
        for place in range(page.locator(".choice").count()):
            page.locator(".choice").nth(place).click()
    else:
        page.locator("main .choice").first.click()


def answer(page: Page) -> None:
    """Answer whatever is asked, and wait until it is stored."""
    fill_in(page)
    page.get_by_role("button", name="提交答案").click()
    expect(page.get_by_text(re.compile("已保存，等大家答完|为什么")).first).to_be_visible()


def forward(host: Page, words: str) -> None:
    """Press the one button that leads on; it must be the one with these words."""
    expect(host.locator("#forward")).to_contain_text(words)
    host.locator("#forward").click()
