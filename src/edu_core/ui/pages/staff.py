"""Accounts of teachers and administrators."""

import streamlit as st

from edu_core.domain.people import Person, Role
from edu_core.services.accounts import (
    create_staff,
    list_staff,
    reset_password,
    set_staff_disabled,
)
from edu_core.services.context import Edu
from edu_core.ui.keys import widget_key
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.present import ROLE_WORDS
from edu_core.ui.refusals import told_in_place
from edu_core.ui.session import tab
from edu_core.ui.theme import FORM_WIDTH


def page(edu: Edu, me: Person) -> None:
    """Draw the page."""
    people = list_staff(edu, me)
    st.title("老师账号", anchor=False)
    if tab().new_password is not None:
        name, password = tab().new_password or ("", "")
        st.success(f"{name} 的密码是 **{password}** ，只显示这一次，请现在记下来交给本人。")
        if st.button("我记下了", key="noted"):
            tab().new_password = None
            st.rerun()
    with st.form("new-staff", width=FORM_WIDTH):
        st.markdown("#### 添加一位老师")
        name = st.text_input("姓名", max_chars=32)
        user_name = st.text_input("用户名（登录用，建议用拼音）", max_chars=32)
        role = st.radio(
            "身份",
            [Role.TEACHER, Role.ADMINISTRATOR],
            format_func=ROLE_WORDS.__getitem__,
            horizontal=True,
        )
        if st.form_submit_button("添加", type="primary"):
            with told_in_place():
                made = create_staff(edu, me, name, user_name, role)
                tab().new_password = (made.person.name, made.password)
                st.rerun()
    for person in people:
        _draw_person(edu, me, person)


def _draw_person(edu: Edu, me: Person, person: Person) -> None:
    with st.container(border=True, key=widget_key("staff", person.id)):
        left, middle, right = st.columns([3, 1, 1], vertical_alignment="center")
        with left:
            stopped = "（已停用）" if person.disabled else ""
            st.markdown(
                f"**{escape_markdown(person.name)}**　{escape_markdown(person.user_name or '')}　"
                f"{ROLE_WORDS[person.role]}{stopped}"
            )
        if person.id == me.id:
            return
        with middle, st.popover("重置密码", width="stretch"):
            st.markdown("会换成新密码，显示一次；原来的密码和正在登录的设备随即失效。")
            if st.button("确定重置", key=widget_key("reset", person.id)):
                made = reset_password(edu, me, person.id)
                tab().new_password = (made.person.name, made.password)
                st.rerun()
        with right:
            word = "恢复使用" if person.disabled else "停用"
            if st.button(word, key=widget_key("disable", person.id), width="stretch"):
                set_staff_disabled(edu, me, person.id, not person.disabled)
                st.rerun()
