"""The floor: a page that only draws the widgets of the quiz page and keeps nothing."""

import streamlit as st

place = st.session_state.setdefault("place", 1)
st.set_page_config(page_title="bare", layout="centered")
left, right = st.columns([3, 2])
with left:
    st.progress(place % 100 / 100, text=f"第 {place} 题")
with st.container(key="stem"):
    st.markdown("#### 题干")
    st.caption("单选　选一个你认为正确的。")
with st.form(f"form{place}", border=False):
    picked = st.radio("题干", ["甲", "乙", "丙", "丁"], index=None, key=f"radio{place}")
    pressed = st.form_submit_button("提交答案", type="primary", width="stretch")
if pressed and picked:
    st.session_state["place"] = place + 1
    st.rerun()
