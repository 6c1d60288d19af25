"""The classes of a teacher, and making a new one."""

import streamlit as st

from edu_core.domain.items.base import Band
from edu_core.domain.people import Person, Role
from edu_core.services.classes import ClassroomCard, create_classroom, list_classrooms
from edu_core.services.context import Edu
from edu_core.services.deleting import remove_demonstration
from edu_core.services.demonstration import load_demonstration
from edu_core.ui.keys import widget_key
from edu_core.ui.leave import draw_sign_out
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.moves import go
from edu_core.ui.present import BAND_WORDS, ROLE_WORDS
from edu_core.ui.refusals import told_in_place
from edu_core.ui.theme import FORM_WIDTH


def page(edu: Edu, me: Person) -> None:
    """Draw the page."""
    cards = list_classrooms(edu, me)
    st.title("班级", anchor=False)
    if not cards:
        st.markdown("还没有班级。先建一个班，再把姓名粘贴进来，两分钟就能打印登录条。")
    columns = st.columns(3)
    for place, card in enumerate(cards):
        with columns[place % 3]:
            _draw_card(card)
    _draw_new(edu, me, open_now=not cards)
    if me.role is Role.ADMINISTRATOR:
        _draw_demonstration(edu, me, cards)
    draw_sign_out(ROLE_WORDS[me.role], me.name)


def _draw_card(card: ClassroomCard) -> None:
    room = card.classroom
    with st.container(border=True, key=widget_key("class", room.id)):
        st.markdown(f"#### {escape_markdown(room.name)}")
        st.markdown(f"{BAND_WORDS[room.band]}　{card.pupils} 人　班级码 **{room.code}**")
        if st.button(
            "看班级情况",
            key=widget_key("open", room.id),
            type="primary",
            width="stretch",
        ):
            go("class", id=room.id)
        if st.button("花名册和登录条", key=widget_key("roster", room.id), width="stretch"):
            go("roster", id=room.id)


def _draw_new(edu: Edu, me: Person, *, open_now: bool) -> None:
    with (
        st.expander("建一个新班", expanded=open_now),
        st.form("new-class", border=False, width=FORM_WIDTH),
    ):
        name = st.text_input("班名", placeholder="例如 初二（3）班", max_chars=32)
        band = st.selectbox("学段", list(Band), index=1, format_func=BAND_WORDS.__getitem__)
        if st.form_submit_button("建班", type="primary"):
            with told_in_place():
                room = create_classroom(edu, me, name, band)
                go("roster", id=room.id)


def _draw_demonstration(edu: Edu, me: Person, cards: list[ClassroomCard]) -> None:
    loaded = any(card.classroom.demonstration for card in cards)
    with st.container(border=True, key="demonstration"):
        st.markdown("#### 演示学校")
        if loaded:
            st.markdown(
                "三个演示班已经载入，里面的学生和成绩都是程序模拟的。删除演示不会影响真实的班级。"
            )
            if st.button("删除演示学校", key="remove-demonstration"):
                remove_demonstration(edu, me)
                st.rerun()
            return
        st.markdown(
            "想先看看有数据时的样子？载入三个模拟的班（每班 45 人，两个月的练习），随时可以删除。"
        )
        if st.button("载入演示学校", key="load-demonstration"):
            with st.spinner("正在生成演示数据，大约十秒……"):
                load_demonstration(edu, me)
            st.rerun()
