"""A teacher's own settings: the password."""

import streamlit as st

from edu_core.domain.people import Person
from edu_core.services.accounts import change_own_password
from edu_core.services.context import Edu
from edu_core.ui.leave import draw_sign_out
from edu_core.ui.present import ROLE_WORDS
from edu_core.ui.refusals import told_in_place
from edu_core.ui.session import session_token, tab
from edu_core.ui.theme import FORM_WIDTH


def page(edu: Edu, me: Person) -> None:
    """Draw the page."""
    st.title("设置", anchor=False)
    if tab().notice:
        st.success(tab().notice)
        tab().notice = None
    with st.form("password", width=FORM_WIDTH):
        st.markdown("#### 修改密码")
        old = st.text_input("原来的密码", type="password")
        new = st.text_input("新密码（至少 8 个字符）", type="password")
        again = st.text_input("再输一遍新密码", type="password")
        if st.form_submit_button("保存", type="primary"):
            if new != again:
                st.warning("两次输入的新密码不一样，密码没有改动。")
                return
            with told_in_place():
                change_own_password(edu, me, old, new, session_token() or "")
                tab().notice = "密码已经改好。其他设备上的登录已经退出。"
                st.rerun()
    draw_sign_out(ROLE_WORDS[me.role], me.name)
