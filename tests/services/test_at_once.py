"""Many at once, and processes that die: nothing is lost, nothing counts twice, on both engines."""

import contextlib
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from edu_core.domain.errors import BadInput, Conflict, EduError, NotFound
from edu_core.domain.interaction import Chosen, Walked, Written
from edu_core.domain.people import Person, Role
from edu_core.services import accounts, classes, deleting, reports, sitting
from edu_core.services.classes import RosterRow
from edu_core.services.context import Edu
from edu_core.storage.tables import attempts, people, responses
from tests.conftest import Clock, School


def at_once(deeds: Sequence[Callable[[], object]]) -> list[str]:
    """Do all deeds at the same moment; what became of each: ``done`` or the code of the error."""
    told: list[str] = []
    start = threading.Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> None:
        start.wait()
        try:
            deed()
            told.append("done")
        except EduError as error:
            told.append(error.code)

    threads = [threading.Thread(target=do, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


def _answer(edu: Edu, me: Person, attempt_id: int, item_id: str) -> None:
    attempt = sitting.get_attempt(edu, me, attempt_id)
    response = attempt.item(item_id).correct_response() or Written(text="言之有理就可以")
    sitting.submit_response(edu, me, attempt_id, item_id, response)


def _stored(edu: Edu) -> list[tuple[int, str]]:
    with edu.store.read() as transaction:
        rows = transaction.execute(sa.select(responses.c.attempt_id, responses.c.item_id)).all()
    return [(row.attempt_id, row.item_id) for row in rows]


def test_of_sixteen_clicks_one_counts(edu: Edu, pupil: Person) -> None:
    attempt = sitting.begin_attempt(edu, pupil, "every-kind")
    told = at_once([lambda: _answer(edu, pupil, attempt.id, attempt.order[0])] * 16)
    assert told == ["already-answered"] * 15 + ["done"]
    assert _stored(edu) == [(attempt.id, attempt.order[0])]


def test_the_last_two_answers_at_once_end_the_attempt_with_both(edu: Edu, pupil: Person) -> None:
    attempt = sitting.begin_attempt(edu, pupil, "every-kind")
    for item_id in attempt.order[:-6]:
        _answer(edu, pupil, attempt.id, item_id)
    told = at_once(
        [lambda name=name: _answer(edu, pupil, attempt.id, name) for name in attempt.order[-6:]]
    )
    assert told == ["done"] * 6
    assert sitting.get_result(edu, pupil, attempt.id).counting.score == 10


@pytest.mark.parametrize("first", [1, 3, 6])
def test_no_answer_slips_in_behind_the_end(edu: Edu, pupil: Person, first: int) -> None:
    attempt = sitting.begin_attempt(edu, pupil, "every-kind")
    answers = [lambda name=name: _answer(edu, pupil, attempt.id, name) for name in attempt.order]
    told = at_once([*answers[:first], lambda: sitting.finish_attempt(edu, pupil, attempt.id)])
    ended = sitting.get_attempt(edu, pupil, attempt.id)
    assert told.count("done") == len(ended.given) + 1
    assert ended.score() == len(ended.given)
    with edu.store.read() as transaction:
        query = sa.select(attempts.c.score).where(attempts.c.id == attempt.id)
        assert transaction.execute(query).scalar_one() == ended.score()


def test_tries_are_counted_exactly_however_many_begin_at_once(edu: Edu, pupil: Person) -> None:
    def begin_and_finish() -> None:
        attempt = sitting.begin_attempt(edu, pupil, "every-kind")
        sitting.finish_attempt(edu, pupil, attempt.id)

    at_once([begin_and_finish] * 12)
    sat = sitting.get_entrance(edu, pupil, "every-kind").attempts
    assert [row.number for row in sat] == list(range(1, len(sat) + 1))
    assert len(sat) <= 3
    while len(sitting.get_entrance(edu, pupil, "every-kind").attempts) < 3:
        begin_and_finish()
    assert at_once([begin_and_finish] * 4) == ["no-tries-left"] * 4


def test_a_pupil_who_was_deleted_meanwhile_is_told_so(edu: Edu, school: School) -> None:
    room, pupil = school.classroom, school.pupils[0]
    attempt = sitting.begin_attempt(edu, pupil, "every-kind")
    deleting.delete_classroom(edu, school.teacher, room.id, room.name)
    with pytest.raises(NotFound):
        sitting.begin_attempt(edu, pupil, "every-kind")
    with pytest.raises(NotFound):
        sitting.submit_response(edu, pupil, attempt.id, "a1", Chosen(options=("b",)))


def test_two_teachers_mark_one_attempt_and_both_marks_count(
    edu: Edu, school: School, pupil: Person, administrator: Person
) -> None:
    path = edu.content.root / "quizzes" / "at-the-end.yaml"
    text = path.read_text(encoding="utf-8")
    second = text.splitlines()[-1].replace("id: e2", "id: e3")
    path.write_text(text.rstrip() + "\n" + second + "\n", encoding="utf-8")
    edu.content.library(look_now=True)
    attempt = sitting.begin_attempt(edu, pupil, "at-the-end")
    for item_id in attempt.order:
        _answer(edu, pupil, attempt.id, item_id)
    waiting = reports.list_to_mark(edu, school.teacher, school.classroom.id)
    assert [one.row.item_id for one in waiting] == ["e2", "e3"]
    for _ in range(5):
        told = at_once(
            [
                lambda row=one.row: reports.mark_response(
                    edu, school.teacher, row.response_id, 2, ""
                )
                for one in waiting
            ]
        )
        assert told == ["done", "done"]
        assert sitting.get_result(edu, pupil, attempt.id).counting.score == 5


def test_one_user_name_is_given_once(edu: Edu, administrator: Person) -> None:
    told = at_once(
        [lambda: accounts.create_staff(edu, administrator, "老师", "li", Role.TEACHER)] * 6
    )
    assert told == ["conflict"] * 5 + ["done"]


def test_one_list_pasted_twice_at_once_is_taken_once(edu: Edu, school: School) -> None:
    rows = [RosterRow("甲", "11"), RosterRow("乙", "12")]
    told = at_once(
        [lambda: classes.import_roster(edu, school.teacher, school.classroom.id, rows)] * 4
    )
    assert told == ["conflict"] * 3 + ["done"]
    assert len(classes.get_roster(edu, school.teacher, school.classroom.id)) == 5


def test_one_claim_makes_one_administrator(edu: Edu) -> None:
    claim = accounts.offer_claim(edu)
    assert claim is not None

    def claim_as(user_name: str) -> None:
        accounts.claim_administrator(edu, claim, "校长", user_name, "correct horse", "127.0.0.1")

    told = at_once([lambda name=f"boss{n}": claim_as(name) for n in range(6)])
    assert told.count("done") == 1
    with edu.store.read() as transaction:
        assert len(transaction.execute(people.select()).all()) == 1


def test_a_link_offered_while_another_is_claimed_is_worth_nothing(edu: Edu) -> None:
    from edu_core.services.secrets import hash_token
    from edu_core.storage import sessions

    claim = accounts.offer_claim(edu)
    assert claim is not None
    accounts.claim_administrator(edu, claim, "校长", "boss", "correct horse", "127.0.0.1")
    with edu.store.write() as transaction:  # what a second process stores that looked before
        sessions.replace_claim(transaction, hash_token("late"), edu.now())
    with pytest.raises(Conflict):
        accounts.claim_administrator(edu, "late", "坏人", "evil", "correct horse", "127.0.0.1")


def test_a_report_sees_one_state_of_the_database(edu: Edu, school: School) -> None:
    pupil = school.pupils[0]
    with edu.store.read() as transaction:
        before = transaction.execute(sa.select(sa.func.count()).select_from(attempts)).scalar_one()
        attempt = sitting.begin_attempt(edu, pupil, "every-kind")
        _answer(edu, pupil, attempt.id, attempt.order[0])
        for table in (attempts, responses):
            query = sa.select(sa.func.count()).select_from(table)
            assert transaction.execute(query).scalar_one() == before == 0


def test_a_step_that_does_not_exist_is_not_kept(edu: Edu, pupil: Person) -> None:
    attempt = sitting.begin_attempt(edu, pupil, "every-kind")
    for nonsense in (Walked(path=("start-9",)), Walked(path=("keep-1",)), Written(text="x" * 9)):
        with pytest.raises(BadInput):
            sitting.save_draft(edu, pupil, attempt.id, "a5", nonsense)
    assert sitting.find_draft(edu, pupil, attempt.id, "a5") is None


def test_a_draft_is_no_answer_and_goes_when_the_answer_comes(
    edu: Edu, pupil: Person, clock: Clock
) -> None:
    attempt = sitting.begin_attempt(edu, pupil, "every-kind")
    sitting.save_draft(edu, pupil, attempt.id, "a6", Written(text="还没写完"))
    assert sitting.get_attempt(edu, pupil, attempt.id).given == {}
    _answer(edu, pupil, attempt.id, "a6")
    sitting.save_draft(edu, pupil, attempt.id, "a6", Written(text="第二个页面还开着"))
    assert sitting.find_draft(edu, pupil, attempt.id, "a6") is None
    sitting.save_draft(edu, pupil, attempt.id, "a5", Walked(path=("start-2",)))
    clock.move(minutes=16)
    assert sitting.get_attempt(edu, pupil, attempt.id).given.keys() == {"a6"}


@pytest.mark.parametrize("text", ["a\x00b", "😀" * 300, "x" * 200_000, "<script>"])
def test_whatever_is_typed_is_stored_or_refused_in_words(
    edu: Edu, school: School, pupil: Person, text: str
) -> None:
    attempt = sitting.begin_attempt(edu, pupil, "every-kind")
    for deed in (
        lambda: sitting.submit_response(edu, pupil, attempt.id, "a6", Written(text=text * 12)),
        lambda: sitting.get_entrance(edu, pupil, text),
        lambda: sitting.find_running(edu, pupil, text),
        lambda: sitting.get_attempt(edu, pupil, 10**30),
        lambda: classes.rename_classroom(edu, school.teacher, school.classroom.id, text),
        lambda: classes.import_roster(
            edu, school.teacher, school.classroom.id, [RosterRow(text, text)]
        ),
        lambda: accounts.sign_in_pupil(edu, text, text, text, text),
        lambda: accounts.slip_owner(edu, text, text),
        lambda: accounts.session_person(edu, text),
    ):
        with contextlib.suppress(EduError):  # anything else is a broken page
            deed()
    assert sitting.get_attempt(edu, pupil, attempt.id).id == attempt.id


def _start(edu: Edu, database_url: str, pupils: list[Person]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.services.answering_process",
            database_url,
            str(edu.content.root),
            *[str(pupil.id) for pupil in pupils],
        ],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
    )


def _said(lines: str) -> list[tuple[int, str]]:
    found = [line.split() for line in lines.splitlines() if line.count(" ") == 1]
    return [(int(attempt), item) for attempt, item in found]


def test_what_was_acknowledged_survives_a_process_killed_at_any_moment(
    edu: Edu, school: School, database_url: str
) -> None:
    said: list[tuple[int, str]] = []
    for lines_before_the_kill in (1, 7, 20):
        process = _start(edu, database_url, school.pupils)
        assert process.stdout is not None
        lines = "".join(process.stdout.readline() for _ in range(lines_before_the_kill))
        process.kill()
        said += _said(lines + process.communicate()[0])
        stored = _stored(edu)
        assert set(said) <= set(stored)
        assert len(said) == len(set(said))
        assert len(stored) == len(set(stored))
    process = _start(edu, database_url, school.pupils)
    said += _said(process.communicate()[0])
    assert process.returncode == 0
    assert len(_stored(edu)) == 3 * 3 * 10
    for pupil in school.pupils:
        sat = sitting.get_entrance(edu, pupil, "every-kind").attempts
        assert [(row.number, row.score) for row in sat] == [(1, 10), (2, 10), (3, 10)]


def test_two_processes_on_one_database_store_every_answer_once(
    edu: Edu, school: School, database_url: str
) -> None:
    both = [_start(edu, database_url, school.pupils) for _ in range(2)]
    said = [_said(process.communicate()[0]) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    stored = _stored(edu)
    assert sorted(said[0] + said[1]) == sorted(stored)
    assert len(stored) == len(set(stored)) == 3 * 3 * 10
