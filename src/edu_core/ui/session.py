"""What one browser tab remembers. Everything here can be lost: the database is the record."""

from dataclasses import dataclass, field

import streamlit as st

from edu_core.config import SESSION_COOKIE
from edu_core.domain.people import Person
from edu_core.services.accounts import session_person
from edu_core.services.classes import Slip
from edu_core.services.context import Edu

_KEY = "edu"


@dataclass
class Tab:
    """``just_answered`` is (attempt, question) whose feedback is on screen; ``notice`` is said
    once.

    ``asked`` is (attempt, question) that is on screen without an answer; ``slips`` hold fresh PINs
    until they are printed; ``revealed`` is the (question, slide) whose answer the class has been
    shown; ``card_uploads`` counts the photographs of answer cards, each in a field of its own.

    ``led_from`` is an attempt that ended on screen and led to its result: a run of that screen
    that the browser had asked for before comes late, and leads there once more.
    """

    just_answered: tuple[int, str] | None = None
    asked: tuple[int, str] | None = None
    notice: str | None = None
    slips: list[Slip] = field(default_factory=list[Slip])
    new_password: tuple[str, str] | None = None
    plain_widgets: bool = False
    revealed: tuple[str, int] | None = None
    card_uploads: int = 0
    led_from: int | None = None


def tab() -> Tab:
    """The memory of this tab."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = Tab()
    found: Tab = st.session_state[_KEY]
    return found


def draw_notice() -> None:
    """Say once what happened meanwhile."""
    notice, tab().notice = tab().notice, None
    if notice:
        st.info(notice)


def session_token() -> str | None:
    """The cookie of the signed-in session, which scripts in the browser cannot read."""
    return st.context.cookies.get(SESSION_COOKIE)


def current_person(edu: Edu) -> Person | None:
    """Who is signed in, asked of the database on every run so that signing out is at once."""
    return session_person(edu, session_token())
