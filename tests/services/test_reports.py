"""What a teacher sees of a class."""

import math

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from edu_core.domain.errors import BadInput, Conflict, NotAllowed
from edu_core.domain.interaction import Chosen
from edu_core.domain.items.base import Band
from edu_core.domain.people import Person
from edu_core.services import deleting, demonstration, reports, sitting
from edu_core.services.classes import RosterRow, create_classroom, import_roster, list_classrooms
from edu_core.services.context import Edu
from tests.conftest import Clock, MakeTeacher, School


def test_the_report_holds_what_was_answered(edu: Edu, school: School, clock: Clock) -> None:
    pupil = school.pupils[0]
    attempt = sitting.begin_attempt(edu, pupil, "every-kind")
    sitting.submit_response(edu, pupil, attempt.id, "a1", Chosen(options=("b",)))
    report = reports.get_class_report(edu, school.teacher, school.classroom.id)
    assert [entry.name for entry in report.pupils] == ["王小明", "李雷", "韩梅梅"]
    assert report.responses.item.tolist() == ["a1"]
    assert report.responses.score.tolist() == [1.0]
    assert math.isnan(report.attempts.score[0])
    clock.move(hours=1)
    closed = reports.get_class_report(edu, school.teacher, school.classroom.id)
    assert closed.attempts.score.tolist() == [1.0]
    assert closed.attempts.counts.tolist() == [True]


def test_the_number_of_queries_does_not_grow_with_the_class(
    edu: Edu, school: School, teacher: Person
) -> None:
    large = create_classroom(edu, teacher, "大班", Band.JUNIOR)
    rows = [RosterRow(f"学生{number}") for number in range(20)]
    import_roster(edu, teacher, large.id, rows)

    def queries(classroom_id: int) -> int:
        count = 0

        def on_execute(*_: object) -> None:
            nonlocal count
            count += 1

        event.listen(edu.store.engine, "before_cursor_execute", on_execute)
        reports.get_class_report(edu, teacher, classroom_id)
        event.remove(edu.store.engine, "before_cursor_execute", on_execute)
        return count

    assert queries(large.id) == queries(school.classroom.id) <= 12


def test_a_stranger_sees_nothing_of_a_class(
    edu: Edu, school: School, make_teacher: MakeTeacher
) -> None:
    stranger = make_teacher("zhao")
    for deed in (
        lambda: reports.get_class_report(edu, stranger, school.classroom.id),
        lambda: reports.get_item_report(edu, stranger, school.classroom.id, "a1"),
        lambda: reports.list_to_mark(edu, stranger, school.classroom.id),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_a_question_shows_what_each_pupil_gave(edu: Edu, school: School) -> None:
    for pupil, option in zip(school.pupils, "abb", strict=True):
        attempt = sitting.begin_attempt(edu, pupil, "every-kind")
        sitting.submit_response(edu, pupil, attempt.id, "a1", Chosen(options=(option,)))
    found = reports.get_item_report(edu, school.teacher, school.classroom.id, "a1")
    assert [score for _, _, score, _ in found.given] == [0.0, 1.0, 1.0]
    with pytest.raises(BadInput, match="不在题库"):
        reports.get_item_report(edu, school.teacher, school.classroom.id, "gone")


def test_the_demonstration_comes_whole_and_goes_whole(
    edu: Edu, school: School, administrator: Person
) -> None:
    with pytest.raises(NotAllowed):
        demonstration.load_demonstration(edu, school.teacher)
    count = demonstration.load_demonstration(edu, administrator)
    assert count > 100
    cards = list_classrooms(edu, administrator)
    assert [card.pupils for card in cards if card.classroom.demonstration] == [45, 45, 45]
    with pytest.raises(Conflict, match="已经载入"):
        demonstration.load_demonstration(edu, administrator)
    room = next(card.classroom for card in cards if card.classroom.demonstration)
    report = reports.get_class_report(edu, administrator, room.id)
    share = float((report.responses.score / report.responses.max_score).mean())
    assert 0.3 < share < 0.95
    deleting.remove_demonstration(edu, administrator)
    assert [card.classroom.id for card in list_classrooms(edu, administrator)] == [
        school.classroom.id
    ]
    with edu.store.read() as transaction:
        rows = transaction.execute(sa.text("SELECT count(*) FROM responses")).scalar_one()
    assert rows == 0


def test_real_attempts_go_on_after_a_demonstration_was_loaded(
    edu: Edu, school: School, administrator: Person
) -> None:
    demonstration.load_demonstration(edu, administrator)
    attempt = sitting.begin_attempt(edu, school.pupils[0], "every-kind")
    stored = sitting.get_attempt(edu, school.pupils[0], attempt.id)
    assert stored.given == {}
