"""Every lesson and every question of every band on a phone and on a big screen, with axe.

A lesson stands on one page with its quizzes: most of the time goes into opening a page.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.accessible import require_accessible
from tests.browser.answering import LIBRARY, settled
from tests.streamlit_app import streamlit_app
from tools.server import ROOT

APP = Path(__file__).parent / "curriculum_app.py"
SIZES = ({"width": 360, "height": 740}, {"width": 1920, "height": 1080})


def _pages() -> list[tuple[str, ...]]:
    """Each lesson with its quizzes, and each quiz that stands alone, as the query of an address."""
    alone = {name: [name] for name, quiz in LIBRARY.quizzes.items() if quiz.lesson is None}
    of_lessons = {
        f"lesson={lesson}": [n for n, quiz in LIBRARY.quizzes.items() if quiz.lesson == lesson]
        for lesson in LIBRARY.lessons
    }
    with_lesson = [(first, *(f"quiz={n}" for n in names)) for first, names in of_lessons.items()]
    return sorted(with_lesson + [(f"quiz={name}",) for name in alone])


PAGES = [
    pytest.param(page, id=page[0], marks=pytest.mark.xdist_group(f"curriculum-{number % 2}"))
    for number, page in enumerate(_pages())
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server that draws whole lessons and quizzes."""
    with streamlit_app(APP, EDU_CONTENT=str(ROOT)) as where:
        yield where


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One browser context, so that its cache holds Streamlit's files."""
    opened = browser.new_context(viewport=SIZES[0], locale="zh-CN", reduced_motion="reduce")
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab for one page: a tab that drew many of them grows slow."""
    opened = context.new_page()
    yield opened
    opened.close()


def require_no_overflow(page: Page) -> None:
    """Nothing is wider than the screen."""
    assert not page.evaluate(
        "document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"
    )


@pytest.mark.parametrize("shown", PAGES)
def test_it_is_drawn_whole_and_clean(address: str, page: Page, shown: tuple[str, ...]) -> None:
    page.goto(f"{address}/?{'&'.join(shown)}")
    expect(page.get_by_text("到这里为止")).to_be_visible()
    settled(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    parts = [part.split("=") for part in shown]
    illustrations = [
        len(LIBRARY.lessons[name].illustrations) for kind, name in parts if kind == "lesson"
    ]
    pictures = page.locator('[class*="st-key-illustration"] img')
    expect(pictures).to_have_count(sum(illustrations))
    questions = [len(LIBRARY.quizzes[name].items) for kind, name in parts if kind == "quiz"]
    expect(page.locator('[class*="st-key-stem"] h4')).to_have_count(sum(questions))
    require_accessible(page)  # names, roles and colours are the same at every size
    for size in SIZES:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        require_no_overflow(page)
