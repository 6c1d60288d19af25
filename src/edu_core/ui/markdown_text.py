"""Content text on its way into Streamlit's Markdown: shown as written, only ``**bold**`` stays."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#+\-!|$~:])")
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def escape_markdown(text: str) -> str:
    """The text with every sign that Markdown would take as a command made harmless."""
    parts: list[str] = []
    end = 0
    for match in _BOLD.finditer(text):
        parts.append(_SPECIAL.sub(r"\\\1", text[end : match.start()]))
        inner = _SPECIAL.sub(r"\\\1", match.group(1))
        parts.append(f"**{inner}**")
        end = match.end()
    parts.append(_SPECIAL.sub(r"\\\1", text[end:]))
    return "".join(parts)
