"""A teacher asks a question with cards, on the page, without a browser."""

from edu_core.domain.card import ABSENT, Side
from edu_core.domain.card_words import hand_words, photograph_words, progress_words, seat_state
from edu_core.services.cards import find_run, issue_cards, open_round, set_by_hand, start_run
from edu_core.services.context import Edu
from edu_core.services.reports import get_item_report
from tests.conftest import School
from tests.exchange.photographs import Scene, jpeg, photograph
from tests.ui.test_staff_pages import opened, press


def test_a_question_is_asked_photographed_corrected_and_taken_in(edu: Edu, school: School) -> None:
    me, room = school.teacher, school.classroom.id
    page = opened("cards", edu, me, id=room)
    page.selectbox(key="card-quiz").select("every-kind").run()
    press(page, "开始举卡答题")
    press(page, "出这道题")
    assert any("还缺 3 人" in text.value for text in page.markdown)
    assert page.dataframe[0].value["状态"].tolist() == ["○ 没读到"] * 3
    held = {card.number: card.marker for card in issue_cards(edu, me, room)}
    scene = Scene(
        1, {held["1"]: Side.B, held["2"]: Side.A}, 1600, 1200, (70, 90), covered=0, dimmest=0.7
    )
    page.file_uploader[0].upload("class.jpg", jpeg(photograph(scene)), "image/jpeg").run()
    assert not page.exception
    assert any("读到 2 张卡" in text.value and "没有保存" in text.value for text in page.info)
    assert page.dataframe[0].value["状态"].tolist() == ["✓ 读到", "✓ 读到", "○ 没读到"]
    assert "选了" not in page.dataframe[0].value  # the list may be on the shared screen
    page.selectbox(key="card-who").select(school.pupils[2].id)
    page.radio(key="card-answer").set_value("C")
    press(page, "登记")
    press(page, "收卡")
    assert any("3 个人的答案已保存" in text.value for text in page.info)
    assert len(get_item_report(edu, me, room, "a1").given) == 3
    press(page, "出这道题")
    press(page, "收卡（还缺 3 人）")
    assert any("还有 0 题" in text.value for text in page.caption)


def test_the_roster_prints_the_cards_of_the_class(edu: Edu, school: School) -> None:
    page = opened("roster", edu, school.teacher, id=school.classroom.id)
    page.toggle(key="print-cards").set_value(True).run()
    assert not page.exception
    assert any("3 张答题卡" in button.label for button in page.get("download_button"))


def test_the_words_say_what_happened_and_what_to_do(edu: Edu, school: School) -> None:
    from edu_core.domain.card_seat import PhotographReport

    assert "重拍" in photograph_words(PhotographReport(0, 0, 0, 0, turned=True))
    assert "站近一点" in photograph_words(PhotographReport(0, 0, 0, 0, turned=False))
    assert "不是这个班" in photograph_words(PhotographReport(3, 3, 1, 2, turned=False))
    assert [hand_words(choice) for choice in ("A", ABSENT, None)] == ["A", "不答", "以照片为准"]
    me, room = school.teacher, school.classroom.id
    run = start_run(edu, me, room, "every-kind")
    number = open_round(edu, me, run.id, "a1")
    for pupil in school.pupils:
        set_by_hand(edu, me, number, pupil.id, ABSENT)
    run = find_run(edu, me, room)
    assert run is not None
    assert progress_words(run.rounds[0].seats) == "全班 3 人都齐了，读到 0 人。"
    assert {seat_state(seat) for seat in run.rounds[0].seats} == {"— 不答"}
