"""What the pages of a live quiz are made of: addresses with versions, headers, QR codes, pictures.

The pages are plain HTML with scripts and styles of our own, so that a phone opens them at once
and the content security policy can forbid everything else.
"""

import hashlib
import json
import re
from functools import cache, lru_cache
from pathlib import Path

import segno
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from edu_core.content.library import Library
from edu_core.content.pictures import read_picture
from edu_core.domain.quiz import Quiz
from edu_core.domain.window_flower import flower, flower_svg
from edu_core.live.pages import html_page, message_page
from edu_core.network import addresses
from edu_core.services.context import Edu

STATIC = Path(__file__).parent / "static"
LONGEST_SEED = 120
_HOST = re.compile(r"[A-Za-z0-9.\-]+(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?")
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_RINGS = 4


@cache
def asset(name: str) -> str:
    """The address of a script or style, with a digest that changes when its content does."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/edu/static/{name}?v={digest}"


def game_policy(host: str) -> str:
    """The content security policy of a live page that is asked for under this host name.

    The addresses of the socket are named, because older browsers do not count them as 'self'.
    """
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        f"connect-src 'self'{sockets}; form-action 'self'; frame-ancestors 'self'; base-uri 'none'"
    )


def game_page(request: Request, template: str, **shown: object) -> HTMLResponse:
    """A live page with its policy."""
    page = html_page(template, 200, asset=asset, **shown)
    page.headers["Content-Security-Policy"] = game_policy(request.headers.get("host", ""))
    return page


def address_of(edu: Edu, path: str) -> str:
    """One of our pages as a phone reaches it: at the public address, else at the first one on the
    network.
    """
    public = edu.settings.public_address.rstrip("/")
    if public:
        return f"{public}{path}"
    found = addresses()
    return f"http://{found[0] if found else 'localhost'}:{edu.settings.port}{path}"


def join_address(edu: Edu) -> str:
    """What players type."""
    return address_of(edu, "/join")


def qr_picture(text: str) -> str:
    """A QR code as the address of an image."""
    return str(segno.make(text, error="m", micro=False).svg_data_uri(scale=1, border=2))


def names_of(library: Library, quiz: Quiz) -> str:
    """The titles of the sources and topics of a quiz as JSON: their ids say nothing to people."""
    used = {source.id for item in quiz.items for source in item.sources}
    topics = {item.topic for item in quiz.items}
    return json.dumps(
        {
            "sources": {name: library.source_title(name) for name in used},
            "topics": {name: library.topic_title(name) for name in topics},
        },
        ensure_ascii=False,
    )


def flower_picture(seed: str) -> Response:
    """The window flower of a player as a picture that is kept for ever."""
    if len(seed) > LONGEST_SEED:
        return message_page(404)
    return Response(_flower_svg(seed), media_type="image/svg+xml", headers=_FOR_EVER)


@lru_cache(maxsize=1024)
def _flower_svg(seed: str) -> str:
    """Brighter on the night window."""
    style = "<style>@media (prefers-color-scheme:dark){path[fill='#B4161B']{fill:#E5484D}}</style>"
    svg = flower_svg(flower(f"game {seed}", _RINGS, _RINGS), "")
    return svg.replace("<title></title>", style, 1)


def question_picture(edu: Edu, path: str) -> Response:
    """The picture of a question, checked as on every other page."""
    try:
        svg = read_picture(edu.settings.content, path)
    except (OSError, ValueError):
        return message_page(404)
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(svg, media_type="image/svg+xml", headers=headers)
