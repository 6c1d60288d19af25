"""A school to measure: generated content, pupils who are signed in, attempts in the database."""

import random
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from edu_core.bootstrap import build
from edu_core.config import Settings
from edu_core.domain.items.base import Band
from edu_core.domain.people import Person, Role
from edu_core.services.accounts import begin_session
from edu_core.services.context import Edu
from edu_core.services.demonstration import AttemptWriter, Course
from edu_core.services.secrets import hash_secret
from edu_core.services.simulation import SimulatedPupil
from edu_core.storage import attempts, people

LONG_QUIZ = "long"
QUIZZES = 10
TRIES = 4


@dataclass(frozen=True)
class School:
    """``pupils`` and ``teacher`` are session tokens; ``classroom`` has 45 × 40 attempts."""

    pupils: list[str]
    teacher: str
    classroom: int


def _question(name: str, topic: str) -> str:
    return f"""  - id: {name}
    kind: single_choice
    topic: {topic}
    stem: 判断一样东西是不是毒品，最根本要看什么？（{name}）
    options:
      - {{text: 包装是不是漂亮, feedback: 包装说明不了里面是什么。}}
      - {{text: 国家有没有把它列入管制, correct: true}}
      - {{text: 闻起来甜不甜, feedback: 味道说明不了里面是什么。}}
      - {{text: 大家听没听说过, feedback: 名字可以随便起。}}
    explanation: 毒品是法律概念，看的是国家是否列管。
"""


def _quiz(name: str, questions: int, settings: str, topics: list[str]) -> str:
    items = "".join(
        _question(f"{name}-{number}", topics[number % len(topics)]) for number in range(questions)
    )
    return (
        f"id: {name}\ntitle: 测验 {name}\nband: junior\nsettings: {settings}\n"
        "defaults: {level: apply, reviewed_on: 2026-11-24, sources: [{id: law}]}\n"
        f"questions:\n{items}"
    )


def write_content(root: Path, quizzes: int, questions: int) -> None:
    """Quizzes with their lessons, a long quiz, and the registers they refer to."""
    (root / "lessons").mkdir(parents=True, exist_ok=True)
    (root / "quizzes").mkdir(exist_ok=True)
    topics = [f"topic{number}" for number in range(16)]
    lines = [f"  - {{id: {topic}, title: 知识点 {topic}, advice: 再看看。}}" for topic in topics]
    (root / "lessons/topics.yaml").write_text("topics:\n" + "\n".join(lines) + "\n", "utf-8")
    (root / "lessons/sources.yaml").write_text(
        "sources:\n  - {id: law, title: 法, kind: 法律, publisher: 人大, dated: 2008 年, "
        "reviewed_on: 2026-11-23}\n",
        "utf-8",
    )
    for number in range(quizzes):
        text = _quiz(f"quiz{number}", questions, "{feedback: end}", topics)
        (root / f"quizzes/quiz{number}.yaml").write_text(text, "utf-8")
        (root / f"lessons/lesson{number}.md").write_text(
            f"---\nid: lesson{number}\ntitle: 课 {number}\nsummary: 一句话。\nband: junior\n"
            f"order: {number}\nminutes: 5\nquiz: quiz{number}\n"
            f"objectives: [{{id: goal{number}, text: 能做到, topic: topic0}}]\n"
            "sources: [{id: law}]\nreviewed_on: 2026-11-24\n---\n\n## 一 {#one}\n\n课文。\n",
            "utf-8",
        )
    long = _quiz(LONG_QUIZ, 100, "{feedback: end}", topics)
    (root / "quizzes/long.yaml").write_text(long, "utf-8")


def build_school(root: Path, data: Path, pupils: int) -> School:
    """A class of 45 with 40 attempts each, and ``pupils`` more who are signed in."""
    edu = build(Settings(content=root, data=data))
    now, secret = edu.now(), hash_secret("nobody")
    library = edu.library()
    lessons = sorted(library.lessons.values(), key=lambda lesson: lesson.order)
    course = Course(tuple(lessons), tuple(library.quizzes[lesson.quiz or ""] for lesson in lessons))
    chance = random.Random("bench")
    with edu.store.write() as transaction:
        teacher = people.add_person(
            transaction, role=Role.TEACHER, name="老师", secret_hash=secret, now=now, user_name="t"
        )
        rooms = [
            people.add_classroom(
                transaction, name=name, code=code, band=Band.JUNIOR, teacher_id=teacher, now=now
            )
            for name, code in (("分析的班", "AAAAAA"), ("答题的班", "BBBBBB"))
        ]
        writer = AttemptWriter(
            edu, transaction, course, chance, attempts.next_attempt_id(transaction)
        )
        for number in range(45):
            person = _pupil(edu, transaction, rooms[0], number, secret)
            simulated = SimulatedPupil(chance.gauss(0, 1), chance)
            for quiz in course.quizzes:
                assert quiz is not None
                for attempt in range(TRIES):
                    at = now - timedelta(days=60 - 10 * attempt - chance.random())
                    writer.add_attempt(person.id, simulated, quiz, attempt + 1, at)
        writer.flush()
        tokens = [
            begin_session(
                edu, transaction, _pupil(edu, transaction, rooms[1], number, secret)
            ).token
            for number in range(pupils)
        ]
        signed_in = begin_session(edu, transaction, people.get_person(transaction, teacher))
    edu.store.close()
    return School(tokens, signed_in.token, rooms[0])


def _pupil(
    edu: Edu, transaction: people.Transaction, room: int, number: int, secret: str
) -> Person:
    person = people.add_person(
        transaction, role=Role.PUPIL, name=f"学生{number}", secret_hash=secret, now=edu.now()
    )
    people.add_enrollment(transaction, room, person, str(number + 1), edu.token(8))
    return people.get_person(transaction, person)
