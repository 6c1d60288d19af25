"""Token buckets: how often something may be done, in the memory of this process.

A whole school can sit behind one address, so the buckets of an address are as large as a hall
that comes in at once; those of one socket are as large as one hand.
"""

from collections import OrderedDict
from dataclasses import dataclass, field

_MOST_KEYS = 20_000


@dataclass(frozen=True)
class Rate:
    """``burst`` at once, then ``per_second``."""

    burst: float
    per_second: float


JOINS = Rate(burst=1500, per_second=4)
"""New players from one address: 800 pupils within a minute are let in, 10,000 names are not."""
GUESSES = Rate(burst=120, per_second=0.5)
"""Codes and links from one address that do not exist."""
MESSAGES = Rate(burst=40, per_second=8)
"""Messages of one socket, and plain requests of one player."""

TOO_FAST = "点得太快了，请慢一点。之前的都已保存。"


@dataclass
class Bucket:
    """What is left for one key; ``at`` is the time of the last look, in seconds."""

    rate: Rate
    left: float
    at: float

    def take(self, now: float) -> bool:
        """Whether it may be done once more now."""
        passed = max(0.0, now - self.at)
        self.left = min(self.rate.burst, self.left + passed * self.rate.per_second)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


def bucket(rate: Rate, now: float) -> Bucket:
    """A full bucket."""
    return Bucket(rate, rate.burst, now)


@dataclass
class Limits:
    """Buckets by key; the ones longest unused are forgotten when there are too many."""

    _buckets: OrderedDict[tuple[str, str], Bucket] = field(default_factory=OrderedDict)

    def take(self, kind: str, key: str, rate: Rate, now: float) -> bool:
        """Whether ``key`` may do this kind of thing once more."""
        found = self._buckets.setdefault((kind, key), bucket(rate, now))
        self._buckets.move_to_end((kind, key))
        while len(self._buckets) > _MOST_KEYS:
            self._buckets.popitem(last=False)
        return found.take(now)
