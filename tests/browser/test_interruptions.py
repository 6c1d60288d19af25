"""A pupil's quiz and lesson when something comes between: time, network, a second tab, a dead
server, the back button.
"""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from edu_core.bootstrap import build
from edu_core.config import SESSION_COOKIE, Settings
from edu_core.domain.items.base import Band
from edu_core.services.accounts import claim_administrator, offer_claim, sign_in_with_slip
from edu_core.services.classes import RosterRow, create_classroom, import_roster
from tests.browser.answering import LIBRARY, answer, fill_in_rightly, item_on, settled
from tools.server import ROOT, Server, free_port

pytestmark = pytest.mark.xdist_group("interruptions")

EACH = LIBRARY.quizzes["what-is-a-drug"]
TIMED = LIBRARY.quizzes["what-the-law-says"]
LESSON = LIBRARY.lessons["what-is-a-drug"]
PHONE = {"width": 360, "height": 740}


@dataclass
class School:
    """A running server and the cookies of pupils who have not begun anything."""

    server: Server
    file: Path
    cookies: list[str]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    data = tmp_path_factory.mktemp("data")
    program = build(Settings(data=data, content=ROOT))
    claim = offer_claim(program)
    assert claim is not None
    me = claim_administrator(program, claim, "李校长", "boss", "correct horse 1", "10.0.0.1").person
    room = create_classroom(program, me, "初二（3）班", Band.JUNIOR)
    slips = import_roster(
        program, me, room.id, [RosterRow(f"同学{number}") for number in range(10)]
    )
    cookies = [sign_in_with_slip(program, slip.token, "10.0.0.1").token for slip in slips]
    program.store.close()
    server = Server(data, free_port())
    server.start()
    yield School(server, data / "qingchuang.sqlite3", cookies)
    server.kill()


@pytest.fixture
def phone(browser: Browser, school: School) -> Iterator[BrowserContext]:
    """A phone on which a pupil of the class is signed in, another pupil for every test."""
    address = school.server.address
    context = browser.new_context(
        viewport=PHONE, has_touch=True, is_mobile=True, base_url=address, locale="zh-CN"
    )
    cookie = {"name": SESSION_COOKIE, "value": school.cookies.pop(), "url": address}
    context.add_cookies([cookie])  # type: ignore[list-item]
    yield context
    context.close()


def begin(context: BrowserContext, quiz_id: str) -> Page:
    page = context.new_page()
    page.goto(f"/quiz?id={quiz_id}")
    page.get_by_role("button", name="开始答题").click()
    expect(page.get_by_text("第 1 题，共")).to_be_visible()
    return page


def let_time_run_out(school: School) -> None:
    """As if every running attempt had begun an hour earlier."""
    with sqlite3.connect(school.file) as database:
        database.execute(
            "UPDATE attempts SET deadline = datetime(deadline, '-1 hour') "
            "WHERE deadline IS NOT NULL AND finished_at IS NULL"
        )


def test_at_zero_what_is_on_the_page_is_handed_in(phone: BrowserContext) -> None:
    phone.clock.install()
    page = begin(phone, TIMED.id)
    expect(page.get_by_text(re.compile("还剩 1[45]:"))).to_be_visible()
    fill_in_rightly(page, item_on(page, TIMED))
    phone.clock.fast_forward("15:00")
    expect(page.get_by_text("第 2 题，共")).to_be_visible()


def test_a_question_whose_time_runs_out_leads_to_the_result(
    phone: BrowserContext, school: School
) -> None:
    phone.clock.install()
    page = begin(phone, TIMED.id)
    answer(page, TIMED)
    expect(page.get_by_text("第 2 题，共")).to_be_visible()
    let_time_run_out(school)
    phone.clock.fast_forward("15:10")
    expect(page.get_by_text(re.compile("时间到了，已经自动交卷。提交过的 1 道题"))).to_be_visible()
    expect(page.get_by_role("heading", name="每一题")).to_be_visible()


def test_an_answer_that_comes_too_late_is_told_on_the_result(
    phone: BrowserContext, school: School
) -> None:
    page = begin(phone, TIMED.id)
    let_time_run_out(school)
    fill_in_rightly(page, item_on(page, TIMED))
    page.get_by_role("button", name="提交答案").click()
    expect(page.get_by_text("没来得及提交的答案没有计入")).to_be_visible()
    expect(page.get_by_role("heading", name="每一题")).to_be_visible()


def test_the_explanation_is_there_again_after_a_refresh(phone: BrowserContext) -> None:
    page = begin(phone, EACH.id)
    item = answer(page, EACH)
    expect(page.get_by_text("✓ 已保存")).to_be_visible()
    page.reload()
    expect(page.get_by_text("第 2 题，共")).to_be_visible()
    page.get_by_role("button", name="看上一题的解析").click()
    expect(page.get_by_text(item.explanation)).to_be_visible()
    page.get_by_role("button", name="下一题").click()
    expect(page.get_by_text("第 2 题，共")).to_be_visible()
    page.get_by_role("button", name="先回首页").click()
    page.get_by_role("button", name="接着答题").first.click()
    expect(page.get_by_text("第 2 题，共")).to_be_visible()


def test_two_tabs_answer_the_same_question_and_the_first_one_counts(phone: BrowserContext) -> None:
    page = begin(phone, EACH.id)
    item = item_on(page, EACH)
    second = phone.new_page()
    second.goto(f"/quiz?id={EACH.id}")
    assert item_on(second, EACH).id == item.id
    fill_in_rightly(second, item)
    answer(page, EACH)
    expect(page.get_by_text(item.explanation)).to_be_visible()
    second.get_by_role("button", name="提交答案").click()
    expect(second.get_by_text("这道题已经在另一个页面答过了")).to_be_visible()
    expect(second.get_by_text(item.explanation)).to_be_visible()
    second.get_by_role("button", name="下一题").click()
    expect(second.get_by_text("第 2 题，共")).to_be_visible()


def test_what_was_chosen_survives_a_server_that_dies_and_comes_back(
    phone: BrowserContext, school: School
) -> None:
    page = begin(phone, EACH.id)
    item = item_on(page, EACH)
    fill_in_rightly(page, item)
    school.server.kill()
    expect(page.locator("#edu-connection")).to_contain_text("已提交的答案都保存好了")
    school.server.start()
    expect(page.locator("#edu-connection")).to_be_hidden()
    settled(page)
    assert item_on(page, EACH).id == item.id
    page.get_by_role("button", name="提交答案").click()
    expect(page.get_by_text(item.explanation)).to_be_visible()


def test_a_device_without_network_says_so_at_once(phone: BrowserContext) -> None:
    page = begin(phone, EACH.id)
    settled(page)
    phone.set_offline(True)
    expect(page.get_by_text("这台设备没有连上网络")).to_be_visible()
    phone.set_offline(False)
    expect(page.get_by_text("已经重新连上")).to_be_visible()
    expect(page.locator("#edu-connection")).to_be_hidden()


def test_sections_begin_at_their_top_and_the_back_button_goes_back(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/")
    page.get_by_role("button", name="不测了，直接读课").click()
    for section in LESSON.sections[:3]:
        heading = page.get_by_role("heading", name=section.title)
        expect(heading).to_be_in_viewport()
        page.get_by_role("button", name="下一节").click()
    expect(page.get_by_role("heading", name=LESSON.sections[3].title)).to_be_in_viewport()
    for section in reversed(LESSON.sections[:3]):
        page.go_back()
        expect(page.get_by_role("heading", name=section.title)).to_be_visible()


def test_a_finished_lesson_shows_its_ring_and_where_to_go_on(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(f"/lesson?id={LESSON.id}&section={len(LESSON.sections)}")
    page.get_by_role("button", name="去做测验").click()
    page.get_by_role("button", name="开始答题").click()
    for number in range(EACH.length()):
        expect(page.get_by_text(f"第 {number + 1} 题，共")).to_be_visible()
        answer(page, EACH)
        page.get_by_role("button", name=re.compile("^(下一题|看结果)$")).click()
    expect(page.get_by_text("窗花又剪好一圈")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("已剪 1 圈"))).to_be_visible()
    page.get_by_role("button", name=re.compile("接着学：")).click()
    expect(page.get_by_role("heading", name=re.compile("^课前小测"))).to_be_visible()
    expect(page).to_have_url(re.compile("/quiz.*-before"))


def test_a_session_that_ended_leads_to_the_door_in_the_same_tab(
    phone: BrowserContext, school: School
) -> None:
    page = begin(phone, EACH.id)
    fill_in_rightly(page, item_on(page, EACH))
    with sqlite3.connect(school.file) as database:
        database.execute(
            "DELETE FROM sessions WHERE person_id = "
            "(SELECT person_id FROM attempts WHERE finished_at IS NULL ORDER BY id DESC LIMIT 1)"
        )
    page.get_by_role("button", name="提交答案").click()
    expect(page.get_by_text("这次登录已经结束")).to_be_visible()
    page.get_by_role("button", name="去登录").click()
    expect(page.get_by_label("班级码")).to_be_visible()
