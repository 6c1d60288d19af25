"""A pupil's attempt: what is stored, what counts, what is refused."""

import threading

import pytest

from edu_core.domain.attempt import GRACE
from edu_core.domain.errors import BadInput, Conflict, EduError, NotAllowed, NotFound
from edu_core.domain.interaction import Chosen, Filled, Walked, Written
from edu_core.domain.people import Person
from edu_core.services import sitting
from edu_core.services.context import Edu
from edu_core.services.reports import list_to_mark, mark_response
from tests.conftest import Clock, School


def _right(edu: Edu, me: Person, attempt_id: int) -> None:
    """Answer every question of an attempt rightly."""
    attempt = sitting.get_attempt(edu, me, attempt_id)
    while (item_id := attempt.next_item_id()) is not None:
        response = attempt.item(item_id).correct_response() or Written(text="言之有理就可以")
        attempt = sitting.submit_response(edu, me, attempt_id, item_id, response)


def test_answers_are_there_after_every_restart(edu: Edu, pupil: Person) -> None:
    attempt = sitting.begin_attempt(edu, pupil, "every-kind")
    first = attempt.order[0]
    key = attempt.item(first).correct_response()
    assert key is not None
    sitting.submit_response(edu, pupil, attempt.id, first, key)
    edu.store.close()  # every connection is new, as after a restart
    again = sitting.begin_attempt(edu, pupil, "every-kind")
    assert again.id == attempt.id
    assert again.next_item_id() == attempt.order[1]
    assert again.given[first].response == key
    assert again.interaction(first) == attempt.interaction(first)


def test_all_right_answers_of_every_kind_earn_everything(edu: Edu, pupil: Person) -> None:
    attempt = sitting.begin_attempt(edu, pupil, "every-kind")
    _right(edu, pupil, attempt.id)
    result = sitting.get_result(edu, pupil, attempt.id)
    assert result.attempt.score() == result.attempt.max_score() == 10
    assert result.tries_left == 2
    assert [mastery.topic for mastery in result.masteries] == ["drug-definition"]
    assert result.masteries[0].share == 1


def test_a_second_answer_is_refused_and_the_first_stays(edu: Edu, pupil: Person) -> None:
    attempt = sitting.begin_attempt(edu, pupil, "every-kind")
    first = attempt.order[0]
    sitting.submit_response(edu, pupil, attempt.id, first, Chosen(options=("a",)))
    with pytest.raises(Conflict, match="第一次"):
        sitting.submit_response(edu, pupil, attempt.id, first, Chosen(options=("b",)))
    stored = sitting.get_attempt(edu, pupil, attempt.id)
    assert stored.given[first].response == Chosen(options=("a",))


def test_of_many_clicks_at_once_exactly_one_counts(edu: Edu, pupil: Person) -> None:
    attempt = sitting.begin_attempt(edu, pupil, "every-kind")
    first = attempt.order[0]
    outcomes: list[str] = []
    start = threading.Barrier(8)

    def click(option: str) -> None:
        start.wait()
        try:
            sitting.submit_response(edu, pupil, attempt.id, first, Chosen(options=(option,)))
            outcomes.append("stored")
        except EduError as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=click, args=("ab"[n % 2],)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["already-answered"] * 7 + ["stored"]


def test_two_tabs_begin_one_attempt(edu: Edu, pupil: Person) -> None:
    found: list[int] = []
    start = threading.Barrier(4)

    def begin() -> None:
        start.wait()
        found.append(sitting.begin_attempt(edu, pupil, "every-kind").id)

    threads = [threading.Thread(target=begin) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_an_answer_after_the_deadline_is_refused_and_the_attempt_closed(
    edu: Edu, pupil: Person, clock: Clock
) -> None:
    attempt = sitting.begin_attempt(edu, pupil, "every-kind")
    clock.move(minutes=15, seconds=GRACE.total_seconds())
    sitting.submit_response(edu, pupil, attempt.id, attempt.order[0], Chosen(options=("b",)))
    clock.move(seconds=1)
    with pytest.raises(Conflict, match="时间到了"):
        sitting.submit_response(
            edu,
            pupil,
            attempt.id,
            attempt.order[1],
            attempt.item(attempt.order[1]).correct_response(),  # type: ignore[arg-type]
        )
    closed = sitting.get_attempt(edu, pupil, attempt.id)
    assert closed.finished_at == attempt.deadline
    assert sitting.get_result(edu, pupil, attempt.id).attempt.score() == 1


def test_the_time_left_goes_on_while_the_page_is_closed(
    edu: Edu, pupil: Person, clock: Clock
) -> None:
    sitting.begin_attempt(edu, pupil, "every-kind")
    clock.move(minutes=6)
    again = sitting.begin_attempt(edu, pupil, "every-kind")
    assert again.seconds_left(clock.now()) == 9 * 60


def test_tries_run_out_with_a_sentence(edu: Edu, pupil: Person) -> None:
    attempt = sitting.begin_attempt(edu, pupil, "at-the-end")
    sitting.finish_attempt(edu, pupil, attempt.id)
    with pytest.raises(Conflict, match="次数已经用完"):
        sitting.begin_attempt(edu, pupil, "at-the-end")


def test_feedback_at_the_end_stays_closed_until_the_end(edu: Edu, pupil: Person) -> None:
    attempt = sitting.begin_attempt(edu, pupil, "at-the-end")
    attempt = sitting.submit_response(edu, pupil, attempt.id, "e1", Chosen(options=("b",)))
    with pytest.raises(Conflict, match="还没有结束"):
        attempt.disclose("e1")
    with pytest.raises(BadInput, match="还没有交卷"):
        sitting.get_result(edu, pupil, attempt.id)
    attempt = sitting.submit_response(edu, pupil, attempt.id, "e2", Written(text="我会先告诉老师"))
    assert attempt.finished
    assert attempt.disclose("e1").explanation == "就是甲。"


def test_a_teachers_mark_reaches_the_result_and_the_newest_counts(
    edu: Edu, school: School, pupil: Person
) -> None:
    attempt = sitting.begin_attempt(edu, pupil, "at-the-end")
    _right(edu, pupil, attempt.id)
    assert sitting.get_result(edu, pupil, attempt.id).attempt.waiting() == ("e2",)
    waiting = list_to_mark(edu, school.teacher, school.classroom.id)
    assert [one.row.item_id for one in waiting] == ["e2"]
    response_id = waiting[0].row.response_id
    with pytest.raises(BadInput, match="0 到 2"):
        mark_response(edu, school.teacher, response_id, 3, "")
    mark_response(edu, school.teacher, response_id, 0.5, "再具体一点")
    mark_response(edu, school.teacher, response_id, 1.5, "很好")
    result = sitting.get_result(edu, pupil, attempt.id)
    assert result.attempt.score() == 2.5
    assert result.counting.score == 2.5
    assert list_to_mark(edu, school.teacher, school.classroom.id) == []


def test_an_edited_quiz_leaves_old_attempts_as_they_were(edu: Edu, pupil: Person) -> None:
    attempt = sitting.begin_attempt(edu, pupil, "at-the-end")
    _right(edu, pupil, attempt.id)
    path = edu.content.root / "quizzes" / "at-the-end.yaml"
    path.write_text(
        path.read_text(encoding="utf-8")
        .replace("选甲", "改过的题干")
        .replace("甲, correct: true", "丙, correct: true"),
        encoding="utf-8",
    )
    assert edu.content.library(look_now=True).quizzes["at-the-end"].item("e1").stem == "改过的题干"
    old = sitting.get_result(edu, pupil, attempt.id)
    assert old.attempt.item("e1").stem == "选甲"
    assert old.disclosures[0].outcome is not None
    assert old.disclosures[0].outcome.right


def test_a_step_of_a_scene_is_kept_and_cannot_be_taken_back(edu: Edu, pupil: Person) -> None:
    attempt = sitting.begin_attempt(edu, pupil, "every-kind")
    sitting.save_draft(edu, pupil, attempt.id, "a5", Walked(path=("start-2",)))
    assert sitting.find_draft(edu, pupil, attempt.id, "a5") == Walked(path=("start-2",))
    with pytest.raises(Conflict, match="不能收回"):
        sitting.save_draft(edu, pupil, attempt.id, "a5", Walked(path=("start-1",)))
    sitting.save_draft(edu, pupil, attempt.id, "a5", Walked(path=("start-2", "keep-1")))
    with pytest.raises(Conflict, match="不能收回"):
        sitting.submit_response(edu, pupil, attempt.id, "a5", Walked(path=("start-1",)))


def test_an_incomplete_answer_is_refused_and_nothing_is_stored(edu: Edu, pupil: Person) -> None:
    attempt = sitting.begin_attempt(edu, pupil, "every-kind")
    for nonsense in (Chosen(options=()), Chosen(options=("a", "b")), Filled(texts={"x": "y"})):
        with pytest.raises(BadInput, match="补全"):
            sitting.submit_response(edu, pupil, attempt.id, attempt.order[0], nonsense)
    assert sitting.get_attempt(edu, pupil, attempt.id).given == {}


def test_nobody_reaches_another_pupils_attempt(edu: Edu, school: School, pupil: Person) -> None:
    attempt = sitting.begin_attempt(edu, pupil, "every-kind")
    other = school.pupils[1]
    for deed in (
        lambda: sitting.get_attempt(edu, other, attempt.id),
        lambda: sitting.finish_attempt(edu, other, attempt.id),
        lambda: sitting.find_draft(edu, other, attempt.id, "a1"),
        lambda: sitting.submit_response(
            edu, other, attempt.id, attempt.order[0], Chosen(options=("a",))
        ),
    ):
        with pytest.raises(NotFound):
            deed()
    with pytest.raises(NotAllowed):
        sitting.begin_attempt(edu, school.teacher, "every-kind")
    assert sitting.get_attempt(edu, pupil, attempt.id).given == {}
