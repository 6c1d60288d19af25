"""Slowing down who guesses, without shutting out who does not; kept in the database.

Three counts are kept (docs/adr/0005): of an account from one address, of an account from
anywhere, and of an address over all accounts. The first is small, so that guessing at a
classmate's account pauses the guesser and not the classmate at another device. A whole school can
sit behind one address: when its budget is spent, right secrets still open the door of accounts
that have not failed themselves, and only what is wrong is sent away.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from edu_core.domain.errors import TooManyTries
from edu_core.storage import sessions
from edu_core.storage.sessions import Throttle
from edu_core.storage.store import Transaction

FORGET_AFTER = timedelta(hours=1)
FIRST_PAUSE = timedelta(minutes=1)


@dataclass(frozen=True)
class Budget:
    """How many failures are borne, and how long a pause can become. ``leaks`` gives the budget
    back little by little over ``FORGET_AFTER``, also while failures go on.
    """

    tries: int
    longest_pause: timedelta
    leaks: bool = False


ACCOUNT_HERE = Budget(tries=5, longest_pause=timedelta(hours=1))
ACCOUNT_ANYWHERE = Budget(tries=20, longest_pause=timedelta(hours=1), leaks=True)
ADDRESS = Budget(tries=60, longest_pause=timedelta(minutes=15), leaks=True)
FAIR_TRIES = 2
"""Failures an account may have of its own while its address is paused."""


@dataclass(frozen=True)
class Count:
    """One count: its key says nothing of name or address; it goes with ``person_id``."""

    key: str
    budget: Budget
    person_id: int | None = None


@dataclass(frozen=True)
class Counts:
    """What a guess is counted against. Slips and claims are of no account."""

    address: Count
    here: Count | None = None
    anywhere: Count | None = None

    def by_key(self) -> dict[str, Count]:
        """The counts that are kept for this guess."""
        kept = (self.anywhere, self.here, self.address)
        return {count.key: count for count in kept if count is not None}


def _key(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def counts_of_address(address: str) -> Counts:
    """For a guess at a random token."""
    return Counts(address=Count(_key("address", address), ADDRESS))


def counts_of_account(account: str, address: str, person_id: int | None) -> Counts:
    """For a guess at an account: a known one by its person, an unknown one by what was typed."""
    name = account if person_id is None else f"person {person_id}"
    return Counts(
        address=Count(_key("address", address), ADDRESS),
        here=Count(_key("account", name, address), ACCOUNT_HERE, person_id),
        anywhere=Count(_key("account", name), ACCOUNT_ANYWHERE, person_id),
    )


def require_patience(transaction: Transaction, counts: Counts, now: datetime) -> None:
    """Raise ``TooManyTries`` while the account is paused, or the address of one that failed."""
    looked_at = [count for count in (counts.anywhere, counts.here) if count is not None]
    if counts.here is not None:
        own = sessions.find_throttle(transaction, counts.here.key)
        if own is not None and _failures(own, ACCOUNT_HERE, now) >= FAIR_TRIES:
            looked_at.append(counts.address)
    for count in looked_at:
        pause = _pause(transaction, count, now)
        if pause is not None:
            raise pause


def pause_of_address(
    transaction: Transaction, counts: Counts, now: datetime
) -> TooManyTries | None:
    """What is said to a wrong secret from an address that is paused; ``None`` from any other."""
    return _pause(transaction, counts.address, now)


def _pause(transaction: Transaction, count: Count, now: datetime) -> TooManyTries | None:
    throttle = sessions.find_throttle(transaction, count.key)
    if throttle is None or throttle.blocked_until is None or throttle.blocked_until <= now:
        return None
    seconds = int((throttle.blocked_until - now).total_seconds()) + 1
    minutes = max(1, round(seconds / 60))
    return TooManyTries(
        f"输错的次数有点多，为了保护账号先停一停。请约 {minutes} 分钟后再试，"
        "或者扫登录条上的二维码进入；登录条不见了，请老师重新发一张。",
        retry_after=seconds,
    )


def _failures(throttle: Throttle, budget: Budget, now: datetime) -> int:
    """The failures that still count."""
    passed = max(now - throttle.last_at, timedelta())  # clocks are set back, too
    if passed > FORGET_AFTER:
        return 0
    given_back = int(budget.tries * (passed / FORGET_AFTER)) if budget.leaks else 0
    return max(0, throttle.failures - given_back)


def forget_old_failures(transaction: Transaction, now: datetime) -> None:
    """Keep nothing about anybody for longer than it is needed; in a transaction of its own."""
    sessions.forget_throttles(transaction, now - FORGET_AFTER, now)


def count_failure(transaction: Transaction, several: list[Counts], now: datetime) -> None:
    """Remember one failure under each count; beyond its tries every failure doubles the pause.

    ``several`` are the pupils who share the name that was typed.
    """
    merged = {key: count for counts in several for key, count in counts.by_key().items()}
    for key, count in sorted(merged.items()):  # one order for all, so that nobody waits in a ring
        before = sessions.lock_throttle(transaction, key, count.person_id, now)
        failures = _failures(before, count.budget, now) + 1
        beyond = failures - count.budget.tries
        until = None
        if beyond >= 0:
            until = now + min(FIRST_PAUSE * 2 ** min(beyond, 10), count.budget.longest_pause)
        sessions.set_throttle(transaction, key, Throttle(failures, now, until))


def forgive(transaction: Transaction, counts: Counts) -> None:
    """Forget what an account failed here after it signed in. The count from everywhere stays:
    otherwise its owner's sign-ins would give somebody else new guesses.
    """
    if counts.here is not None:
        sessions.delete_throttle(transaction, counts.here.key)
