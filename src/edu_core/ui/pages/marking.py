"""Written responses that wait for the teacher's points, question by question."""

import streamlit as st

from edu_core.domain.interaction import Written
from edu_core.domain.items import Item, Reflection
from edu_core.domain.people import Person
from edu_core.services.context import Edu
from edu_core.services.reports import ToMark, list_to_mark, mark_response
from edu_core.ui.keys import widget_key
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.moves import go
from edu_core.ui.pages.roster import asked_id
from edu_core.ui.present import moment, points
from edu_core.ui.refusals import told_in_place
from edu_core.ui.session import tab

SHOWN_AT_ONCE = 20


def page(edu: Edu, me: Person) -> None:
    """Draw the page."""
    classroom_id = asked_id()
    waiting = list_to_mark(edu, me, classroom_id)
    st.title("评分", anchor=False)
    if st.button("回班级情况", key="back"):
        go("class", id=classroom_id)
    if tab().notice:
        st.success(tab().notice)
        tab().notice = None
    if not waiting:
        st.success("没有等待评分的作答。学生交了新的，会出现在这里。")
        return
    st.markdown(f"还有 **{len(waiting)}** 份等待评分。保存以后，学生马上能看到分数和你写的话。")
    shown = waiting[:SHOWN_AT_ONCE]
    by_question: dict[str, list[ToMark]] = {}
    for one in shown:
        by_question.setdefault(one.item.id, []).append(one)
    for several in by_question.values():
        _draw_question(several[0].item)
        for one in several:
            _draw_one(edu, me, one)
    if len(waiting) > len(shown):
        st.caption(f"先列出最早的 {len(shown)} 份，评完会出现后面的。")


def _draw_question(item: Item) -> None:
    st.subheader(escape_markdown(item.stem), anchor=False)
    if isinstance(item, Reflection) and item.model_answer:
        st.info("参考：" + escape_markdown(item.model_answer))


def _choices(most: float) -> list[float]:
    """The points that can be given: halves for small questions, whole points for large ones."""
    step = 0.5 if most <= 4 else 1.0
    return [place * step for place in range(int(most / step) + 1)]


def _draw_one(edu: Edu, me: Person, one: ToMark) -> None:
    row = one.row
    with (
        st.container(border=True, key=widget_key("mark", row.response_id)),
        st.form(widget_key("mark-form", row.response_id), border=False),
    ):
        left, right = st.columns([3, 2])
        with left:
            st.markdown(f"**{escape_markdown(row.name)}**　{moment(row.received_at)}")
            if isinstance(row.response, Written):
                st.markdown(escape_markdown(row.response.text))
        with right:
            score = st.radio(
                "给分", _choices(row.max_score), index=None, format_func=points, horizontal=True
            )
            comment = st.text_input("给学生的一句话（可以不写）", max_chars=200)
            saved = st.form_submit_button("保存评分", type="primary")
    if not saved:
        return
    if score is None:
        st.warning("还没有选分数，评分没有保存。选好分数再点“保存评分”。")
        return
    with told_in_place():
        mark_response(edu, me, row.response_id, score, comment)
        tab().notice = f"{row.name}的评分已保存：{points(score)} 分。"
        st.rerun()
