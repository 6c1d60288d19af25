"""Making a class, filling it, printing slips, taking it away."""

from pathlib import Path

import pytest

from edu_core.domain.errors import BadInput, Conflict, NotAllowed, NotFound
from edu_core.domain.interaction import Written
from edu_core.domain.items.base import Band
from edu_core.domain.people import Person
from edu_core.services import classes, deleting
from edu_core.services.accounts import sign_in_pupil
from edu_core.services.classes import RosterRow
from edu_core.services.context import Edu
from edu_core.services.learning import get_home, reach_section
from edu_core.services.sitting import begin_attempt, finish_attempt, submit_response
from tests.conftest import MakeTeacher, School


def test_a_list_without_numbers_is_numbered_around_those_that_are_taken(
    edu: Edu, school: School
) -> None:
    rows = [RosterRow("甲"), RosterRow("乙", "5"), RosterRow("丙")]
    slips = classes.import_roster(edu, school.teacher, school.classroom.id, rows)
    assert [slip.number for slip in slips] == ["4", "5", "6"]
    roster = classes.get_roster(edu, school.teacher, school.classroom.id)
    assert [pupil.number for pupil in roster] == ["1", "2", "3", "4", "5", "6"]


def test_every_slip_signs_in(edu: Edu, school: School) -> None:
    for slip in school.slips:
        assert len(slip.pin) == 6
        signed_in = sign_in_pupil(edu, slip.code, slip.number, slip.pin, "10.0.0.2")
        assert signed_in.person.name == slip.name


@pytest.mark.parametrize(
    ("rows", "error", "words"),
    [
        ([], BadInput, "空的"),
        ([RosterRow("甲", "1")], Conflict, "学号 1 重复"),
        ([RosterRow("甲", "7"), RosterRow("乙", "7")], Conflict, "第 2 行"),
        ([RosterRow("甲", "7"), RosterRow("   ")], BadInput, "第 2 行"),
        ([RosterRow("名" * 33)], BadInput, "太长"),
        ([RosterRow(f"生{n}") for n in range(118)], BadInput, "最多 120 人"),
    ],
)
def test_a_list_with_a_mistake_is_refused_as_a_whole(
    edu: Edu, school: School, rows: list[RosterRow], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        classes.import_roster(edu, school.teacher, school.classroom.id, rows)
    assert len(classes.get_roster(edu, school.teacher, school.classroom.id)) == 3


def test_a_class_is_only_its_teachers_and_the_administrators(
    edu: Edu, school: School, make_teacher: MakeTeacher, administrator: Person
) -> None:
    stranger, room = make_teacher("zhao"), school.classroom
    for who in (stranger, school.pupils[0]):
        for deed in (
            lambda who=who: classes.get_roster(edu, who, room.id),
            lambda who=who: classes.import_roster(edu, who, room.id, [RosterRow("丁")]),
            lambda who=who: classes.issue_slips(edu, who, room.id),
            lambda who=who: classes.rename_classroom(edu, who, room.id, "别人的班"),
            lambda who=who: deleting.remove_pupil(edu, who, room.id, school.pupils[0].id),
            lambda who=who: deleting.delete_classroom(edu, who, room.id, room.name),
        ):
            with pytest.raises(NotAllowed):
                deed()
    assert classes.list_classrooms(edu, stranger) == []
    assert [card.pupils for card in classes.list_classrooms(edu, school.teacher)] == [3]
    assert [card.pupils for card in classes.list_classrooms(edu, administrator)] == [3]


def test_deleting_a_class_needs_its_name_and_leaves_nothing_behind(
    edu: Edu, school: School
) -> None:
    from edu_core.storage.tables import metadata

    pupil = school.pupils[0]
    reach_section(edu, pupil, "first-steps", 1)
    finish_attempt(edu, pupil, begin_attempt(edu, pupil, "every-kind").id)
    with pytest.raises(BadInput, match="没有删除"):
        deleting.delete_classroom(edu, school.teacher, school.classroom.id, "初二（4）班")
    deleting.delete_classroom(edu, school.teacher, school.classroom.id, "初二（3）班")
    with edu.store.read() as transaction:
        left = {
            table.name: len(transaction.execute(table.select()).all())
            for table in metadata.sorted_tables
        }
    assert left["people"] == 2  # the administrator and the teacher
    for table in ("classrooms", "enrollments", "attempts", "responses", "lesson_progress"):
        assert left[table] == 0
    with pytest.raises(NotFound):
        get_home(edu, pupil)


def test_the_file_itself_holds_no_trace_of_a_deleted_class(edu: Edu, school: School) -> None:
    pupil = school.pupils[2]
    attempt = begin_attempt(edu, pupil, "at-the-end")
    submit_response(edu, pupil, attempt.id, "e2", Written(text="只有我写过的一句话"))
    database = edu.store.engine.url.database or ""
    room = school.classroom
    traces = [text.encode() for text in (pupil.name, room.code, "只有我写过的一句话")]

    def found() -> set[bytes]:
        files = [Path(database + end) for end in ("", "-wal")]
        bytes_ = b"".join(file.read_bytes() for file in files if file.is_file())
        return {trace for trace in traces if trace in bytes_}

    if edu.store.engine.dialect.name == "sqlite":
        assert found() == set(traces)
    deleting.delete_classroom(edu, school.teacher, room.id, room.name)
    assert found() == set()


def test_removing_a_pupil_takes_only_this_one(edu: Edu, school: School) -> None:
    deleting.remove_pupil(edu, school.teacher, school.classroom.id, school.pupils[1].id)
    roster = classes.get_roster(edu, school.teacher, school.classroom.id)
    assert [pupil.name for pupil in roster] == ["王小明", "韩梅梅"]
    with pytest.raises(BadInput, match="不在这个班"):
        deleting.remove_pupil(edu, school.teacher, school.classroom.id, school.teacher.id)


def test_a_class_name_is_needed(edu: Edu, teacher: Person) -> None:
    for name in ("", "   ", "班" * 33):
        with pytest.raises(BadInput, match="没有保存"):
            classes.create_classroom(edu, teacher, name, Band.JUNIOR)
