"""Written responses that wait for the teacher's points."""

import streamlit as st

from edu_core.domain.interaction import Written
from edu_core.domain.items import Reflection
from edu_core.domain.people import Person
from edu_core.services.context import Edu
from edu_core.services.reports import ToMark, list_to_mark, mark_response
from edu_core.ui.keys import widget_key
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.moves import go
from edu_core.ui.pages.roster import asked_id
from edu_core.ui.present import moment


def page(edu: Edu, me: Person) -> None:
    """Draw the page."""
    classroom_id = asked_id()
    waiting = list_to_mark(edu, me, classroom_id)
    st.title("评分", anchor=False)
    if st.button("回班级情况", key="back"):
        go("class", id=classroom_id)
    if not waiting:
        st.success("没有等待评分的作答。学生交了新的，会出现在这里。")
        return
    st.markdown(f"还有 **{len(waiting)}** 份等待评分。分数保存以后，学生的结果页马上更新。")
    for place, one in enumerate(waiting[:20]):
        _draw_one(edu, me, one, first=place == 0)


def _draw_one(edu: Edu, me: Person, one: ToMark, *, first: bool) -> None:
    row, item = one.row, one.item
    with st.container(border=True, key=widget_key("mark", row.response_id)):
        st.markdown(f"**{escape_markdown(row.name)}**　{moment(row.received_at)}")
        st.caption(escape_markdown(item.stem))
        if isinstance(row.response, Written):
            st.markdown(escape_markdown(row.response.text))
        if isinstance(item, Reflection) and item.model_answer and first:
            st.info("参考：" + escape_markdown(item.model_answer))
        with st.form(widget_key("mark-form", row.response_id), border=False):
            score = st.slider("给分", 0.0, float(row.max_score), float(row.max_score), 0.5)
            comment = st.text_input("给学生的一句话（可以不写）", max_chars=200)
            if st.form_submit_button("保存评分", type="primary"):
                mark_response(edu, me, row.response_id, score, comment)
                st.rerun()
