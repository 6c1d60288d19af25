"""What a teacher sees of one pupil, and pupil by pupil in the report of the class."""

import pytest

from edu_core.domain.errors import NotAllowed, NotFound
from edu_core.domain.interaction import Chosen
from edu_core.domain.items.base import Band
from edu_core.domain.people import Person
from edu_core.services import learning, sitting
from edu_core.services.classes import RosterRow, create_classroom, import_roster
from edu_core.services.context import Edu
from edu_core.services.demonstration import load_demonstration
from edu_core.services.pupil_reports import get_pupil_report
from edu_core.services.reports import Stage, get_class_report
from edu_core.storage import people
from tests.conftest import Clock, MakeTeacher, School


def _read(edu: Edu, pupil: Person) -> None:
    lesson = learning.get_lesson(edu, "first-steps")
    learning.reach_section(edu, pupil, lesson.id, len(lesson.sections))


def test_a_pupil_is_shown_with_the_attempt_that_counts(
    edu: Edu, school: School, clock: Clock
) -> None:
    pupil = school.pupils[0]
    _read(edu, pupil)
    for option in ("b", "a"):
        attempt = sitting.begin_attempt(edu, pupil, "every-kind")
        sitting.submit_response(edu, pupil, attempt.id, "a1", Chosen(options=(option,)))
        sitting.finish_attempt(edu, pupil, attempt.id)
        clock.move(days=1)
    report = get_pupil_report(edu, school.teacher, school.classroom.id, pupil.id)
    assert report.enrollment.name == "王小明"
    assert report.rings == 1
    assert [attempt.score() for attempt in report.counting] == [1.0]
    assert sum(mastery.earned for mastery in report.masteries) == 1.0


def test_a_pupil_of_another_class_is_not_found(edu: Edu, school: School, teacher: Person) -> None:
    other = create_classroom(edu, teacher, "别的班", Band.JUNIOR)
    import_roster(edu, teacher, other.id, [RosterRow("赵六")])
    with edu.store.read() as transaction:
        stranger = people.list_enrollments(transaction, other.id)[0].person_id
    for person_id in (stranger, teacher.id, 0):
        with pytest.raises(NotFound, match="不在这个班"):
            get_pupil_report(edu, teacher, school.classroom.id, person_id)


def test_another_teacher_and_a_classmate_are_refused(
    edu: Edu, school: School, make_teacher: MakeTeacher
) -> None:
    for person in (make_teacher("zhao"), school.pupils[1]):
        with pytest.raises(NotAllowed):
            get_pupil_report(edu, person, school.classroom.id, school.pupils[0].id)


def test_the_stages_of_a_class_follow_what_each_pupil_did(
    edu: Edu, school: School, clock: Clock
) -> None:
    reading, reader, finisher = school.pupils
    learning.reach_section(edu, reading, "first-steps", 1)
    _read(edu, reader)
    clock.move(hours=1)
    _read(edu, finisher)
    attempt = sitting.begin_attempt(edu, finisher, "every-kind")
    clock.move(minutes=5)
    sitting.finish_attempt(edu, finisher, attempt.id)
    report = get_class_report(edu, school.teacher, school.classroom.id)
    stages = [report.stages[pupil.id, "first-steps"].stage for pupil in school.pupils]
    assert stages == [Stage.READING, Stage.READ, Stage.DONE]
    assert report.stages[reading.id, "first-steps"].sections_seen == 1
    assert report.stages[finisher.id, "first-steps"].share == 0.0
    assert report.rings() == {finisher.id: 1}
    assert report.last_active()[finisher.id] == clock.at


def test_the_class_and_its_pupils_tell_the_same_story(
    edu: Edu, school: School, administrator: Person
) -> None:
    load_demonstration(edu, administrator)
    with edu.store.read() as transaction:
        room = next(r for r in people.list_classrooms(transaction) if r.demonstration)
    report = get_class_report(edu, administrator, room.id)
    rings = report.rings()
    assert sum(rings.values()) > 0
    for pupil in report.pupils:
        one = get_pupil_report(edu, administrator, room.id, pupil.person_id)
        assert one.rings == rings[pupil.person_id]
        for standing in one.path:
            seen = report.stages[pupil.person_id, standing.lesson.id]
            assert (seen.stage is Stage.DONE) == standing.done
