"""Signing in and out, and who exists."""

from dataclasses import dataclass
from datetime import timedelta

from edu_core.domain.access import Deed, require
from edu_core.domain.errors import BadInput, Conflict, NotAllowed, NotFound
from edu_core.domain.people import Person, Role, clean_code, clean_name
from edu_core.services.context import Edu
from edu_core.services.secrets import (
    LEAST_PASSWORD,
    NOBODY,
    hash_secret,
    hash_token,
    password_from,
    secret_matches,
)
from edu_core.services.throttle import (
    Counts,
    count_failure,
    counts_of_account,
    counts_of_address,
    forget_old_failures,
    forgive,
    pause_of_address,
    require_patience,
)
from edu_core.storage import people, sessions
from edu_core.storage.people import Account
from edu_core.storage.store import Transaction

LONGEST_NAME = 32


@dataclass(frozen=True)
class SignedIn:
    """A new session. ``token`` goes into the cookie and is stored only as a hash."""

    person: Person
    token: str
    lasts: timedelta


@dataclass(frozen=True)
class NewStaff:
    """A new account with its first password, which is shown once."""

    person: Person
    password: str


def begin_session(edu: Edu, transaction: Transaction, person: Person) -> SignedIn:
    """Open a session for a person whose secret has been checked."""
    now = edu.now()
    lasts = timedelta(days=edu.settings.session_days)
    token = edu.token(32)
    sessions.delete_expired_sessions(transaction, now)
    sessions.add_session(transaction, hash_token(token), person.id, now, now + lasts)
    return SignedIn(person, token, lasts)


def _check(
    edu: Edu, accounts: list[Account], secret: str, typed: str, address: str, refused: str
) -> SignedIn:
    """Find the one account whose secret this is; hashing happens outside any transaction.

    What came out of the hashing is told only after the counts were looked at once more, in the
    transaction that adds to them: many guesses at once tell no more than the same guesses one
    after the other.
    """
    tried = [(counts_of_account(typed, address, one.person.id), one) for one in accounts]
    none = counts_of_account(typed, address, None)
    with edu.store.read() as transaction:
        for counts in [counts for counts, _ in tried] or [none]:
            require_patience(transaction, counts, edu.now())
    if not tried:
        secret_matches(NOBODY, secret)
    for counts, account in tried:
        if secret_matches(account.secret_hash, secret) and not account.person.disabled:
            with edu.store.write() as transaction:
                people.lock_person(transaction, account.person.id)
                require_patience(transaction, counts, edu.now())
                forgive(transaction, counts)
                return begin_session(edu, transaction, account.person)
    _fail(edu, [counts for counts, _ in tried] or [none])
    raise NotAllowed(refused, code="sign-in-refused")


def _fail(edu: Edu, several: list[Counts]) -> None:
    """Count a wrong secret; raises ``TooManyTries`` where the guess itself came too often."""
    now = edu.now()
    with edu.store.read() as transaction:
        paused = pause_of_address(transaction, several[0], now)
    with edu.store.write() as transaction:
        forget_old_failures(transaction, now)
    with edu.store.write() as transaction:
        count_failure(transaction, several, now)
    if paused is not None:
        raise paused


def sign_in_pupil(edu: Edu, code: str, who: str, pin: str, address: str) -> SignedIn:
    """Sign a pupil in by class code, number or name, and PIN.

    Raises ``NotAllowed`` when they do not belong together, ``TooManyTries`` after too many
    failures.
    """
    code, who, pin = clean_code(code), clean_name(who), clean_name(pin).replace(" ", "")
    with edu.store.read() as transaction:
        classroom = people.find_classroom_by_code(transaction, code)
        accounts = people.find_pupil_accounts(transaction, classroom.id, who) if classroom else []
    refused = "班级码、姓名（或学号）和 PIN 对不上。请对照登录条再输一遍；还是不行，请老师帮忙。"
    return _check(edu, accounts, pin, f"pupil {code}/{who}", address, refused)


def sign_in_staff(edu: Edu, user_name: str, password: str, address: str) -> SignedIn:
    """Sign a teacher or administrator in; errors as for pupils."""
    user_name = clean_name(user_name).lower()
    with edu.store.read() as transaction:
        account = people.find_account(transaction, user_name)
    refused = "用户名和密码对不上。请检查大小写再输一遍；忘记密码可以请管理员重置。"
    found = [account] if account else []
    return _check(edu, found, password, f"staff {user_name}", address, refused)


def slip_owner(edu: Edu, slip_token: str, address: str) -> Person:
    """Whose QR slip this is; raises ``NotAllowed`` for a slip that is not (or no longer) valid.

    A valid slip is never paused: its token cannot be guessed, and it is the way in for a pupil
    whose account somebody else has paused.
    """
    with edu.store.read() as transaction:
        person = people.find_pupil_by_slip(transaction, hash_token(slip_token))
    if person is None or person.disabled:
        _fail(edu, [counts_of_address(address)])
        raise NotAllowed("这张登录条已经失效。请用班级码登录，或者请老师重新打印一张。")
    return person


def sign_in_with_slip(edu: Edu, slip_token: str, address: str) -> SignedIn:
    """Sign the owner of a QR slip in."""
    person = slip_owner(edu, slip_token, address)
    with edu.store.write() as transaction:
        return begin_session(edu, transaction, person)


def session_person(edu: Edu, token: str | None) -> Person | None:
    """Who is signed in with this cookie."""
    if not token:
        return None
    with edu.store.read() as transaction:
        return sessions.find_session_person(transaction, hash_token(token), edu.now())


def sign_out(edu: Edu, token: str) -> None:
    """End the session of this cookie."""
    with edu.store.write() as transaction:
        sessions.delete_session(transaction, hash_token(token))


def offer_claim(edu: Edu) -> str | None:
    """A fresh one-time token for making the first administrator; ``None`` when there is one.

    A new offer makes the former one worthless.
    """
    token = edu.token(16)
    with edu.store.write() as transaction:
        if people.count_administrators(transaction):
            return None
        sessions.replace_claim(transaction, hash_token(token), edu.now())
    return token


def claim_is_open(edu: Edu, token: str, address: str) -> bool:
    """Whether this token can make the first administrator."""
    with edu.store.read() as transaction:
        is_open = sessions.has_claim(transaction, hash_token(token))
    if not is_open:
        _fail(edu, [counts_of_address(address)])
    return is_open


def claim_administrator(
    edu: Edu, token: str, name: str, user_name: str, password: str, address: str
) -> SignedIn:
    """Make the first administrator and sign in; the token is used up in the same transaction."""
    if not claim_is_open(edu, token, address):
        raise NotAllowed("这个链接已经用过或失效了。请看运行程序的终端，重新启动会给出新的链接。")
    name, user_name = _checked_names(name, user_name)
    secret_hash = hash_secret(checked_password(password))
    with edu.store.write() as transaction:
        taken = sessions.take_claim(transaction, hash_token(token))
        # a link printed by a second process while the first was being claimed is worth nothing
        if not taken or people.count_administrators(transaction):
            raise Conflict("这个链接刚刚被用过了。请用已经建立的管理员账号登录。")
        person_id = _add_staff(edu, transaction, Role.ADMINISTRATOR, name, user_name, secret_hash)
        return begin_session(edu, transaction, people.get_person(transaction, person_id))


def _checked_names(name: str, user_name: str) -> tuple[str, str]:
    name, user_name = clean_name(name), clean_name(user_name).lower()
    if not name or len(name) > LONGEST_NAME:
        raise BadInput(f"请填写姓名，不超过 {LONGEST_NAME} 个字。还没有保存。")
    if not 2 <= len(user_name) <= LONGEST_NAME or " " in user_name:
        raise BadInput(f"用户名要 2 到 {LONGEST_NAME} 个字符，中间不能有空格。还没有保存。")
    return name, user_name


def checked_password(password: str) -> str:
    """The password; raises ``BadInput`` when it is too short, too long or one sign repeated."""
    if not LEAST_PASSWORD <= len(password) <= 128 or len(set(password)) < 4:
        raise BadInput(f"密码至少 {LEAST_PASSWORD} 个字符，而且不能都是同样几个字符。还没有保存。")
    return password


def _add_staff(
    edu: Edu, transaction: Transaction, role: Role, name: str, user_name: str, secret_hash: str
) -> int:
    if people.find_account(transaction, user_name) is not None:
        raise Conflict("这个用户名已经有人用了，请换一个。还没有保存。")
    return people.add_person(
        transaction,
        role=role,
        name=name,
        user_name=user_name,
        secret_hash=secret_hash,
        now=edu.now(),
    )


def create_staff(edu: Edu, me: Person, name: str, user_name: str, role: Role) -> NewStaff:
    """Make a teacher or administrator with a first password."""
    require(me, Deed.MANAGE_PEOPLE)
    if role is Role.PUPIL:
        raise BadInput("学生账号在班级的花名册里建立，不在这里。")
    name, user_name = _checked_names(name, user_name)
    password = password_from(edu.token(16))
    secret_hash = hash_secret(password)
    with edu.store.write() as transaction:
        person_id = _add_staff(edu, transaction, role, name, user_name, secret_hash)
        return NewStaff(people.get_person(transaction, person_id), password)


def list_staff(edu: Edu, me: Person) -> list[Person]:
    """All teachers and administrators."""
    require(me, Deed.MANAGE_PEOPLE)
    with edu.store.read() as transaction:
        return people.list_staff(transaction)


def _get_staff(transaction: Transaction, person_id: int) -> Person:
    person = people.get_person(transaction, person_id)
    if person.role is Role.PUPIL:
        raise NotFound("找不到这位老师。请刷新页面。", person=person_id)
    return person


def reset_password(edu: Edu, me: Person, person_id: int) -> NewStaff:
    """Give a teacher a new password and end their sessions."""
    require(me, Deed.MANAGE_PEOPLE)
    password = password_from(edu.token(16))
    secret_hash = hash_secret(password)
    with edu.store.write() as transaction:
        person = _get_staff(transaction, person_id)
        people.set_secret(transaction, person.id, secret_hash)
        sessions.delete_sessions_of(transaction, person.id)
    return NewStaff(person, password)


def set_staff_disabled(edu: Edu, me: Person, person_id: int, disabled: bool) -> None:
    """Shut a teacher out, or let them in again; nobody can shut themselves out."""
    require(me, Deed.MANAGE_PEOPLE)
    if person_id == me.id:
        raise BadInput("不能停用自己的账号。请让另一位管理员来做。")
    with edu.store.write() as transaction:
        person = _get_staff(transaction, person_id)
        people.set_disabled(transaction, person.id, disabled)
        sessions.delete_sessions_of(transaction, person.id)


def change_own_password(edu: Edu, me: Person, old: str, new: str, keep_token: str) -> None:
    """Replace one's own password; other sessions end, the one with ``keep_token`` goes on."""
    if me.role is Role.PUPIL:
        raise NotAllowed("PIN 由老师重新发放。请告诉老师，老师会打印一张新的登录条。")
    require(me, Deed.CHANGE_OWN_PASSWORD)
    counts = counts_of_account("", "signed in", me.id)  # a session left open must not help to guess
    with edu.store.read() as transaction:
        require_patience(transaction, counts, edu.now())
        account = people.find_account_by_id(transaction, me.id)
    if account is None or not secret_matches(account.secret_hash, old):
        _fail(edu, [counts])
        raise NotAllowed("原来的密码不对，密码没有改动。请再输一遍。")
    secret_hash = hash_secret(checked_password(new))
    now = edu.now()
    lasts = timedelta(days=edu.settings.session_days)
    with edu.store.write() as transaction:
        people.set_secret(transaction, me.id, secret_hash)
        sessions.delete_sessions_of(transaction, me.id)
        sessions.add_session(transaction, hash_token(keep_token), me.id, now, now + lasts)
