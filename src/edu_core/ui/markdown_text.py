"""Content text on its way into Streamlit's Markdown: everything literal, only ``**bold**`` kept."""

import re
import unicodedata

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-!|~$:&.^=])")
_BOLD = re.compile(r"\*\*(?=[^\s*])(.+?)(?<=[^\s*])\*\*(?!\*)", re.DOTALL)
_NAMED_SIGN = re.compile(r":(?=[a-z0-9_+\-/]+:)")
_WORD_JOINER = "\u2060"


def escape_markdown(text: str) -> str:
    """Markdown that reads exactly as ``text``; ``**bold**`` stays bold and lines stay lines.

    Streamlit understands more than CommonMark (``$`` formulas, ``:colour[…]``, ``~``), so every
    character with a meaning is escaped. ``:name:`` becomes a picture even when escaped; an
    invisible joiner behind the colon prevents it.
    """
    lines = (line.strip() for line in text.strip().split("\n"))
    text = _NAMED_SIGN.sub(f":{_WORD_JOINER}", "\n".join(lines))
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


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] not in "PSZ"


def _bold(text: str) -> str:
    """Bold whose marks stand beside a letter, as CommonMark demands: punctuation moves outside."""
    letters = [place for place, character in enumerate(text) if _is_letter(character)]
    if not letters:
        return _literal(text)
    first, last = letters[0], letters[-1] + 1
    return f"{_literal(text[:first])}**{_literal(text[first:last])}**{_literal(text[last:])}"


def plain_text(text: str) -> str:
    """The text without its bold marks, for places that know no Markdown."""
    return _BOLD.sub(r"\1", text)
