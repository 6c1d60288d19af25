"""A live quiz once more: the teacher steps through what the shared screen showed."""

import streamlit as st

from edu_core.domain.game_replay import Step
from edu_core.domain.game_standings import player_places, team_places, topics_to_see_again
from edu_core.domain.game_state import Game, Phase, Podium
from edu_core.domain.game_views import MOST_NAMES, ON_THE_PODIUM
from edu_core.domain.interaction import Arrange, Choose, Pair
from edu_core.domain.people import Person
from edu_core.domain.window_flower import Flower, Pane, flower, flower_svg, window_svg
from edu_core.domain.words import lines_of, source_lines
from edu_core.services.context import Edu
from edu_core.services.game_replay import Replay, get_replay
from edu_core.services.game_results import round_result
from edu_core.ui.charts.game_charts import answers_chart, teams_chart
from edu_core.ui.charts.show import is_dark, show_chart
from edu_core.ui.illustration import draw_item_picture
from edu_core.ui.keys import widget_key
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.moves import go
from edu_core.ui.pages.roster import asked_id
from edu_core.ui.present import percent, points
from edu_core.ui.present_game import LETTERS, RANK_SIGNS, deed_words, step_times, step_words
from edu_core.ui.svg import draw_svg
from edu_core.ui.tables import draw_table
from edu_core.ui.widgets.pager import draw_turn

_STEP = "replay-step"
_RINGS = 4
_LEAST_COLUMNS = 9


def page(edu: Edu, me: Person) -> None:
    """Draw the page."""
    replay = get_replay(edu, me, asked_id())
    place, count = _place(len(replay.steps)), len(replay.steps)
    step = replay.steps[place]
    st.title(f"回放　{escape_markdown(replay.game.quiz.title)}", anchor=False)
    _draw_pager(place, count)
    with st.container(key="replay-frame"):
        st.subheader(step_words(step), anchor=False)
        st.caption(f"第 {place + 1} 步，共 {count} 步　{step_times(step)}")
        _draw_step(edu, replay, place)
    for words in deed_words(replay.game, step):
        st.caption(escape_markdown(words))
    if st.button("回到结果", key="to-results"):
        go("events", id=replay.game.id)


def _place(count: int) -> int:
    """The step on screen, from 0: the address says it, so that a refresh stays there."""
    asked = st.query_params.get("step", "")
    return min(max(int(asked) - 1, 0), count - 1) if asked.isdecimal() else 0


def _turn_to(place: int) -> None:
    st.query_params["step"] = str(place + 1)


def _draw_pager(place: int, count: int) -> None:
    with st.container(key="pager-replay"):
        left, right = st.columns(2)
        with left:
            draw_turn("上一步", -1, place, count, _turn_to, width="stretch")
        with right:
            draw_turn("下一步", 1, place, count, _turn_to, width="stretch")
    if count > 1:
        st.session_state[_STEP] = place + 1  # the address leads
        st.slider(
            "走到第几步（用方向键或翻页器也能翻）",
            1,
            count,
            key=_STEP,
            on_change=lambda: _turn_to(st.session_state[_STEP] - 1),
        )


def _draw_step(edu: Edu, replay: Replay, place: int) -> None:
    step, game = replay.steps[place], replay.at(place)
    match step.phase:
        case Phase.LOBBY:
            _draw_lobby(game)
        case Phase.QUESTION | Phase.DISCUSSION:
            _draw_question(edu, game, step)
        case Phase.REVEAL:
            _draw_reveal(edu, game, step)
        case Phase.STANDINGS:
            _draw_standings(game)
        case Phase.FINISHED:
            _draw_end(edu, game)


def _draw_lobby(game: Game) -> None:
    st.markdown(f"**{len(game.active)}** 朵窗花贴上来了　比赛码 {game.code}")
    shown = game.active[-MOST_NAMES:]
    if not shown:
        st.markdown("还没有人进来。")
        return
    names = [one.nickname if game.rules.names_shown else "" for one in shown]
    panes = [
        Pane(name, _flower(game, one.nickname)) for name, one in zip(names, shown, strict=True)
    ]
    columns = max(_LEAST_COLUMNS, round((2 * len(panes)) ** 0.5))  # about as wide as a screen
    title = f"开场时在场的 {len(game.active)} 人"
    draw_svg(window_svg(panes, title, columns=columns, dark=is_dark()))


def _flower(game: Game, name: str) -> Flower:
    """The flower of a player or a team, the same as on the shared screen."""
    return flower(f"game {game.id} {name}", _RINGS, _RINGS)


def _draw_stem(edu: Edu, game: Game, step: Step) -> None:
    asked = game.rounds[step.round]
    item = game.sheets[asked.item_id].item
    again = "　讨论以后再答一次" if asked.again_of is not None else ""
    st.caption(f"{item.LABEL}{again}")
    st.markdown(f"#### {escape_markdown(item.stem)}")
    draw_item_picture(edu, item, widget_key("replay-picture", step.round))


def _draw_question(edu: Edu, game: Game, step: Step) -> None:
    _draw_stem(edu, game, step)
    shown = game.sheets[game.rounds[step.round].item_id].concealed.shown
    match shown:
        case Choose():
            for letter, part in zip(LETTERS, shown.options, strict=False):
                st.markdown(f"**{letter}**　{escape_markdown(part.text)}")
        case Arrange():
            for part in shown.parts:
                st.markdown(f"- {escape_markdown(part.text)}")
        case Pair():
            for part in shown.left:
                st.markdown(f"- {escape_markdown(part.text)}")
            for letter, part in zip(LETTERS, shown.right, strict=False):
                st.markdown(f"**{letter}**　{escape_markdown(part.text)}")
        case _:
            st.caption(game.sheets[game.rounds[step.round].item_id].item.HINT)
    st.markdown(f"到收题时已作答　**{game.answered(step.round)} / {len(game.active)}**")


def _draw_reveal(edu: Edu, game: Game, step: Step) -> None:
    """The distribution with the key; beside it that of the first asking, where there was one."""
    asked = game.rounds[step.round]
    item, dark = game.sheets[asked.item_id].item, is_dark()
    _draw_stem(edu, game, step)
    if asked.voided:
        st.info("这道题不计分。")
    numbers = [step.round] if asked.again_of is None else [asked.again_of, step.round]
    for column, number in zip(st.columns(len(numbers)), numbers, strict=True):
        with column:
            one = round_result(game, number)
            counts = one.distribution
            before = "第一次：" if len(numbers) > 1 and number != step.round else ""
            st.markdown(
                f"{before}✓ 答对 **{counts.right}**　◐ 对一部分 **{counts.partly}**　"
                f"○ 还差一点 **{counts.wrong}**　共 {counts.answered} 人作答"
            )
            chart = answers_chart(game, one, dark=dark)
            if chart is not None:
                show_chart(chart, widget_key("replay", step.round, number))
    key = lines_of(item.interaction(), item.correct_response())
    if key:
        st.markdown("**答案**　" + escape_markdown("；".join(key)))
    st.markdown("**为什么**　" + escape_markdown(item.explanation))
    for line in source_lines(item.sources, edu.library().sources):
        st.caption(escape_markdown(line))


def _draw_standings(game: Game) -> None:
    teams = team_places(game)
    if not game.rules.standings_shown:
        st.markdown("这时大屏幕没有显示成绩。")
        return
    if teams:
        show_chart(teams_chart(teams, dark=is_dark()), "replay-teams")
    _draw_players(game)


def _draw_players(game: Game) -> None:
    """Single players, only where the host had them on the podium."""
    if game.rules.podium is not Podium.PLAYERS or not game.rules.names_shown:
        return
    listed = player_places(game, ON_THE_PODIUM)
    draw_table(
        {
            "名次": [stands.rank for _, stands in listed],
            "名字": [player.nickname for player, _ in listed],
            "得分": [points(stands.points) for _, stands in listed],
        },
    )


def _draw_end(edu: Edu, game: Game) -> None:
    teams = team_places(game)
    if not game.rules.standings_shown:
        teams = []
    with st.container(border=True, key="edu-card-podium"):
        st.markdown("#### 恭喜！" if teams else "#### 谢谢大家！")
        best = [row.team for row in teams if row.rank == 1]
        with st.container(key="new-ring-replay"):
            for team in best[:1]:
                draw_svg(flower_svg(_flower(game, team), f"{team}的窗花"))
        for row in teams:
            if row.rank in RANK_SIGNS:
                st.markdown(
                    f"{RANK_SIGNS[row.rank]}　**{escape_markdown(row.team)}**　"
                    f"平均 {points(row.points)} 分（{row.members} 人）"
                )
    if game.rules.standings_shown:
        _draw_players(game)
    again = topics_to_see_again(game)
    with st.container(border=True, key="edu-card-again"):
        st.markdown("#### 回去可以再看看" if again else "#### 大家都掌握得很好")
        for topic, share in again:
            title = escape_markdown(edu.library().topic_title(topic))
            st.markdown(f"{title}　答对 {percent(share)}")
