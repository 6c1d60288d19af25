"""Our own routes beside Streamlit's: the doors, static files, health."""

from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from edu_core.bootstrap import edu
from edu_core.live.entry import Entry

STATIC = Path(__file__).parent / "static"


async def _health(request: Request) -> Response:
    """Whether the database answers and its tables are current (for a supervisor or a proxy)."""
    del request
    current = await run_in_threadpool(edu().store.is_current)
    return JSONResponse(
        {"database": "ok" if current else "old"}, status_code=200 if current else 503
    )


def routes() -> list[BaseRoute]:
    """What ``app.py`` mounts beside Streamlit."""
    return [
        *Entry(edu).routes(),
        Route("/edu/health", _health),
        Mount("/edu/static", StaticFiles(directory=STATIC)),
    ]
