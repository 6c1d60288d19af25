"""The results of a live game on a page: questions, teams, players, what to look at again."""

from typing import Any

import streamlit as st

from edu_core.domain.game_commands import Void
from edu_core.domain.people import Person
from edu_core.domain.words import lines_of
from edu_core.services.context import Edu
from edu_core.services.game_results import GameResults, RoundResult
from edu_core.services.games import host_command
from edu_core.ui.charts.game_charts import answers_chart, rounds_chart, teams_chart
from edu_core.ui.charts.item_charts import shortened
from edu_core.ui.charts.show import is_dark, show_chart
from edu_core.ui.game_practice import draw_practice
from edu_core.ui.keys import widget_key
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.moves import go
from edu_core.ui.present import percent
from edu_core.ui.present_game import (
    counting_words,
    mistake_words,
    player_rows,
    question_words,
    results_csv,
    status_words,
)
from edu_core.ui.refusals import told_in_place
from edu_core.ui.widgets.picking_table import draw_picking_table

_ROUND = "round-chosen"
"""Key of the list of questions, which a click on the chart beside it sets."""


def draw_results(edu: Edu, me: Person, results: GameResults) -> None:
    """Draw all that is known so far; a sentence where no question is over yet."""
    if not results.rounds:
        st.info("第一题公布答案以后，这里就能看到结果。比赛进行时也可以看，刷新就是最新的。")
        return
    dark = is_dark()
    left, right = st.columns([3, 2])
    with left:
        show_chart(rounds_chart(results, dark=dark), "rounds", on_pick=_choose_round(results))
        if results.teams:
            show_chart(teams_chart(results.teams, dark=dark), "teams")
        _draw_topics(edu, results)
    with right:
        _draw_round(edu, me, results, dark=dark)
        draw_practice(edu, me, results.game)
    _draw_players(results)


def _choose_round(results: GameResults) -> Any:
    """A click on a bar chooses the question in the list beside the chart."""

    def choose(place: int) -> None:
        st.session_state[_ROUND] = results.rounds[place].number

    return choose


def _draw_round(edu: Edu, me: Person, results: GameResults, *, dark: bool) -> None:
    """One question: what was chosen, the key, and whether it counts."""
    rounds = {one.number: one for one in results.rounds}
    with st.container(border=True, key="edu-card-round"):
        hardest = min(results.rounds, key=lambda one: 1.0 if one.share is None else one.share)
        st.session_state.setdefault(_ROUND, hardest.number)
        number = st.selectbox(
            "点左边的一条，或在这里选一道题",
            list(rounds),
            format_func=lambda place: question_words(rounds[place]),
            key=_ROUND,
        )
        one = rounds[number]
        st.markdown(f"**{escape_markdown(one.item.stem)}**")
        _draw_answer(one)
        _draw_counting(edu, me, results, one)
    chart = answers_chart(results.game, one, dark=dark)
    if chart is not None:
        show_chart(chart, widget_key("answers", number))


def _draw_answer(one: RoundResult) -> None:
    interaction = one.item.interaction()
    key = lines_of(interaction, one.item.correct_response())
    if key:
        st.markdown("答案　" + escape_markdown("；".join(key)))
    if one.mistake is not None:
        words = escape_markdown(shortened(mistake_words(one.item, one.mistake), 60))
        st.markdown(f"最常见的错误　{words}（{one.mistake.times} 次）")
    st.caption(escape_markdown(one.item.explanation))


def _draw_counting(edu: Edu, me: Person, results: GameResults, one: RoundResult) -> None:
    if one.asked.replaced:
        st.markdown("讨论以后再答过一次，以再答的为准。")
        return
    st.markdown(f"现在　**{counting_words(one.asked)}**")
    word = "恢复计分" if one.asked.voided else "这题作废"
    if st.button(word, key=widget_key("void", one.number), width="stretch"):
        with told_in_place():
            command = Void(one.number, voided=not one.asked.voided)
            host_command(edu, me, results.game.id, command)
            st.rerun()
    st.caption("作废或恢复以后，所有人的分数和登录学生的成绩马上重算，随时可以改回来。")


def _draw_topics(edu: Edu, results: GameResults) -> None:
    with st.container(border=True, key="edu-card-topics"):
        if not results.see_again:
            st.markdown("#### 每个知识点都有七成以上的人答对")
            st.caption("知识点按它的几道题合起来算；单独一道题难不难，看上面的图。")
            return
        st.markdown(f"#### {len(results.see_again)} 个知识点可以再讲一讲")
        topics = edu.library().topics
        for topic, share in results.see_again:
            title = escape_markdown(edu.library().topic_title(topic))
            st.markdown(f"**{title}**　答对 {percent(share)}")
            if topic in topics:
                st.caption(escape_markdown(topics[topic].advice))


def _draw_players(results: GameResults) -> None:
    rows = player_rows(results)
    with st.container(border=True, key="edu-card-players"):
        st.markdown(f"#### {status_words(results)}")
        st.caption("只有老师看得到这张表。登录了的学生，点他的名字可以看他的全部情况。")
        picked = draw_picking_table(rows, len(results.players), "players-table")
        if picked is not None:
            chosen = results.players[picked]
            if chosen.classroom_id is not None:
                go("pupil", id=chosen.classroom_id, pupil=chosen.player.person_id)
            st.caption("这位选手没有登录，或者不在你的班里，没有个人页面。")


def draw_download(results: GameResults) -> None:
    """Everything as a sheet, made when it is asked for."""
    st.download_button(
        "下载全部结果（表格）",
        lambda: results_csv(results),
        file_name=f"现场赛-{results.game.quiz.title}.csv",
        mime="text/csv",
        key="download-game",
        on_click="ignore",
    )
