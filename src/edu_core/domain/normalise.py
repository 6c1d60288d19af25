"""When two typed answers count as the same.

Width, case, spaces, simplified and traditional characters, Chinese and Arabic numerals,
and punctuation that a phone keyboard adds are not what a question asks for; so both the
accepted answer and the given one go through the same funnel before they are compared.
"""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import cache

import opencc

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_SMALL_UNITS = {"十": 10, "百": 100, "千": 1000}
_LARGE_UNITS = {"万": 10_000, "亿": 100_000_000}
_NUMERAL = re.compile(f"[{''.join(_DIGITS)}十百千万亿]+")
_IGNORED = re.compile(
    r"[\s\u200b-\u200f\u2060\ufeff\"'“”‘’《》〈〉「」『』()（）\[\]【】。，、；：！？,;:!?]+"
)


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """The text in simplified characters."""
    return str(_simplifier().convert(text))


def numeral_value(numeral: str) -> int | None:
    """The value of a Chinese numeral such as 一百一十, 十五, 一一〇 or 三万; ``None`` if it is
    not well formed.
    """
    if not any(sign in _SMALL_UNITS or sign in _LARGE_UNITS for sign in numeral):
        return int("".join(str(_DIGITS[sign]) for sign in numeral))
    total, section, digit = 0, 0, None
    for sign in numeral:
        if sign in _DIGITS:
            if digit not in (None, 0):
                return None
            digit = _DIGITS[sign]
        elif sign in _SMALL_UNITS:
            section += (1 if digit is None else digit) * _SMALL_UNITS[sign]
            digit = None
        else:
            if section == 0 and digit is None and total == 0:
                return None
            total = (total + section + (digit or 0)) * _LARGE_UNITS[sign]
            section, digit = 0, None
    return total + section + (digit or 0)


def _numerals_to_arabic(text: str) -> str:
    def replace(match: re.Match[str]) -> str:
        numeral = match.group()
        if all(sign in _DIGITS for sign in numeral):
            return "".join(str(_DIGITS[sign]) for sign in numeral)  # 〇一二 keeps its zero
        value = numeral_value(numeral)
        return numeral if value is None else str(value)

    return _NUMERAL.sub(replace, text)


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = _IGNORED.sub("", simplified(unicodedata.normalize("NFKC", folded)))
    return _numerals_to_arabic(folded)


def normalised(text: str) -> str:
    """The form in which typed answers are compared; normalising it again changes nothing.

    Folding is repeated, because what is dropped between two signs (a space before an accent)
    can let them melt into one.
    """
    before, after = text, _folded(text)
    while after != before:
        before, after = after, _folded(after)
    return after


def number_from(text: str) -> Decimal | None:
    """The number a person meant (``３.５``, ``十五``, ``1,200``, ``94%``), or ``None``.

    A trailing percent sign is dropped, because the unit stands in the question; thousands
    separators are dropped; 万 and 亿 behind Arabic digits multiply.
    """
    folded = unicodedata.normalize("NFKC", text).strip().replace(" ", "").replace(",", "")
    folded = simplified(folded).rstrip("%")
    if folded and all(
        sign in _DIGITS or sign in _SMALL_UNITS or sign in _LARGE_UNITS for sign in folded
    ):
        value = numeral_value(folded)
        return None if value is None else Decimal(value)
    factor = 1
    if folded and folded[-1] in _LARGE_UNITS:
        factor, folded = _LARGE_UNITS[folded[-1]], folded[:-1]
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", folded, flags=re.ASCII):
        return None
    try:
        return Decimal(folded) * factor
    except InvalidOperation:
        return None
