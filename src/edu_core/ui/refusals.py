"""Saying beside a form why its deed was refused, so that the page and what was typed stay."""

from collections.abc import Generator
from contextlib import contextmanager

import streamlit as st

from edu_core.domain.errors import EduError


@contextmanager
def told_in_place() -> Generator[None]:
    """Draw the sentence of an ``EduError`` where the deed was asked for; what follows the block
    goes on.
    """
    try:
        yield
    except EduError as error:
        st.warning(error.message)
