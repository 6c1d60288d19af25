"""How each pupil of a class stands while cards are held up, and what one photograph brought."""

from collections.abc import Iterable
from dataclasses import dataclass

from edu_core.domain.card import ABSENT, Side, agreed
from edu_core.domain.people import Enrollment


@dataclass(frozen=True)
class Seat:
    """One pupil in a round: which sides were seen, what the teacher set, what it comes to.

    ``sides`` are those that stand for an option of this question.
    """

    pupil: Enrollment
    marker: int | None
    seen: frozenset[Side]
    by_hand: str | None
    sides: tuple[Side, ...]

    @property
    def answer(self) -> Side | None:
        """The answer; ``None`` for missing and for doubtful."""
        if self.by_hand is not None:
            return None if self.by_hand == ABSENT else Side(self.by_hand)
        side = agreed(self.seen)
        return side if side in self.sides else None

    @property
    def doubtful(self) -> bool:
        """Something was seen, but the photographs contradict one another or it is no option."""
        return bool(self.seen) and self.by_hand is None and self.answer is None

    @property
    def missing(self) -> bool:
        """No answer, and the teacher has not marked the pupil as absent."""
        return self.answer is None and self.by_hand != ABSENT


def missing_of(seats: Iterable[Seat]) -> tuple[Seat, ...]:
    """Those without an answer whom the teacher has not marked as absent."""
    return tuple(seat for seat in seats if seat.missing)


@dataclass(frozen=True)
class Sighting:
    """One card as read: ``x`` and ``y`` of its centre and ``size`` in pixels of the picture."""

    marker: int
    side: Side
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class CardReading:
    """What one photograph says.

    ``doubtful`` are markers that were seen in two places or with two sides. ``turned`` says that
    the picture seems to lie on its side: then no side can be trusted and ``seen`` is empty.
    """

    seen: tuple[Sighting, ...]
    doubtful: frozenset[int]
    turned: bool
    width: int
    height: int


@dataclass(frozen=True)
class PhotographReport:
    """What one more photograph brought. ``strangers`` are cards that nobody in the class has."""

    read: int
    fresh: int
    doubtful: int
    strangers: int
    turned: bool
