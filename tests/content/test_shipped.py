"""All that ships is fit for pupils: checked strictly, illustrated, answerable, short enough."""

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from edu_core.content.check import check_content
from edu_core.content.library import load_library
from edu_core.content.pictures import read_picture
from edu_core.domain.items import KINDS, Item, Scenario, grade
from edu_core.domain.items.base import Band, ItemRole
from edu_core.domain.lesson import Lesson
from edu_core.domain.quiz import Quiz

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 26)
"""The day at which sources are held against their dates of review; moved on with every review."""

LIBRARY = load_library(ROOT)
LESSONS = [LIBRARY.lessons[name] for name in sorted(LIBRARY.lessons)]
QUIZZES = [LIBRARY.quizzes[name] for name in sorted(LIBRARY.quizzes)]
AFTER = [quiz for quiz in QUIZZES if any(lesson.quiz == quiz.id for lesson in LESSONS)]

PAPER = {"#FBF6EC", "none"}
COLOURS = {"#B4161B", "#2A211C", "#6B5E54", "#1E6B52", "#2E4A7D", "#8A5A3C"}
"""Cut red, ink, second ink, pine, indigo and earth: the papers of this house."""

A_MINUTE = {Band.PRIMARY: 250, Band.JUNIOR: 350, Band.SENIOR: 400}
"""Characters that pupils of the band read in a minute and understand."""

A_CHECK = 0.75
A_PICTURE = 0.25
"""Minutes for answering a check and reading what is said to it, and for looking at a picture."""


def _name(thing: Lesson | Quiz | Item) -> str:
    return thing.id


every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=_name)
every_quiz = pytest.mark.parametrize("quiz", QUIZZES, ids=_name)


def test_everything_passes_the_strict_check() -> None:
    report = check_content(ROOT, today=TODAY, strict=True)
    assert report.ok, "\n".join(str(problem) for problem in report.problems)


def test_no_advice_is_silenced_for_a_whole_file() -> None:
    for file, loaded in LIBRARY.files.items():
        assert not re.search(r"(#|<!--)\s*全文允许", loaded.text), file


def test_every_kind_of_question_is_used() -> None:
    assert {item.kind for quiz in QUIZZES for item in quiz.items} == set(KINDS)


def test_the_sources_name_no_addresses_and_are_current() -> None:
    for source in LIBRARY.sources.values():
        words = f"{source.title} {source.publisher} {source.dated} {source.note}"
        assert not re.search(r"https?:|www\.|\.(com|cn|org|net)\b", words), source.id
        assert source.review_by is None or source.review_by >= TODAY, source.id
        assert source.in_force is None or source.in_force <= TODAY, source.id


@every_lesson
def test_a_lesson_has_pictures_cut_from_paper(lesson: Lesson) -> None:
    assert len(lesson.illustrations) >= 2
    for picture in lesson.illustrations:
        root = ElementTree.fromstring(read_picture(ROOT, picture.path))
        names = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert not {name for name in names if "Gradient" in name}
        used = {
            element.get(attribute, "none")
            for element in root.iter()
            for attribute in ("fill", "stroke")
        }
        cut = {colour for colour in used - PAPER if not colour.startswith("url(#")}
        assert cut <= COLOURS, picture.path
        assert 20 <= len(picture.alt) <= 150, picture.path
        assert picture.caption, picture.path
        assert picture.alt.strip("。") != picture.caption.strip("。"), picture.path


def _read(lesson: Lesson) -> str:
    """All that a pupil reads, without what is in the checks."""
    parts = [lesson.summary, *lesson.what_you_can_do]
    parts += [f"{one.word}{one.meaning}" for one in lesson.key_words]
    for section in lesson.sections:
        parts.append(section.title)
        parts += [block.markdown for block in section.blocks if block.markdown]
    parts += [picture.caption for picture in lesson.illustrations]
    return "".join(parts)


def reading_minutes(lesson: Lesson) -> float:
    """How long a pupil of the band needs: characters, checks and pictures."""
    characters = len(re.findall(r"[一-鿿]|[A-Za-z0-9]+", _read(lesson)))
    return (
        characters / A_MINUTE[lesson.band]
        + A_CHECK * len(lesson.checks)
        + A_PICTURE * len(lesson.illustrations)
    )


@every_lesson
def test_a_lesson_takes_five_to_eight_minutes_and_says_so(lesson: Lesson) -> None:
    minutes = reading_minutes(lesson)
    assert 4.5 <= minutes <= 8.5
    assert 5 <= lesson.minutes <= 8
    assert abs(minutes - lesson.minutes) <= 2.5  # pupils of one class differ by as much


@every_lesson
def test_every_lesson_ends_with_what_one_can_do_and_whom_to_ask(lesson: Lesson) -> None:
    assert len(lesson.what_you_can_do) >= 2
    if {objective.topic for objective in lesson.objectives} == {"campaign-and-culture"}:
        return  # it speaks of paper and song, not of dangers
    told = _read(lesson)
    assert re.search("大人|老师|家长|爸爸|妈妈|12355|12356|110|120", told)


@pytest.mark.parametrize("quiz", AFTER, ids=_name)
def test_a_quiz_asks_as_much_as_can_be_answered_at_one_go(quiz: Quiz) -> None:
    assert (6 if quiz.band is Band.PRIMARY else 8) <= quiz.length() <= 12


@every_quiz
def test_whatever_is_drawn_full_marks_can_be_reached(quiz: Quiz) -> None:
    earned = {item.id: _best(item) for item in quiz.items}
    seen: set[str] = set()
    for seed in range(1000):
        drawn = quiz.draw(f"seed-{seed}")
        assert len(drawn) == len(set(drawn)) == quiz.length()
        seen.update(drawn)
        points = sum(quiz.item(name).points for name in drawn)
        assert sum(earned[name] for name in drawn) == points
    assert seen == {item.id for item in quiz.items if item.retired is None}


def _best(item: Item) -> float:
    """What the right response earns; a teacher's mark is taken to be full."""
    right = item.correct_response()
    if right is None:
        return float(item.points)
    score = grade(item, right).score
    return 0.0 if score is None else score


@every_quiz
def test_a_wrong_choice_is_answered_kindly(quiz: Quiz) -> None:
    for item in quiz.items:
        said = [item.explanation]
        for option in getattr(item, "options", ()):
            assert option.correct or option.feedback, item.id
            said.append(option.feedback or "")
        assert not re.search("笨|蠢|活该|丢脸|真糟糕|怎么连", "".join(said)), item.id


@every_quiz
def test_a_scene_offers_a_way_out_of_every_moment(quiz: Quiz) -> None:
    for item in quiz.items:
        if isinstance(item, Scenario):
            for name, moment in item.scene.items():
                assert not moment.steps or any(step.credit for step in moment.steps), name


def test_a_form_before_a_lesson_is_marked_as_such() -> None:
    before = {lesson.before for lesson in LESSONS if lesson.before}
    for quiz in QUIZZES:
        roles = {item.role for item in quiz.items}
        assert (ItemRole.PRE in roles) == (quiz.id in before), quiz.id
