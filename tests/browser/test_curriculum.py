"""Every lesson and every question of every band on a phone and on a big screen, with axe."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.answering import LIBRARY, settled
from tools.server import ROOT, free_port

APP = Path(__file__).parent / "curriculum_app.py"
SIZES = ({"width": 360, "height": 740}, {"width": 1920, "height": 1080})

LESSONS = [
    pytest.param("lesson", name, marks=pytest.mark.xdist_group("lessons"))
    for name in sorted(LIBRARY.lessons)
]
QUIZZES = [
    pytest.param("quiz", name, marks=pytest.mark.xdist_group("quizzes"))
    for name in sorted(LIBRARY.quizzes)
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server that draws whole lessons and quizzes."""
    port = free_port()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "EDU_CONTENT": str(ROOT)}
    environment.pop("EDU_PLAIN_WIDGETS", None)
    command = [sys.executable, "-m", "streamlit", "run", str(APP), f"--server.port={port}"]
    with subprocess.Popen(
        [*command, "--server.headless=true", "--server.address=127.0.0.1"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "URL" in line:
                break
        yield f"http://127.0.0.1:{port}"
        process.kill()


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One browser context, so that its cache holds Streamlit's files."""
    opened = browser.new_context(viewport=SIZES[0], locale="zh-CN", reduced_motion="reduce")
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab for one lesson or quiz: a tab that drew a hundred of them grows slow."""
    opened = context.new_page()
    yield opened
    opened.close()


def require_clean(page: Page) -> None:
    """axe finds nothing serious, nothing is wider than the screen."""
    found = Axe().run(page).response["violations"]
    serious = [
        (one["id"], one["help"], [node["html"][:160] for node in one["nodes"][:3]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []
    wide = page.evaluate(
        "document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"
    )
    assert not wide


@pytest.mark.parametrize(("kind", "name"), [*LESSONS, *QUIZZES])
def test_it_is_drawn_whole_and_clean(address: str, page: Page, kind: str, name: str) -> None:
    page.goto(f"{address}/?{kind}={name}")
    expect(page.get_by_text("到这里为止")).to_be_visible()
    settled(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    if kind == "lesson":
        pictures = page.locator('[class*="st-key-illustration"] img')
        expect(pictures).to_have_count(len(LIBRARY.lessons[name].illustrations))
    else:
        stems = page.locator('[class*="st-key-stem"] h4')
        expect(stems).to_have_count(len(LIBRARY.quizzes[name].items))
    for size in SIZES:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        require_clean(page)
