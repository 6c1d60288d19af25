"""Answer cards: the square marker on a card, its four sides, and what photographs say together.

**The code.** A marker is an ArUco marker of 4 × 4 cells: a black frame of one cell around sixteen
black or white cells. We do not take OpenCV's ready dictionaries (``DICT_4X4_250`` has pairs only 3
cells apart), but the words of the Reed-Muller code RM(2, 4), that is the polynomials of degree 2
in the four binary coordinates of a cell. Its 2,048 words differ from one another in at least 4 of
16 cells, and the code is closed under turning and mirroring the square (both are affine maps of the
coordinates). So every word whose eight turned and mirrored images differ is a card, and any two
readings of any two cards, or of one card turned or mirrored (a window pane, thin paper from
behind), are at least ``LEAST_DISTANCE`` cells apart. For a reader that takes exact words only, a
wrong identity or a wrong side needs four wrong cells.
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from itertools import combinations

from edu_core.domain.interaction import Choose
from edu_core.domain.items import Item

CELLS = 4
"""Inner cells of a marker along one side; the black frame adds one on each side."""

LEAST_DISTANCE = 4
"""Cells in which two readings of different cards, or of one card turned, differ at least."""

PAPER = 1.0
"""Cells of white paper around a marker ..."""

RING = 0.5
"""... and the width, in cells, of the black ring around that. No other ArUco marker has a ring: a
poster, a textbook or a chequered shirt is never taken for a card."""

Bits = tuple[int, ...]
"""Sixteen cells row by row, 1 for white."""


class Side(StrEnum):
    """Which side of the card is on top: the answer. Clockwise as the teacher sees the card."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


ABSENT = "-"
"""What a teacher sets by hand for a pupil who gives no answer."""


def turned(bits: Bits) -> Bits:
    """The cells after a quarter turn clockwise."""
    return tuple(bits[(CELLS - 1 - column) * CELLS + row] for row, column in _places())


def mirrored(bits: Bits) -> Bits:
    """The cells as in a mirror, left for right."""
    return tuple(bits[row * CELLS + CELLS - 1 - column] for row, column in _places())


def _places() -> Iterable[tuple[int, int]]:
    return ((row, column) for row in range(CELLS) for column in range(CELLS))


def images(bits: Bits) -> tuple[Bits, ...]:
    """The cells in all eight positions: four turns, then four of the mirror image."""
    found: list[Bits] = []
    for start in (bits, mirrored(bits)):
        for _ in range(4):
            found.append(start)
            start = turned(start)
    return tuple(found)


def distance(one: Bits, other: Bits) -> int:
    """In how many cells two readings differ."""
    return sum(a != b for a, b in zip(one, other, strict=True))


def _words() -> set[Bits]:
    """All words of RM(2, 4)."""
    points = [(row >> 1, row & 1, column >> 1, column & 1) for row, column in _places()]
    terms = [names for size in range(3) for names in combinations(range(4), size)]
    words: set[Bits] = {(0,) * len(points)}
    for names in terms:
        term = tuple(int(all(point[name] for name in names)) for point in points)
        words |= {tuple(a ^ b for a, b in zip(word, term, strict=True)) for word in words}
    return words


@cache
def markers() -> tuple[Bits, ...]:
    """The cells of every card; the place in this tuple is the number of the marker.

    The order is fixed for ever, because printed cards are in use. Cards with very few or very many
    white cells are left out: they are hard to tell from a sheet of paper or a dark window.
    """
    kept: set[Bits] = set()
    for word in _words():
        all_eight = set(images(word))
        if len(all_eight) == 8 and 6 <= sum(word) <= 10:
            kept.add(min(all_eight))
    return tuple(_far_first(sorted(kept)))


def _far_first(words: list[Bits]) -> list[Bits]:
    """Those six cells from all before (and from their own images) come first: the more room."""
    first: list[Bits] = []
    for word in words:
        upright, *others = images(word)
        rivals = [(upright, image) for image in others]
        rivals += [(image, other) for other in first for image in (upright, *others)]
        if all(distance(one, other) > LEAST_DISTANCE for one, other in rivals):
            first.append(word)
    return [*first, *(word for word in words if word not in first)]


@cache
def readings() -> dict[Bits, tuple[int, Side]]:
    """Upright cells as the camera sees them to the marker and the side on top.

    A card that was turned a quarter counter-clockwise has side B on top, and so on.
    """
    found: dict[Bits, tuple[int, Side]] = {}
    for number, bits in enumerate(markers()):
        seen = bits
        # after k clockwise turns the side that was on top has moved k places clockwise,
        # so the one that was k places counter-clockwise of the top is there now
        for side in (Side.A, Side.D, Side.C, Side.B):
            found[seen] = (number, side)
            seen = turned(seen)
    return found


def agreed(seen: Iterable[Side]) -> Side | None:
    """What all photographs say; ``None`` when nothing was read or they contradict one another."""
    sides = set(seen)
    return sides.pop() if len(sides) == 1 else None


def why_not_with_cards(item: Item) -> str | None:
    """Why a question cannot be answered with a card, in words; ``None`` where it can."""
    interaction = item.interaction()
    if not isinstance(interaction, Choose):
        return "这类题要写、排或连，答题卡只能选 A、B、C、D"
    if interaction.multiple:
        return "这道题可以选几个，答题卡一次只能举一个"
    if len(interaction.options) > len(Side):
        return f"这道题有 {len(interaction.options)} 个选项，答题卡只有四边"
    return None
