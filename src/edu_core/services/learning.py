"""What a pupil does with lessons: see what comes next, read, answer the checks inside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from edu_core.content.library import Library
from edu_core.domain.access import Deed, require
from edu_core.domain.attempt import Disclosure, shown_interaction
from edu_core.domain.errors import BadInput, NotFound
from edu_core.domain.interaction import Interaction, Response, accepts
from edu_core.domain.items import Item, grade
from edu_core.domain.lesson import Lesson
from edu_core.domain.people import Classroom, Enrollment, Person
from edu_core.domain.quiz import Quiz
from edu_core.services.context import Edu
from edu_core.services.sitting import Entrance, close_overdue
from edu_core.storage import attempts, lessons, people, practice
from edu_core.storage.attempts import AttemptRow
from edu_core.storage.lessons import ProgressRow
from edu_core.storage.store import Transaction


@dataclass(frozen=True)
class LessonStanding:
    """A lesson on a pupil's path with its quiz and how far the pupil is.

    ``best`` is the highest share of points of the finished attempts, 0 to 1.
    """

    lesson: Lesson
    quiz: Quiz | None
    sections_seen: int
    read: bool
    attempts: tuple[AttemptRow, ...]
    before: Quiz | None = None
    before_attempts: tuple[AttemptRow, ...] = ()

    @property
    def before_share(self) -> float | None:
        """The share of points in the form before the lesson; ``None`` while it is not over."""
        over = [row for row in self.before_attempts if row.finished_at is not None]
        return (over[0].score or 0.0) / over[0].max_score if over and over[0].max_score else None

    @property
    def begins_with_form(self) -> bool:
        """Whether the form before the lesson comes next: it is there, not over, nothing is read."""
        untouched = not self.sections_seen and not self.attempts
        return self.before is not None and self.before_share is None and untouched

    @property
    def running(self) -> AttemptRow | None:
        """The attempt that is going on."""
        return next((row for row in self.attempts if row.finished_at is None), None)

    @property
    def finished_attempts(self) -> tuple[AttemptRow, ...]:
        """The attempts that are over."""
        return tuple(row for row in self.attempts if row.finished_at is not None)

    @property
    def best(self) -> float | None:
        """The highest share of points, 0 to 1; ``None`` before the first finished attempt."""
        shares = [
            (row.score or 0.0) / row.max_score for row in self.finished_attempts if row.max_score
        ]
        return max(shares, default=None)

    @property
    def done(self) -> bool:
        """Read, and its quiz (if there is one) sat at least once."""
        return self.read and (self.quiz is None or bool(self.finished_attempts))


@dataclass(frozen=True)
class Home:
    """What a pupil sees first. ``practice`` are the quizzes of the band that stand alone,
    ``set_by_teacher`` what the class was set to practise, the newest first.
    """

    classroom: Classroom
    enrollment: Enrollment
    path: tuple[LessonStanding, ...]
    practice: tuple[Quiz, ...] = ()
    set_by_teacher: tuple[Entrance, ...] = ()

    @property
    def next(self) -> LessonStanding | None:
        """The first lesson that is not done; ``None`` when all are."""
        return next((standing for standing in self.path if not standing.done), None)

    def about(self, items: Iterable[Item]) -> tuple[LessonStanding, ...]:
        """The lessons of the path that these questions belong to, in the order of the path: the
        one with a question's objective, else the one with the most objectives on its topic.
        """
        found = [self._about(item) for item in items]
        return tuple(standing for standing in self.path if standing in found)

    def _about(self, item: Item) -> LessonStanding | None:
        for standing in self.path:
            if item.objective in {objective.id for objective in standing.lesson.objectives}:
                return standing
        counts = [
            sum(objective.topic == item.topic for objective in standing.lesson.objectives)
            for standing in self.path
        ]
        most = max(counts, default=0)
        return self.path[counts.index(most)] if most else None

    @property
    def rings(self) -> int:
        """How many rings of the window flower are cut: one for every finished lesson."""
        return sum(standing.done for standing in self.path)


@dataclass(frozen=True)
class Reading:
    """A lesson open in front of a pupil, with the checks answered so far."""

    lesson: Lesson
    sections_seen: int
    finished_at: datetime | None
    given: dict[str, Response]

    def closed(self, item_id: str) -> bool:
        """Whether a check is answered, so that its key may be shown."""
        return item_id in self.given


def get_home(edu: Edu, me: Person) -> Home:
    """The pupil's class, window flower and path of lessons for the band of the class.

    An attempt whose time ran out meanwhile is closed first.
    """
    require(me, Deed.LEARN)
    close_overdue(edu, [me.id])
    with edu.store.read() as transaction:
        enrollment = people.find_enrollment(transaction, me.id)
        if enrollment is None:
            raise NotFound("你现在不在任何一个班里。请告诉老师，老师可以把你加回来。")
        classroom = people.get_classroom(transaction, enrollment.classroom_id)
        path = lesson_path(edu, transaction, classroom, me.id)
        given = practice.list_practice_of_class(transaction, classroom.id)
        sat = attempts.list_attempts(transaction, me.id)
    library = edu.library()
    alone = [
        quiz
        for quiz in library.quizzes.values()
        if quiz.band is classroom.band and quiz.lesson not in library.lessons
    ]
    # a quiz that a lesson names is sat there, even if it does not name the lesson
    named = {name for lesson in library.lessons.values() for name in (lesson.quiz, lesson.before)}
    return Home(
        classroom,
        enrollment,
        path,
        practice=tuple(quiz for quiz in alone if quiz.id not in named),
        set_by_teacher=tuple(_entrance(row.quiz, sat) for row in given if row.open),
    )


def _entrance(quiz: Quiz, sat: list[AttemptRow]) -> Entrance:
    return Entrance(quiz, tuple(row for row in sat if row.quiz_id == quiz.id))


def lesson_path(
    edu: Edu, transaction: Transaction, classroom: Classroom, person_id: int
) -> tuple[LessonStanding, ...]:
    """The lessons for the band of a class, in order, with how far one of its pupils is."""
    library = edu.library()
    progress = {row.lesson_id: row for row in lessons.list_progress(transaction, person_id)}
    sat = attempts.list_attempts(transaction, person_id)
    return tuple(
        _standing(library, lesson, progress.get(lesson.id), sat)
        for lesson in lessons_of_band(edu, classroom)
    )


def lessons_of_band(edu: Edu, classroom: Classroom) -> list[Lesson]:
    """The lessons written for the band of a class, in their order."""
    found = [lesson for lesson in edu.library().lessons.values() if lesson.band is classroom.band]
    return sorted(found, key=lambda lesson: (lesson.order, lesson.id))


def _standing(
    library: Library, lesson: Lesson, progress: ProgressRow | None, sat: list[AttemptRow]
) -> LessonStanding:
    quiz, before = library.quizzes.get(lesson.quiz or ""), library.quizzes.get(lesson.before or "")
    return LessonStanding(
        lesson=lesson,
        quiz=quiz,
        sections_seen=progress.sections_seen if progress else 0,
        read=progress is not None and progress.finished_at is not None,
        attempts=tuple(row for row in sat if quiz is not None and row.quiz_id == quiz.id),
        before=before,
        before_attempts=tuple(
            row for row in sat if before is not None and row.quiz_id == before.id
        ),
    )


def words_explained(edu: Edu, lesson: Lesson) -> dict[str, str]:
    """The key words that may be used in a lesson: its own, and those of earlier lessons of its
    band. Its own meanings win.
    """
    before = [
        other
        for other in edu.library().lessons.values()
        if other.band is lesson.band and other.order < lesson.order
    ]
    before.sort(key=lambda other: (other.order, other.id))
    return {word.word: word.meaning for one in (*before, lesson) for word in one.key_words}


def get_lesson(edu: Edu, lesson_id: str) -> Lesson:
    """The lesson with this id; raises ``NotFound``."""
    lesson = edu.library().lessons.get(lesson_id)
    if lesson is None:
        raise NotFound("找不到这一课，可能已经下架。请回到首页选择别的课。", lesson=lesson_id)
    return lesson


def open_lesson(edu: Edu, me: Person, lesson_id: str) -> Reading:
    """A lesson at the place where the pupil left it."""
    require(me, Deed.LEARN)
    lesson = get_lesson(edu, lesson_id)
    with edu.store.read() as transaction:
        progress = lessons.find_progress(transaction, me.id, lesson_id)
        given = lessons.list_check_responses(transaction, me.id, lesson_id)
    return Reading(
        lesson=lesson,
        sections_seen=progress.sections_seen if progress else 0,
        finished_at=progress.finished_at if progress else None,
        given=given,
    )


def reach_section(edu: Edu, me: Person, lesson_id: str, sections_seen: int) -> None:
    """Remember that the first ``sections_seen`` sections were seen; all of them finish the
    lesson.
    """
    require(me, Deed.LEARN)
    lesson = get_lesson(edu, lesson_id)
    seen = min(max(sections_seen, 0), len(lesson.sections))
    with edu.store.write() as transaction:
        lessons.put_progress(
            transaction,
            me.id,
            lesson_id,
            seen,
            edu.now(),
            finished=seen == len(lesson.sections),
        )


def _get_check(lesson: Lesson, item_id: str) -> Item:
    for item in lesson.checks:
        if item.id == item_id:
            return item
    raise NotFound("这道小练习已经不在这一课里了。请刷新页面。", item=item_id)


def answer_check(
    edu: Edu, me: Person, lesson_id: str, item_id: str, response: Response
) -> Disclosure:
    """Store the answer to a check inside a lesson, then tell its key and explanation."""
    require(me, Deed.LEARN)
    item = _get_check(get_lesson(edu, lesson_id), item_id)
    if not accepts(item.interaction(), response):
        raise BadInput("这道题还没有答完整，请补全以后再提交。", code="response-incomplete")
    with edu.store.write() as transaction:
        lessons.add_check_response(
            transaction,
            person_id=me.id,
            lesson_id=lesson_id,
            item_id=item_id,
            response=response,
            outcome=grade(item, response),
            now=edu.now(),
        )
    return disclose_check(item, response)


def shown_check(item: Item, person_id: int) -> Interaction:
    """What is shown of a check while it is open, the same for a pupil at every return."""
    return shown_interaction(item, f"{person_id}/{item.id}")


def disclose_check(item: Item, response: Response) -> Disclosure:
    """What is told about a check that has been answered."""
    return Disclosure(
        item_id=item.id,
        response=response,
        outcome=grade(item, response),
        correct_response=item.correct_response(),
        explanation=item.explanation,
        remarks=item.remarks(response),
        sources=item.sources,
    )
