"""Reading lessons: progress, checks, the flower that grows."""

import pytest

from edu_core.domain.errors import BadInput, Conflict, NotAllowed, NotFound
from edu_core.domain.interaction import Chosen
from edu_core.domain.people import Person
from edu_core.services import learning, sitting
from edu_core.services.context import Edu
from tests.conftest import School


def test_a_lesson_goes_on_where_it_was_left(edu: Edu, pupil: Person) -> None:
    assert learning.open_lesson(edu, pupil, "first-steps").sections_seen == 0
    learning.reach_section(edu, pupil, "first-steps", 1)
    learning.reach_section(edu, pupil, "first-steps", 0)
    reading = learning.open_lesson(edu, pupil, "first-steps")
    assert (reading.sections_seen, reading.finished_at) == (1, None)


def test_the_last_section_finishes_the_lesson_for_good(edu: Edu, pupil: Person) -> None:
    learning.reach_section(edu, pupil, "first-steps", 99)
    finished = learning.open_lesson(edu, pupil, "first-steps").finished_at
    assert finished is not None
    learning.reach_section(edu, pupil, "first-steps", 1)
    reading = learning.open_lesson(edu, pupil, "first-steps")
    assert (reading.sections_seen, reading.finished_at) == (2, finished)


def test_the_flower_gets_a_ring_when_lesson_and_quiz_are_done(edu: Edu, pupil: Person) -> None:
    home = learning.get_home(edu, pupil)
    assert (home.rings, home.next is home.path[0]) == (0, True)
    learning.reach_section(edu, pupil, "first-steps", 2)
    assert learning.get_home(edu, pupil).rings == 0
    attempt = sitting.begin_attempt(edu, pupil, "every-kind")
    assert learning.get_home(edu, pupil).path[0].running is not None
    sitting.finish_attempt(edu, pupil, attempt.id)
    home = learning.get_home(edu, pupil)
    assert (home.rings, home.next, home.path[0].best) == (1, None, 0.0)


def test_a_check_is_answered_once_and_then_explained(edu: Edu, pupil: Person) -> None:
    with pytest.raises(BadInput, match="补全"):
        learning.answer_check(edu, pupil, "first-steps", "lc1", Chosen(options=()))
    told = learning.answer_check(edu, pupil, "first-steps", "lc1", Chosen(options=("true",)))
    assert told.outcome is not None
    assert not told.outcome.right
    assert told.explanation == "名字说明不了。"
    with pytest.raises(Conflict, match="第一次"):
        learning.answer_check(edu, pupil, "first-steps", "lc1", Chosen(options=("false",)))
    reading = learning.open_lesson(edu, pupil, "first-steps")
    assert reading.given == {"lc1": Chosen(options=("true",))}


def test_what_does_not_exist_is_said_in_words(edu: Edu, pupil: Person) -> None:
    with pytest.raises(NotFound, match="这一课"):
        learning.open_lesson(edu, pupil, "no-such-lesson")
    with pytest.raises(NotFound, match="小练习"):
        learning.answer_check(edu, pupil, "first-steps", "nothing", Chosen(options=("a",)))
    with pytest.raises(NotFound, match="测验"):
        sitting.begin_attempt(edu, pupil, "no-such-quiz")


def test_a_teacher_has_no_home_of_a_pupil(edu: Edu, school: School) -> None:
    with pytest.raises(NotAllowed):
        learning.get_home(edu, school.teacher)


def test_a_check_does_not_show_its_key_by_the_order_of_its_parts(edu: Edu, pupil: Person) -> None:
    items = sitting.get_quiz(edu, "every-kind").items
    for item in items:
        shown = learning.shown_check(item, pupil.id)
        assert shown == learning.shown_check(item, pupil.id)
        assert (shown == item.interaction()) == (shown.gesture not in ("arrange", "pair"))


def test_a_quiz_that_stands_alone_is_offered_as_practice(edu: Edu, pupil: Person) -> None:
    assert [quiz.id for quiz in learning.get_home(edu, pupil).practice] == ["at-the-end"]
