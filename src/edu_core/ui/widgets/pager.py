"""The two buttons that turn what is shown page by page; the keys of a clicker press them."""

from collections.abc import Callable
from typing import Literal

import streamlit as st


def draw_turn(
    words: str,
    by: Literal[-1, 1],
    place: int,
    count: int,
    turn_to: Callable[[int], None],
    *,
    width: Literal["content", "stretch"] = "content",
) -> None:
    """A button that goes on or back from ``place`` (from 0) of ``count``; ``turn_to`` is called
    before the next run, so that it draws the new page at once.
    """
    st.button(
        words,
        key="slide-next" if by == 1 else "slide-back",
        type="primary" if by == 1 else "secondary",
        disabled=not 0 <= place + by < count,
        on_click=turn_to,
        args=(place + by,),
        width=width,
    )
