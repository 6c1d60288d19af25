"""What can be seen in a piece of text alone: punctuation, bold, words, length of sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from edu_core.content.lesson_body import MARKDOWN
from edu_core.domain.items.base import Band

CHINESE = "\u3400-\u4dbf\u4e00-\u9fff"
"""Chinese characters, as part of a character class."""

LONGEST_STEM = {Band.PRIMARY: 40, Band.JUNIOR: 70, Band.SENIOR: 110}
"""Characters (punctuation not counted) of a stem that pupils of the band read at one go."""

SENTENCE = {Band.PRIMARY: 20, Band.JUNIOR: 30, Band.SENIOR: 45}
"""Characters a sentence should have, about."""

PATIENCE = 1.2
"""How far a sentence may go beyond ``SENTENCE`` before it is worth a remark."""


@dataclass(frozen=True)
class Discouraged:
    """A way to say it that labels people, describes a kick or jokes, and what to say instead."""

    pattern: str
    instead: str


DISCOURAGED = (
    Discouraged("瘾君子|大烟鬼|毒虫|毒鬼", "使用毒品的人（引用法律时写“吸毒人员”）"),
    Discouraged("吸毒仔|坏孩子", "碰过毒品的同学、需要帮助的同学"),
    Discouraged("戒毒犯|出来的人", "戒毒人员、康复中的人"),
    Discouraged("复吸失败者", "复吸（再次使用）、需要继续帮助"),
    Discouraged("丧尸|僵尸浴盐", "甲卡西酮（合成卡西酮类）"),
    Discouraged("毒贩朋友|带货的", "劝诱者、贩卖毒品的人"),
    Discouraged(
        "飘飘欲仙|过瘾|嗨(?![，！,!]|，)|(?<![凉清直豪])爽(?![快约朗])", "删去，不描述感受"
    ),
    Discouraged("溜冰(?![场鞋])|散冰|走板|飞叶子", "删去，不教暗语"),
    Discouraged("一口上瘾|终[生身]戒不掉", "成瘾风险大、很难预料、需要长期治疗"),
    Discouraged("毒品大礼包|毒品盲盒", "可疑物品"),
)
"""From the style guide; add a line to add a word."""

_ANY_DISCOURAGED = re.compile("|".join(word.pattern for word in DISCOURAGED))

_NUMBER = r"[\d０-９一二两三四五六七八九十百千万][\d０-９,，.一二两三四五六七八九十百千万]*\s*多?"
_AMOUNT = re.compile(_NUMBER + r"(?:元(?!旦|素|音)|块钱|毫克|克(?![服制])|公斤|千克)")
_TERM = re.compile(
    _NUMBER + r"(?:日|天|个月|年)[^。；，]{0,6}(?:拘留|徒刑|管制)"
    r"|(?:拘留|徒刑|管制)[^。；，]{0,4}" + _NUMBER + r"(?:日|天|个月|年)"
)

_AFTER = rf"(?=[{CHINESE}“”‘’《》（）]|\s*$)"
HALF_WIDTH = re.compile(rf"(?<=[{CHINESE}])[,;:!?.]{_AFTER}", re.MULTILINE)
"""A half-width sign between Chinese characters, or between one and the end of the line."""

HALF_WIDTH_BRACKETS = re.compile(rf"(?<=[{CHINESE}“”])\(([^()\n]*[{CHINESE}][^()\n]*)\)")
"""Half-width brackets around Chinese behind Chinese."""

_HALF_WIDTH_QUOTES = re.compile(rf'"[^"\n]*[{CHINESE}][^"\n]*"')
_SOUND_BOLD = re.compile(r"\*\*\w(?:[^*`\\\n]*\w)?\*\*")
"""Bold that begins and ends with a letter is bold wherever it stands."""

_STOPS = re.compile(r"[。！？!?；;|\n…]+")
_NOT_COUNTED = re.compile(r"[\W_]+")


def length(text: str) -> int:
    """How many characters a pupil reads; punctuation and spaces are not counted."""
    return len(_NOT_COUNTED.sub("", text))


def longest_sentence(text: str) -> tuple[int, str]:
    """The length of the longest sentence, and its beginning."""
    sentences = [sentence.strip() for sentence in _STOPS.split(text)]
    longest = max(sentences, key=length)
    return length(longest), longest[:12]


def discouraged_words(text: str) -> Iterator[tuple[str, str]]:
    """Each discouraged word of the text and what to say instead."""
    if _ANY_DISCOURAGED.search(text) is None:
        return
    for word in DISCOURAGED:
        if found := re.search(word.pattern, text):
            yield found.group(), word.instead


def amount_in(text: str, band: Band) -> str | None:
    """A sum of money or a weight, which only senior school needs; for primary a term too."""
    if band is Band.SENIOR:
        return None
    found = _AMOUNT.search(text)
    if found is None and band is Band.PRIMARY:
        found = _TERM.search(text)
    return found.group() if found else None


def half_width_in(text: str) -> str | None:
    """The first half-width sign among Chinese characters, with what stands around it."""
    for pattern in (HALF_WIDTH, HALF_WIDTH_BRACKETS, _HALF_WIDTH_QUOTES):
        if found := pattern.search(text):
            return text[max(0, found.start() - 3) : found.end() + 3].split("\n")[0]
    return None


def broken_bold_lines(text: str) -> list[int]:
    """The lines (from 0) on which asterisks would be printed instead of bold.

    CommonMark wants no punctuation just inside the asterisks where a letter stands outside.
    """
    if "**" not in text or "**" not in _SOUND_BOLD.sub("", text):
        return []
    broken: list[int] = []
    for token in MARKDOWN.parse(text):
        line = token.map[0] if token.map else 0
        for child in token.children or ():
            if child.type in ("softbreak", "hardbreak"):
                line += 1
            elif child.type == "text" and "**" in child.content:
                broken.append(line)
    return broken


def has_broken_bold(line: str) -> bool:
    """Whether one line, taken as it stands in its file, would print asterisks."""
    if "**" not in line:
        return False
    (token,) = MARKDOWN.parseInline(line.strip())
    return any(child.type == "text" and "**" in child.content for child in token.children or ())


def printed_differently(markdown: str) -> str | None:
    """A pair of signs that the pages read as more than CommonMark: formulas and strike-through."""
    for sign in ("$", "~"):
        if markdown.count(sign) > 1:
            return sign
    return None
