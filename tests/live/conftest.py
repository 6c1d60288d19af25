"""The routes of a live quiz with somebody outside them."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from edu_core.live.games import LiveGames
from edu_core.live.guard import Guard
from edu_core.live.hub import Hub
from edu_core.live.sockets import SocketsFirst
from edu_core.services.context import Edu


@pytest.fixture
def hub(edu: Edu) -> Hub:
    """The live games of the program; whoever uses it closes it."""
    return Hub(lambda: edu)


@pytest.fixture
def pages(edu: Edu, hub: Hub) -> Starlette:
    """The pages and sockets of a live quiz behind the guard."""
    games = LiveGames(lambda: edu, lambda: hub)
    return Starlette(
        routes=games.routes(),
        middleware=[
            Middleware(Guard, edu=lambda: edu),
            Middleware(SocketsFirst, sockets=games.sockets()),
        ],
    )


@pytest.fixture
def client(pages: Starlette, hub: Hub) -> Iterator[TestClient]:
    """Somebody outside, with an empty cookie jar."""
    with TestClient(pages, base_url="http://testserver", follow_redirects=False) as inside:
        yield inside
        inside.portal.call(hub.close)  # type: ignore[union-attr]
