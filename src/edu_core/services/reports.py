"""What a teacher sees of a class: one reading of the database feeds every chart and export."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from edu_core.analytics.tables import AttemptTable, ResponseTable
from edu_core.domain.access import Deed
from edu_core.domain.errors import BadInput
from edu_core.domain.interaction import Response
from edu_core.domain.items import Item
from edu_core.domain.lesson import Lesson
from edu_core.domain.people import Classroom, Enrollment, Person
from edu_core.domain.quiz import CountingRule, Quiz
from edu_core.services.classes import require_classroom
from edu_core.services.context import Edu
from edu_core.services.learning import lessons_of_band
from edu_core.services.sitting import close_overdue, counting_attempt
from edu_core.storage import attempts, lessons, marking, people
from edu_core.storage.attempts import AttemptRow, ResponseColumns
from edu_core.storage.lessons import ProgressRow
from edu_core.storage.marking import WaitingRow


@dataclass(frozen=True)
class ClassReport:
    """A class with everything it did. ``lessons`` is the path of the band, ``quizzes`` all used."""

    classroom: Classroom
    pupils: tuple[Enrollment, ...]
    lessons: tuple[Lesson, ...]
    quizzes: dict[str, Quiz]
    progress: tuple[ProgressRow, ...]
    attempts: AttemptTable
    responses: ResponseTable
    waiting: int

    def rings(self) -> dict[int, int]:
        """Person id to finished lessons: read to the end, and the quiz sat where there is one."""
        sat = set(
            zip(
                self.attempts.pupil.tolist(),
                self.attempts.quiz.tolist(),
                np.isnan(self.attempts.score).tolist(),
                strict=True,
            )
        )
        finished: dict[int, int] = defaultdict(int)
        with_quiz = {lesson.id: lesson.quiz for lesson in self.lessons}
        for row in self.progress:
            quiz = with_quiz.get(row.lesson_id)
            known = row.lesson_id in with_quiz
            if known and row.finished_at and (quiz is None or (row.person_id, quiz, False) in sat):
                finished[row.person_id] += 1
        return finished


def get_class_report(edu: Edu, me: Person, classroom_id: int) -> ClassReport:
    """Everything about a class in a fixed number of queries, however large it is."""
    with edu.store.read() as transaction:
        classroom = require_classroom(edu, transaction, me, Deed.SEE_CLASSROOM, classroom_id)
        pupils = people.list_enrollments(transaction, classroom_id)
    close_overdue(edu, [pupil.person_id for pupil in pupils])
    with edu.store.read() as transaction:
        progress = lessons.list_progress_of_class(transaction, classroom_id)
        attempt_rows = attempts.list_attempts_of_class(transaction, classroom_id)
        given = attempts.response_columns_of_class(transaction, classroom_id)
    library = edu.library()
    table = _attempt_table(attempt_rows, library.quizzes)
    return ClassReport(
        classroom=classroom,
        pupils=tuple(pupils),
        lessons=tuple(lessons_of_band(edu, classroom)),
        quizzes=dict(library.quizzes),
        progress=tuple(progress),
        attempts=table,
        responses=_response_table(table, given),
        waiting=given.score.count(None),
    )


def _attempt_table(rows: list[AttemptRow], quizzes: dict[str, Quiz]) -> AttemptTable:
    """Columns of all attempts; ``counts`` marks the finished one that the quiz's rule picks."""
    finished: dict[tuple[int, str], list[AttemptRow]] = defaultdict(list)
    for row in rows:
        if row.finished_at is not None:
            finished[row.person_id, row.quiz_id].append(row)
    counting: set[int] = set()
    for (_, quiz_id), several in finished.items():
        quiz = quizzes.get(quiz_id)
        rule = quiz.settings.counts if quiz else CountingRule.BEST
        counting.add(counting_attempt(several, rule).id)
    return AttemptTable.from_columns(
        attempt=[row.id for row in rows],
        pupil=[row.person_id for row in rows],
        quiz=[row.quiz_id for row in rows],
        started_at=[row.started_at for row in rows],
        finished_at=[row.finished_at for row in rows],
        score=[row.score for row in rows],
        max_score=[row.max_score for row in rows],
        counts=[row.id in counting for row in rows],
    )


def _response_table(table: AttemptTable, given: ResponseColumns) -> ResponseTable:
    """The responses with pupil and quiz, which their attempts know (attempts come by id)."""
    attempt = np.array(given.attempt_id, dtype=np.int64)
    row = np.searchsorted(table.attempt, attempt)
    return ResponseTable(
        pupil=table.pupil[row],
        item=np.array(given.item_id, dtype=np.str_),
        topic=np.array(given.topic, dtype=np.str_),
        quiz=table.quiz[row],
        attempt=attempt,
        score=np.array(given.score, dtype=np.float64),
        max_score=np.array(given.max_score, dtype=np.float64),
    )


@dataclass(frozen=True)
class ItemReport:
    """One question in one class: what each pupil gave, and what it earned."""

    item: Item
    quiz: Quiz
    given: tuple[tuple[int, Response, float | None, float], ...]


def get_item_report(edu: Edu, me: Person, classroom_id: int, item_id: str) -> ItemReport:
    """How a class answered one question of the current content."""
    quiz = next(
        (quiz for quiz in edu.library().quizzes.values() if item_id in {i.id for i in quiz.items}),
        None,
    )
    if quiz is None:
        raise BadInput("这道题已经不在题库里了，请回到班级页面。", item=item_id)
    with edu.store.read() as transaction:
        require_classroom(edu, transaction, me, Deed.SEE_CLASSROOM, classroom_id)
        given = attempts.list_bodies_of_item(transaction, classroom_id, item_id)
    return ItemReport(quiz.item(item_id), quiz, tuple(given))


@dataclass(frozen=True)
class ToMark:
    """A written response waiting for a teacher, with the question as the pupil saw it."""

    row: WaitingRow
    item: Item


def list_to_mark(edu: Edu, me: Person, classroom_id: int) -> list[ToMark]:
    """The written responses of a class that wait for a mark, oldest first."""
    with edu.store.read() as transaction:
        require_classroom(edu, transaction, me, Deed.MARK_RESPONSES, classroom_id)
        return [
            ToMark(row, attempts.get_revision(transaction, row.revision).item(row.item_id))
            for row in marking.list_waiting(transaction, classroom_id)
        ]


def mark_response(edu: Edu, me: Person, response_id: int, score: float, comment: str) -> None:
    """Give a written response its points; a later mark replaces it, both stay stored."""
    with edu.store.write() as transaction:
        attempt_id, person_id, most = marking.find_response_owner(transaction, response_id)
        enrollment = people.find_enrollment(transaction, person_id)
        if enrollment is None:
            raise BadInput("这位学生已经不在班里，评分没有保存。")
        require_classroom(edu, transaction, me, Deed.MARK_RESPONSES, enrollment.classroom_id)
        if not 0 <= score <= most:
            raise BadInput(f"分数要在 0 到 {most:g} 之间，评分没有保存。")
        marking.add_mark(transaction, response_id, me.id, score, comment.strip(), edu.now())
        attempt, _ = attempts.get_attempt(transaction, attempt_id)
        attempts.set_score(transaction, attempt_id, attempt.score())
