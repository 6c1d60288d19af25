"""Pinyin above Chinese text: generated, with a table for readings that are wrong by default."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from edu_core.content.pinyin import toned_pinyin

_HAN = re.compile(r"[\u3400-\u9fff〇]+")
# schoolbooks print the tone a character has by itself; the generator bends these two in some words
_UNBENT = {"一": "yī", "不": "bù"}


@dataclass(frozen=True)
class Syllable:
    """A character with its reading; ``reading`` is empty for anything that is not Chinese."""

    text: str
    reading: str = ""


def syllables(text: str, corrected: Mapping[str, str]) -> list[Syllable]:
    """The text cut into characters with pinyin and tone marks, and stretches without.

    ``corrected`` maps words to their readings, syllables separated by spaces; the longest word
    that fits wins over what would be generated.
    """
    found: list[Syllable] = []
    last = 0
    for run in _HAN.finditer(text):
        if run.start() > last:
            found.append(Syllable(text[last : run.start()]))
        found.extend(_read(run.group(), corrected))
        last = run.end()
    if last < len(text):
        found.append(Syllable(text[last:]))
    return found


def _read(run: str, corrected: Mapping[str, str]) -> Iterator[Syllable]:
    words = [word for word in corrected if word in run]
    if not words:
        for character, reading in zip(run, toned_pinyin(run), strict=True):
            yield Syllable(character, _UNBENT.get(character, reading))
        return
    word = max(words, key=len)
    before, _, after = run.partition(word)
    if before:
        yield from _read(before, corrected)
    yield from map(Syllable, word, corrected[word].split())
    if after:
        yield from _read(after, corrected)
