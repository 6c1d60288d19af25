"""After a live quiz, in a real browser: the results, the replay, and practising what was missed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from edu_core.config import SESSION_COOKIE
from edu_core.services.classes import Slip
from tests.browser.accessible import require_accessible
from tests.browser.answering import LIBRARY, answer, settled
from tests.browser.halls import new_program, serve_again
from tools.played_game import CLASSES, play
from tools.server import Server

pytestmark = pytest.mark.xdist_group("after-a-live-quiz")


@dataclass
class School:
    """A running server with a game that three classes have played."""

    server: Server
    browser: Browser
    cookie: str
    slip: Slip

    def page(self, width: int, height: int) -> Page:
        """A page of nobody in particular."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, base_url=self.server.address
        )
        return context.new_page()

    def teacher(self) -> Page:
        """A page of the teacher's laptop."""
        page = self.page(1366, 768)
        cookie = {"name": SESSION_COOKIE, "value": self.cookie, "url": self.server.address}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        return page


@pytest.fixture(scope="module")
def school(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    program, signed_in = new_program(tmp_path_factory.mktemp("data"))
    played = play(program, signed_in.person)
    server = serve_again(program)
    yield School(server, browser, signed_in.token, played.slips[0])
    server.kill()


def test_a_question_is_picked_on_the_chart_and_taken_out(school: School) -> None:
    page = school.teacher()
    page.goto("/events?id=1")
    expect(page.locator(".js-plotly-plot")).to_have_count(3)
    settled(page)
    require_accessible(page)
    box = page.locator('[class*="st-key-chart-rounds"] .point').nth(3).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    card = page.locator('[class*="st-key-edu-card-round"]')
    expect(card.get_by_role("combobox")).to_have_value(re.compile("^4[.]"))
    card.get_by_role("button", name="这题作废").click()
    expect(card.get_by_role("button", name="恢复计分")).to_be_visible()
    card.get_by_role("button", name="恢复计分").click()
    expect(card.get_by_role("button", name="这题作废")).to_be_visible()
    page.context.close()


def test_the_replay_goes_on_and_back_by_keys(school: School) -> None:
    page = school.teacher()
    page.goto("/replay?id=1")
    expect(page.get_by_role("heading", name="大家进来")).to_be_visible()
    settled(page)
    require_accessible(page)
    for key, words in (
        ("ArrowRight", "第 1 题"),
        ("PageDown", "第 1 题的答案"),
        ("ArrowRight", "第 1 题以后的成绩"),
        ("ArrowLeft", "第 1 题的答案"),
    ):
        page.keyboard.press(key)
        expect(page.get_by_role("heading", name=words, exact=True)).to_be_visible()
        settled(page)
    require_accessible(page)
    page.reload()
    expect(page.get_by_role("heading", name="第 1 题的答案")).to_be_visible()
    page.context.close()


def test_what_was_missed_is_set_practised_and_seen(school: School) -> None:
    teacher = school.teacher()
    teacher.goto("/events?id=1")
    teacher.get_by_role("button", name="布置给这 3 个班").click()
    expect(teacher.get_by_role("button", name="看班级情况")).to_have_count(len(CLASSES))
    settled(teacher)
    require_accessible(teacher)
    pupil = school.page(360, 740)
    pupil.goto("/")
    slip = school.slip
    for label, text in (("班级码", slip.code), ("学号或姓名", slip.number), ("PIN", slip.pin)):
        pupil.get_by_label(label).fill(text)
    pupil.get_by_role("button", name="进入").click()
    expect(pupil.get_by_role("heading", name="老师布置的练习")).to_be_visible()
    settled(pupil)
    require_accessible(pupil)
    pupil.get_by_role("button", name="去练习").first.click()
    pupil.get_by_role("button", name="开始答题").click()
    expect(pupil.get_by_text("第 1 题，共")).to_be_visible()
    answer(pupil, LIBRARY.quizzes["disguised-drugs"])
    expect(pupil.get_by_text("答对了")).to_be_visible()
    pupil.goto("/")
    expect(pupil.get_by_role("button", name="接着练")).to_be_visible()
    teacher.get_by_role("button", name="看班级情况").first.click()
    expect(teacher.get_by_text("布置过 1 份练习")).to_be_visible()
    teacher.get_by_role("button", name="收回").click()
    teacher.get_by_role("button", name="收回这份练习").click()
    expect(teacher.get_by_text("已收回")).to_be_visible()
    pupil.reload()
    expect(pupil.get_by_role("heading", name="我的课")).to_be_visible()
    expect(pupil.get_by_role("heading", name="老师布置的练习")).to_have_count(0)
    teacher.context.close()
    pupil.context.close()
