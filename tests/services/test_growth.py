"""The form before a lesson shows what was known already, and is in no other figure."""

from pathlib import Path

import pytest

from edu_core.domain.interaction import Chosen
from edu_core.services import sitting
from edu_core.services.context import Edu
from edu_core.services.learning import get_home, reach_section
from edu_core.services.reports import Growth, get_class_report
from tests.conftest import School

BEFORE = """\
id: first-before
title: 课前小测
band: junior
lesson: first-steps
settings: {attempts: 1, counts: first, feedback: end}
defaults: {topic: drug-definition, level: apply, role: pre, reviewed_on: 2026-11-24}
questions:
  - id: fb1
    kind: true_false
    stem: 闻起来香的就安全。
    correct: false
    explanation: 气味说明不了。
    sources: [{id: anti-drug-law}]
"""


@pytest.fixture
def with_form(content_root: Path) -> None:
    (content_root / "quizzes/first-before.yaml").write_text(BEFORE, encoding="utf-8")
    lesson = content_root / "lessons/first-steps.md"
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(text.replace("quiz: every-kind", "quiz: every-kind\nbefore: first-before"))


def _sit(edu: Edu, school: School, pupil: int, quiz: str, item: str, option: str) -> None:
    person = school.pupils[pupil]
    attempt = sitting.begin_attempt(edu, person, quiz)
    sitting.submit_response(edu, person, attempt.id, item, Chosen(options=(option,)))
    if not sitting.get_attempt(edu, person, attempt.id).finished:
        sitting.finish_attempt(edu, person, attempt.id)


@pytest.mark.usefixtures("with_form")
def test_growth_compares_those_who_sat_both(edu: Edu, school: School) -> None:
    _sit(edu, school, 0, "first-before", "fb1", "true")
    _sit(edu, school, 0, "every-kind", "a1", "b")
    _sit(edu, school, 1, "first-before", "fb1", "false")
    report = get_class_report(edu, school.teacher, school.classroom.id)
    after = report.stages[school.pupils[0].id, "first-steps"].share
    assert after is not None
    assert after > 0
    assert report.growth() == (Growth("什么是毒品", 1, 0.0, after),)
    assert report.before[school.pupils[1].id, "first-steps"] == 1.0
    assert set(report.attempts.quiz.tolist()) == {"every-kind"}
    assert report.responses.item.tolist() == ["a1"]


@pytest.mark.usefixtures("with_form")
def test_the_form_comes_first_until_it_is_over_or_reading_has_begun(
    edu: Edu, school: School
) -> None:
    one, other = school.pupils[0], school.pupils[1]
    assert get_home(edu, one).path[0].begins_with_form
    _sit(edu, school, 0, "first-before", "fb1", "false")
    standing = get_home(edu, one).path[0]
    assert not standing.begins_with_form
    assert standing.before_share == 1.0
    assert standing.attempts == ()
    reach_section(edu, other, "first-steps", 1)
    assert not get_home(edu, other).path[0].begins_with_form
