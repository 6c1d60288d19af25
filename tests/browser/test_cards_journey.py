"""Answer cards end to end in real browsers: a class quiz, and a live quiz with a phone beside."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from edu_core.config import SESSION_COOKIE
from edu_core.domain.card import Side
from edu_core.domain.game_cards import letters
from edu_core.domain.game_state import Game, GameRules, TeamMode
from edu_core.domain.items.base import Band
from edu_core.domain.people import Person
from edu_core.services.cards import issue_cards
from edu_core.services.classes import RosterRow, create_classroom, import_roster
from edu_core.services.context import Edu
from edu_core.services.games import create_game
from tests.browser.accessible import require_accessible
from tests.browser.halls import PASSWORD, new_program, serve_again
from tests.exchange.photographs import Scene, jpeg, photograph
from tools.server import Server

pytestmark = pytest.mark.xdist_group("cards")

PUPILS = ("王小明", "李雷", "韩梅梅", "赵一", "钱二", "孙三")
PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1366, "height": 768}


@dataclass
class Hall:
    """A running server, a class that holds its cards, and a game in its lobby."""

    server: Server
    browser: Browser
    cookie: str
    classroom_id: int
    held: dict[str, int]
    game_id: int
    code: str

    def staff(self) -> BrowserContext:
        """The laptop of the teacher, signed in."""
        context = self.browser.new_context(
            viewport=LAPTOP,  # type: ignore[arg-type]
            base_url=self.server.address,
        )
        cookie = {"name": SESSION_COOKIE, "value": self.cookie, "url": self.server.address}
        context.add_cookies([cookie])  # type: ignore[list-item]
        return context

    def phone(self) -> BrowserContext:
        """A phone that has never been here."""
        return self.browser.new_context(
            viewport=PHONE,  # type: ignore[arg-type]
            has_touch=True,
            is_mobile=True,
            base_url=self.server.address,
        )

    def shot(self, seed: int, **sides: Side) -> FilePayload:
        """A photograph of pupils (``n1`` is number 1) who hold up their cards."""
        answers = {self.held[name[1:]]: side for name, side in sides.items()}
        scene = Scene(seed, answers, 1600, 1200, (70.0, 90.0), covered=0, dimmest=0.7)
        data = jpeg(photograph(scene))
        return FilePayload(name="class.jpg", mimeType="image/jpeg", buffer=data)


def lobby(program: Edu, me: Person) -> Game:
    """A game whose first question, which chance draws, can be answered with cards."""
    rules = GameRules(team_mode=TeamMode.CLASS, seconds=600)
    while True:
        game = create_game(program, me, "disguised-drugs", rules).game
        if letters(game.sheets[game.rounds[0].item_id]):
            return game


@pytest.fixture(scope="module")
def hall(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    program, signed_in = new_program(tmp_path_factory.mktemp("data"))
    me = signed_in.person
    room = create_classroom(program, me, "初二（1）班", Band.JUNIOR)
    rows = [RosterRow(name, str(number)) for number, name in enumerate(PUPILS, start=1)]
    import_roster(program, me, room.id, rows)
    held = {card.number: card.marker for card in issue_cards(program, me, room.id)}
    game = lobby(program, me)
    server = serve_again(program)
    yield Hall(server, browser, signed_in.token, room.id, held, game.id, game.code)
    server.kill()


def test_a_class_answers_a_quiz_with_cards_and_the_report_has_the_answers(hall: Hall) -> None:
    context = hall.staff()
    page = context.new_page()
    page.goto(f"/cards?id={hall.classroom_id}")
    page.get_by_role("button", name="开始举卡答题").click()
    page.get_by_role("button", name="出这道题").click()
    expect(page.get_by_text("全班还缺 6 人")).to_be_visible()
    field = page.locator('input[type="file"]')
    field.set_input_files(hall.shot(1, n1=Side.A, n2=Side.B, n3=Side.A))
    expect(page.get_by_text("读到 3 张卡")).to_be_visible()
    expect(page.get_by_text("还缺 3 人：4 赵一、5 钱二、6 孙三")).to_be_visible()
    expect(field).to_have_count(1)  # the one that is used up goes when the page is drawn
    require_accessible(page)
    field.set_input_files(hall.shot(2, n3=Side.A, n4=Side.B, n5=Side.A))
    expect(page.get_by_text("其中 2 张是新读到的")).to_be_visible()
    expect(page.get_by_text("还缺 1 人：6 孙三")).to_be_visible()
    page.get_by_text("手工登记或更正").click()
    page.get_by_role("button", name="登记").click()  # the one who is missing stands first
    expect(page.get_by_text("全班 6 人都齐了")).to_be_visible()
    page.get_by_role("button", name="收卡").click()
    expect(page.get_by_text("6 个人的答案已保存")).to_be_visible()
    require_accessible(page)
    page.get_by_role("button", name="结束，回到班级情况").click()
    expect(page.get_by_role("button", name="举卡答题")).to_be_visible()
    expect(page.get_by_text(re.compile("这一周有 6 人交卷"))).to_be_visible()
    expect(page.get_by_text(re.compile("（6 人）")).first).to_be_visible()
    context.close()


def test_phones_and_cards_answer_one_question_of_a_live_quiz(hall: Hall) -> None:
    laptop, teacher = hall.staff(), hall.phone()
    host = laptop.new_page()
    host.goto(f"/event/{hall.game_id}/host")
    with laptop.expect_page() as opened:
        host.get_by_role("link", name="选举卡的班").click()
    cards = opened.value
    require_accessible(cards)
    expect(cards.get_by_role("link", name="初二（1）班的花名册")).to_be_visible()
    cards.get_by_label(re.compile("初二（1）班（6 张卡）")).check()
    cards.get_by_role("button", name="就这些班").click()
    expect(cards.get_by_text("每道题都等这些班收卡")).to_be_visible()

    guest = hall.phone()
    phone = join(guest, hall)
    shutter = teacher.new_page()
    shutter.goto(f"/event/{hall.game_id}/cards")  # where the code on the laptop leads
    for password in ("wrong", PASSWORD):
        shutter.get_by_label("用户名").fill("boss")
        shutter.get_by_label("密码").fill(password)
        shutter.get_by_role("button", name="登录").click()
    expect(shutter.get_by_text("比赛还没有开始")).to_be_visible()
    require_accessible(shutter)

    host.locator("#forward").click()
    expect(shutter.get_by_text("第 1 题，共")).to_be_visible()  # the page follows the game
    phone.locator("main .choice").first.click()
    phone.get_by_role("button", name="提交答案").click()
    # every phone has answered, and the question stays open for the class
    expect(phone.get_by_text("已保存，等大家答完")).to_be_visible()
    expect(host.get_by_text("还有 1 个班没有收卡")).to_be_visible()
    require_accessible(host)

    shutter.locator("#photographs").set_input_files(
        [hall.shot(3, n1=Side.A, n2=Side.B), hall.shot(4, n2=Side.B, n3=Side.A, n4=Side.A)]
    )
    expect(shutter.get_by_text("还缺 2 人：5 钱二、6 孙三")).to_be_visible()
    require_accessible(shutter)
    hall.server.kill()
    hall.server.start()
    shutter.reload()  # what was read is still there
    expect(shutter.get_by_text("还缺 2 人：5 钱二、6 孙三")).to_be_visible()
    shutter.get_by_text("手工登记或更正").click()
    shutter.get_by_label("B", exact=True).check()  # the first who is missing stands first
    shutter.get_by_role("button", name="登记").click()
    expect(shutter.get_by_text("还缺 1 人：6 孙三")).to_be_visible()
    shutter.get_by_role("button", name="收卡").click()
    expect(shutter.get_by_text("5 个人的答案已保存并计入")).to_be_visible()
    expect(shutter.get_by_text("已经公布答案")).to_be_visible()
    require_accessible(shutter)
    expect(phone.get_by_role("heading", name="为什么")).to_be_visible()
    expect(host.get_by_text("名单（6 人）")).to_be_visible()
    expect(host.get_by_text("举卡").first).to_be_visible()

    host.on("dialog", lambda dialog: dialog.accept())
    host.get_by_role("button", name="提前结束").click()
    expect(shutter.get_by_text("比赛已经结束")).to_be_visible()
    report = laptop.new_page()
    report.goto(f"/class?id={hall.classroom_id}")
    report.get_by_role("button", name="举卡答题").wait_for()
    for context in (laptop, teacher, guest):
        context.close()


def join(context: BrowserContext, hall: Hall) -> Page:
    """A guest with a phone, who plays for another class."""
    page = context.new_page()
    page.goto(f"/join/{hall.code}")
    page.get_by_label("班级和学号").fill("2班7号")
    page.get_by_role("button", name="进入比赛").click()
    expect(page.get_by_text("已连接")).to_be_visible()
    return page
