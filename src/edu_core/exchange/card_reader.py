"""Reads answer cards from a photograph: which markers are in it, and which side of each is on top.

OpenCV proposes quadrilaterals; what they say is decided here, cell by cell, and only where nothing
is in doubt: a black frame all around, paper and the ring of our cards around that, sixteen cells
each clearly black or white, a word of the code (``domain/card.py``), a square seen at a plausible
angle, one side clearly on top. Everything else counts as not read. Pictures are taken as bytes and
never written anywhere.

A server never imports this module: it runs in a process of its own (``card_process.py``).
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from edu_core.domain.card import CELLS, PAPER, RING, readings
from edu_core.domain.card_seat import CardReading, Sighting
from edu_core.domain.errors import BadInput
from edu_core.exchange.photograph import open_photograph

LEAST_SIDE = 14.0
"""Pixels along one side of a marker below which nothing is taken for certain."""

MOST_TURN = 38.0
"""Degrees between the top side and the horizontal; from here to 52 it could be either side."""

_WINDOWS = (7, 19)  # pixels over which "around it" is taken: for sharp and for blurred edges
_DARKER = 5  # grey levels
_STRAIGHT = 0.05  # of an outline's length: how far it may leave a straight side
_MOST_OUTLINES = 20_000
_LEAST_CONTRAST = 22.0  # grey levels between paper and ink
_CLEAR = 0.17  # of the contrast: how far from the middle a cell must be
_LEAST_PAPER = 0.7  # share of the surroundings that must be light; fingers cover some
_LEAST_RING = 0.6  # share of the ring that must be dark, likewise
_GRID = 8  # the marker's 6 × 6 cells and one cell of paper around
_RING_POINTS = 10  # on each side of the ring
_SAMPLES = (0.3, 0.5, 0.7)  # where in a cell it is looked at, both ways

Corners = NDArray[np.float32]
"""(n, 4, 2): corners of n quadrilaterals in pixels, clockwise as seen."""


def read_cards(data: bytes, *, surely_upright: bool = False) -> CardReading:
    """All cards in a photograph (JPEG, PNG or WebP).

    ``surely_upright`` is said by the teacher: do not guess whether the picture lies on its side.
    Raises ``BadInput`` for a file that cannot be read.
    """
    photograph = open_photograph(data)
    found = _sightings(photograph.grey)
    clear, doubtful = _without_doubles(found)
    known = surely_upright or photograph.says_what_is_up
    turned = not known and _lies_on_its_side(clear)
    return CardReading(
        seen=() if turned else tuple(clear),
        doubtful=frozenset() if turned else doubtful,
        turned=turned,
        width=photograph.grey.shape[1],
        height=photograph.grey.shape[0],
    )


def _sightings(grey: NDArray[np.uint8]) -> list[Sighting]:
    corners = _plausible(_top_first(_quadrilaterals(grey)))
    found: list[Sighting] = []
    for quad, seen in zip(corners, _looked_at(grey, corners), strict=True):
        bits = _clear_bits(seen)
        if bits is None or bits not in readings():
            continue
        marker, side = readings()[bits]
        x, y = quad.mean(axis=0)
        found.append(Sighting(marker, side, float(x), float(y), float(_sides(quad[None]).mean())))
    return found


def _quadrilaterals(grey: NDArray[np.uint8]) -> Corners:
    """Everything with four corners that is darker than what is around it.

    As OpenCV's own finder of markers does it, but without its comparison of every square with
    every other, which takes minutes over a tiled wall. Raises ``BadInput`` for such a picture.
    """
    cv2.setNumThreads(1)  # the other core belongs to the class
    calm = cv2.GaussianBlur(grey, (5, 5), 1.0)  # without it noise makes 100,000 outlines
    found: list[NDArray[np.float32]] = []
    for window in _WINDOWS:
        dark = cv2.adaptiveThreshold(
            calm, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, window, _DARKER
        )
        outlines, _ = cv2.findContours(dark, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        long = [line for line in outlines if len(line) >= 3 * LEAST_SIDE]
        if len(long) > _MOST_OUTLINES:
            raise BadInput(
                "照片里的花纹太多太密，没有读取，已经读到的都在。请避开格子和网状的东西再拍一张。",
                code="photo-crowded",
                outlines=len(long),
            )
        for line in long:
            polygon = cv2.approxPolyDP(line, _STRAIGHT * len(line), True)
            if len(polygon) == 4 and cv2.isContourConvex(polygon):
                found.append(_clockwise(polygon.reshape(4, 2).astype(np.float32)))
    return np.stack(found) if found else np.empty((0, 4, 2), np.float32)


def _clockwise(quad: NDArray[np.float32]) -> NDArray[np.float32]:
    one, other = quad[1] - quad[0], quad[2] - quad[1]
    return quad if one[0] * other[1] - one[1] * other[0] > 0 else quad[::-1]


def _sides(corners: Corners) -> Corners:
    """(n, 4): lengths of top, right, bottom and left."""
    return np.linalg.norm(np.roll(corners, -1, axis=1) - corners, axis=2)


def _top_first(corners: Corners) -> Corners:
    """The same quadrilaterals, each beginning with the left end of the side that is on top."""
    middles = (corners + np.roll(corners, -1, axis=1)) / 2
    rises = middles - corners.mean(axis=1, keepdims=True)
    top = np.argmin(rises[:, :, 1] / np.linalg.norm(rises, axis=2).clip(1e-6), axis=1)
    order = (top[:, None] + np.arange(4)) % 4
    return np.take_along_axis(corners, order[:, :, None], axis=1)


def _plausible(corners: Corners) -> Corners:
    """Those that can be a card held up: large enough, nearly square, one side clearly on top."""
    sides = _sides(corners)
    rise = (corners[:, 0] + corners[:, 1] - corners[:, 2] - corners[:, 3]) / 2
    turn = np.degrees(np.arctan2(np.abs(rise[:, 0]), -rise[:, 1]))
    along = corners[:, 1] + corners[:, 2] - corners[:, 0] - corners[:, 3]
    lean = np.degrees(np.arctan2(np.abs(along[:, 1]), along[:, 0]))
    shortest, longest = sides.min(axis=1), sides.max(axis=1)
    opposite = np.maximum(
        sides[:, 0] / sides[:, 2].clip(1e-6), sides[:, 1] / sides[:, 3].clip(1e-6)
    )
    other = np.minimum(sides[:, 0] / sides[:, 2].clip(1e-6), sides[:, 1] / sides[:, 3].clip(1e-6))
    edges = np.roll(corners, -1, axis=1) - corners
    following = np.roll(edges, -1, axis=1)
    cross = edges[:, :, 0] * following[:, :, 1] - edges[:, :, 1] * following[:, :, 0]
    good = (
        (shortest >= LEAST_SIDE)
        & (longest <= 2.2 * shortest)
        & (opposite <= 1.5)
        & (other >= 1 / 1.5)
        & (cross > 0).all(axis=1)
        & (turn <= MOST_TURN)
        & (lean <= MOST_TURN)
    )
    return corners[good]


@cache
def _grid_points() -> NDArray[np.float32]:
    """Where a candidate is looked at, in units of a cell from the marker's corner, (n, 1, 2).

    First nine points in each of 8 × 8 cells (the marker and the paper around it), then ten along
    each side of the ring.
    """
    along = (np.arange(_GRID)[:, None] - 1 + np.array(_SAMPLES)).ravel()
    across, down = np.meshgrid(along, along)
    cells = np.stack([across, down], axis=-1).reshape(-1, 2)
    run = np.linspace(-0.8, CELLS + 2.8, _RING_POINTS)
    out, far = np.full_like(run, -PAPER - RING / 2), np.full_like(run, CELLS + 2 + PAPER + RING / 2)
    ring = [np.stack(pair, axis=-1) for pair in ((run, out), (far, run), (run, far), (out, run))]
    return np.concatenate([cells, *ring]).reshape(-1, 1, 2).astype(np.float32)


def _looked_at(grey: NDArray[np.uint8], corners: Corners) -> NDArray[np.float32]:
    """(n, points): the brightness at every grid point of every candidate."""
    points = _grid_points()
    looked = np.empty((len(corners), len(points)), np.float32)
    most = CELLS + 2
    unit = np.array([[0, 0], [most, 0], [most, most], [0, most]], np.float32)
    for place, quad in enumerate(corners):
        where = cv2.perspectiveTransform(points, cv2.getPerspectiveTransform(unit, quad))
        across, down = cv2.split(where)
        looked[place] = cv2.remap(
            grey, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT
        )[:, 0]
    return looked


def _clear_bits(looked: NDArray[np.float32]) -> tuple[int, ...] | None:
    """The sixteen cells of one candidate; ``None`` as soon as anything is in doubt."""
    per_cell = len(_SAMPLES)
    of_cells = looked[: (_GRID * per_cell) ** 2].reshape(_GRID, per_cell, _GRID, per_cell)
    cells, ring = of_cells.mean(axis=(1, 3)), looked[(_GRID * per_cell) ** 2 :]
    paper = np.concatenate([cells[0, 1:-1], cells[-1, 1:-1], cells[1:-1, 0], cells[1:-1, -1]])
    marker = cells[1:-1, 1:-1]
    inner = marker[1:-1, 1:-1].ravel()
    frame = np.concatenate([marker[0], marker[-1], marker[1:-1, 0], marker[1:-1, -1]])
    black, white = float(np.median(frame)), float(np.median(paper))
    contrast, middle = white - black, (black + white) / 2
    if contrast < _LEAST_CONTRAST or (frame > middle - _CLEAR * contrast).any():
        return None
    if (paper > middle).mean() < _LEAST_PAPER or (ring < middle).mean() < _LEAST_RING:
        return None
    if (np.abs(inner - middle) < _CLEAR * contrast).any():
        return None
    return tuple(int(cell > middle) for cell in inner)


def _without_doubles(found: Sequence[Sighting]) -> tuple[list[Sighting], frozenset[int]]:
    """One sighting a marker; a marker in two places or with two sides is in doubt.

    The finder often proposes one square twice (its outer and inner edge, two thresholds): the same
    place with the same side is one sighting.
    """
    by_marker: dict[int, list[Sighting]] = defaultdict(list)
    for sighting in found:
        by_marker[sighting.marker].append(sighting)
    clear: list[Sighting] = []
    doubtful: set[int] = set()
    for marker, several in by_marker.items():
        first = several[0]
        same = all(
            other.side is first.side
            and abs(other.x - first.x) + abs(other.y - first.y) < first.size / 2
            for other in several
        )
        if same:
            clear.append(first)
        else:
            doubtful.add(marker)
    return clear, frozenset(doubtful)


def _lies_on_its_side(seen: Sequence[Sighting]) -> bool:
    """Whether cards grow larger sideways or upwards: those in front are lower in a picture.

    Programs that pass pictures on may turn them and forget to say so; then every card would be
    read with a wrong side. Asked only where the file does not say what is up.
    """
    if len(seen) < 8:
        return False
    places = np.array([(card.x, card.y, 1.0) for card in seen])
    sizes = np.log([card.size for card in seen])
    slope, *_ = np.linalg.lstsq(places, sizes, rcond=None)
    spread = ((sizes - sizes.mean()) ** 2).sum()
    left = ((sizes - places @ slope) ** 2).sum()
    explained = 1 - left / spread if spread > 1e-9 else 0.0
    away_from_down = np.degrees(np.arctan2(abs(slope[0]), slope[1]))
    return bool(explained > 0.5 and np.sqrt(spread / len(seen)) > 0.1 and away_from_down > 60)
