"""The text of a lesson as HTML of our own: words explained where they stand, pinyin above.

Streamlit's Markdown knows neither, and the shared screen of a live quiz is drawn without it. The
text comes from checked lesson files that hold no HTML, and everything is escaped once more here.
"""

import re
from collections.abc import Mapping, MutableSet, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from edu_core.content.readings import syllables


@dataclass
class Aids:
    """``words`` maps a word to its meaning, each explained at its first place; ``readings`` holds
    corrected pinyin, ``None`` for text without pinyin. ``explained`` are the words met so far.
    """

    words: Mapping[str, str] = field(default_factory=dict[str, str])
    readings: Mapping[str, str] | None = None
    explained: MutableSet[str] = field(default_factory=set[str])


def _text(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType
) -> str:
    del renderer, options
    aids: Aids = env["aids"]
    return with_aids(tokens[place].content, aids)


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.add_render_rule("text", _text)
    return markdown


_MARKDOWN = _markdown()


def lesson_html(markdown: str, aids: Aids) -> str:
    """The Markdown of a lesson as HTML with the reading aids in it."""
    env: dict[str, Any] = {"aids": aids}
    rendered: str = _MARKDOWN.render(markdown, env)
    return rendered


def with_aids(text: str, aids: Aids) -> str:
    """Plain text as HTML: the first place of each word explained, pinyin where it is wanted."""
    left = [word for word in aids.words if word not in aids.explained and word in text]
    if not left:
        return _read(text, aids.readings)
    # the longest word first, so that 国家禁毒办 is not cut by 禁毒
    pattern = re.compile("|".join(re.escape(word) for word in sorted(left, key=len, reverse=True)))
    parts: list[str] = []
    last = 0
    for found in pattern.finditer(text):
        word = found.group()
        if word in aids.explained:
            continue
        aids.explained.add(word)
        parts.append(_read(text[last : found.start()], aids.readings))
        parts.append(_explained(word, aids))
        last = found.end()
    parts.append(_read(text[last:], aids.readings))
    return "".join(parts)


def _explained(word: str, aids: Aids) -> str:
    meaning = f'<span class="edu-meaning" role="tooltip">{escape(aids.words[word])}</span>'
    return (
        f'<span class="edu-term" tabindex="0">{_read(word, aids.readings)}'
        f'<span class="edu-only-heard">（词语解释：</span>{meaning}'
        '<span class="edu-only-heard">）</span></span>'
    )


def _read(text: str, readings: Mapping[str, str] | None) -> str:
    if readings is None:
        return escape(text)
    return "".join(
        f"<ruby>{escape(one.text)}<rt>{escape(one.reading)}</rt></ruby>"
        if one.reading
        else escape(one.text)
        for one in syllables(text, readings)
    )
