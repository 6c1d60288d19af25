"""Sessions, sign-in throttles and the claim of the first administrator; all survive a restart."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from edu_core.domain.people import Person
from edu_core.storage.people import person_from
from edu_core.storage.store import Transaction
from edu_core.storage.tables import claims, people, sessions, throttles
from edu_core.storage.upsert import upsert


@dataclass(frozen=True)
class Throttle:
    """Failed sign-ins under one key (an account or an address)."""

    failures: int
    last_at: datetime
    blocked_until: datetime | None


def add_session(
    transaction: Transaction, token_hash: str, person_id: int, now: datetime, expires_at: datetime
) -> None:
    """Remember that this token belongs to this person."""
    transaction.execute(
        sessions.insert().values(
            token_hash=token_hash, person_id=person_id, created_at=now, expires_at=expires_at
        )
    )


_SESSION_OWNER = (
    sa.select(people)
    .join(sessions, sessions.c.person_id == people.c.id)
    .where(
        sessions.c.token_hash == sa.bindparam("token_hash"),
        sessions.c.expires_at > sa.bindparam("now", type_=sessions.c.expires_at.type),
        people.c.disabled.is_(False),
    )
)


def find_session_person(transaction: Transaction, token_hash: str, now: datetime) -> Person | None:
    """Who is signed in with this token at ``now``."""
    row = transaction.execute(_SESSION_OWNER, {"token_hash": token_hash, "now": now}).one_or_none()
    return None if row is None else person_from(row)


def delete_session(transaction: Transaction, token_hash: str) -> None:
    """End one session."""
    transaction.execute(sessions.delete().where(sessions.c.token_hash == token_hash))


def delete_sessions_of(transaction: Transaction, person_id: int) -> None:
    """End all sessions of a person, as after a new PIN or password."""
    transaction.execute(sessions.delete().where(sessions.c.person_id == person_id))


def delete_expired_sessions(transaction: Transaction, now: datetime) -> None:
    """Forget sessions that have ended."""
    transaction.execute(sessions.delete().where(sessions.c.expires_at <= now))


def find_throttle(transaction: Transaction, key: str) -> Throttle | None:
    """The failures under a key."""
    row = transaction.execute(sa.select(throttles).where(throttles.c.key == key)).one_or_none()
    return None if row is None else Throttle(row.failures, row.last_at, row.blocked_until)


def lock_throttle(
    transaction: Transaction, key: str, person_id: int | None, now: datetime
) -> Throttle:
    """The failures under a key, which nobody else can change before this transaction ends."""
    row = {
        "key": key,
        "failures": 0,
        "last_at": now,
        "blocked_until": None,
        "person_id": person_id,
    }
    upsert(transaction, throttles, row, {})
    query = sa.select(throttles).where(throttles.c.key == key).with_for_update()
    found = transaction.execute(query).one()
    return Throttle(found.failures, found.last_at, found.blocked_until)


def set_throttle(transaction: Transaction, key: str, throttle: Throttle) -> None:
    """Store the failures under a locked key."""
    transaction.execute(
        throttles.update()
        .where(throttles.c.key == key)
        .values(
            failures=throttle.failures,
            last_at=throttle.last_at,
            blocked_until=throttle.blocked_until,
        )
    )


def forget_throttles(transaction: Transaction, before: datetime, now: datetime) -> None:
    """Forget failures whose last was before ``before`` and that pause nobody at ``now``."""
    paused = throttles.c.blocked_until
    old = (
        sa.select(throttles.c.key)
        .where(throttles.c.last_at < before, sa.or_(paused.is_(None), paused <= now))
        .with_for_update(skip_locked=True)
    )
    transaction.execute(throttles.delete().where(throttles.c.key.in_(old)))


def delete_throttle(transaction: Transaction, key: str) -> None:
    """Forget the failures under a key."""
    transaction.execute(throttles.delete().where(throttles.c.key == key))


def replace_claim(transaction: Transaction, token_hash: str, now: datetime) -> None:
    """Make this the only token with which the first administrator can be made."""
    transaction.execute(claims.delete())
    transaction.execute(claims.insert().values(token_hash=token_hash, created_at=now))


def has_claim(transaction: Transaction, token_hash: str) -> bool:
    """Whether this is the token."""
    query = sa.select(sa.func.count()).where(claims.c.token_hash == token_hash)
    return bool(transaction.execute(query).scalar_one())


def take_claim(transaction: Transaction, token_hash: str) -> bool:
    """Use the token up; only one of several who try at once is told ``True``."""
    taken = transaction.execute(claims.delete().where(claims.c.token_hash == token_hash))
    return taken.rowcount == 1


def delete_claims(transaction: Transaction) -> None:
    """Nobody can claim any more."""
    transaction.execute(claims.delete())
