"""A real server and a real browser for the journeys."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tools.browser import find_browser
from tools.server import Server, free_port


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server with an empty database and the lessons of the project."""
    running = Server(tmp_path_factory.mktemp("data"), free_port())
    running.start()
    yield running
    running.kill()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium; the tests fail where there is none."""
    path = find_browser()
    assert path is not None, "no Chromium: run tools/browser.py"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()
