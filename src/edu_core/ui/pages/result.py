"""The result of an attempt: what I know, what to look at again, every question explained."""

import streamlit as st

from edu_core.domain.mastery import Mastery, Standing
from edu_core.domain.people import Person
from edu_core.services.context import Edu
from edu_core.services.sitting import Result, get_result
from edu_core.ui.keys import widget_key
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.moves import go
from edu_core.ui.present import percent, points, verdict
from edu_core.ui.session import tab
from edu_core.ui.widgets.feedback import draw_disclosure


def page(edu: Edu, me: Person) -> None:
    """Draw the page."""
    tab().just_answered = None
    asked = st.query_params.get("attempt", "")
    result = get_result(edu, me, int(asked) if asked.isdecimal() else 0)
    attempt = result.attempt
    share = attempt.score() / attempt.max_score() if attempt.max_score() else 0.0
    st.title(escape_markdown(attempt.quiz.title), anchor=False)
    with st.container(border=True, key="score"):
        st.markdown(
            f"第 {result.number} 次　**{points(attempt.score())}** / "
            f"{points(attempt.max_score())} 分　**{percent(share)}**"
        )
        st.markdown(_encouragement(result, share))
        if attempt.waiting():
            st.markdown(f"还有 {len(attempt.waiting())} 道题等老师评分，评完以后分数会变。")
    _draw_topics(edu, result)
    _draw_deeds(result)
    st.subheader("每一题", anchor=False)
    for place, disclosure in enumerate(result.disclosures, start=1):
        item = attempt.item(disclosure.item_id)
        judged = verdict(disclosure)
        with st.expander(f"{judged.sign}　{place}. {escape_markdown(item.stem)}"):
            draw_disclosure(
                item,
                disclosure,
                edu.library().sources,
                widget_key("r", disclosure.item_id),
            )


def _encouragement(result: Result, share: float) -> str:
    if share >= 0.95:
        return "几乎都掌握了，可以讲给同学或家人听。"
    if result.attempt.passed():
        return "这一课的主要内容你已经掌握了。下面标着“再看看”的，翻一翻就更牢。"
    return "还有一些没有弄清，没关系：先看看下面的解析，再回到课里读一遍。"


def _draw_topics(edu: Edu, result: Result) -> None:
    known = [mastery for mastery in result.masteries if mastery.standing is Standing.KNOWN]
    again = [mastery for mastery in result.masteries if mastery.standing is Standing.AGAIN]
    left, right = st.columns(2)
    with left:
        st.subheader("✓ 我已经知道", anchor=False)
        _draw_list(edu, known, "再答几次，这里就会多起来。", advise=False)
    with right:
        st.subheader("○ 再看看", anchor=False)
        _draw_list(edu, again, "这次没有需要再看的知识点。", advise=True)


def _draw_list(edu: Edu, masteries: list[Mastery], empty: str, *, advise: bool) -> None:
    if not masteries:
        st.markdown(empty)
    topics = edu.library().topics
    for mastery in masteries:
        title = escape_markdown(edu.library().topic_title(mastery.topic))
        st.markdown(f"**{title}**　{percent(mastery.share)}（{mastery.questions} 题）")
        if advise and mastery.topic in topics:
            st.caption(escape_markdown(topics[mastery.topic].advice))


def _draw_deeds(result: Result) -> None:
    quiz = result.attempt.quiz
    if st.button("回首页", type="primary", width="stretch", key="home"):
        go("")
    left, right = st.columns(2)
    with left:
        if quiz.lesson and st.button("再读这一课", width="stretch", key="read-again"):
            go("lesson", id=quiz.lesson, section=1)
    with right:
        if result.tries_left != 0 and st.button("再答一次", width="stretch", key="try-again"):
            go("quiz", id=quiz.id)
