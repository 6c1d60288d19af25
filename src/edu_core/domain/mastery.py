"""What a pupil knows, topic by topic, and what to look at again."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

KNOWN_SHARE = 0.8
"""From this share of the points a topic counts as known (the usual mastery-learning criterion)."""


class Standing(StrEnum):
    """Known, or to be looked at again."""

    KNOWN = "known"
    AGAIN = "again"


@dataclass(frozen=True)
class Mastery:
    """Points earned in a topic, of how many, over how many questions."""

    topic: str
    earned: float
    possible: float
    questions: int

    @property
    def share(self) -> float:
        """Earned over possible points, 0 to 1."""
        return self.earned / self.possible if self.possible else 0.0

    @property
    def standing(self) -> Standing:
        """Known from ``KNOWN_SHARE`` upwards."""
        return Standing.KNOWN if self.share >= KNOWN_SHARE else Standing.AGAIN


def masteries(results: Iterable[tuple[str, float, float]]) -> tuple[Mastery, ...]:
    """Sum (topic, score, max score) by topic, the weakest topic first."""
    earned: dict[str, float] = defaultdict(float)
    possible: dict[str, float] = defaultdict(float)
    questions: dict[str, int] = defaultdict(int)
    for topic, score, most in results:
        earned[topic] += score
        possible[topic] += most
        questions[topic] += 1
    summed = [Mastery(topic, earned[topic], possible[topic], questions[topic]) for topic in earned]
    return tuple(sorted(summed, key=lambda mastery: (mastery.share, mastery.topic)))
