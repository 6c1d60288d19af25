"""A real server and a real browser for the journeys."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from edu_core.bootstrap import build
from edu_core.config import Settings
from edu_core.domain.game_state import GameRules, TeamMode
from edu_core.domain.items.base import Band
from edu_core.services.accounts import claim_administrator, offer_claim
from edu_core.services.classes import create_classroom
from edu_core.services.games import create_game
from tests.browser.halls import TEAMS, Hall
from tests.browser.stand_in import context as context
from tools.browser import find_browser
from tools.server import ROOT, Server, free_port


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


@pytest.fixture(scope="module")
def hall(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """A running server with a teacher and a game in its lobby."""
    data = tmp_path_factory.mktemp("data")
    program = build(Settings(data=data, content=ROOT))
    claim = offer_claim(program)
    assert claim is not None
    signed_in = claim_administrator(program, claim, "李校长", "boss", "correct horse 1", "10.0.0.1")
    create_classroom(program, signed_in.person, TEAMS[0], Band.JUNIOR)
    rules = GameRules(team_mode=TeamMode.CLASS, teams=TEAMS, seconds=600)
    opened = create_game(program, signed_in.person, "disguised-drugs", rules)
    program.store.close()
    server = Server(data, free_port())
    server.start()
    yield Hall(
        server,
        browser,
        signed_in.token,
        opened.game.id,
        opened.game.code,
        opened.screen_secret,
    )
    server.kill()
