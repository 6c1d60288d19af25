"""What stands in front of everything: headers, who may come in, and words for what goes wrong."""

import logging
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from edu_core.config import SESSION_COOKIE
from edu_core.domain.people import Role
from edu_core.live.pages import message_page
from edu_core.services.accounts import session_person
from edu_core.services.context import Edu

_log = logging.getLogger(__name__)

_DOORS = ("/sign-in", "/staff", "/slip", "/claim", "/sign-out")
_GAMES = ("/join", "/play", "/event")
"""The pages of a live quiz: players have no session; hosts are asked for theirs by the page."""
OWN = (*_DOORS, *_GAMES, "/edu")
_STREAMLIT = ("/_stcore", "/static", "/media", "/component", "/favicon.png", "/manifest.json")
_CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
"""What Streamlit would tell everybody on the network and nobody here needs."""
_UPLOADS = "/_stcore/upload_file"

MOST_BYTES = 64 * 1024
"""In the body of a request to one of our own forms, which hold a few short fields."""

MOST_PHOTOGRAPH_BYTES = 64 * 1024 * 1024
"""In the body of a request to the form that takes photographs of answer cards."""

_PHOTOGRAPHS = re.compile(r"/event/\d+/cards")

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_STRICT_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "frame-ancestors 'self'; base-uri 'none'"
)


class _TooLarge(Exception):
    """The body of a form is longer than any of our forms."""


class Guard:
    """Middleware: headers on everything; pages without a session go to the door; errors in words.

    The session itself is checked by the page against the database; here only its cookie is
    looked for, so that a visitor sees the sign-in page at once and not an empty app.
    """

    def __init__(self, app: ASGIApp, edu: Callable[[], Edu]) -> None:
        self._app = app
        self._edu = edu

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, redirect or refuse, and add the headers."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Open a socket only for our own pages: a page from elsewhere would bring the cookie of
        whoever looks at it. (A program without a browser says no origin and has no cookie.)
        """
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        ours = {headers.get("host"), urlsplit(self._edu().settings.public_address).netloc}
        if origin is not None and urlsplit(origin).netloc not in ours - {"", None}:
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        await self._app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = _Answer(scope, send)
        asked = receive
        if _is_under(scope["path"], OWN):
            takes_photographs = _PHOTOGRAPHS.fullmatch(scope["path"])
            most = MOST_PHOTOGRAPH_BYTES if takes_photographs else MOST_BYTES
            asked = _limited(scope, receive, most)
        try:
            inner = await self._refusal(scope) or self._app
            await inner(scope, asked, answer.send)
        except _TooLarge:
            await answer.say(413)
        except Exception:  # whatever it is, nobody outside reads it
            _log.exception("%s %s", scope["method"], scope["path"])
            await answer.say(500)

    async def _refusal(self, scope: Scope) -> Response | None:
        """The answer to who may not come in; ``None`` for everybody else."""
        path: str = scope["path"]
        cookies = HTTPConnection(scope).cookies
        if _is_under(path, _CLOSED):
            return message_page(404)
        if _is_under(path, (_UPLOADS,)):
            token = cookies.get(SESSION_COOKIE)
            person = await run_in_threadpool(session_person, self._edu(), token)
            return None if person and person.role is not Role.PUPIL else message_page(403)
        is_page = not _is_under(path, (*OWN, *_STREAMLIT))
        if is_page and scope["method"] in ("GET", "HEAD") and not cookies.get(SESSION_COOKIE):
            return RedirectResponse("/sign-in", status_code=303)
        return None


def _is_under(path: str, places: tuple[str, ...]) -> bool:
    return any(path == place or path.startswith(place + "/") for place in places)


def _limited(scope: Scope, receive: Receive, most: int) -> Receive:
    """The body as it comes in, as far as ``most`` bytes."""
    told = Headers(scope=scope).get("content-length", "")
    says_too_much = told.isascii() and told.isdigit() and int(told[:20]) > most
    taken = 0

    async def receive_some() -> Message:
        nonlocal taken
        if says_too_much:
            raise _TooLarge
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise _TooLarge
        return message

    return receive_some


class _Answer:
    """One answer on its way out: gets the headers, and a page of ours where it is a bare error."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self._started = False
        self._replaced = False
        self._is_streamlits = _is_under(scope["path"], _STREAMLIT)
        self._is_door = _is_under(scope["path"], (*_DOORS, "/join"))

    async def send(self, message: Message) -> None:
        """Take one message of the answer."""
        if self._replaced:
            return
        if message["type"] == "http.response.start":
            if self._is_bare_error(message):
                self._replaced = True
                await self.say(message["status"], Headers(raw=message["headers"]).get("allow"))
                return
            self._started = True
            self._add_headers(message)
        await self._send(message)

    async def say(self, status: int, allow: str | None = None) -> None:
        """Send a page of ours, unless something else is on its way already."""
        if self._started:
            return
        self._started = True
        page = message_page(status)
        if allow:
            page.headers["Allow"] = allow

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add_headers(message)
            await self._send(message)

        async def nothing() -> Message:
            return {"type": "http.disconnect"}

        await page(self._scope, nothing, send)

    def _is_bare_error(self, start: Message) -> bool:
        kind = Headers(raw=start["headers"]).get("content-type", "text/plain")
        return start["status"] >= 400 and kind.startswith("text/plain") and not self._is_streamlits

    def _add_headers(self, start: Message) -> None:
        headers = MutableHeaders(raw=list(start["headers"]))
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if self._is_door or start["status"] >= 400:
            headers.setdefault("Content-Security-Policy", _STRICT_POLICY)
        start["headers"] = headers.raw
