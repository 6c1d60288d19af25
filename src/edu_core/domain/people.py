"""Who uses the program: people, their roles, classes and who is in them."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from edu_core.domain.items.base import Band

CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Letters of class codes: no 0/O, 1/I, which look alike on a slip of paper."""


class Role(StrEnum):
    """What somebody is here for."""

    PUPIL = "pupil"
    TEACHER = "teacher"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in. ``user_name`` is ``None`` for pupils, who sign in by class."""

    id: int
    role: Role
    name: str
    user_name: str | None = None
    disabled: bool = False
    demonstration: bool = False


@dataclass(frozen=True)
class Classroom:
    """A class; ``code`` is what pupils type, ``band`` decides which lessons they see first."""

    id: int
    name: str
    code: str
    band: Band
    created_at: datetime
    demonstration: bool = False


@dataclass(frozen=True)
class Enrollment:
    """A pupil in a class, under a number. ``flower_seed`` decides the pupil's window flower."""

    id: int
    classroom_id: int
    person_id: int
    name: str
    number: str
    flower_seed: str


def clean_name(text: str) -> str:
    """A name as it is stored: letters and digits in NFKC, nothing invisible, single spaces.

    Full-width brackets and other Chinese punctuation stay as typed: 初二（3）班.
    """
    kept: list[str] = []
    for sign in unicodedata.normalize("NFC", text):
        if sign.isspace():
            kept.append(" ")
        elif unicodedata.category(sign)[0] in "LN":
            kept.append(unicodedata.normalize("NFKC", sign))
        elif sign.isprintable():
            kept.append(sign)
    return " ".join("".join(kept).split())


def clean_code(text: str) -> str:
    """A class code as typed on any keyboard, in the form in which it is stored."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(sign for sign in folded if sign in CODE_LETTERS)
