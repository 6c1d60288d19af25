"""A class answers with cards: photographs are merged, corrected by hand and become attempts."""

import numpy as np
import pytest

from edu_core.domain.card import ABSENT, Side
from edu_core.domain.errors import BadInput, Conflict, NotFound
from edu_core.domain.interaction import Chosen
from edu_core.domain.people import Role
from edu_core.services.cards import (
    CardRound,
    add_photograph,
    close_round,
    end_run,
    find_run,
    issue_cards,
    open_round,
    set_by_hand,
    start_run,
)
from edu_core.services.classes import RosterRow, import_roster
from edu_core.services.context import Edu
from edu_core.services.deleting import remove_pupil
from edu_core.services.reports import get_class_report, get_item_report
from edu_core.services.sitting import begin_attempt, get_attempt, get_result
from edu_core.storage import attempts, people
from tests.conftest import School
from tests.exchange.photographs import Scene, jpeg, photograph


def snapshot(edu: Edu, school: School, sides: dict[str, Side], seed: int = 1) -> bytes:
    """A small photograph in which these pupils (by number) hold up their cards."""
    held = {c.number: c.marker for c in issue_cards(edu, school.teacher, school.classroom.id)}
    answers = {held[number]: side for number, side in sides.items()}
    scene = Scene(seed, answers, width=1600, height=1200, sizes=(70, 90), covered=0, dimmest=0.7)
    return jpeg(photograph(scene))


def opened(edu: Edu, school: School, item: str = "a1") -> CardRound:
    run = start_run(edu, school.teacher, school.classroom.id, "every-kind")
    open_round(edu, school.teacher, run.id, item)
    return now(edu, school)


def now(edu: Edu, school: School) -> CardRound:
    run = find_run(edu, school.teacher, school.classroom.id)
    assert run is not None
    return run.rounds[-1]


def answers(found: CardRound) -> list[Side | None]:
    return [seat.answer for seat in found.seats]


def test_two_photographs_and_a_correction_become_answers_in_the_report(
    edu: Edu, school: School
) -> None:
    me = school.teacher
    found = opened(edu, school)
    report = add_photograph(edu, me, found.id, snapshot(edu, school, {"1": Side.A}))
    assert (report.read, report.fresh, report.strangers) == (1, 1, 0)
    assert [seat.pupil.number for seat in now(edu, school).missing] == ["2", "3"]
    again = snapshot(edu, school, {"1": Side.A, "2": Side.B}, seed=2)
    assert add_photograph(edu, me, found.id, again).fresh == 1
    set_by_hand(edu, me, found.id, school.pupils[2].id, "C")
    assert answers(now(edu, school)) == [Side.A, Side.B, Side.C]
    assert close_round(edu, me, found.id) == 3
    options = [part.id for part in found.choose.options]
    given = get_item_report(edu, me, school.classroom.id, "a1").given
    assert {who: response for who, response, _, _ in given} == {
        pupil.id: Chosen(options=(option,))
        for pupil, option in zip(school.pupils, options, strict=True)
    }
    table = get_class_report(edu, me, school.classroom.id)
    assert table.attempts.counts.tolist() == [True] * 3
    assert table.responses.item.tolist() == ["a1"] * 3


def test_the_pupil_finds_the_answer_like_any_other_attempt(edu: Edu, school: School) -> None:
    me, pupil = school.teacher, school.pupils[0]
    for item in ("a1", "a9"):
        found = opened(edu, school, item)
        set_by_hand(edu, me, found.id, pupil.id, "B")
        close_round(edu, me, found.id)
    with edu.store.read() as transaction:
        (row,) = attempts.list_attempts(transaction, pupil.id, "every-kind")
    attempt = get_attempt(edu, pupil, row.id)
    assert attempt.order == ("a1", "a9")
    assert attempt.finished
    assert attempt.interaction("a9") == found.choose  # the letters stood for these options
    assert row.score == attempt.score()
    assert row.max_score == attempt.max_score() == 2
    assert len(get_result(edu, pupil, row.id).disclosures) == 2


def test_a_question_somebody_was_not_read_in_is_not_held_against_them(
    edu: Edu, school: School
) -> None:
    me = school.teacher
    found = opened(edu, school)
    set_by_hand(edu, me, found.id, school.pupils[0].id, "A")
    set_by_hand(edu, me, found.id, school.pupils[1].id, ABSENT)
    assert [seat.pupil.number for seat in now(edu, school).missing] == ["3"]
    assert close_round(edu, me, found.id) == 1
    with edu.store.read() as transaction:
        assert attempts.list_attempts(transaction, school.pupils[1].id) == []
        assert attempts.list_attempts(transaction, school.pupils[2].id) == []


def test_photographs_that_contradict_one_another_count_as_missing_until_corrected(
    edu: Edu, school: School
) -> None:
    me = school.teacher
    found = opened(edu, school)
    for seed, side in enumerate((Side.A, Side.B, Side.A)):
        add_photograph(edu, me, found.id, snapshot(edu, school, {"1": side}, seed))
    seat = now(edu, school).seats[0]
    assert seat.answer is None
    assert seat.doubtful
    set_by_hand(edu, me, found.id, seat.pupil.person_id, "B")
    assert now(edu, school).seats[0].answer is Side.B
    set_by_hand(edu, me, found.id, seat.pupil.person_id, None)
    assert now(edu, school).seats[0].doubtful


def test_a_side_that_is_no_option_is_no_answer(edu: Edu, school: School) -> None:
    found = opened(edu, school, "a9")  # right or wrong: A or B
    picture = snapshot(edu, school, {"1": Side.D, "2": Side.A})
    add_photograph(edu, school.teacher, found.id, picture)
    assert answers(now(edu, school)) == [None, Side.A, None]
    assert now(edu, school).seats[0].doubtful
    with pytest.raises(BadInput, match="没有登记"):
        set_by_hand(edu, school.teacher, found.id, school.pupils[0].id, "C")


def test_one_card_in_two_places_is_doubtful_and_a_strange_card_is_nobody(
    edu: Edu, school: School
) -> None:
    me = school.teacher
    found = opened(edu, school)
    held = {c.number: c.marker for c in issue_cards(edu, me, school.classroom.id)}
    size = {"width": 1600, "height": 1200}
    scene = Scene(3, {held["1"]: Side.A, 99: Side.A}, **size, covered=0, dimmest=0.7)
    report = add_photograph(edu, me, found.id, jpeg(photograph(scene)))
    assert (report.read, report.strangers) == (1, 1)
    once = photograph(Scene(4, {held["2"]: Side.A}, **size, covered=0, dimmest=0.7))
    twice = np.hstack([once[:, 400:1200], once[:, 400:1200]])
    report = add_photograph(edu, me, found.id, jpeg(twice))
    assert (report.read, report.doubtful) == (0, 1)
    assert answers(now(edu, school)) == [Side.A, None, None]
    assert now(edu, school).seats[1].doubtful


def test_nothing_is_taken_after_closing_and_nothing_counted_twice(edu: Edu, school: School) -> None:
    me = school.teacher
    found = opened(edu, school)
    picture = snapshot(edu, school, {"1": Side.A})
    add_photograph(edu, me, found.id, picture)
    close_round(edu, me, found.id)
    for late in (
        lambda: close_round(edu, me, found.id),
        lambda: add_photograph(edu, me, found.id, picture),
        lambda: set_by_hand(edu, me, found.id, school.pupils[1].id, "A"),
    ):
        with pytest.raises(Conflict, match="已经收卡"):
            late()
    assert len(get_item_report(edu, me, school.classroom.id, "a1").given) == 1


def test_one_question_at_a_time_and_each_only_once(edu: Edu, school: School) -> None:
    me = school.teacher
    found = opened(edu, school)
    run = start_run(edu, me, school.classroom.id, "every-kind")  # a second tab goes on
    assert open_round(edu, me, run.id, "a1") == found.id
    with pytest.raises(Conflict, match="先收卡"):
        open_round(edu, me, run.id, "a9")
    with pytest.raises(Conflict, match="先收卡"):
        end_run(edu, me, run.id)
    with pytest.raises(Conflict, match="先收卡"):
        start_run(edu, me, school.classroom.id, "at-the-end")
    close_round(edu, me, found.id)
    with pytest.raises(Conflict, match="已经收过卡"):
        open_round(edu, me, run.id, "a1")
    with pytest.raises(BadInput, match="不能用答题卡"):
        open_round(edu, me, run.id, "a7")
    end_run(edu, me, run.id)
    assert find_run(edu, me, school.classroom.id) is None
    with pytest.raises(Conflict, match="已经结束"):
        open_round(edu, me, run.id, "a9")
    other = start_run(edu, me, school.classroom.id, "at-the-end")
    assert other.quiz.id == "at-the-end"
    assert set(other.refused) == {"e2"}


def test_an_attempt_the_pupil_has_begun_alone_stays_as_it_is(edu: Edu, school: School) -> None:
    pupil = school.pupils[0]
    alone = begin_attempt(edu, pupil, "every-kind")
    found = opened(edu, school)
    set_by_hand(edu, school.teacher, found.id, pupil.id, "A")
    close_round(edu, school.teacher, found.id)
    assert get_attempt(edu, pupil, alone.id) == alone
    with edu.store.read() as transaction:
        rows = attempts.list_attempts(transaction, pupil.id, "every-kind")
    assert [row.number for row in rows] == [1, 2]


def test_a_card_stays_with_its_pupil_when_others_come_and_go(edu: Edu, school: School) -> None:
    me, room = school.teacher, school.classroom.id
    before = {card.name: card.marker for card in issue_cards(edu, me, room)}
    remove_pupil(edu, me, room, school.pupils[0].id)
    import_roster(edu, me, room, [RosterRow("赵新", "0"), RosterRow("钱新", "1")])
    after = {card.name: card.marker for card in issue_cards(edu, me, room)}
    assert {name: after[name] for name in ("李雷", "韩梅梅")} == {
        name: before[name] for name in ("李雷", "韩梅梅")
    }
    # the printed card of who is gone is nobody's
    assert before["王小明"] not in after.values()
    assert len(set(after.values())) == 4


def test_a_full_class_has_a_card_for_everybody_even_after_changes(edu: Edu, school: School) -> None:
    me, room = school.teacher, school.classroom.id
    _add(edu, room, "学生", 117)
    first = {card.marker for card in issue_cards(edu, me, room)}
    assert len(first) == 120
    with edu.store.write() as transaction:
        pupils = people.list_enrollments(transaction, room)[-60:]
        people.delete_people(transaction, [pupil.person_id for pupil in pupils])
    _add(edu, room, "新生", 60)
    second = [card.marker for card in issue_cards(edu, me, room)]
    assert len(set(second)) == len(second) == 120


def _add(edu: Edu, classroom_id: int, name: str, count: int) -> None:
    """Pupils without a PIN, whose hashing would take long."""
    with edu.store.write() as transaction:
        for number in range(count):
            person_id = people.add_person(
                transaction,
                role=Role.PUPIL,
                name=f"{name}{number}",
                secret_hash="x",
                now=edu.now(),
            )
            people.add_enrollment(transaction, classroom_id, person_id, f"{name}{number}", "seed")


def test_what_is_no_photograph_is_refused_and_what_was_read_stays(edu: Edu, school: School) -> None:
    found = opened(edu, school)
    add_photograph(edu, school.teacher, found.id, snapshot(edu, school, {"1": Side.A}))
    with pytest.raises(BadInput, match="已经读到的都在"):
        add_photograph(edu, school.teacher, found.id, b"no picture")
    assert answers(now(edu, school))[0] is Side.A


def test_a_pupil_of_another_class_cannot_be_set(edu: Edu, school: School) -> None:
    found = opened(edu, school)
    with pytest.raises(NotFound):
        set_by_hand(edu, school.teacher, found.id, 10_000, "A")
