"""Content text on its way into Streamlit's Markdown: everything literal, only ``**bold**`` kept."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-!|~$:&.^=])")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)
_WIDE_PUNCTUATION = "，。：；！？、“”‘’（）《》【】…—·"


def escape_markdown(text: str) -> str:
    """Markdown that reads exactly as ``text``; ``**bold**`` stays bold and lines stay lines.

    Streamlit understands more than CommonMark (``$`` formulas, ``:colour[…]``, ``:emoji:``,
    ``~``), so every character with a meaning is escaped.
    """
    parts: list[str] = []
    last = 0
    for found in _BOLD.finditer(text):
        parts.append(_literal(text[last : found.start()]))
        parts.append(_bold(found.group(1)))
        last = found.end()
    parts.append(_literal(text[last:]))
    return "".join(parts).replace("\n", "  \n")


def _literal(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _bold(text: str) -> str:
    """Bold whose marks stand beside a letter, as CommonMark demands: punctuation moves outside."""
    inner = text.lstrip(_WIDE_PUNCTUATION)
    before = text[: len(text) - len(inner)]
    core = inner.rstrip(_WIDE_PUNCTUATION)
    after = inner[len(core) :]
    if not core:
        return _literal(text)
    return f"{_literal(before)}**{_literal(core)}**{_literal(after)}"


def plain_text(text: str) -> str:
    """The text without its bold marks, for places that know no Markdown."""
    return _BOLD.sub(r"\1", text)
