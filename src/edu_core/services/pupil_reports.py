"""What a teacher sees of one pupil: how far, what is known, what was not right yet."""

from dataclasses import dataclass

from edu_core.domain.access import Deed
from edu_core.domain.attempt import Attempt
from edu_core.domain.errors import NotFound
from edu_core.domain.mastery import Mastery
from edu_core.domain.people import Classroom, Enrollment, Person
from edu_core.domain.quiz import Quiz
from edu_core.services.classes import require_classroom
from edu_core.services.context import Edu
from edu_core.services.learning import LessonStanding, lesson_path
from edu_core.services.sitting import (
    Entrance,
    close_overdue,
    counting_attempt,
    topic_masteries,
)
from edu_core.storage import attempts, people, practice
from edu_core.storage.attempts import AttemptRow
from edu_core.storage.store import Transaction


@dataclass(frozen=True)
class PupilReport:
    """``counting`` holds, quiz by quiz, the finished attempt that counts; ``practised`` the quizzes
    beside the lessons: what the class was set, and what the pupil practised without being asked.
    """

    classroom: Classroom
    enrollment: Enrollment
    path: tuple[LessonStanding, ...]
    counting: tuple[Attempt, ...]
    masteries: tuple[Mastery, ...]
    practised: tuple[Entrance, ...] = ()

    @property
    def rings(self) -> int:
        """How many lessons are finished."""
        return sum(standing.done for standing in self.path)


def get_pupil_report(edu: Edu, me: Person, classroom_id: int, person_id: int) -> PupilReport:
    """Everything about one pupil of a class; raises ``NotFound`` for somebody from elsewhere."""
    with edu.store.read() as transaction:
        classroom = require_classroom(edu, transaction, me, Deed.SEE_CLASSROOM, classroom_id)
        enrollment = people.find_enrollment(transaction, person_id)
    if enrollment is None or enrollment.classroom_id != classroom_id:
        raise NotFound("这位学生不在这个班里，可能已经转走。请回到班级页面。", person=person_id)
    close_overdue(edu, [person_id])
    with edu.store.read() as transaction:
        path = lesson_path(edu, transaction, classroom, person_id)
        practised = _practised(edu, transaction, classroom_id, person_id)
        sat = [(one.quiz, one.attempts) for one in (*path, *practised) if one.quiz is not None]
        counting: list[Attempt] = []
        for quiz, rows in sat:
            finished = [row for row in rows if row.finished_at is not None]
            if finished:
                row = counting_attempt(finished, quiz.settings.counts)
                counting.append(attempts.get_attempt(transaction, row.id)[0])
    return PupilReport(
        classroom, enrollment, path, tuple(counting), topic_masteries(*counting), practised
    )


def _practised(
    edu: Edu, transaction: Transaction, classroom_id: int, person_id: int
) -> tuple[Entrance, ...]:
    """What is open for the class to practise, and every other quiz beside the lessons that the
    pupil has begun.
    """
    library = edu.library()
    given = practice.list_practice_of_class(transaction, classroom_id)
    in_lessons = {
        name for lesson in library.lessons.values() for name in (lesson.quiz, lesson.before)
    }
    sat = attempts.list_attempts(transaction, person_id)
    found = [Entrance(row.quiz, _rows_of(row.quiz, sat), not row.open) for row in given]
    found += [
        Entrance(quiz, _rows_of(quiz, sat))
        for quiz in library.quizzes.values()
        if quiz.id not in in_lessons
    ]
    open_sets = {row.quiz.id for row in given if row.open}
    return tuple(one for one in found if one.attempts or one.quiz.id in open_sets)


def _rows_of(quiz: Quiz, sat: list[AttemptRow]) -> tuple[AttemptRow, ...]:
    return tuple(row for row in sat if row.quiz_id == quiz.id)
