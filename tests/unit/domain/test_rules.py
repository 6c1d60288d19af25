"""Names, numerals, access, quizzes and attempts: the small rules."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu_core.domain.access import Deed, Relation, may
from edu_core.domain.attempt import GRACE, Attempt, judge
from edu_core.domain.errors import BadInput, Conflict
from edu_core.domain.interaction import Arrange, Chosen
from edu_core.domain.mastery import Standing, masteries
from edu_core.domain.normalise import normalised, number_from, numeral_value
from edu_core.domain.people import Person, Role, clean_code, clean_name
from edu_core.domain.quiz import Quiz
from tests.unit.domain.test_kinds import BASE

DIGITS = "零一二三四五六七八九"


def _chinese(number: int) -> str:
    """A slow writer of Chinese numerals below 100,000, to compare the reader with."""
    if number == 0:
        return "零"
    if number >= 10_000:
        head, rest = divmod(number, 10_000)
        between = "零" if 0 < rest < 1000 else ""
        return f"{_chinese(head)}万{between}{_chinese(rest) if rest else ''}"
    text, zero = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if zero and text else "") + DIGITS[digit] + sign
            zero = False
        else:
            zero = True
    return text


@given(st.integers(min_value=1, max_value=99_999))
def test_chinese_numerals_are_read_as_they_are_written(number: int) -> None:
    written = _chinese(number)
    assert number_from(written) == number
    assert normalised(f"第{written}条") == normalised(f"第{number}条")


@pytest.mark.parametrize(
    ("text", "value"),
    [("十五", 15), ("两百", 200), ("一一〇", 110), ("三万", 30000), ("一亿零三", 100000003)],
)
def test_common_numerals_have_their_value(text: str, value: int) -> None:
    assert numeral_value(text) == value


@pytest.mark.parametrize("text", ["", "很多", "1e3", "--5", "1.2.3", "nan", "∞"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert number_from(text) is None


def test_numbers_are_exact() -> None:
    assert number_from("0.1") == Decimal("0.1")


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once
    assert normalised(f" {text}　") == once


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("　王 小 明 ", "王 小 明"),
        ("李\u200b雷\u202e", "李雷"),
        ("Ｔｏｍ１", "Tom1"),
        ("初二（3）班", "初二（3）班"),
        ("\x00\x07", ""),
        ("<b>甲</b>", "<b>甲</b>"),
    ],
)
def test_names_are_cleaned_and_not_cut(typed: str, stored: str) -> None:
    assert clean_name(typed) == stored


def test_class_codes_are_read_from_any_keyboard() -> None:
    assert clean_code(" ａbc-23 ") == "ABC23"


ALLOWED = {
    ("pupil", "learn", "own"),
    ("pupil", "see-own-results", "own"),
    ("teacher", "create-classroom", "own"),
    ("teacher", "host-game", "own"),
    ("administrator", "host-game", "own"),
    ("teacher", "set-practice", "own"),
    ("administrator", "set-practice", "own"),
    ("teacher", "manage-classroom", "own"),
    ("teacher", "see-classroom", "own"),
    ("teacher", "mark-responses", "own"),
    ("teacher", "see-content", "own"),
    ("teacher", "change-own-password", "own"),
    ("administrator", "create-classroom", "own"),
    ("administrator", "manage-classroom", "own"),
    ("administrator", "manage-classroom", "other"),
    ("administrator", "see-classroom", "own"),
    ("administrator", "see-classroom", "other"),
    ("administrator", "mark-responses", "own"),
    ("administrator", "see-content", "own"),
    ("administrator", "change-own-password", "own"),
    ("administrator", "manage-people", "own"),
    ("administrator", "load-demonstration", "own"),
}
"""The whole permission table in words; everything that is not here is refused."""


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("deed", list(Deed))
@pytest.mark.parametrize("relation", list(Relation))
def test_everybody_may_do_exactly_what_the_table_says(
    role: Role, deed: Deed, relation: Relation
) -> None:
    person = Person(id=1, role=role, name="某人")
    assert may(person, deed, relation) == ((role, deed, relation) in ALLOWED)
    assert not may(Person(id=1, role=role, name="某人", disabled=True), deed, relation)


def _question(name: str, **further: object) -> dict[str, object]:
    options = [{"text": "甲", "correct": True}, {"text": "乙"}]
    return {**BASE, "points": 1, "id": name, "kind": "single_choice", "options": options, **further}


def _quiz(**settings: object) -> Quiz:
    questions = [_question(f"q{number}") for number in range(6)]
    questions.append(_question("old", retired="换了新法"))
    return Quiz.model_validate(
        {
            "id": "quiz",
            "title": "测验",
            "band": "junior",
            "settings": settings,
            "sections": [{"draw": 4, "questions": questions}],
        }
    )


NOW = datetime(2026, 11, 24, tzinfo=UTC)


def _attempt(quiz: Quiz, **further: object) -> Attempt:
    return Attempt(id=1, quiz=quiz, seed="s", order=quiz.draw("s"), started_at=NOW, **further)  # type: ignore[arg-type]


@given(st.text(max_size=8))
def test_a_draw_asks_as_many_as_it_says_and_never_what_is_retired(seed: str) -> None:
    drawn = _quiz().draw(seed)
    assert len(drawn) == len(set(drawn)) == _quiz().length() == 4
    assert "old" not in drawn
    assert drawn == _quiz().draw(seed)


def test_questions_keep_their_order_where_they_should() -> None:
    drawn = _quiz(shuffle_questions=False).draw("s")
    assert list(drawn) == sorted(drawn)


def test_any_change_of_wording_is_another_revision() -> None:
    quiz = _quiz()
    again = Quiz.model_validate_json(quiz.model_dump_json())
    changed = quiz.model_copy(update={"title": "测验。"})
    assert quiz.revision() == again.revision() != changed.revision()


def test_judging_refuses_in_words_what_cannot_count() -> None:
    quiz = _quiz()
    attempt = _attempt(quiz, deadline=NOW + timedelta(minutes=1))
    first = attempt.order[0]
    right = Chosen(options=("a",))
    assert judge(attempt, first, right, NOW + timedelta(minutes=1) + GRACE).score == 1
    with pytest.raises(Conflict, match="时间到了"):
        judge(attempt, first, right, NOW + timedelta(minutes=1, seconds=6))
    with pytest.raises(BadInput, match="不在这次"):
        judge(attempt, "old", right, NOW)
    with pytest.raises(BadInput, match="补全"):
        judge(attempt, first, Chosen(options=()), NOW)
    with pytest.raises(Conflict, match="已经交卷"):
        judge(_attempt(quiz, finished_at=NOW), first, right, NOW)


def test_an_open_question_cannot_be_disclosed_under_either_rule() -> None:
    for rule in ("each", "end"):
        attempt = _attempt(_quiz(feedback=rule))
        for name in attempt.order:
            with pytest.raises(Conflict):
                attempt.disclose(name)


def test_an_ordering_is_never_shown_in_its_right_order() -> None:
    question = {**BASE, "id": "order", "kind": "ordering", "order": ["一", "二"]}
    quiz = Quiz.model_validate(
        {"id": "o", "title": "排", "band": "junior", "sections": [{"questions": [question]}]}
    )
    for number in range(30):
        attempt = Attempt(id=1, quiz=quiz, seed=str(number), order=("order",), started_at=NOW)
        shown = attempt.interaction("order")
        assert isinstance(shown, Arrange)
        assert [part.text for part in shown.parts] == ["二", "一"]


def test_a_topic_is_known_from_four_fifths() -> None:
    found = masteries([("a", 4, 5), ("b", 3.9, 5), ("a", 4, 5)])
    assert [(m.topic, m.standing, m.questions) for m in found] == [
        ("b", Standing.AGAIN, 1),
        ("a", Standing.KNOWN, 2),
    ]
