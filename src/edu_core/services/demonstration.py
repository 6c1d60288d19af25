"""A demonstration school: three classes with two months of simulated work, removable as a whole."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from edu_core.domain.access import Deed, require
from edu_core.domain.errors import BadInput, Conflict
from edu_core.domain.items import grade
from edu_core.domain.items.base import Band
from edu_core.domain.lesson import Lesson
from edu_core.domain.people import Person, Role
from edu_core.domain.quiz import Quiz
from edu_core.services.classes import new_code
from edu_core.services.context import Edu
from edu_core.services.secrets import hash_secret
from edu_core.services.simulation import SimulatedPupil
from edu_core.storage import attempts, lessons, people
from edu_core.storage.store import Transaction

CLASSES = (("演示 · 初二（1）班", 0.5), ("演示 · 初二（2）班", 0.0), ("演示 · 初二（3）班", -0.4))
"""Name and mean ability of each class."""

_NOT_YET_READ = -0.9
"""How much lower the ability is before a lesson than after it."""

PUPILS = 45
DAYS = 60

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐"
    "冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
)
_GIVEN = [
    "子涵",
    "雨桐",
    "浩然",
    "思远",
    "欣怡",
    "宇轩",
    "梓萱",
    "一诺",
    "俊杰",
    "诗涵",
    "晨曦",
    "嘉豪",
    "雅静",
    "志强",
    "若溪",
    "天佑",
    "佳宁",
    "明哲",
    "语嫣",
    "文博",
    "晓彤",
    "建国",
    "安然",
    "乐天",
    "心怡",
    "泽宇",
    "静怡",
    "鹏飞",
    "慧敏",
    "书瑶",
    "立新",
    "春燕",
    "海波",
    "秋月",
    "小龙",
    "雪梅",
]


@dataclass(frozen=True)
class Course:
    """What a class works through: the lessons of its band with their quizzes, in order."""

    lessons: tuple[Lesson, ...]
    quizzes: tuple[Quiz | None, ...]
    before: tuple[Quiz | None, ...] = ()


def has_demonstration(edu: Edu) -> bool:
    """Whether the demonstration school is loaded."""
    with edu.store.read() as transaction:
        return any(room.demonstration for room in people.list_classrooms(transaction))


def load_demonstration(edu: Edu, me: Person, seed: str = "demonstration") -> int:
    """Make the demonstration school and return how many attempts it holds.

    Raises ``Conflict`` when it is there already, ``BadInput`` when there are no lessons to work on.
    """
    require(me, Deed.LOAD_DEMONSTRATION)
    if has_demonstration(edu):
        raise Conflict("演示学校已经载入了。想重新生成，请先删除。")
    course = _course(edu)
    if not course.lessons:
        raise BadInput("还没有初中的课，没法生成演示。请先放上课和测验。")
    secret_hash = hash_secret(
        edu.token(16)
    )  # nobody knows it: slips give demonstration pupils a PIN
    chance = random.Random(seed)
    with edu.store.write() as transaction:
        writer = AttemptWriter(
            edu, transaction, course, chance, attempts.next_attempt_id(transaction)
        )
        for name, ability in CLASSES:
            writer.add_class(name, ability, me.id, secret_hash)
        return writer.flush()


def _course(edu: Edu) -> Course:
    library = edu.library()
    found = [lesson for lesson in library.lessons.values() if lesson.band is Band.JUNIOR]
    found.sort(key=lambda lesson: (lesson.order, lesson.id))
    return Course(
        lessons=tuple(found),
        quizzes=tuple(library.quizzes.get(lesson.quiz or "") for lesson in found),
        before=tuple(library.quizzes.get(lesson.before or "") for lesson in found),
    )


class AttemptWriter:
    """Gathers rows for many attempts and stores them in a few statements."""

    def __init__(
        self,
        edu: Edu,
        transaction: Transaction,
        course: Course,
        chance: random.Random,
        first_id: int,
    ) -> None:
        self._edu = edu
        self._transaction = transaction
        self._course = course
        self._chance = chance
        self._next_id = first_id
        self._attempts: list[dict[str, Any]] = []
        self._answers: list[dict[str, Any]] = []
        self._progress: list[dict[str, object]] = []
        now = edu.now()
        self._revisions: dict[str, str] = {}
        for quiz in (*course.quizzes, *course.before):
            if quiz is not None:
                self._revisions[quiz.id] = quiz.revision()
                attempts.put_revision(transaction, quiz.revision(), quiz, now)

    def add_class(self, name: str, ability: float, teacher_id: int, secret_hash: str) -> None:
        """Store a class and let its pupils work."""
        now = self._edu.now()
        classroom_id = people.add_classroom(
            self._transaction,
            name=name,
            code=new_code(self._edu, self._transaction),
            band=Band.JUNIOR,
            teacher_id=teacher_id,
            now=now - timedelta(days=DAYS),
            demonstration=True,
        )
        names = [s + g for s in _SURNAMES for g in _GIVEN]
        for number, pupil_name in enumerate(self._chance.sample(names, PUPILS), start=1):
            person_id = people.add_person(
                self._transaction,
                role=Role.PUPIL,
                name=pupil_name,
                secret_hash=secret_hash,
                now=now - timedelta(days=DAYS),
                demonstration=True,
            )
            seed = f"{self._chance.getrandbits(64):016x}"
            people.add_enrollment(self._transaction, classroom_id, person_id, str(number), seed)
            pupil = SimulatedPupil(self._chance.gauss(ability, 0.9), self._chance)
            self._work(person_id, pupil, now)

    def _work(self, person_id: int, pupil: SimulatedPupil, now: datetime) -> None:
        """One pupil goes through the lessons, some quickly, some not to the end."""
        diligence = self._chance.betavariate(5, 1.4)
        day = now - timedelta(days=DAYS) + timedelta(days=self._chance.uniform(0, 9))
        step = (DAYS - 12) / max(1, len(self._course.lessons))
        # who gives up does so somewhere on the way, however many lessons there are
        lasts = diligence ** (4 / max(4, len(self._course.lessons)))
        forms = self._course.before or (None,) * len(self._course.lessons)
        for lesson, quiz, before in zip(
            self._course.lessons, self._course.quizzes, forms, strict=True
        ):
            day += timedelta(days=step * self._chance.uniform(0.6, 1.15))
            if day > now - timedelta(hours=3) or self._chance.random() > lasts:
                return
            begun = _school_hour(day, self._chance)
            if before is not None and self._chance.random() < 0.85:
                self.add_attempt(person_id, pupil, before, 1, begun, practice=_NOT_YET_READ)
                begun += timedelta(minutes=4)
            stops = self._chance.random() > lasts + 0.03
            sections = len(lesson.sections)
            seen = self._chance.randint(1, sections) if stops else sections
            done_reading = begun + timedelta(
                minutes=lesson.minutes * self._chance.uniform(0.7, 1.6)
            )
            self._progress.append(
                {
                    "person_id": person_id,
                    "lesson_id": lesson.id,
                    "sections_seen": seen,
                    "started_at": begun,
                    "finished_at": done_reading if seen == sections else None,
                }
            )
            if quiz is not None and seen == sections:
                self._sit(person_id, pupil, quiz, done_reading)

    def _sit(self, person_id: int, pupil: SimulatedPupil, quiz: Quiz, at: datetime) -> None:
        """One to three attempts; who scored low tries again more often, and knows more by then."""
        most = quiz.settings.attempts or 3
        for number in range(1, most + 1):
            share = self.add_attempt(person_id, pupil, quiz, number, at)
            again = self._chance.random() < (0.7 if share < 0.6 else 0.15)
            at += timedelta(days=self._chance.uniform(1, 4))
            if not again or at > self._edu.now() - timedelta(hours=1):
                return

    def add_attempt(
        self,
        person_id: int,
        pupil: SimulatedPupil,
        quiz: Quiz,
        number: int,
        at: datetime,
        practice: float = 0.0,
    ) -> float:
        """One finished attempt; returns its share of points. ``practice`` adds to the ability."""
        seed = f"{self._chance.getrandbits(64):016x}"
        order = quiz.draw(seed)
        attempt_id, self._next_id = self._next_id, self._next_id + 1
        clock, score = at, 0.0
        most = float(sum(quiz.item(name).points for name in order))
        for name in order:
            item = quiz.item(name)
            response = pupil.answer(item, practice=practice + 0.55 * (number - 1))
            outcome = grade(item, response)
            clock += timedelta(seconds=self._chance.uniform(8, 50))
            score += outcome.score or 0.0
            self._answers.append(
                {
                    "attempt_id": attempt_id,
                    "item_id": name,
                    "topic": item.topic,
                    "body": response.model_dump_json(),
                    "score": outcome.score,
                    "max_score": outcome.max_score,
                    "received_at": clock,
                }
            )
        self._attempts.append(
            {
                "id": attempt_id,
                "person_id": person_id,
                "quiz_id": quiz.id,
                "number": number,
                "revision": self._revisions[quiz.id],
                "seed": seed,
                "item_order": attempts.order_text(order),
                "started_at": at,
                "deadline": None,
                "finished_at": clock,
                "score": score,
                "max_score": most,
            }
        )
        return score / most if most else 0.0

    def flush(self) -> int:
        """Store everything gathered and return the number of attempts."""
        attempts.add_finished_attempts(self._transaction, self._attempts, self._answers)
        lessons.add_many_progress(self._transaction, self._progress)
        return len(self._attempts)


def _school_hour(day: datetime, chance: random.Random) -> datetime:
    """A time of a school day in China: 8:00 to 17:30 there is 0:00 to 9:30 in UTC."""
    midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(minutes=chance.uniform(0, 570))
