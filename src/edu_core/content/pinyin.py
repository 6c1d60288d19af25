"""How Chinese text is read. A hall only compares names by their letters: for that a table of our
own is read, which takes two megabytes. pypinyin takes 12, with its 47,000 phrases 57, and is loaded
only by whoever writes pinyin above a text.
"""

from functools import cache
from pathlib import Path

SYLLABLES = Path(__file__).with_name("syllables.txt")
"""Made by ``tools/syllables.py``: one line a syllable, its letters and the characters read so."""


def plain_pinyin(text: str) -> str:
    """The text in letters without tones, character by character."""
    return text.translate(_letters())


def toned_pinyin(text: str) -> list[str]:
    """The reading of each character with its tone mark, as the words around it have it.

    Only for text that is Chinese throughout.
    """
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(text, style=Style.TONE)


@cache
def _letters() -> dict[int, str]:
    """Letters by the number of the character."""
    table: dict[int, str] = {}
    for line in SYLLABLES.read_text(encoding="utf-8").splitlines():
        letters, _, characters = line.partition(" ")
        table.update((ord(one), letters) for one in characters)
    return table
