"""Signing in, throttling, claiming."""

import pytest

from edu_core.domain.errors import BadInput, Conflict, NotAllowed, TooManyTries
from edu_core.domain.people import Person, Role
from edu_core.services import accounts
from edu_core.services.accounts import (
    claim_administrator,
    offer_claim,
    session_person,
    sign_in_pupil,
    sign_in_staff,
    sign_in_with_slip,
    sign_out,
)
from edu_core.services.classes import issue_slips
from edu_core.services.context import Edu
from edu_core.services.throttle import ACCOUNT_HERE
from tests.conftest import Clock, School


def test_a_pupil_signs_in_by_number_or_name_on_any_keyboard(edu: Edu, school: School) -> None:
    slip = school.slips[0]
    for code, who, pin in (
        (slip.code, "1", slip.pin),
        (slip.code.lower(), "王小明", slip.pin),
        (f" {slip.code[:3]} {slip.code[3:]} ", "１", " ".join(slip.pin)),
    ):
        signed_in = sign_in_pupil(edu, code, who, pin, "10.0.0.2")
        assert signed_in.person.name == "王小明"
        assert session_person(edu, signed_in.token) == signed_in.person


@pytest.mark.parametrize("wrong", ["code", "who", "pin"])
def test_whichever_part_is_wrong_the_sentence_is_the_same(
    edu: Edu, school: School, wrong: str
) -> None:
    slip = school.slips[0]
    given = {"code": slip.code, "who": slip.number, "pin": slip.pin} | {wrong: "没有"}
    with pytest.raises(NotAllowed, match="对不上"):
        sign_in_pupil(edu, **given, address="10.0.0.2")


def test_two_pupils_of_the_same_name_are_told_apart_by_their_pin(edu: Edu, school: School) -> None:
    from edu_core.services.classes import RosterRow, import_roster

    room = school.classroom
    twin = import_roster(edu, school.teacher, room.id, [RosterRow("王小明", "9")])[0]
    signed_in = sign_in_pupil(edu, room.code, "王小明", twin.pin, "10.0.0.2")
    assert signed_in.person.id != school.pupils[0].id


def test_guessing_pauses_the_account_even_after_a_restart(
    edu: Edu, school: School, clock: Clock
) -> None:
    slip = school.slips[0]
    for _ in range(ACCOUNT_HERE.tries):
        with pytest.raises(NotAllowed):
            sign_in_pupil(edu, slip.code, "1", "000000x", "10.0.0.2")
    edu.store.close()
    with pytest.raises(TooManyTries) as paused:
        sign_in_pupil(edu, slip.code, "1", slip.pin, "10.0.0.2")
    assert paused.value.facts["retry_after"] == 61
    clock.move(minutes=2)
    assert sign_in_pupil(edu, slip.code, "1", slip.pin, "10.0.0.2").person.name == "王小明"


def test_each_further_failure_doubles_the_pause(edu: Edu, school: School, clock: Clock) -> None:
    pauses: list[object] = []
    for _ in range(ACCOUNT_HERE.tries - 1):
        with pytest.raises(NotAllowed):
            sign_in_staff(edu, "wang", "wrong", "10.0.0.2")
    for _ in range(3):
        with pytest.raises(NotAllowed, match="对不上"):
            sign_in_staff(edu, "wang", "wrong", "10.0.0.2")
        with pytest.raises(TooManyTries) as paused:
            sign_in_staff(edu, "wang", "wrong", "10.0.0.2")
        pauses.append(paused.value.facts["retry_after"])
        clock.move(seconds=float(str(paused.value.facts["retry_after"])))
    assert pauses == [61, 121, 241]


def test_a_session_ends_by_signing_out_and_by_time(edu: Edu, school: School, clock: Clock) -> None:
    slip = school.slips[0]
    first = sign_in_pupil(edu, slip.code, "1", slip.pin, "10.0.0.2")
    second = sign_in_pupil(edu, slip.code, "1", slip.pin, "10.0.0.2")
    sign_out(edu, first.token)
    assert session_person(edu, first.token) is None
    assert session_person(edu, second.token) is not None
    clock.move(days=edu.settings.session_days + 1)
    assert session_person(edu, second.token) is None


def test_a_new_slip_makes_the_old_pin_qr_and_session_worthless(edu: Edu, school: School) -> None:
    old = school.slips[0]
    session = sign_in_with_slip(edu, old.token, "10.0.0.2")
    fresh = issue_slips(edu, school.teacher, school.classroom.id, [school.pupils[0].id])[0]
    assert session_person(edu, session.token) is None
    with pytest.raises(NotAllowed, match="失效"):
        sign_in_with_slip(edu, old.token, "10.0.0.2")
    with pytest.raises(NotAllowed):
        sign_in_pupil(edu, old.code, "1", old.pin, "10.0.0.2")
    assert sign_in_pupil(edu, fresh.code, "1", fresh.pin, "10.0.0.2")


def test_the_first_administrator_is_claimed_once_and_only_with_the_token(edu: Edu) -> None:
    stale = offer_claim(edu)
    claim = offer_claim(edu)
    assert claim is not None
    assert stale is not None
    for wrong in (stale, "0" * 32, ""):
        with pytest.raises(NotAllowed, match="失效"):
            claim_administrator(edu, wrong, "坏人", "evil", "correct horse", "10.0.0.66")
    made = claim_administrator(edu, claim, "校长", "Boss", "correct horse", "127.0.0.1")
    assert made.person.role is Role.ADMINISTRATOR
    with pytest.raises(NotAllowed):
        claim_administrator(edu, claim, "第二个", "second", "correct horse", "127.0.0.1")
    assert offer_claim(edu) is None
    assert sign_in_staff(edu, "BOSS", "correct horse", "127.0.0.1").person == made.person


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaa", "x" * 129])
def test_a_weak_password_is_refused_and_the_claim_stays_open(edu: Edu, password: str) -> None:
    claim = offer_claim(edu)
    assert claim is not None
    with pytest.raises(BadInput, match="密码"):
        claim_administrator(edu, claim, "校长", "boss", password, "127.0.0.1")
    assert claim_administrator(edu, claim, "校长", "boss", "correct horse", "127.0.0.1")


def test_a_disabled_teacher_is_out_at_once_and_cannot_come_back(
    edu: Edu, administrator: Person
) -> None:
    made = accounts.create_staff(edu, administrator, "李老师", "li", Role.TEACHER)
    session = sign_in_staff(edu, "li", made.password, "10.0.0.2")
    accounts.set_staff_disabled(edu, administrator, made.person.id, True)
    assert session_person(edu, session.token) is None
    with pytest.raises(NotAllowed):
        sign_in_staff(edu, "li", made.password, "10.0.0.2")
    accounts.set_staff_disabled(edu, administrator, made.person.id, False)
    assert sign_in_staff(edu, "li", made.password, "10.0.0.2")


def test_nobody_can_shut_themselves_out(edu: Edu, administrator: Person) -> None:
    with pytest.raises(BadInput, match="自己"):
        accounts.set_staff_disabled(edu, administrator, administrator.id, True)


def test_a_user_name_is_taken_once(edu: Edu, administrator: Person, teacher: Person) -> None:
    with pytest.raises(Conflict, match="换一个"):
        accounts.create_staff(edu, administrator, "又一位", "WANG", Role.TEACHER)


def test_changing_the_password_ends_other_sessions_and_keeps_this_one(
    edu: Edu, administrator: Person
) -> None:
    here = sign_in_staff(edu, "admin", "correct horse", "10.0.0.2")
    there = sign_in_staff(edu, "admin", "correct horse", "10.0.0.3")
    with pytest.raises(NotAllowed, match="没有改动"):
        accounts.change_own_password(edu, administrator, "wrong", "battery staple", here.token)
    accounts.change_own_password(edu, administrator, "correct horse", "battery staple", here.token)
    assert session_person(edu, here.token) is not None
    assert session_person(edu, there.token) is None
    assert sign_in_staff(edu, "admin", "battery staple", "10.0.0.2")


def test_secrets_are_stored_only_as_hashes(edu: Edu, school: School) -> None:
    from edu_core.storage.tables import metadata

    slip = school.slips[0]
    signed_in = sign_in_pupil(edu, slip.code, "1", slip.pin, "10.0.0.2")
    with edu.store.read() as transaction:
        everything = repr(
            [transaction.execute(table.select()).all() for table in metadata.sorted_tables]
        )
    for secret in (slip.pin, slip.token, signed_in.token, "correct horse"):
        assert secret not in everything
