"""The shell around Streamlit's page: our title, style, script, opening picture and headers.

Streamlit serves one ``index.html`` for every page address. It is changed once, when the server
starts, and sent in its place; everything else passes through untouched.
"""

import base64
import hashlib
import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from edu_core.domain.window_flower import flower, flower_svg

STATIC = Path(__file__).parent / "static"
STATIC_ADDRESS = "/edu/static"

_NOT_PAGES = ("/_stcore", "/static/", "/media/", "/component/", "/edu/")
"""Addresses whose answers are never a page; they keep their compression and their caching."""

_WITHOUT_SCRIPT = (
    "青窗需要浏览器的 JavaScript 功能。请在浏览器设置里打开它，或者换一个浏览器，再刷新这一页。"
)
_OPENING = "正在打开…"


class ShellError(RuntimeError):
    """Streamlit's page is not as this program knows it: another version may be installed."""


def streamlit_index() -> str:
    """The ``index.html`` of the installed Streamlit; raises ``ShellError`` when there is none."""
    found = find_spec("streamlit")
    if found is None or found.origin is None:
        raise ShellError("Streamlit is not installed, so there is no page to serve.")
    path = Path(found.origin).parent / "static" / "index.html"
    if not path.is_file():
        raise ShellError(
            f"Streamlit has no page at {path}; install the version pinned in pyproject."
        )
    return path.read_text(encoding="utf-8")


def transform(index: str) -> str:
    """Streamlit's page in Chinese, with our title, icon, style, script and opening picture.

    Raises ``ShellError`` naming the part that is missing when the page has another shape.
    """
    page = index
    for name, pattern, replacement in (
        ("language", r'<html lang="en">', lambda: '<html lang="zh-CN">'),
        ("title", r"<title>[^<]*</title>", lambda: "<title>青窗</title>"),
        ("icon", r'<link rel="shortcut icon"[^>]*>', _icon),
        (
            "description of the agent interface",
            r"<!--[^>]*RFC 8631.*?-->\s*<link[^>]*>",
            str,
        ),
        ("font that is not used", r'<link\s+rel="preload"[^>]*SourceSans[^>]*>', str),
        (
            "sentence for browsers without script",
            r"<noscript>.*?</noscript>",
            _noscript,
        ),
        ("head", r"</head>", _head),
        ("root", r'<div id="root"></div>', _root),
    ):
        page = _replaced_once(page, name, pattern, replacement)
    return page


def _replaced_once(page: str, name: str, pattern: str, replacement: Callable[[], str]) -> str:
    found = re.findall(pattern, page, flags=re.DOTALL)
    if len(found) != 1:
        raise ShellError(
            f"Streamlit's index.html should hold its {name} once but holds it {len(found)} times "
            f"(looked for {pattern!r}). Install the Streamlit version pinned in pyproject.toml, "
            "or adapt edu_core/live/shell.py to the new page."
        )
    text = replacement()
    return re.sub(pattern, lambda _: text, page, flags=re.DOTALL)


def _icon() -> str:
    return f'<link rel="icon" type="image/svg+xml" href="{STATIC_ADDRESS}/favicon.svg" />'


def _noscript() -> str:
    return f'<noscript><p class="edu-without-script">{_WITHOUT_SCRIPT}</p></noscript>'


def _head() -> str:
    return (
        f'<meta name="color-scheme" content="light dark" />\n'
        f'    <link rel="stylesheet" href="{_versioned("theme.css")}" />\n'
        f'    <link rel="stylesheet" href="{_versioned("lesson.css")}" />\n'
        f'    <script src="{_versioned("shell.js")}" defer></script>\n'
        f'    <script src="{_versioned("reading.js")}" defer></script>\n'
        "  </head>"
    )


def _versioned(name: str) -> str:
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"{STATIC_ADDRESS}/{name}?v={digest}"


def _root() -> str:
    picture = flower_svg(flower("opening", 0, 4), "青窗")
    return (
        f'<div id="edu-opening" role="status">{picture}<p>{_OPENING}</p></div>\n'
        '    <div id="root"></div>'
    )


def content_policy(page: str) -> str:
    """The content security policy of the page.

    Streamlit writes style elements (``unsafe-inline`` for styles) and imports the script of our
    own components from ``blob:`` addresses; its one inline script is allowed by its hash.
    Nothing may come from, or go to, another server.
    """
    inline = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
        for code in inline
    ]
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(["script-src 'self' blob:", *hashes]),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "media-src 'self' blob:",
            "worker-src 'self' blob:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


class PageShell:
    """Middleware that sends the changed page wherever Streamlit would send its own.

    Whether an answer is Streamlit's page is told by its bytes, not by its address, so that
    other routes may be added freely. Raises ``ShellError`` at start-up when the page does not
    have the expected parts.
    """

    def __init__(self, app: ASGIApp, index: str | None = None) -> None:
        self._app = app
        original = streamlit_index() if index is None else index
        changed = transform(original)
        self._original = original.encode()
        self._page = changed.encode()
        self._headers = {
            "Content-Security-Policy": content_policy(changed),
            "X-Frame-Options": "SAMEORIGIN",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Cache-Control": "no-cache",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and exchange the page if it is the answer."""
        if (
            scope["type"] != "http"
            or scope["method"] != "GET"
            or scope["path"].startswith(_NOT_PAGES)
        ):
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(self._original, self._page, self._headers, send)
        await self._app(_plainly_asked(scope), receive, exchange.send)


def _plainly_asked(scope: Scope) -> Scope:
    """The request without what would make the answer compressed, partial or "not modified"."""
    headers = MutableHeaders(raw=list(scope["headers"]))
    for name in ("accept-encoding", "if-none-match", "if-modified-since", "range"):
        if name in headers:
            del headers[name]
    extensions = {
        name: value
        for name, value in (scope.get("extensions") or {}).items()
        if name != "http.response.pathsend"
    }
    return {**scope, "headers": headers.raw, "extensions": extensions}


class _Exchange:
    """Holds back one answer that may be the page until its bytes tell; lets others through."""

    def __init__(self, original: bytes, page: bytes, headers: dict[str, str], send: Send) -> None:
        self._original, self._page, self._headers, self._send = (
            original,
            page,
            headers,
            send,
        )
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        """Take one ASGI message of the answer."""
        if message["type"] == "http.response.start" and self._may_be_the_page(message):
            self._start = message
            return
        if self._start is None or message["type"] != "http.response.body":
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body", False):
            return
        start, self._start = self._start, None
        if self._body == self._original:
            start, self._body = self._changed(start), self._page
        await self._send(start)
        await self._send({"type": "http.response.body", "body": self._body})

    def _may_be_the_page(self, start: Message) -> bool:
        headers = Headers(raw=start["headers"])
        return (
            start["status"] == 200
            and headers.get("content-type", "").startswith("text/html")
            and headers.get("content-length") == str(len(self._original))
        )

    def _changed(self, start: Message) -> Message:
        headers = MutableHeaders(raw=list(start["headers"]))
        for name in ("etag", "last-modified", "accept-ranges"):
            if name in headers:
                del headers[name]
        headers["content-length"] = str(len(self._page))
        for name, value in self._headers.items():
            headers[name] = value
        return {**start, "headers": headers.raw}
