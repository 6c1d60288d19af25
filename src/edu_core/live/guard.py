"""What every answer of ours carries, and where somebody without a session is sent."""

from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from edu_core.config import SESSION_COOKIE

_OPEN = ("/sign-in", "/staff", "/slip/", "/claim/", "/sign-out", "/edu/", "/join")
_STREAMLIT = ("/_stcore", "/static", "/media", "/component", "/favicon", "/manifest")

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_STRICT_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "frame-ancestors 'self'; base-uri 'none'"
)


class Guard:
    """Middleware: security headers on everything; pages without a session go to the door.

    The session itself is checked by the page against the database; here only its cookie is
    looked for, so that a visitor sees the sign-in page at once and not an empty app.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, redirect, and add the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        path: str = scope["path"]
        is_own_page = path.startswith(_OPEN)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(message, strict=is_own_page and not path.startswith("/edu/"))
            await send(message)

        is_page = not is_own_page and not path.startswith(_STREAMLIT)
        if is_page and request.method == "GET" and SESSION_COOKIE not in request.cookies:
            redirect: Any = RedirectResponse("/sign-in", status_code=303)
            await redirect(scope, receive, send_with_headers)
            return
        await self._app(scope, receive, send_with_headers)


def _add_headers(message: Message, *, strict: bool) -> None:
    headers = MutableHeaders(raw=message["headers"])
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if strict:
        headers.setdefault("Content-Security-Policy", _STRICT_POLICY)
    message["headers"] = headers.raw
