"""What a teacher sees of a class: one reading of the database feeds every chart and export."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property

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
from edu_core.storage import attempts, lessons, marking, people, practice
from edu_core.storage.attempts import AttemptRow, ResponseColumns
from edu_core.storage.lessons import ProgressRow
from edu_core.storage.marking import WaitingRow
from edu_core.storage.practice import PracticeRow


class Stage(StrEnum):
    """How far a pupil is in a lesson; ``DONE`` is read to the end and, with a quiz, the quiz
    sat.
    """

    UNTOUCHED = "untouched"
    READING = "reading"
    READ = "read"
    DONE = "done"


@dataclass(frozen=True)
class LessonStage:
    """One pupil in one lesson. ``share`` of the points comes from the attempt that counts."""

    stage: Stage
    sections_seen: int = 0
    share: float | None = None


@dataclass(frozen=True)
class Growth:
    """Mean shares of the points before and after a lesson, over the ``n`` pupils who sat both."""

    lesson: str
    n: int
    before: float
    after: float


@dataclass(frozen=True)
class ClassReport:
    """A class with everything it did. ``lessons`` is the path of the band, ``quizzes`` all used.

    ``before`` maps (person id, lesson id) to the share of points in the form before the lesson.
    Those forms show what was known already: they are in no other figure. ``practice`` is what the
    class was set to practise, the newest first; ``quizzes`` knows those too.
    """

    classroom: Classroom
    pupils: tuple[Enrollment, ...]
    lessons: tuple[Lesson, ...]
    quizzes: dict[str, Quiz]
    progress: tuple[ProgressRow, ...]
    attempts: AttemptTable
    responses: ResponseTable
    waiting: int
    before: Mapping[tuple[int, str], float] = field(default_factory=dict[tuple[int, str], float])
    practice: tuple[PracticeRow, ...] = ()

    @cached_property
    def stages(self) -> dict[tuple[int, str], LessonStage]:
        """(person id, lesson id) to how far that is, for every pupil and every lesson."""
        kept = self.attempts.counts
        counting = zip(
            self.attempts.pupil[kept].tolist(),
            self.attempts.quiz[kept].tolist(),
            (self.attempts.score[kept] / np.maximum(self.attempts.max_score[kept], 1e-9)).tolist(),
            strict=True,
        )
        shares = {(pupil, quiz): share for pupil, quiz, share in counting}
        progress = {(row.person_id, row.lesson_id): row for row in self.progress}
        return {
            (pupil.person_id, lesson.id): _lesson_stage(
                progress.get((pupil.person_id, lesson.id)),
                shares.get((pupil.person_id, lesson.quiz or "")),
                has_quiz=lesson.quiz is not None,
            )
            for pupil in self.pupils
            for lesson in self.lessons
        }

    def growth(self) -> tuple[Growth, ...]:
        """Lesson by lesson, those who sat the form before and the quiz after."""
        found: list[Growth] = []
        for lesson in self.lessons:
            both = [
                (share, stage.share)
                for pupil in self.pupils
                if (share := self.before.get((pupil.person_id, lesson.id))) is not None
                and (stage := self.stages[pupil.person_id, lesson.id]).share is not None
            ]
            if both:
                before = sum(share for share, _ in both) / len(both)
                after = sum(share or 0.0 for _, share in both) / len(both)
                found.append(Growth(lesson.title, len(both), before, after))
        return tuple(found)

    def rings(self) -> Counter[int]:
        """Person id to finished lessons."""
        return Counter(
            pupil for (pupil, _), found in self.stages.items() if found.stage is Stage.DONE
        )

    def last_active(self) -> dict[int, datetime]:
        """Person id to the latest time at which something was begun or finished."""
        latest: dict[int, datetime] = {}
        for row in self.progress:
            at = max(row.started_at, row.finished_at or row.started_at)
            latest[row.person_id] = max(at, latest.get(row.person_id, at))
        ends = np.where(
            np.isnat(self.attempts.finished_at), self.attempts.started_at, self.attempts.finished_at
        )
        for person_id, end in zip(self.attempts.pupil.tolist(), ends.tolist(), strict=True):
            at = end.replace(tzinfo=UTC)
            latest[person_id] = max(at, latest.get(person_id, at))
        return latest


def _lesson_stage(row: ProgressRow | None, share: float | None, *, has_quiz: bool) -> LessonStage:
    if row is None:
        return LessonStage(Stage.UNTOUCHED, share=share)
    if row.finished_at is None:
        return LessonStage(Stage.READING, row.sections_seen, share)
    done = share is not None or not has_quiz
    return LessonStage(Stage.DONE if done else Stage.READ, row.sections_seen, share)


def get_class_report(edu: Edu, me: Person, classroom_id: int) -> ClassReport:
    """Everything about a class in a fixed number of queries, however large it is."""
    with edu.store.read() as transaction:
        classroom = require_classroom(edu, transaction, me, Deed.SEE_CLASSROOM, classroom_id)
        pupils = people.list_enrollments(transaction, classroom_id)
    close_overdue(edu, [pupil.person_id for pupil in pupils])
    with edu.store.read() as transaction:
        progress = lessons.list_progress_of_class(transaction, classroom_id)
        every_attempt = attempts.list_attempts_of_class(transaction, classroom_id)
        given = attempts.response_columns_of_class(transaction, classroom_id)
        practised = practice.list_practice_of_class(transaction, classroom_id)
    library = edu.library()
    quizzes = {**library.quizzes, **{row.quiz.id: row.quiz for row in practised}}
    path = lessons_of_band(edu, classroom)
    forms = {lesson.before: lesson.id for lesson in path if lesson.before is not None}
    table = _attempt_table([row for row in every_attempt if row.quiz_id not in forms], quizzes)
    return ClassReport(
        classroom=classroom,
        pupils=tuple(pupils),
        lessons=tuple(path),
        quizzes=quizzes,
        progress=tuple(progress),
        attempts=table,
        responses=_response_table(table, given),
        waiting=given.score.count(None),
        before={
            (row.person_id, forms[row.quiz_id]): (row.score or 0.0) / row.max_score
            for row in every_attempt
            if row.quiz_id in forms and row.finished_at is not None and row.max_score
        },
        practice=tuple(practised),
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
    """The responses to these attempts with pupil and quiz, which the attempts know (they come by
    id).
    """
    attempt = np.array(given.attempt_id, dtype=np.int64)
    kept = np.isin(attempt, table.attempt)
    attempt = attempt[kept]
    row = np.searchsorted(table.attempt, attempt)
    return ResponseTable(
        pupil=table.pupil[row],
        item=np.array(given.item_id, dtype=np.str_)[kept],
        topic=np.array(given.topic, dtype=np.str_)[kept],
        quiz=table.quiz[row],
        attempt=attempt,
        score=np.array(given.score, dtype=np.float64)[kept],
        max_score=np.array(given.max_score, dtype=np.float64)[kept],
    )


@dataclass(frozen=True)
class ItemReport:
    """One question in one class: what each pupil gave, and what it earned."""

    item: Item
    quiz: Quiz
    given: tuple[tuple[int, Response, float | None, float], ...]


def get_item_report(edu: Edu, me: Person, classroom_id: int, item_id: str) -> ItemReport:
    """How a class answered one question of the content, or of what it was set to practise."""
    with edu.store.read() as transaction:
        require_classroom(edu, transaction, me, Deed.SEE_CLASSROOM, classroom_id)
        practised = practice.list_practice_of_class(transaction, classroom_id)
        given = attempts.list_bodies_of_item(transaction, classroom_id, item_id)
    quizzes = [*edu.library().quizzes.values(), *(row.quiz for row in practised)]
    quiz = next((quiz for quiz in quizzes if item_id in {i.id for i in quiz.items}), None)
    if quiz is None:
        raise BadInput("这道题已经不在题库里了，请回到班级页面。", item=item_id)
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
