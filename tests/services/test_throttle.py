"""Guessing is slowed down; who does not guess gets in, also beside somebody who does."""

import threading

import pytest

from edu_core.domain.errors import EduError, NotAllowed, TooManyTries
from edu_core.domain.items.base import Band
from edu_core.domain.people import Person
from edu_core.services import accounts, classes, deleting
from edu_core.services.accounts import sign_in_pupil, sign_in_staff, sign_in_with_slip
from edu_core.services.classes import RosterRow
from edu_core.services.context import Edu
from edu_core.services.throttle import ACCOUNT_ANYWHERE, ACCOUNT_HERE, ADDRESS, FAIR_TRIES
from edu_core.storage.tables import throttles
from tests.conftest import Clock, School

SCHOOL = "10.9.9.9"
"""The one address behind which a whole school sits."""


def _guess(edu: Edu, code: str, who: str, address: str = SCHOOL) -> str:
    """What the door says to a wrong PIN: ``sign-in-refused`` or ``too-many-tries``."""
    with pytest.raises((NotAllowed, TooManyTries)) as refused:
        sign_in_pupil(edu, code, who, "wrong", address)
    return refused.value.code


def _spend_the_address(edu: Edu) -> None:
    for number in range(ADDRESS.tries):
        assert _guess(edu, "ZZZZZZ", f"nobody {number}") == "sign-in-refused"


def test_many_accounts_from_one_address_are_slowed_down(edu: Edu, school: School) -> None:
    _spend_the_address(edu)
    assert _guess(edu, "ZZZZZZ", "somebody else") == "too-many-tries"
    assert _guess(edu, school.classroom.code, "2") == "too-many-tries"
    with pytest.raises(TooManyTries):
        sign_in_staff(edu, "admin", "a guess", SCHOOL)
    with pytest.raises(TooManyTries):
        accounts.slip_owner(edu, "0" * 32, SCHOOL)
    with pytest.raises(TooManyTries):
        accounts.claim_is_open(edu, "0" * 32, SCHOOL)


def test_one_naughty_pupil_does_not_shut_the_school_out(edu: Edu, school: School) -> None:
    _spend_the_address(edu)
    for slip in school.slips[:2]:
        assert sign_in_pupil(edu, slip.code, slip.number, slip.pin, SCHOOL).person.name == slip.name
    third = school.slips[2]
    assert _guess(edu, third.code, third.number) == "too-many-tries"  # one slip of the finger
    assert sign_in_pupil(edu, third.code, third.number, third.pin, SCHOOL)
    assert sign_in_staff(edu, "admin", "correct horse", SCHOOL)
    assert sign_in_with_slip(edu, third.token, SCHOOL)


def test_while_an_address_is_paused_an_account_has_fewer_tries(
    edu: Edu, school: School, clock: Clock
) -> None:
    slip = school.slips[0]
    _spend_the_address(edu)
    for _ in range(FAIR_TRIES):
        _guess(edu, slip.code, slip.number)
    with pytest.raises(TooManyTries):
        sign_in_pupil(edu, slip.code, slip.number, slip.pin, SCHOOL)
    assert sign_in_pupil(edu, slip.code, slip.number, slip.pin, "10.0.0.2")
    clock.move(seconds=ADDRESS.longest_pause.total_seconds())
    assert sign_in_pupil(edu, slip.code, slip.number, slip.pin, SCHOOL)


def test_mistakes_of_a_large_school_spread_over_the_day_pause_nobody(
    edu: Edu, school: School, clock: Clock
) -> None:
    code = school.classroom.code
    for number in range(2 * ADDRESS.tries):
        assert _guess(edu, code, f"pupil {number}") == "sign-in-refused"
        clock.move(minutes=2)


def test_a_classmate_pauses_only_the_place_where_the_guessing_happens(
    edu: Edu, school: School
) -> None:
    slip = school.slips[0]
    for _ in range(ACCOUNT_HERE.tries):
        _guess(edu, slip.code, slip.number, "10.0.0.66")
    assert _guess(edu, slip.code, slip.number, "10.0.0.66") == "too-many-tries"
    assert sign_in_pupil(edu, slip.code, slip.number, slip.pin, "10.0.0.2")
    assert sign_in_with_slip(edu, slip.token, "10.0.0.66")


def test_an_account_is_paused_for_guesses_from_many_addresses(edu: Edu, school: School) -> None:
    slip = school.slips[0]
    for number in range(ACCOUNT_ANYWHERE.tries):
        assert _guess(edu, slip.code, slip.number, f"10.0.1.{number}") == "sign-in-refused"
    with pytest.raises(TooManyTries):
        sign_in_pupil(edu, slip.code, slip.number, slip.pin, "10.0.0.2")
    assert sign_in_with_slip(edu, slip.token, "10.0.0.2")


def test_number_and_name_are_one_account(edu: Edu, school: School) -> None:
    slip = school.slips[0]
    for number in range(ACCOUNT_HERE.tries):
        _guess(edu, slip.code, (slip.number, slip.name)[number % 2])
    for who in (slip.number, slip.name):
        assert _guess(edu, slip.code, who) == "too-many-tries"


def test_many_guesses_at_once_tell_no_more_than_one_after_the_other(
    edu: Edu, school: School
) -> None:
    slip = school.slips[0]
    told: list[str] = []
    start = threading.Barrier(16)

    def guess() -> None:
        start.wait()
        try:
            sign_in_pupil(edu, slip.code, slip.number, "wrong", "10.0.0.66")
        except EduError as error:
            told.append(error.code)

    threads = [threading.Thread(target=guess) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(told) <= {"sign-in-refused", "too-many-tries"}
    with edu.store.read() as transaction:
        counted = [row.failures for row in transaction.execute(throttles.select())]
    assert counted == [told.count("sign-in-refused")] * 3


def test_guessing_the_old_password_in_an_open_session_is_slowed_down(
    edu: Edu, teacher: Person
) -> None:
    for _ in range(ACCOUNT_HERE.tries):
        with pytest.raises(NotAllowed, match="没有改动"):
            accounts.change_own_password(edu, teacher, "a guess", "battery staple", "token")
    with pytest.raises(TooManyTries):
        accounts.change_own_password(edu, teacher, "a guess", "battery staple", "token")


def test_failures_hold_no_name_and_go_with_the_class_and_with_time(
    edu: Edu, school: School, clock: Clock
) -> None:
    slip = school.slips[0]
    _guess(edu, slip.code, slip.name, "10.0.0.66")
    _guess(edu, slip.code, "没有这个人", "10.0.0.66")
    with edu.store.read() as transaction:
        rows = repr(transaction.execute(throttles.select()).all())
    for trace in (slip.name, slip.code, "没有这个人", "10.0.0.66"):
        assert trace not in rows
    room = school.classroom
    deleting.delete_classroom(edu, school.teacher, room.id, room.name)
    with edu.store.read() as transaction:
        left = transaction.execute(throttles.select()).all()
    assert len(left) == 3  # of the unknown account and of the address
    assert all(row.person_id is None for row in left)
    clock.move(hours=2)
    _guess(edu, "ZZZZZZ", "another", "10.0.0.67")
    with edu.store.read() as transaction:
        assert len(transaction.execute(throttles.select()).all()) == 3


def test_twins_are_counted_once_each_and_the_address_once(edu: Edu, teacher: Person) -> None:
    room = classes.create_classroom(edu, teacher, "双胞胎", Band.JUNIOR)
    classes.import_roster(edu, teacher, room.id, [RosterRow("王小明"), RosterRow("王小明")])
    _guess(edu, room.code, "王小明")
    with edu.store.read() as transaction:
        rows = transaction.execute(throttles.select()).all()
    assert [row.failures for row in rows] == [1] * 5
