"""Pictures of a live quiz: every state of the shared screen, the phone and the host's page.

Run as ``python -m tools.live_pictures``. The players beside the one phone come in through the
services, as if they sat at other processes.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from edu_core.bootstrap import build
from edu_core.config import SESSION_COOKIE, Settings
from edu_core.domain.game_commands import SubmitAnswer
from edu_core.domain.game_state import GameRules, TeamMode
from edu_core.domain.interaction import Chosen
from edu_core.domain.nickname import nickname_key, suggest_nickname
from edu_core.services.accounts import claim_administrator, offer_claim
from edu_core.services.context import Edu
from edu_core.services.game_work import JoinRequest
from edu_core.services.games import OpenGame, create_game, join, submit_answers
from tools.browser import find_browser
from tools.pictures import LAPTOP, PHONE, PICTURES, SCREEN
from tools.server import ROOT, Server, free_port

TEAMS = ("初二（1）班", "初二（2）班", "初二（3）班")
OTHERS = 34


@dataclass
class Pages:
    """What is photographed: the shared screen by day and by night, the phone, the host's page."""

    screen: Page
    night: Page
    phone: Page
    host: Page

    def take(self, state: str) -> None:
        """One picture of each."""
        for name, page in vars(self).items():
            if name in ("night", "host") and state not in ("lobby", "reveal"):
                continue
            page.wait_for_timeout(700)
            page.screenshot(path=PICTURES / f"live-{state}-{name}.png")
        print(f"docs/pictures/live-{state}-*.png")


def open_game(edu: Edu) -> tuple[OpenGame, str]:
    """A game in its lobby, and the cookie of its host."""
    claim = offer_claim(edu)
    assert claim is not None
    me = claim_administrator(edu, claim, "李老师", "li", "correct horse 1", "10.0.0.1")
    rules = GameRules(team_mode=TeamMode.CLASS, teams=TEAMS, seconds=60)
    return create_game(edu, me.person, "disguised-drugs", rules), me.token


def come_in(edu: Edu, game_id: int) -> list[str]:
    """The others, with the names that the program suggests."""
    taken: set[str] = set()
    players: list[str] = []
    for number in range(OTHERS):
        name = suggest_nickname(str(number), taken)
        taken.add(nickname_key(name))
        request = JoinRequest(name, TEAMS[number % 3], name_key=nickname_key(name))
        players.append(join(edu, game_id, request).player_id)
    return players


def open_pages(browser: Browser, server: Server, opened: OpenGame, cookie: str) -> Pages:
    """Everybody's page, with one phone joined by hand."""
    game, address = opened.game, server.address
    staff = browser.new_context(viewport=LAPTOP, base_url=address)
    session = {"name": SESSION_COOKIE, "value": cookie, "url": address}
    staff.add_cookies([session])  # type: ignore[list-item]
    events = staff.new_page()
    events.goto("/events")
    events.get_by_role("button", name="开场", exact=True).wait_for()
    events.screenshot(path=PICTURES / "live-events.png")
    host = staff.new_page()
    host.goto(f"/event/{game.id}/host")
    pages: list[Page] = []
    for scheme in ("light", "dark"):
        page = browser.new_context(
            viewport=SCREEN, base_url=address, color_scheme=scheme
        ).new_page()
        page.goto(f"/event/{game.id}/screen/{opened.screen_secret}")
        pages.append(page)
    phone = browser.new_context(
        viewport=PHONE, has_touch=True, is_mobile=True, base_url=address
    ).new_page()
    phone.goto(f"/join/{game.code}")
    phone.get_by_label("你的队").select_option(TEAMS[1])
    phone.get_by_label("大屏幕上叫你什么").fill("李雷")
    phone.screenshot(path=PICTURES / "live-join-phone.png")
    phone.get_by_role("button", name="进入比赛").click()
    expect(phone.get_by_text("你进来了")).to_be_visible()
    return Pages(pages[0], pages[1], phone, host)


def play(edu: Edu, game_id: int, players: list[str], pages: Pages) -> None:
    """Two questions, the standings, the end."""
    expect(pages.screen.locator(".pane img")).to_have_count(OTHERS + 1, timeout=30_000)
    pages.take("lobby")
    pages.host.locator("#forward").click()
    expect(pages.phone.locator("main .choice").first).to_be_visible()
    pages.phone.locator("main .choice").first.click()
    pages.take("question")
    for number, player in enumerate(players[:-4]):
        given = Chosen(options=("o1" if number % 3 else "o2",))
        submit_answers(edu, game_id, [SubmitAnswer(player, 0, given, edu.now(), f"a{number}")])
    pages.phone.get_by_role("button", name="提交答案").click()
    expect(pages.phone.get_by_text("已保存")).to_be_visible()
    expect(pages.screen.locator(".answered")).to_have_text(f"{OTHERS - 3} / {OTHERS + 1}")
    pages.take("saved")
    pages.host.locator("#forward").click()
    expect(pages.screen.locator(".why")).to_be_visible()
    expect(pages.phone.get_by_role("heading", name="为什么")).to_be_visible()
    pages.take("reveal")
    pages.host.locator("#forward").click()
    expect(pages.screen.locator(".ranks")).to_be_visible()
    pages.take("standings")
    pages.host.on("dialog", lambda dialog: dialog.accept())
    pages.host.get_by_role("button", name="提前结束").click()
    expect(pages.screen.locator(".podium")).to_be_visible()
    pages.take("end")


def main() -> None:
    """Take them all."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    data = Path(tempfile.mkdtemp())
    edu = build(Settings(data=data, content=ROOT))
    opened, cookie = open_game(edu)
    players = come_in(edu, opened.game.id)
    server = Server(data, free_port())
    server.start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        play(edu, opened.game.id, players, open_pages(browser, server, opened, cookie))
        browser.close()
    server.kill()


if __name__ == "__main__":
    main()
