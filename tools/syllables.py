"""``python -m tools.syllables``: writes the table of syllables without tones, read from pypinyin.

Run again when pypinyin is renewed; a test says when the table is out of date.
"""

from pypinyin import lazy_pinyin
from pypinyin.constants import PINYIN_DICT

from edu_core.content.pinyin import SYLLABLES


def table_of_syllables() -> str:
    """One line a syllable: its letters, and every character whose first reading it is."""
    found: dict[str, list[str]] = {}
    for number in sorted(PINYIN_DICT):
        found.setdefault(lazy_pinyin(chr(number))[0], []).append(chr(number))
    lines = [f"{letters} {''.join(characters)}\n" for letters, characters in sorted(found.items())]
    return "".join(lines)


if __name__ == "__main__":
    SYLLABLES.write_text(table_of_syllables(), encoding="utf-8")
