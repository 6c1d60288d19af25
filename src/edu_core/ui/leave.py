"""Signing out, which only our own route can do, because the cookie is HttpOnly."""

import streamlit as st

from edu_core.ui.markdown_text import escape_markdown


def draw_sign_out(where: str, name: str) -> None:
    """Say who is signed in, and offer to leave (important on a shared computer)."""
    with st.container(key="sign-out"):
        st.caption(f"{escape_markdown(where)}　{escape_markdown(name)}　已登录")
        st.html(
            '<form method="post" action="/sign-out"><button type="submit">退出登录</button></form>'
        )
        st.caption("报警 110 · 急救 120 · 青少年服务台 12355 · 心理援助 12356")


def draw_sign_in() -> None:
    """The way to the door, in this tab (a link button of Streamlit opens another one)."""
    with st.container(key="sign-in-again"):
        st.html('<form method="get" action="/sign-in"><button type="submit">去登录</button></form>')
