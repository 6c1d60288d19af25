"""One question with its button: asks, and gives the response when it is submitted."""

import os

import streamlit as st

from edu_core.domain.interaction import Interaction, Response
from edu_core.domain.items import Item
from edu_core.ui.keys import widget_key
from edu_core.ui.session import tab
from edu_core.ui.widgets.gestures import can_be_moved, draw_gesture

_INCOMPLETE = "这道题还没有答完整，请补全以后再提交。填好的都还在。"


def plain_widgets() -> bool:
    """Whether ordinary widgets are wanted: asked for in this tab, or by ``EDU_PLAIN_WIDGETS=1``."""
    return tab().plain_widgets or os.environ.get("EDU_PLAIN_WIDGETS") == "1"


def ask(
    item: Item,
    interaction: Interaction,
    key: str,
    *,
    prior: Response | None = None,
    submit: str = "提交答案",
    main: bool = True,
) -> Response | None:
    """Draw a question's widgets and button; the response in the run in which it was submitted.

    Everything stands in a form, so that only submitting costs a run of the page.
    ``main`` is whether answering is the one main action of the page.
    """
    plain = plain_widgets()
    with st.form(widget_key("form", key), border=False):
        given = draw_gesture(interaction, item.stem, key, prior=prior, plain=plain)
        pressed = st.form_submit_button(
            submit, type="primary" if main else "secondary", width="stretch"
        )
    if can_be_moved(interaction):
        words = "换成拖放作答" if plain else "换成普通列表作答"
        if st.button(words, type="tertiary", key=widget_key("plain", key)):
            tab().plain_widgets = not plain
            st.rerun()
    if pressed and given is None:
        st.warning(_INCOMPLETE)
    return given if pressed else None
