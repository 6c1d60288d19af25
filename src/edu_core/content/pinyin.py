"""The one door to pypinyin. Its table of 47,000 phrases takes 45 MB and is read only by whoever
writes pinyin above a text: a hall that only checks names does without.
"""

import os
from functools import cache

os.environ["PYPINYIN_NO_PHRASES"] = "true"  # before the import: the library reads it there

from pypinyin import Style, lazy_pinyin, load_phrases_dict


def plain_pinyin(text: str) -> str:
    """The text in letters without tones, character by character."""
    return "".join(lazy_pinyin(text))


def toned_pinyin(text: str) -> list[str]:
    """The reading of each character with its tone mark, as the words around it have it.

    Only for text that is Chinese throughout.
    """
    _know_phrases()
    return lazy_pinyin(text, style=Style.TONE)


@cache
def _know_phrases() -> None:
    from pypinyin.phrases_dict import phrases_dict

    load_phrases_dict(phrases_dict)
