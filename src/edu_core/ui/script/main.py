"""The script Streamlit runs for every tab: who is it, which page, and words for what went wrong."""

import logging

import streamlit as st

from edu_core.bootstrap import edu
from edu_core.domain.errors import EduError
from edu_core.domain.people import Person, Role
from edu_core.services.context import Edu
from edu_core.ui import navigation
from edu_core.ui.leave import draw_sign_in, draw_sign_out
from edu_core.ui.moves import go
from edu_core.ui.session import current_person

_log = logging.getLogger(__name__)


def run() -> None:
    """Draw one page for whoever is signed in."""
    program = edu()
    me = current_person(program)
    wide = me is not None and me.role is not Role.PUPIL
    st.set_page_config(page_title="青窗", layout="wide" if wide else "centered")
    if me is None:
        _draw_signed_out()
        return
    _draw_page(program, me)


def _draw_signed_out() -> None:
    st.title("请重新登录", anchor=False)
    st.markdown("这次登录已经结束。已经提交的答案都保存好了，登录以后可以接着做。")
    draw_sign_in()


def _draw_page(program: Edu, me: Person) -> None:
    try:
        navigation.build(program, me).run()
    except EduError as error:
        _log.info("%s: %s %s", error.code, error.message, error.facts)
        st.warning(error.message)
        if st.button("回首页", type="primary", width="stretch", key="home-after-error"):
            go("")
        if me.role is Role.PUPIL:  # whoever is in no class any more must be able to leave
            draw_sign_out("", me.name)


run()
