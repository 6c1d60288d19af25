"""What lessons and questions rest on: facts and goals that must exist."""

from datetime import date
from pathlib import Path

import pytest

from edu_core.content.check import check_content

QUIZ = """\
id: broken
title: 测验
band: junior
lesson: first-steps
questions:
  - id: b1
    kind: true_false
    stem: 名字好听就一定安全。
    correct: false
    explanation: 名字说明不了里面是什么。
    topic: disguises
    objective: first-o1
    level: apply
    facts: [D-001]
    sources: [{id: anti-drug-law}]
    reviewed_on: 2026-11-24
"""


def found(root: Path, file: str) -> list[tuple[int, str]]:
    report = check_content(root, today=date(2026, 11, 24))
    return [(one.line, one.code) for one in report.problems if one.file == file]


def quiz(root: Path, text: str) -> list[tuple[int, str]]:
    (root / "quizzes/broken.yaml").write_text(text, encoding="utf-8")
    return found(root, "quizzes/broken.yaml")


def test_a_question_with_its_fact_and_goal_has_no_error(root: Path) -> None:
    assert quiz(root, QUIZ) == []


def test_an_unknown_fact_is_found_where_it_is_named(root: Path) -> None:
    assert quiz(root, QUIZ.replace("[D-001]", "[D-001, D-999]")) == [(14, "E406")]


def test_a_goal_of_another_lesson_is_found(root: Path) -> None:
    assert quiz(root, QUIZ.replace("first-o1", "second-o1")) == [(12, "E407")]
    assert quiz(root, QUIZ.replace("lesson: first-steps\n", "")) == [(11, "E407")]


def test_a_fact_of_a_section_and_the_source_of_a_fact_must_exist(root: Path) -> None:
    lesson = root / "lessons/first-steps.md"
    lesson.write_text(lesson.read_text("utf-8").replace("D-001", "D-002"), encoding="utf-8")
    assert (16, "E406") in found(root, "lessons/first-steps.md")
    register = root / "lessons/facts.yaml"
    register.write_text(register.read_text("utf-8").replace("anti-drug-law", "no-law"), "utf-8")
    assert found(root, "lessons/facts.yaml") == [(5, "E403")]


def test_a_form_before_the_lesson_must_exist(root: Path) -> None:
    lesson = root / "lessons/first-steps.md"
    text = lesson.read_text("utf-8").replace("quiz: every-kind", "quiz: every-kind\nbefore: none")
    lesson.write_text(text, encoding="utf-8")
    assert (9, "E404") in found(root, "lessons/first-steps.md")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("id: D-001", "id: d1", "E206"),
        ("certainty: verified", "certainty: maybe", "E205"),
        ("    text: 判断一样东西是不是毒品，看的是国家有没有列入管制。\n", "", "E201"),
    ],
)
def test_a_broken_fact_is_named(root: Path, old: str, new: str, code: str) -> None:
    register = root / "lessons/facts.yaml"
    register.write_text(register.read_text("utf-8").replace(old, new), encoding="utf-8")
    assert code in [one for _, one in found(root, "lessons/facts.yaml")]


def test_a_reading_needs_a_syllable_for_every_character(root: Path) -> None:
    (root / "lessons/readings.yaml").write_text(
        "readings:\n  - {word: 长大, pinyin: zhǎng}\n", encoding="utf-8"
    )
    assert [line for line, _ in found(root, "lessons/readings.yaml")] == [2]
