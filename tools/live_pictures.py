"""Pictures of a live quiz: every state of the shared screen, the phone, the host's pages.

Run as ``python -m tools.live_pictures``. The players beside the one phone come in through the
services, as if they sat at other processes; one class holds up cards.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect, sync_playwright

from edu_core.bootstrap import build
from edu_core.config import SESSION_COOKIE, Settings
from edu_core.domain.card import Side
from edu_core.domain.game_cards import letters
from edu_core.domain.game_commands import SubmitAnswer
from edu_core.domain.game_state import GameRules, TeamMode
from edu_core.domain.interaction import Chosen
from edu_core.domain.nickname import nickname_key, suggest_nickname
from edu_core.services.accounts import claim_administrator, offer_claim, session_person
from edu_core.services.cards import issue_cards
from edu_core.services.classes import list_classrooms
from edu_core.services.context import Edu
from edu_core.services.demonstration import load_demonstration
from edu_core.services.game_work import JoinRequest
from edu_core.services.games import OpenGame, create_game, join, load_game, submit_answers
from tests.exchange.photographs import Scene, jpeg, photograph
from tools import played_game
from tools.browser import find_browser
from tools.pictures import LAPTOP, PHONE, PICTURES, SCREEN, take
from tools.server import ROOT, Server, free_port

TEAMS = ("初二（1）班", "初二（2）班", "初二（3）班")
OTHERS = 34
READ = 22
"""Pupils whose cards are on the photograph; the others of the class are missing."""
WITH_ALL = ("lobby", "reveal", "slide", "discussion", "again")
"""The states of which there are pictures by night and of the host's page too."""


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
            if name in ("night", "host") and state not in WITH_ALL:
                continue
            page.wait_for_timeout(700)
            page.screenshot(path=PICTURES / f"live-{state}-{name}.png")
        print(f"docs/pictures/live-{state}-*.png")


@dataclass
class Evening:
    """A game in its lobby, the cookie of its host, and a photograph of the class with cards."""

    opened: OpenGame
    cookie: str
    class_photograph: FilePayload


def open_game(edu: Edu) -> Evening:
    """A game in which the last class of the demonstration holds up cards."""
    claim = offer_claim(edu)
    assert claim is not None
    me = claim_administrator(edu, claim, "李老师", "li", "correct horse 1", "10.0.0.1")
    load_demonstration(edu, me.person)
    room = list_classrooms(edu, me.person)[-1].classroom
    held = issue_cards(edu, me.person, room.id)
    answers = {
        card.marker: Side.B if place % 3 else Side.A for place, card in enumerate(held[:READ])
    }
    picture = jpeg(photograph(Scene(7, answers, sizes=(70, 120), covered=0, dimmest=0.6)))
    payload = FilePayload(name="class.jpg", mimeType="image/jpeg", buffer=picture)
    rules = GameRules(team_mode=TeamMode.CLASS, teams=TEAMS, seconds=60, card_classes=(room.id,))
    opened = create_game(edu, me.person, "disguised-drugs", rules)
    while not letters(opened.game.sheets[opened.game.rounds[0].item_id]):  # chance draws them
        opened = create_game(edu, me.person, "disguised-drugs", rules)
    return Evening(opened, me.token, payload)


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


def staff_context(browser: Browser, server: Server, cookie: str, **more: Any) -> BrowserContext:
    """A device of the host."""
    context = browser.new_context(base_url=server.address, **more)
    session = {"name": SESSION_COOKIE, "value": cookie, "url": server.address}
    context.add_cookies([session])  # type: ignore[list-item]
    return context


def read_cards(browser: Browser, server: Server, evening: Evening) -> None:
    """The page on which the cards of a class are read, with half of them missing, then taken in."""
    phone = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    devices: dict[str, dict[str, Any]] = {
        "phone": phone,
        "laptop": {"viewport": LAPTOP},
        "night": {**phone, "color_scheme": "dark"},
    }
    for name, device in devices.items():
        page = staff_context(browser, server, evening.cookie, **device).new_page()
        page.goto(f"/event/{evening.opened.game.id}/cards")
        if name == "phone":
            page.locator("#photographs").set_input_files(evening.class_photograph)
        expect(page.locator(".seats .in")).to_have_count(READ)
        page.screenshot(path=PICTURES / f"live-cards-{name}.png", full_page=name != "laptop")
        if name == "night":
            page.get_by_role("button", name="收卡").click()
            expect(page.get_by_text("答案已保存并计入")).to_be_visible()
        page.context.close()
    print("docs/pictures/live-cards-*.png")


def open_pages(browser: Browser, server: Server, evening: Evening) -> Pages:
    """Everybody's page, with one phone joined by hand."""
    opened, address = evening.opened, server.address
    game = opened.game
    staff = staff_context(browser, server, evening.cookie, viewport=LAPTOP)
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


def forward(host: Page, words: str) -> None:
    """Press the one button that leads on, once it says this."""
    expect(host.locator("#forward")).to_contain_text(words)
    host.locator("#forward").click()


def show_lesson(pages: Pages) -> None:
    """The third slide, and back to the quiz."""
    pages.host.keyboard.press("k")
    for place in (2, 3):
        forward(pages.host, "下一页")
        expect(pages.host.get_by_text(f"第 {place} 页，共")).to_be_visible()
    expect(pages.screen.locator(".slide .text")).to_be_visible()
    pages.take("slide")
    pages.host.keyboard.press("k")


def answer_all(edu: Edu, pages: Pages, game_id: int, players: list[str], wrong: int) -> None:
    """Everybody but four answers; of those beside the phone every ``wrong``-th wrongly."""
    game = load_game(edu, game_id)
    current = game.round
    assert current is not None
    sheet = game.sheets[current.item_id]
    key = sheet.item.correct_response()
    assert isinstance(key, Chosen)
    right = sheet.shown(key)
    names = letters(sheet).values()
    off = [one for one in (Chosen(options=(name,)) for name in names) if one != right]
    pages.phone.locator("main .choice").first.click()
    if game.place == 0:
        pages.take("question")
    for number, player in enumerate(players[:-4]):
        given = right if number % wrong else off[number // wrong % len(off)]
        answer = SubmitAnswer(player, game.place, given, edu.now(), f"a{game.place}-{number}")
        submit_answers(edu, game_id, [answer])
    pages.phone.get_by_role("button", name="提交答案").click()
    expect(pages.phone.get_by_text("已保存")).to_be_visible()


def to_a_choice(edu: Edu, pages: Pages, game_id: int) -> None:
    """Skip what has no options; chance draws the questions."""
    while True:
        game = load_game(edu, game_id)
        current = game.round
        assert current is not None
        expect(pages.host.get_by_text(f"第 {game.place + 1} 题，共")).to_be_visible()
        if len(letters(game.sheets[current.item_id])) > 2:
            return
        pages.host.get_by_role("button", name="跳过这题").click()
        expect(pages.host.get_by_text(f"第 {game.place + 2} 题，共")).to_be_visible()


def discuss(edu: Edu, pages: Pages, game_id: int, players: list[str]) -> None:
    """A question that is voted on, discussed, and voted on again."""
    forward(pages.host, "下一题")
    expect(pages.host.get_by_text("第 2 题，共")).to_be_visible()
    to_a_choice(edu, pages, game_id)
    expect(pages.phone.get_by_role("button", name="提交答案")).to_be_visible()
    answer_all(edu, pages, game_id, players, 2)
    pages.host.keyboard.press("d")
    for page in (pages.screen, pages.phone):
        expect(page.get_by_text("和旁边的人讨论")).to_be_visible()
    pages.take("discussion")
    forward(pages.host, "再答一次")
    expect(pages.phone.get_by_role("button", name="提交答案")).to_be_visible()
    answer_all(edu, pages, game_id, players, 6)
    forward(pages.host, "公布答案")
    expect(pages.screen.locator(".why")).to_be_visible()
    expect(pages.phone.get_by_role("heading", name="为什么")).to_be_visible()
    pages.take("again")


def play(
    edu: Edu, game_id: int, players: list[str], pages: Pages, cards: Callable[[], None]
) -> None:
    """The lesson, a question with phones and cards, the standings, a discussion, the end."""
    pages.host.on("dialog", lambda dialog: dialog.accept())
    expect(pages.screen.locator(".pane img")).to_have_count(OTHERS + 1, timeout=30_000)
    pages.take("lobby")
    show_lesson(pages)
    forward(pages.host, "出第 1 题")
    expect(pages.phone.locator("main .choice").first).to_be_visible()
    answer_all(edu, pages, game_id, players, 3)
    expect(pages.screen.locator(".answered")).to_have_text(f"{OTHERS - 3} / {OTHERS + 1}")
    pages.take("saved")
    cards()
    forward(pages.host, "公布答案")
    expect(pages.screen.locator(".why")).to_be_visible()
    expect(pages.phone.get_by_role("heading", name="为什么")).to_be_visible()
    pages.take("reveal")
    forward(pages.host, "看成绩")
    expect(pages.screen.locator(".ranks")).to_be_visible()
    pages.take("standings")
    discuss(edu, pages, game_id, players)
    pages.host.get_by_role("button", name="提前结束").click()
    expect(pages.screen.locator(".podium")).to_be_visible()
    pages.take("end")


def take_afterwards(edu: Edu, browser: Browser, address: str, cookie: str) -> None:
    """What the teacher has of a game that three classes have played: results and replay."""
    host = session_person(edu, cookie)
    assert host is not None
    played = played_game.play(edu, host)
    context = browser.new_context(viewport=LAPTOP, base_url=address, locale="zh-CN")
    session = {"name": SESSION_COOKIE, "value": cookie, "url": address}
    context.add_cookies([session])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(f"/events?id={played.game.id}")
    expect(page.locator(".js-plotly-plot")).to_have_count(3)
    take(page, "live-results")
    page.get_by_role("heading", name="把没掌握的再练一练").scroll_into_view_if_needed()
    take(page, "live-practice")
    page.goto(f"/replay?id={played.game.id}&step=1")
    expect(page.get_by_role("heading", name="大家进来")).to_be_visible()
    take(page, "live-replay-lobby")
    page.set_viewport_size(PHONE)
    page.goto(f"/replay?id={played.game.id}&step=3")
    expect(page.get_by_role("heading", name="第 1 题的答案")).to_be_visible()
    take(page, "live-replay-phone")
    context.close()


def main() -> None:
    """Take them all."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    data = Path(tempfile.mkdtemp())
    edu = build(Settings(data=data, content=ROOT))
    evening = open_game(edu)
    game_id = evening.opened.game.id
    players = come_in(edu, game_id)
    server = Server(data, free_port())
    server.start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        pages = open_pages(browser, server, evening)
        play(edu, game_id, players, pages, lambda: read_cards(browser, server, evening))
        take_afterwards(edu, browser, server.address, evening.cookie)
        browser.close()
    server.kill()


if __name__ == "__main__":
    main()
