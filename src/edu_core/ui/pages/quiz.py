"""A quiz: the door with its rules, then one question at a time."""

from typing import Any

import streamlit as st

from edu_core.domain.attempt import Attempt
from edu_core.domain.errors import Conflict, EduError
from edu_core.domain.interaction import Branch, Response, Walked
from edu_core.domain.people import Person
from edu_core.services.context import Edu
from edu_core.services.sitting import (
    Entrance,
    begin_attempt,
    find_draft,
    find_running,
    get_attempt,
    get_entrance,
    save_draft,
    submit_response,
)
from edu_core.ui.illustration import draw_item_picture
from edu_core.ui.keys import widget_key
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.moves import go
from edu_core.ui.present import moment, percent, rules_of
from edu_core.ui.session import draw_notice, tab
from edu_core.ui.widgets.countdown import draw_countdown
from edu_core.ui.widgets.feedback import draw_disclosure
from edu_core.ui.widgets.gestures import draw_branch, walked
from edu_core.ui.widgets.question import ask

_ENDED = "这次答题已经结束，没来得及提交的答案没有计入。提交过的都保存好了。"
_ANSWERED_ELSEWHERE = "这道题已经在另一个页面答过了，以第一次提交的为准。"


def page(edu: Edu, me: Person) -> None:
    """Draw the feedback just earned, the running question, or the door."""
    quiz_id = st.query_params.get("id", "")
    running = find_running(edu, me, quiz_id)
    _notice_other_tabs(running)
    answered = tab().just_answered
    if answered is not None:
        attempt = get_attempt(edu, me, answered[0])
        if attempt.quiz.id == quiz_id and attempt.closed(answered[1]):
            _draw_feedback(edu, me, attempt, answered[1])
            return
        tab().just_answered = None
    if running is not None:
        _draw_running(edu, me, running)
        return
    entrance = get_entrance(edu, me, quiz_id)  # closes what ran out of time
    asked, tab().asked = tab().asked, None
    ended, tab().led_from = asked[0] if asked else tab().led_from, None
    if ended is not None and any(row.id == ended for row in entrance.attempts):
        # it ended while it was on this screen: time ran out, or another tab answered the rest
        tab().notice = _ENDED
        tab().led_from = ended if asked else None
        go("result", attempt=ended)
    _draw_door(edu, me, entrance)


def _notice_other_tabs(running: Attempt | None) -> None:
    """Say that the question on this screen was answered in another tab, and show what counts."""
    asked = tab().asked
    if running is None or asked is None or asked[0] != running.id or asked[1] not in running.given:
        return
    tab().asked = None
    tab().notice = _ANSWERED_ELSEWHERE
    if running.closed(asked[1]):
        tab().just_answered = asked


def _draw_running(edu: Edu, me: Person, attempt: Attempt) -> None:
    """Draw the question; once it is answered, draw what follows in its place, in the same run.

    Running the page again instead would cost as much as the answer itself.
    """
    item_id = attempt.next_item_id()
    if item_id is None:
        go("result", attempt=attempt.id)
        return
    asked, following = st.empty(), st.empty()
    with asked.container():
        after = _draw_question(edu, me, attempt, item_id)
    if after is None:
        return
    if after.finished and not _shows_each(after):
        go("result", attempt=after.id)
        return
    asked.empty()
    with following.container():
        if after.closed(item_id):
            tab().just_answered = (after.id, item_id)
            _draw_feedback(edu, me, after, item_id)
            return
        next_id = after.next_item_id()
        if next_id is not None:
            tab().notice = "已保存。"
            _draw_question(edu, me, after, next_id)


def _draw_door(edu: Edu, me: Person, entrance: Entrance) -> None:
    quiz = entrance.quiz
    st.title(escape_markdown(quiz.title), anchor=False)
    if quiz.description:
        st.markdown(escape_markdown(quiz.description))
    with st.container(border=True, key="rules"):
        for rule in rules_of(quiz):
            st.markdown(f"- {rule}")
    if entrance.withdrawn:
        st.info("老师已经收回了这份练习，不用再做了。做过的结果和解析都还能看。")
    elif entrance.tries_left == 0:
        st.info("答题次数已经用完了。下面可以回看每一次的结果和解析。")
    else:
        word = "再答一次" if entrance.attempts else "开始答题"
        if st.button(word, type="primary", width="stretch", key="begin"):
            begin_attempt(edu, me, quiz.id)
            st.rerun()
    for row in reversed(entrance.attempts):
        share = (row.score or 0.0) / row.max_score if row.max_score else 0.0
        words = f"第 {row.number} 次　{moment(row.started_at)}　{percent(share)}　看结果"
        if st.button(words, key=widget_key("see", row.id), width="stretch"):
            go("result", attempt=row.id)
    if st.button("回首页", key="home", width="stretch"):
        go("")


def _draw_head(
    attempt: Attempt, item_id: str, seconds: float | None, *, saved: bool = False
) -> None:
    place = attempt.order.index(item_id) + 1
    total = len(attempt.order)
    st.progress(
        len(attempt.given) / total,
        text=f"{escape_markdown(attempt.quiz.title)}　第 {place} 题，共 {total} 题"
        + ("　✓ 已保存" if saved else ""),
    )
    if seconds is not None:
        draw_countdown(seconds, widget_key("time", saved, attempt.id, item_id))


def _draw_stem(edu: Edu, attempt: Attempt, item_id: str, *, closed: bool = False) -> Any:
    item = attempt.item(item_id)
    state = "closed" if closed else "open"
    with st.container(key=widget_key("stem", state, item_id)):
        st.markdown(f"#### {escape_markdown(item.stem)}")
        st.caption(f"{item.LABEL}　{item.HINT}")
    draw_item_picture(edu, item, widget_key(state, item_id))
    return item


def _draw_question(edu: Edu, me: Person, attempt: Attempt, item_id: str) -> Attempt | None:
    """Draw one question; the attempt with the answer in the run in which it was stored."""
    _draw_head(attempt, item_id, attempt.seconds_left(edu.now()))
    draw_notice()
    tab().asked = (attempt.id, item_id)
    item = _draw_stem(edu, attempt, item_id)
    interaction = attempt.interaction(item_id)
    if isinstance(interaction, Branch):
        given = _draw_scene(edu, me, attempt, item_id, interaction)
    else:
        given = ask(item, interaction, widget_key("attempt", attempt.id, item_id))
    if given is not None:
        return _submit(edu, me, attempt, item_id, given)
    _draw_ways(attempt)
    return None


def _draw_ways(attempt: Attempt) -> None:
    """What else can be done here: leave (nothing is lost), or read the last explanation again."""
    told = [name for name in attempt.order if attempt.closed(name)]
    with st.container(key="ways", horizontal=True, horizontal_alignment="distribute"):
        if told and st.button("看上一题的解析", type="tertiary", key="told-again"):
            tab().just_answered = (attempt.id, told[-1])
            st.rerun()
        if st.button("先回首页，答过的都在", type="tertiary", key="leave"):
            go("")


def _draw_scene(
    edu: Edu, me: Person, attempt: Attempt, item_id: str, branch: Branch
) -> Response | None:
    """Draw a scene as far as it went; the whole walk once it is over and sent off."""
    draft = find_draft(edu, me, attempt.id, item_id)
    path = draft.path if isinstance(draft, Walked) else ()
    longer = draw_branch(branch, path, widget_key("scene", attempt.id, item_id))
    if longer != path:
        save_draft(edu, me, attempt.id, item_id, Walked(path=longer))
        st.rerun()
    response = walked(branch, path)
    done = response is not None and st.button(
        "走到这里了，看看结果", type="primary", width="stretch", key="scene-done"
    )
    return response if done else None


def _submit(
    edu: Edu, me: Person, attempt: Attempt, item_id: str, given: Response
) -> Attempt | None:
    """Store the answer; whatever another tab did meanwhile is said and gone along with."""
    try:
        after = submit_response(edu, me, attempt.id, item_id, given)
    except Conflict as error:
        tab().notice = error.message
        st.rerun()
    except EduError as error:
        st.warning(error.message)
        return None
    tab().asked = None
    return after


def _shows_each(attempt: Attempt) -> bool:
    return attempt.quiz.settings.feedback == "each"


def _draw_feedback(edu: Edu, me: Person, attempt: Attempt, item_id: str) -> None:
    over = attempt.finished or attempt.out_of_time(edu.now())
    seconds = None if over else attempt.seconds_left(edu.now())
    _draw_head(attempt, item_id, seconds, saved=True)
    draw_notice()
    item = _draw_stem(edu, attempt, item_id, closed=True)
    draw_disclosure(
        item, attempt.disclose(item_id), edu.library().sources, widget_key("f", item_id)
    )
    if over:
        if st.button("看结果", type="primary", width="stretch", key="to-result"):
            get_entrance(edu, me, attempt.quiz.id)  # closes what ran out of time
            go("result", attempt=attempt.id)
        return
    st.button(
        "下一题", type="primary", width="stretch", key=f"next-{item_id}", on_click=_leave_feedback
    )


def _leave_feedback() -> None:
    """Before the next run, so that it draws the next question at once."""
    tab().just_answered = None
