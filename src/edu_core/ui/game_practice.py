"""After a live game: set the classes to practise what was missed, or take it back."""

import streamlit as st

from edu_core.domain.game_standings import LEAST_RIGHT
from edu_core.domain.game_state import Game
from edu_core.domain.people import Person
from edu_core.services.context import Edu
from edu_core.services.practice import (
    PlannedClass,
    PracticePlan,
    plan_practice,
    set_practice,
    withdraw_practice,
)
from edu_core.ui.keys import widget_key
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.moves import go
from edu_core.ui.present import moment, percent
from edu_core.ui.refusals import told_in_place


def draw_practice(edu: Edu, me: Person, game: Game) -> None:
    """Draw the card: what would be practised, by whom, and what was set already."""
    plan = plan_practice(edu, me, game.id, game)
    with st.container(border=True, key="edu-card-practice"):
        st.markdown("#### 把没掌握的再练一练")
        if not plan.missed:
            st.markdown(f"每道题答对的都在 {percent(LEAST_RIGHT)} 以上，没有需要再练的题。")
        else:
            st.markdown(
                f"答对的不到 {percent(LEAST_RIGHT)} 的有 **{len(plan.missed)}** 题。"
                "布置以后，学生在自己的首页就能看到，答一题马上看到为什么，成绩进入班级情况。"
            )
        if not plan.classes:
            st.caption("你的班没有学生参加这一场，所以不能布置。")
            return
        if plan.missed:
            _draw_setting(edu, me, game.id, plan)
        for planned in plan.classes:
            if planned.practice is not None:
                _draw_set(edu, me, planned)


def _draw_setting(edu: Edu, me: Person, game_id: int, plan: PracticePlan) -> None:
    left = [planned for planned in plan.classes if planned.practice is None]
    names = {planned.classroom.id: planned.classroom.name for planned in left}
    words = {
        planned.classroom.id: f"{planned.classroom.name}（{planned.players} 人参加）"
        for planned in left
    }
    if not words:
        return
    chosen = list(words)
    if len(words) > 1:
        chosen = st.multiselect(
            "布置给",
            list(words),
            default=list(words),
            format_func=words.__getitem__,
            placeholder="选一个班",
            key="practice-classes",
        )
    whom = names[chosen[0]] if len(chosen) == 1 else f"这 {len(chosen)} 个班"
    label = f"布置给{escape_markdown(whom)}"
    if st.button(label, type="primary", key="set-practice", disabled=not chosen):
        with told_in_place():
            set_practice(edu, me, game_id, chosen)
            st.rerun()


def _draw_set(edu: Edu, me: Person, planned: PlannedClass) -> None:
    given, room = planned.practice, planned.classroom
    assert given is not None
    with st.container(
        horizontal=True, vertical_alignment="center", key=widget_key("practice-set", room.id)
    ):
        st.markdown(
            f"✓　**{escape_markdown(room.name)}**　{moment(given.set_at)} 布置，"
            f"{given.quiz.length()} 题",
            width="stretch",
        )
        if st.button("看班级情况", key=widget_key("practice-class", room.id)):
            go("class", id=room.id)
        draw_withdrawal(edu, me, given.quiz.id)


def draw_withdrawal(edu: Edu, me: Person, quiz_id: str) -> None:
    """Take a set back, after saying what that means."""
    with st.popover("收回"):
        st.markdown("收回以后学生不能再开始；做过的成绩都留着，正在做的可以做完。")
        if st.button("收回这份练习", key=widget_key("withdraw", quiz_id)):
            with told_in_place():
                withdraw_practice(edu, me, quiz_id)
                st.rerun()
