"""A class answers with cards: ask, photograph, see who is missing, correct, take in."""

import streamlit as st

from edu_core.domain.card import ABSENT, Side, why_not_with_cards
from edu_core.domain.card_words import (
    hand_words,
    photograph_words,
    progress_words,
    seat_answer,
    seat_state,
)
from edu_core.domain.errors import EduError
from edu_core.domain.interaction import Choose, Chosen
from edu_core.domain.items import Item
from edu_core.domain.people import Classroom, Person
from edu_core.services.cards import (
    CardRound,
    CardRun,
    add_photograph,
    close_round,
    end_run,
    expect_photographs,
    find_run,
    open_round,
    set_by_hand,
    start_run,
)
from edu_core.services.classes import get_roster, list_classrooms
from edu_core.services.context import Edu
from edu_core.ui.card_printing import draw_card_printing
from edu_core.ui.keys import widget_key
from edu_core.ui.markdown_text import escape_markdown
from edu_core.ui.moves import go
from edu_core.ui.pages.roster import asked_id
from edu_core.ui.refusals import told_in_place
from edu_core.ui.session import draw_notice, tab
from edu_core.ui.tables import draw_table

_MOST_MEGABYTES = 30


def page(edu: Edu, me: Person) -> None:
    """Draw the page."""
    run = find_run(edu, me, asked_id())
    room = next(
        card.classroom for card in list_classrooms(edu, me) if card.classroom.id == asked_id()
    )
    st.title(f"{escape_markdown(room.name)}　举卡答题", anchor=False)
    if st.button("看班级情况", key="to-class"):
        go("class", id=room.id)
    draw_notice()
    if not get_roster(edu, me, room.id):
        st.info("班里还没有学生。先到花名册里添加学生，再打印答题卡。")
    elif run is None:
        _draw_start(edu, me, room)
    elif run.open_round is not None:
        _draw_round(edu, me, run.open_round)
    else:
        _draw_between(edu, me, run)


def _draw_start(edu: Edu, me: Person, room: Classroom) -> None:
    quizzes = {
        quiz.id: quiz
        for quiz in edu.library().quizzes.values()
        if any(why_not_with_cards(item) is None for item in quiz.items)
    }
    if not quizzes:
        st.info("题库里还没有能用答题卡回答的测验。答题卡能答单选题和判断题，最多四个选项。")
        return
    st.markdown("每人举一张卡，哪一边朝上就是选哪个；老师用手机拍一两张照片，全班的答案就有了。")
    chosen = st.selectbox(
        "选一份测验",
        sorted(quizzes, key=lambda name: (quizzes[name].band is not room.band, name)),
        format_func=lambda name: quizzes[name].title,
        key="card-quiz",
    )
    st.caption("和学生自己答题一样，会成为每个人的一次答题记录，进入班级情况。")
    if st.button("开始举卡答题", type="primary", key="card-start"):
        with told_in_place():
            start_run(edu, me, room.id, chosen)
            st.rerun()
    draw_card_printing(edu, me, room)


def _draw_between(edu: Edu, me: Person, run: CardRun) -> None:
    """Between two questions: how the last one went, which one comes next."""
    if run.rounds:
        _draw_outcome(run.rounds[-1])
    left = [item for item in run.playable if item.id not in run.done]
    st.subheader(escape_markdown(run.quiz.title), anchor=False)
    st.caption(f"已经答了 {len(run.done)} 题，还有 {len(left)} 题可以用答题卡。")
    if left:
        stems = {item.id: item.stem for item in left}
        chosen = st.selectbox(
            "下一题",
            list(stems),
            format_func=lambda name: _shortened(stems[name]),
            key=widget_key("card-next", run.id, len(run.done)),
        )
        if st.button("出这道题", type="primary", key="card-open"):
            with told_in_place():
                open_round(edu, me, run.id, chosen)
                st.rerun()
    if run.refused:
        with st.expander(f"有 {len(run.refused)} 题不能用答题卡"):
            for name, why in run.refused.items():
                st.markdown(f"- {escape_markdown(_shortened(run.quiz.item(name).stem))}：{why}")
    if st.button("结束，回到班级情况", key="card-end", type="secondary" if left else "primary"):
        with told_in_place():
            end_run(edu, me, run.id)
            go("class", id=run.classroom.id)


def _shortened(stem: str) -> str:
    return stem if len(stem) <= 30 else f"{stem[:29]}…"


def _draw_question(item: Item, choose: Choose, right: frozenset[str] = frozenset()) -> None:
    st.markdown(f"#### {escape_markdown(item.stem)}")
    for side, part in zip(Side, choose.options, strict=False):
        tick = "　✓" if part.id in right else ""
        st.markdown(f"**{side}**　{escape_markdown(part.text)}{tick}")


def _draw_outcome(found: CardRound) -> None:
    """The question that was just taken in: who many chose what, the key, the explanation."""
    key = found.item.correct_response()
    right = frozenset(key.options) if isinstance(key, Chosen) else frozenset[str]()
    with st.container(border=True):
        _draw_question(found.item, found.choose, right)
        total = max(1, found.counts.total())
        for side, _ in zip(Side, found.choose.options, strict=False):
            count = found.counts[side]
            st.progress(count / total, f"{side}　{count} 人")
        st.markdown(escape_markdown(found.item.explanation))


def _draw_round(edu: Edu, me: Person, found: CardRound) -> None:
    _draw_question(found.item, found.choose)
    _draw_upload(edu, me, found)
    st.markdown(escape_markdown(progress_words(found.seats)))
    shows = st.toggle("显示每个人选了什么（投影时不要打开）", key="card-shows")
    rows = {
        "学号": [seat.pupil.number for seat in found.seats],
        "姓名": [seat.pupil.name for seat in found.seats],
        "状态": [seat_state(seat) for seat in found.seats],
    }
    if shows:
        rows["选了"] = [seat_answer(seat) for seat in found.seats]
    draw_table(rows)
    _draw_correction(edu, me, found)
    missing = len(found.missing)
    word = f"收卡（还缺 {missing} 人）" if missing else "收卡"
    if st.button(word, type="primary", key="card-close"):
        with told_in_place():
            count = close_round(edu, me, found.id)
            tab().notice = f"已收卡，{count} 个人的答案已保存。"
            st.rerun()


def _draw_upload(edu: Edu, me: Person, found: CardRound) -> None:
    expect_photographs()
    upright = st.checkbox("照片没有转过（只在提示照片横着时勾选）", key="card-upright")
    photographs = st.file_uploader(
        "拍照，或者选照片；没读到的人可以再拍一张，会合在一起",
        type="image/*",
        accept_multiple_files=True,
        max_upload_size=_MOST_MEGABYTES,
        key=widget_key("card-photos", found.id, tab().card_uploads),
    )
    if not photographs:
        return
    with st.spinner("正在读卡……"):
        said = [
            _read(edu, me, found.id, photograph.getvalue(), upright=upright)
            for photograph in photographs
        ]
    tab().notice = "\n\n".join(said)
    tab().card_uploads += 1  # a new field: Streamlit drops the pictures of the old one
    st.rerun()


def _read(edu: Edu, me: Person, round_id: int, data: bytes, *, upright: bool) -> str:
    """What to say about one photograph; a refused one does not keep the others from being read."""
    try:
        return photograph_words(add_photograph(edu, me, round_id, data, surely_upright=upright))
    except EduError as error:
        return error.message


def _draw_correction(edu: Edu, me: Person, found: CardRound) -> None:
    with st.expander("手工登记或更正"):
        ordered = sorted(found.seats, key=lambda seat: seat.answer is not None)
        words = {
            seat.pupil.person_id: f"{seat.pupil.number}　{seat.pupil.name}　{seat_state(seat)}"
            for seat in ordered
        }
        who = st.selectbox("学生", list(words), format_func=words.__getitem__, key="card-who")
        choices: list[str | None] = [*found.seats[0].sides, ABSENT, None]
        answer = st.radio(
            "答案", choices, format_func=hand_words, horizontal=True, key="card-answer"
        )
        if st.button("登记", key="card-set"):
            with told_in_place():
                set_by_hand(edu, me, found.id, who, answer)
                st.rerun()
