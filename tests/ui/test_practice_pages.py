"""From the results of a live quiz to a practice quiz on the pupils' first page."""

from edu_core.domain.items.base import Band
from edu_core.services.classes import create_classroom
from edu_core.services.context import Edu
from edu_core.services.learning import get_home, get_lesson, reach_section
from edu_core.services.sitting import begin_attempt, finish_attempt, submit_response
from tests.conftest import School
from tests.services.played import play_class
from tests.ui.test_staff_pages import opened, press


def test_one_click_on_the_results_sets_the_class_to_practise(edu: Edu, school: School) -> None:
    game = play_class(edu, school.teacher, school.pupils, "+-")
    page = opened("events", edu, school.teacher, id=game.id)
    press(page, f"布置给{school.classroom.name}")
    [entrance] = get_home(edu, school.pupils[0]).set_by_teacher
    assert entrance.quiz.length() == 1
    assert "set-practice" not in [button.key for button in page.button]  # it is set
    home = opened("", edu, school.pupils[0])
    assert "老师布置的练习" in [title.value for title in home.subheader]
    assert any(entrance.quiz.title in text.value for text in home.markdown)


def test_what_is_missed_in_practice_leads_to_its_lesson(edu: Edu, school: School) -> None:
    game = play_class(edu, school.teacher, school.pupils, "-+-")
    press(opened("events", edu, school.teacher, id=game.id), f"布置给{school.classroom.name}")
    missed, knows = school.pupils[:2]
    [entrance] = get_home(edu, missed).set_by_teacher
    attempt = begin_attempt(edu, missed, entrance.quiz.id)
    finish_attempt(edu, missed, attempt.id)
    reach_section(edu, missed, "first-steps", len(get_lesson(edu, "first-steps").sections))
    page = opened("result", edu, missed, attempt=attempt.id)
    assert "再读：什么是毒品" in [button.label for button in page.button]
    attempt = begin_attempt(edu, knows, entrance.quiz.id)
    for name in attempt.order:
        key = attempt.item(name).correct_response()
        assert key is not None
        submit_response(edu, knows, attempt.id, name, key)
    page = opened("result", edu, knows, attempt=attempt.id)
    assert not any("读：" in button.label for button in page.button)


def test_with_several_classes_the_teacher_chooses(edu: Edu, school: School) -> None:
    other = create_classroom(edu, school.teacher, "初二（4）班", Band.JUNIOR)
    teams = (school.classroom.name, other.name)
    guests = [("客人", other.name)]
    game = play_class(edu, school.teacher, school.pupils, "-", teams=teams, guests=guests)
    page = opened("events", edu, school.teacher, id=game.id)
    page.multiselect(key="practice-classes").unselect(school.classroom.id).run()
    press(page, f"布置给{other.name}")
    assert get_home(edu, school.pupils[0]).set_by_teacher == ()
    press(page, f"布置给{school.classroom.name}")
    assert len(get_home(edu, school.pupils[0]).set_by_teacher) == 1


def test_the_page_says_when_there_is_nothing_to_practise(edu: Edu, school: School) -> None:
    game = play_class(edu, school.teacher, school.pupils, "+")
    page = opened("events", edu, school.teacher, id=game.id)
    assert any("没有需要再练的题" in text.value for text in page.markdown)
    assert "set-practice" not in [button.key for button in page.button]


def test_the_class_page_tells_how_many_did_it_and_takes_it_back(edu: Edu, school: School) -> None:
    game = play_class(edu, school.teacher, school.pupils, "-")
    press(opened("events", edu, school.teacher, id=game.id), f"布置给{school.classroom.name}")
    pupil = school.pupils[0]
    [entrance] = get_home(edu, pupil).set_by_teacher
    finish_attempt(edu, pupil, begin_attempt(edu, pupil, entrance.quiz.id).id)
    theirs = opened("pupil", edu, school.teacher, id=school.classroom.id, pupil=pupil.id)
    table = next(frame.value for frame in theirs.dataframe if "练习" in frame.value)
    assert table["练习"].tolist() == [entrance.quiz.title]
    page = opened("class", edu, school.teacher, id=school.classroom.id)
    assert any("1 / 3 人做完，平均得分率 0%" in text.value for text in page.markdown)
    press(page, "收回这份练习")
    assert any("已收回" in text.value for text in page.markdown)
    assert get_home(edu, pupil).set_by_teacher == ()
    door = opened("quiz", edu, pupil, id=entrance.quiz.id)
    assert any("收回了这份练习" in text.value for text in door.info)
    assert "begin" not in [button.key for button in door.button]
