"""Our own routes beside Streamlit's: the doors, static files, health."""

from functools import cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from edu_core.bootstrap import edu
from edu_core.domain.errors import EduError
from edu_core.live.entry import Entry
from edu_core.live.games import LiveGames
from edu_core.live.guard import OWN
from edu_core.live.hub import Hub
from edu_core.live.pages import message_page

STATIC = Path(__file__).parent / "static"


async def _health(request: Request) -> Response:
    """Whether the database answers and its tables are current (for a supervisor or a proxy)."""
    del request
    try:
        current = await run_in_threadpool(edu().store.is_current)
    except EduError:
        return JSONResponse({"database": "away"}, status_code=503)
    return JSONResponse(
        {"database": "ok" if current else "old"}, status_code=200 if current else 503
    )


async def _nothing(request: Request) -> Response:
    """Below our own addresses Streamlit must not answer with its page for everything."""
    del request
    return message_page(404)


@cache
def hub() -> Hub:
    """The live games of this process."""
    return Hub(edu)


_games = LiveGames(edu, hub)


def sockets() -> list[WebSocketRoute]:
    """What ``app.py`` answers in front of Streamlit."""
    return _games.sockets()


def routes() -> list[BaseRoute]:
    """What ``app.py`` mounts beside Streamlit."""
    return [
        *Entry(edu).routes(),
        *_games.routes(),
        Route("/edu/health", _health),
        Mount("/edu/static", StaticFiles(directory=STATIC)),
        *[Route(f"{place}/{{rest:path}}", _nothing) for place in OWN],
    ]
