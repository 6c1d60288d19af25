"""A real server and a real browser for the journeys."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from edu_core.domain.game_state import GameRules, TeamMode
from edu_core.domain.items.base import Band
from edu_core.services.classes import create_classroom
from edu_core.services.games import create_game
from tests.browser.halls import TEAMS, Hall, new_program, serve_again
from tests.browser.stand_in import context as context
from tools.server import Server, free_port


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server with an empty database and the lessons of the project."""
    running = Server(tmp_path_factory.mktemp("data"), free_port())
    running.start()
    yield running
    running.kill()


@pytest.fixture(scope="module")
def hall(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """A running server with a teacher and a game in its lobby."""
    program, signed_in = new_program(tmp_path_factory.mktemp("data"))
    create_classroom(program, signed_in.person, TEAMS[0], Band.JUNIOR)
    rules = GameRules(team_mode=TeamMode.CLASS, teams=TEAMS, seconds=600)
    opened = create_game(program, signed_in.person, "disguised-drugs", rules)
    server = serve_again(program)
    yield Hall(
        server,
        browser,
        signed_in.token,
        opened.game.id,
        opened.game.code,
        opened.screen_secret,
    )
    server.kill()
