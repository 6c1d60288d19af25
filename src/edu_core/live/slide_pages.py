"""The lesson in a live game: slides as pieces of the screen's page, and what the host reads."""

import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import quote

from starlette.responses import HTMLResponse

from edu_core.content.slide_html import answer_html, asked_html, plain_html, text_html, text_size
from edu_core.domain.lesson import Illustration
from edu_core.domain.register import Source
from edu_core.domain.slides import Slide
from edu_core.services.context import Edu
from edu_core.services.game_slides import OpenSlide

_NO_COPY = {"Cache-Control": "no-store"}
_LONGEST_NOTE = 60
_MARKS = re.compile(r"[*#>`|]|^\s*(?:[-+]|\d+\.)\s", re.MULTILINE)


def slide_piece(edu: Edu, opened: OpenSlide) -> HTMLResponse:
    """A slide as HTML that the screen puts on its page."""
    return HTMLResponse(slide_html(edu.library().sources, opened), headers=_NO_COPY)


def slide_html(register: Mapping[str, Source], opened: OpenSlide) -> str:
    """What stands on a slide; ``register`` names the sources of an answer that is told."""
    slide = opened.slide
    title = f"<h1>{plain_html(slide.title)}</h1>"
    if slide.opening:
        return f'<div class="slide opening">{title}<p>{plain_html(slide.markdown)}</p></div>'
    if slide.illustration is not None:
        return f'<div class="slide drawn">{title}{_figure(slide.illustration)}</div>'
    return f'<div class="slide {text_size(slide)}">{title}{_text(register, opened)}</div>'


def _text(register: Mapping[str, Source], opened: OpenSlide) -> str:
    item = opened.slide.check
    if item is None:
        return f'<div class="text">{text_html(opened.slide)}</div>'
    asked = f'<div class="text">{asked_html(item, revealed=opened.revealed)}</div>'
    if not opened.revealed:
        return asked
    return f'{asked}<div class="told">{answer_html(item, register)}</div>'


def _figure(illustration: Illustration) -> str:
    address = f"/event/picture/{quote(illustration.path)}"
    caption = f"<figcaption>{plain_html(illustration.caption)}</figcaption>"
    return (
        f'<figure><img src="{escape(address)}" alt="{escape(illustration.alt)}">'
        f"{caption if illustration.caption else ''}</figure>"
    )


def slide_notes(slides: Sequence[Slide]) -> str:
    """What the host's page says of each slide, as JSON: its title, the beginning of its words and
    whether it asks something. What is right is not among it.
    """
    return json.dumps(
        [
            {"title": slide.title, "note": _note(slide), "asks": slide.check is not None}
            for slide in slides
        ],
        ensure_ascii=False,
    )


def _note(slide: Slide) -> str:
    if slide.check is not None:
        words = slide.check.stem
    elif slide.illustration is not None:
        words = f"图：{slide.illustration.alt}"
    else:
        words = slide.markdown or "；".join(slide.points)
    plain = " ".join(_MARKS.sub("", words).split())
    return plain if len(plain) <= _LONGEST_NOTE else plain[: _LONGEST_NOTE - 1] + "…"
