"""The lesson and a quiz in one run, in real browsers: slides, a question, a discussion, and the
question again; the keys of a clicker on the slides that a teacher shows without a game.
"""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from edu_core.bootstrap import build
from edu_core.config import Settings
from edu_core.domain.game_cards import letters
from edu_core.domain.game_state import GameRules, TeamMode
from edu_core.services.accounts import session_person
from edu_core.services.games import OpenGame, create_game
from tests.browser.accessible import require_accessible
from tests.browser.halls import SCREEN, TEAMS, Hall, answer, fill_in, forward, join
from tools.server import ROOT

pytestmark = pytest.mark.xdist_group("live-quiz")

QUIZ = "disguised-drugs"


def game_with_a_choice_first(hall: Hall) -> OpenGame:
    """A new game whose first question has options; chance draws the questions."""
    program = build(Settings(data=hall.server.data, content=ROOT))
    host = session_person(program, hall.cookie)
    assert host is not None
    rules = GameRules(team_mode=TeamMode.CLASS, teams=TEAMS, seconds=600)
    opened = create_game(program, host, QUIZ, rules)
    while not letters(opened.game.sheets[opened.game.rounds[0].item_id]):
        opened = create_game(program, host, QUIZ, rules)
    program.store.close()
    return opened


def pages_of(hall: Hall, opened: OpenGame) -> tuple[Page, Page]:
    """The host's page and the shared screen."""
    host = hall.teacher().new_page()
    host.goto(f"/event/{opened.game.id}/host")
    screen = hall.browser.new_context(viewport=SCREEN, base_url=hall.server.address).new_page()
    screen.goto(f"/event/{opened.game.id}/screen/{opened.screen_secret}")
    return host, screen


def test_the_lesson_alternates_with_a_question_that_is_discussed(hall: Hall) -> None:
    opened = game_with_a_choice_first(hall)
    item = opened.game.sheets[opened.game.rounds[0].item_id].item
    here = Hall(hall.server, hall.browser, hall.cookie, opened.game.id, opened.game.code, "")
    host, screen = pages_of(hall, opened)
    one = join(hall.phone(), here, "李雷", TEAMS[0])
    two = join(hall.phone(), here, "韩梅梅", TEAMS[1])

    host.keyboard.press("k")
    expect(screen.locator(".slide.opening")).to_be_visible()
    expect(one.get_by_text("老师在讲课文")).to_be_visible()
    host.keyboard.press("PageDown")
    expect(host.get_by_text("第 2 页，共")).to_be_visible()
    expect(screen.locator(".slide:not(.opening)")).to_be_visible()
    for page in (host, screen, one):
        page.reload()
    expect(host.get_by_text("第 2 页，共")).to_be_visible()
    expect(screen.locator(".slide:not(.opening)")).to_be_visible()
    expect(one.get_by_text("老师在讲课文")).to_be_visible()
    for page in (host, screen, one):
        require_accessible(page)
    host.keyboard.press("k")

    forward(host, "出第 1 题")
    expect(one.get_by_text("第 1 题，共")).to_be_visible()
    answer(one)
    host.keyboard.press("d")
    for page in (screen, one, two):
        expect(page.get_by_text("和旁边的人讨论")).to_be_visible()
        page.reload()
        expect(page.get_by_text("和旁边的人讨论")).to_be_visible()
        expect(page.get_by_text(item.explanation)).to_have_count(0)
        expect(page.get_by_text("✓ 正确")).to_have_count(0)
    for page in (host, screen, one):
        require_accessible(page)

    forward(host, "再答一次")
    for page in (one, two):
        expect(page.get_by_role("button", name="提交答案")).to_be_visible()
        fill_in(page)
        page.get_by_role("button", name="提交答案").click()
    expect(screen.get_by_text(re.compile("第一次")).first).to_be_visible()
    expect(screen.get_by_text(re.compile("第二次")).first).to_be_visible()
    expect(one.get_by_text(item.explanation)).to_be_visible()
    for page in (host, screen):
        page.reload()
    expect(screen.get_by_text(re.compile("第二次")).first).to_be_visible()
    for page in (host, screen, one):
        require_accessible(page)

    host.keyboard.press("k")
    expect(screen.locator(".slide")).to_be_visible()
    host.keyboard.press("Escape")
    expect(screen.get_by_text(re.compile("第二次")).first).to_be_visible()
    host.keyboard.press("n")
    expect(one.get_by_text("第 2 题，共")).to_be_visible()
    for page in (host, screen, one, two):
        page.context.close()


def test_a_clicker_turns_the_slides_of_a_lesson(hall: Hall, browser: Browser) -> None:
    page = hall.teacher().new_page()
    page.goto(f"/slides?id={QUIZ}")
    expect(page.get_by_role("button", name="下一页")).to_be_visible()  # drawn after the text
    for key, place in (
        ("PageDown", 2),
        ("ArrowRight", 3),
        (" ", 4),
        ("PageUp", 3),
        ("ArrowLeft", 2),
    ):
        page.keyboard.press(key)
        expect(page.get_by_text(re.compile(f"^{place} / "))).to_be_visible()
    page.reload()
    expect(page.get_by_text(re.compile("^2 / "))).to_be_visible()
    page.context.close()
