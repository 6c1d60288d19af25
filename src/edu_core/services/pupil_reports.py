"""What a teacher sees of one pupil: how far, what is known, what was not right yet."""

from dataclasses import dataclass

from edu_core.domain.access import Deed
from edu_core.domain.attempt import Attempt
from edu_core.domain.errors import NotFound
from edu_core.domain.mastery import Mastery
from edu_core.domain.people import Classroom, Enrollment, Person
from edu_core.services.classes import require_classroom
from edu_core.services.context import Edu
from edu_core.services.learning import LessonStanding, lesson_path
from edu_core.services.sitting import close_overdue, counting_attempt, topic_masteries
from edu_core.storage import attempts, people


@dataclass(frozen=True)
class PupilReport:
    """``counting`` holds, quiz by quiz, the finished attempt that counts."""

    classroom: Classroom
    enrollment: Enrollment
    path: tuple[LessonStanding, ...]
    counting: tuple[Attempt, ...]
    masteries: tuple[Mastery, ...]

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
        counting: list[Attempt] = []
        for standing in path:
            if standing.quiz is not None and standing.finished_attempts:
                rule = standing.quiz.settings.counts
                row = counting_attempt(list(standing.finished_attempts), rule)
                counting.append(attempts.get_attempt(transaction, row.id)[0])
    return PupilReport(classroom, enrollment, path, tuple(counting), topic_masteries(*counting))
