"""What a teacher does on the pages, driven without a browser."""

from streamlit.testing.v1 import AppTest

from edu_core.domain.interaction import Written
from edu_core.domain.people import Person
from edu_core.services.accounts import sign_in_pupil
from edu_core.services.classes import get_roster
from edu_core.services.context import Edu
from edu_core.services.reports import list_to_mark
from edu_core.services.sitting import begin_attempt, finish_attempt, submit_response
from edu_core.ui.navigation import ROWS
from tests.conftest import School
from tests.ui.stage import SET, Stage

SCRIPT = "from tests.ui.stage import draw\ndraw()\n"


def opened(path: str, edu: Edu, me: Person, **query: object) -> AppTest:
    SET.append(Stage(next(row for row in ROWS if row.path == path), edu, me))
    page = AppTest.from_string(SCRIPT, default_timeout=30)
    for name, value in query.items():
        page.query_params[name] = str(value)
    return page.run()


def press(page: AppTest, label: str) -> None:
    next(button for button in page.button if button.label == label).click()
    page.run()
    assert not page.exception


def test_new_slips_for_a_whole_class_are_made_only_after_agreeing(edu: Edu, school: School) -> None:
    page = opened("roster", edu, school.teacher, id=school.classroom.id)
    button = next(b for b in page.button if b.label == "给全班发新 PIN 并打印登录条")
    assert button.disabled
    page.checkbox(key="sure-slips").check().run()
    press(page, "给全班发新 PIN 并打印登录条")
    assert "生成了 3 张登录条" in page.success[0].value
    old = school.slips[0]
    fresh = page.dataframe[0].value["PIN"].tolist()
    assert old.pin not in fresh
    assert sign_in_pupil(edu, old.code, old.number, fresh[0], "10.0.0.9").person.name == old.name


def test_a_refused_class_name_is_told_in_place_and_the_page_stays(edu: Edu, school: School) -> None:
    page = opened("roster", edu, school.teacher, id=school.classroom.id)
    page.text_input[0].input(" ")
    press(page, "保存班名")
    assert any("还没有保存" in warning.value for warning in page.warning)
    assert "删除这个班" in [button.label for button in page.button]
    assert len(get_roster(edu, school.teacher, school.classroom.id)) == 3


def test_a_mark_needs_points_and_then_reaches_the_pupil(edu: Edu, school: School) -> None:
    pupil = school.pupils[0]
    attempt = begin_attempt(edu, pupil, "at-the-end")
    name = next(item for item in attempt.order if attempt.item(item).kind == "reflection")
    submit_response(edu, pupil, attempt.id, name, Written(text="我会去找老师商量，也会陪着他。"))
    room = school.classroom.id
    waiting = list_to_mark(edu, school.teacher, room)
    assert len(waiting) == 1
    page = opened("marking", edu, school.teacher, id=room)
    press(page, "保存评分")
    assert "还没有选分数" in page.warning[0].value
    assert len(list_to_mark(edu, school.teacher, room)) == 1
    page.radio[0].set_value(1.0)
    page.text_input[0].input("说得真好。")
    press(page, "保存评分")
    assert "评分已保存：1 分" in page.success[0].value
    assert list_to_mark(edu, school.teacher, room) == []
    finished = finish_attempt(edu, pupil, attempt.id)
    assert finished.given[name].outcome.score == 1.0
    assert finished.disclose(name).comment == "说得真好。"
