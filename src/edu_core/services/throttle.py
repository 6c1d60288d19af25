"""Slowing down who guesses: per account and per address, kept in the database."""

from datetime import datetime, timedelta

from edu_core.domain.errors import TooManyTries
from edu_core.storage import sessions
from edu_core.storage.sessions import Throttle
from edu_core.storage.store import Transaction

ACCOUNT_TRIES = 5
"""Failures an account may have before it must wait."""

ADDRESS_TRIES = 60
"""Failures an address may have: a whole computer room can sit behind one."""

FORGET_AFTER = timedelta(hours=1)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)


def account_key(kind: str, name: str) -> str:
    """The key of an account; ``kind`` tells pupils, staff and claims apart."""
    return f"{kind}:{name}"[:160]


def address_key(address: str) -> str:
    """The key of an address."""
    return f"address:{address}"[:160]


def require_patience(transaction: Transaction, keys: tuple[str, ...], now: datetime) -> None:
    """Raise ``TooManyTries`` while any of the keys is paused."""
    for key in keys:
        throttle = sessions.find_throttle(transaction, key)
        if throttle and throttle.blocked_until and throttle.blocked_until > now:
            seconds = int((throttle.blocked_until - now).total_seconds()) + 1
            minutes = max(1, round(seconds / 60))
            raise TooManyTries(
                f"输错的次数有点多，为了保护账号先停一停。请约 {minutes} 分钟后再试，"
                "或者请老师重新发一张登录条。",
                retry_after=seconds,
            )


def _tries(key: str) -> int:
    return ADDRESS_TRIES if key.startswith("address:") else ACCOUNT_TRIES


def count_failure(transaction: Transaction, keys: tuple[str, ...], now: datetime) -> None:
    """Remember one failure under each key; beyond its tries every failure doubles the pause."""
    for key in keys:
        before = sessions.find_throttle(transaction, key)
        stale = before is None or now - before.last_at > FORGET_AFTER
        failures = 1 if before is None or stale else before.failures + 1
        beyond = failures - _tries(key)
        pause = min(FIRST_PAUSE * 2 ** min(beyond, 10), LONGEST_PAUSE) if beyond >= 0 else None
        sessions.put_throttle(
            transaction, key, Throttle(failures, now, None if pause is None else now + pause)
        )


def forgive(transaction: Transaction, key: str) -> None:
    """Forget an account's failures after it signed in."""
    sessions.delete_throttle(transaction, key)
