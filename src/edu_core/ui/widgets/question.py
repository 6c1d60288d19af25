"""One question with its button: asks, and gives the response when it is submitted."""

import streamlit as st

from edu_core.domain.interaction import Interaction, Response
from edu_core.domain.items import Item
from edu_core.ui.keys import widget_key
from edu_core.ui.session import tab
from edu_core.ui.widgets.gestures import NEEDS_FORM, draw_gesture

_INCOMPLETE = "这道题还没有答完整，请补全以后再提交。"


def ask(
    item: Item,
    interaction: Interaction,
    key: str,
    *,
    prior: Response | None = None,
    submit: str = "提交答案",
) -> Response | None:
    """Draw a question's widgets and button; the response in the run in which it was submitted."""
    if interaction.gesture in NEEDS_FORM:
        with st.form(widget_key("form", key), border=False):
            given = draw_gesture(interaction, item.stem, key, prior=prior, plain=True)
            pressed = st.form_submit_button(submit, type="primary", width="stretch")
    else:
        plain = tab().plain_widgets
        given = draw_gesture(interaction, item.stem, key, prior=prior, plain=plain)
        pressed = st.button(submit, type="primary", width="stretch", key=widget_key("submit", key))
        words = "换成拖放作答" if plain else "换成普通列表作答"
        if st.button(words, type="tertiary", key=widget_key("plain", key)):
            tab().plain_widgets = not plain
            st.rerun()
    if pressed and given is None:
        st.warning(_INCOMPLETE)
    return given if pressed else None
