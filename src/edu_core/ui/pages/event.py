"""The live quiz: choose a quiz, open a lobby, go to the host's page; afterwards the results."""

import streamlit as st

from edu_core.domain.access import Deed, require
from edu_core.domain.game_state import GameRules, Phase, Scoring, TeamMode
from edu_core.domain.items.base import Band
from edu_core.domain.people import Person
from edu_core.domain.quiz import Quiz
from edu_core.services.classes import list_classrooms
from edu_core.services.context import Edu
from edu_core.services.game_results import GameResults, get_results
from edu_core.services.games import (
    GameRow,
    OpenGame,
    create_game,
    delete_game,
    get_game,
    list_games,
    preview_game,
)
from edu_core.ui.game_results import draw_download, draw_results
from edu_core.ui.keys import widget_key
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.moves import go
from edu_core.ui.present import BAND_WORDS, moment
from edu_core.ui.present_game import PHASE_WORDS, status_words
from edu_core.ui.refusals import told_in_place
from edu_core.ui.theme import FORM_WIDTH

MOST_SHOWN = 30
"""Games in the list."""

_TEAM_WORDS = {TeamMode.NONE: "不分队", TeamMode.CLASS: "按班", TeamMode.NAMED: "自己起队名"}
_SCORING_WORDS = {
    Scoring.CORRECTNESS: "只看对错（推荐）",
    Scoring.SPEED: "答得快多一点分（最多多一半）",
}


def page(edu: Edu, me: Person) -> None:
    """Draw the page: one game where the address names it, else all and a new one."""
    require(me, Deed.HOST_GAME)
    asked = st.query_params.get("id", "")
    if asked.isascii() and asked.isdigit():
        _draw_game(edu, me, int(asked))
        return
    st.title("现场赛", anchor=False)
    st.markdown("大屏幕出题，同学用手机、电脑作答，也可以举手。选一份测验，一分钟开场。")
    _draw_new(edu, me)
    found = list_games(edu, me)
    st.subheader("开过的场", anchor=False)
    if not found:
        st.markdown("还没有。开过以后，每一场的结果和回放都在这里。")
    for row in found[:MOST_SHOWN]:
        _draw_row(edu, row)
    if len(found) > MOST_SHOWN:
        st.caption(f"只列出最近的 {MOST_SHOWN} 场，一共 {len(found)} 场。")


def _draw_new(edu: Edu, me: Person) -> None:
    quizzes = _quizzes(edu, me)
    if not quizzes:
        st.info("还没有测验。把测验放进 quizzes 文件夹，保存后这里就能选。")
        return
    with st.container(border=True, key="new-game", width=FORM_WIDTH):
        quiz = st.selectbox("测验", quizzes, format_func=_quiz_words, key="game-quiz")
        _draw_unplayable(edu, me, quiz)
        rules = _draw_rules(edu, me)
        if st.button("开场", type="primary", width="stretch", key="open-lobby"):
            with told_in_place():
                go("events", id=create_game(edu, me, quiz.id, rules).game.id)


def _quizzes(edu: Edu, me: Person) -> list[Quiz]:
    """All quizzes, those for the bands of one's own classes first, forms before a lesson last."""
    library = edu.library()
    bands = {card.classroom.band for card in list_classrooms(edu, me)}
    forms = {lesson.before for lesson in library.lessons.values()}
    order = {lesson.id: lesson.order for lesson in library.lessons.values()}
    return sorted(
        library.quizzes.values(),
        key=lambda quiz: (
            quiz.id in forms,
            quiz.band not in bands,
            list(Band).index(quiz.band),
            order.get(quiz.lesson or "", 0),
            quiz.id,
        ),
    )


def _quiz_words(quiz: Quiz) -> str:
    return f"{quiz.title}（{BAND_WORDS[quiz.band]}，{quiz.length()} 题）"


def _draw_unplayable(edu: Edu, me: Person, quiz: Quiz) -> None:
    left_out = [(item, told) for item, told in preview_game(edu, me, quiz.id) if not told.ok]
    if left_out:
        with st.expander(f"有 {len(left_out)} 道题不会出现在现场"):
            for item, told in left_out:
                st.markdown(f"- {escape_markdown(item.stem)}　{told.why}")


def _draw_rules(edu: Edu, me: Person) -> GameRules:
    rooms = tuple(card.classroom.name for card in list_classrooms(edu, me))
    with st.expander("怎么比（可以不改）"):
        seconds = st.slider("每题几秒", 10, 120, 30, step=5, key="game-seconds")
        team_mode = st.segmented_control(
            "分队",
            list(TeamMode),
            default=TeamMode.CLASS,
            format_func=_TEAM_WORDS.__getitem__,
            key="game-teams",
        )
        scoring = st.radio(
            "计分", list(Scoring), format_func=_SCORING_WORDS.__getitem__, key="game-scoring"
        )
        auto = st.toggle("自动往下走（不用一直点）", key="game-auto")
        streaks = st.toggle("手机上告诉每个人连对了几题（不加分）", key="game-streaks")
    mode = team_mode or TeamMode.NONE
    return GameRules(
        seconds=seconds,
        team_mode=mode,
        teams=rooms if mode is TeamMode.CLASS else (),
        scoring=scoring,
        auto_advance=auto,
        streaks=streaks,
    )


def _draw_row(edu: Edu, row: GameRow) -> None:
    quiz = edu.library().quizzes.get(row.quiz_id)
    title = quiz.title if quiz else row.quiz_id
    with st.container(border=True, key=widget_key("game", row.id)):
        left, right = st.columns([5, 1], vertical_alignment="center")
        with left:
            st.markdown(
                f"**{escape_markdown(title)}**　{PHASE_WORDS[row.phase]}　"
                f"{moment(row.created_at)}　{row.players} 人"
            )
        with right:
            word = "结果" if row.phase is Phase.FINISHED else "接着主持"
            if st.button(word, key=widget_key("open-game", row.id), width="stretch"):
                go("events", id=row.id)


def _draw_game(edu: Edu, me: Person, game_id: int) -> None:
    results = get_results(edu, me, game_id)
    game = results.game
    st.title(escape_markdown(game.quiz.title), anchor=False)
    st.markdown(f"{PHASE_WORDS[game.phase]}　{moment(game.created_at)}　{status_words(results)}")
    if game.phase is not Phase.FINISHED:
        _draw_running(get_game(edu, me, game_id, game))
    with st.container(horizontal=True, key="game-ways"):
        if game.phase is not Phase.FINISHED and st.button("刷新结果", key="refresh-results"):
            st.rerun()
        if game.phase is not Phase.LOBBY and st.button("回放", key="to-replay"):
            go("replay", id=game.id)
        if results.rounds:
            draw_download(results)
        if st.button("所有现场赛", key="all-games"):
            go("events")
    draw_results(edu, me, results)
    _draw_deletion(edu, me, results)


def _draw_running(opened: OpenGame) -> None:
    game = opened.game
    st.markdown(f"比赛码 **{game.code}**")
    left, right = st.columns(2)
    with left:
        st.link_button("打开主持台", f"/event/{game.id}/host", type="primary", width="stretch")
    with right:
        st.link_button(
            "打开大屏幕（拖到投影上）",
            f"/event/{game.id}/screen/{opened.screen_secret}",
            width="stretch",
        )
    st.caption("想拿着手机主持，在主持台点“用手机遥控”，扫码就行。关掉、刷新都不影响比赛。")


def _draw_deletion(edu: Edu, me: Person, results: GameResults) -> None:
    with st.expander("删除这场比赛"):
        st.markdown(
            "删除以后，这场比赛的名单、回答、结果和回放都没有了，**不能恢复**。"
            "登录学生的成绩已经进入班级情况，会留着。要删除，请输入比赛码确认。"
        )
        typed = st.text_input(f"输入比赛码 {results.game.code}", key="typed-code")
        if st.button("删除这场比赛", key="delete-game", disabled=not typed):
            with told_in_place():
                delete_game(edu, me, results.game.id, typed)
                go("events")
