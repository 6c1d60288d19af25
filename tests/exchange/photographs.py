"""Photographs of a class that holds up its cards, drawn from a seed.

Rows of pupils in perspective (those in front are lower and larger), a room full of dark and light
rectangles, cards tilted and turned, fingers on their edges and sometimes on the marker, uneven
light, blur, noise and JPEG.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from edu_core.domain.card import PAPER, RING, Bits, Side, markers

Picture = NDArray[Any]
"""Bytes of grey, or of blue, green and red."""


@dataclass(frozen=True)
class Scene:
    """What a photograph shows. ``sizes`` are the sides of the markers in pixels, back and front.

    ``covered`` is the share of cards with a finger on a corner of the marker itself.
    """

    seed: int
    answers: dict[int, Side]
    width: int = 4000
    height: int = 3000
    sizes: tuple[float, float] = (45.0, 120.0)
    turn: float = 25.0
    tilt: float = 30.0
    blur: tuple[float, float] = (0.7, 1.5)
    noise: tuple[float, float] = (3.0, 9.0)
    dimmest: float = 0.35
    covered: float = 0.06


def answers_of(seed: int, cards: int) -> dict[int, Side]:
    """A side for each of so many cards, whose markers are drawn from all there are."""
    chance = np.random.default_rng(seed)
    numbers = chance.permutation(len(markers()))[:cards]
    return {int(number): list(Side)[chance.integers(4)] for number in numbers}


def photograph(scene: Scene) -> Picture:
    """The picture in colour (BGR)."""
    chance = np.random.default_rng(scene.seed)
    picture = _room(scene, chance)
    places = _places(scene, chance)
    for (marker, side), (x, y, size) in zip(scene.answers.items(), places, strict=True):
        _draw_card(picture, markers()[marker], side, (x, y), size, scene, chance)
    return _taken(picture, scene, chance)


def jpeg(picture: Picture, quality: int = 88) -> bytes:
    """The picture as a phone sends it."""
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def _room(scene: Scene, chance: np.random.Generator) -> Picture:
    """Walls, windows, desks, shirts with stripes, books: much that is square and dark."""
    picture = np.full((scene.height, scene.width, 3), 150, np.uint8)
    picture[:] = chance.integers(90, 190, 3)
    unit = scene.width / 40
    for _ in range(260):
        x, y = chance.uniform(0, scene.width), chance.uniform(0, scene.height)
        w, h = chance.uniform(0.3, 3, 2) * unit
        colour = tuple(int(value) for value in chance.integers(10, 245, 3))
        box = cv2.boxPoints(((x, y), (w, h), chance.uniform(-30, 30))).astype(np.int32)
        cv2.fillConvexPoly(picture, box, colour, cv2.LINE_AA)
    for _ in range(40):
        _draw_clutter(picture, scene, chance)
    return picture


def _draw_clutter(picture: Picture, scene: Scene, chance: np.random.Generator) -> None:
    """A chequered thing that might be taken for a marker: random cells, often with a frame."""
    cells = chance.integers(0, 2, (6, 6), dtype=np.uint8)
    if chance.random() < 0.7:
        cells[[0, -1]] = cells[:, [0, -1]] = 0
    texture = cv2.cvtColor(cells * 215 + 20, cv2.COLOR_GRAY2BGR)
    size = chance.uniform(*scene.sizes)
    x, y = (chance.uniform(size, most - size) for most in (scene.width, scene.height))
    corners = _corners((x, y), size, chance.uniform(-25, 25), scene.tilt, chance)
    _paste(
        picture, cv2.resize(texture, None, fx=16, fy=16, interpolation=cv2.INTER_NEAREST), corners
    )


def _places(scene: Scene, chance: np.random.Generator) -> list[tuple[float, float, float]]:
    """Centres and sizes: rows from the back (above, small) to the front (below, large)."""
    count = len(scene.answers)
    rows = max(1, round((count / 1.6) ** 0.5))
    per_row = -(-count // rows)
    found: list[tuple[float, float, float]] = []
    for place in range(count):
        row, column = divmod(place, per_row)
        depth = row / max(1, rows - 1)
        size = scene.sizes[0] + (scene.sizes[1] - scene.sizes[0]) * depth
        in_row = min(per_row, count - row * per_row)
        x = (column + 0.5 + chance.uniform(-0.08, 0.08)) / in_row * scene.width
        y = (0.1 + 0.8 * (row + 0.5) / rows + chance.uniform(-0.02, 0.02)) * scene.height
        found.append((x, y, size))
    return found


def card_texture(bits: Bits, side: Side, cell: int) -> Picture:
    """The front of a card with this side on top, ``cell`` pixels a cell."""
    inner = np.array(bits, np.uint8).reshape(4, 4) * 255
    frame = np.pad(inner, 1)
    black_and_white = np.kron(frame, np.ones((cell, cell), np.uint8))
    for cells, ink in ((PAPER, 255), (RING, 0), (0.6, 255)):
        black_and_white = np.pad(black_and_white, round(cell * cells), constant_values=ink)
    inked = (black_and_white * (215 / 255) + 25).astype(np.uint8)
    colour = cv2.cvtColor(inked, cv2.COLOR_GRAY2BGR)
    for quarter, letter in enumerate("ABCD"):
        colour = np.ascontiguousarray(np.rot90(colour)) if quarter else colour
        place = (colour.shape[1] // 2, max(4, cell // 2))
        cv2.putText(colour, letter, place, cv2.FONT_HERSHEY_SIMPLEX, cell / 60, (120,) * 3)
    colour = np.ascontiguousarray(np.rot90(colour))  # now A is on top again
    return np.ascontiguousarray(np.rot90(colour, list(Side).index(side)))


def _corners(
    centre: tuple[float, float],
    size: float,
    turn: float,
    tilt: float,
    chance: np.random.Generator,
) -> NDArray[np.float32]:
    """The corners of a square of ``size`` pixels, turned in the picture and tilted in space."""
    angles = np.radians([turn, chance.uniform(-tilt, tilt), chance.uniform(-tilt, tilt)])
    (cz, cx, cy), (sz, sx, sy) = np.cos(angles), np.sin(angles)
    around_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    around_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    around_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    square = np.array([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]]) * size / 2
    solid = square @ (around_z @ around_x @ around_y).T
    distance = 12 * size
    flat = solid[:, :2] * (distance / (distance + solid[:, 2:]))
    return (flat + np.array(centre)).astype(np.float32)


def _paste(picture: Picture, texture: Picture, corners: NDArray[np.float32]) -> None:
    """Put a texture onto a quadrilateral of the picture."""
    low = np.maximum(np.floor(corners.min(axis=0)).astype(int) - 1, 0)
    high = np.ceil(corners.max(axis=0)).astype(int) + 2
    part = picture[low[1] : high[1], low[0] : high[0]]
    if not part.size:
        return
    height, width = texture.shape[:2]
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    transform = cv2.getPerspectiveTransform(source, corners - low.astype(np.float32))
    shape = (part.shape[1], part.shape[0])
    warped = cv2.warpPerspective(texture, transform, shape, flags=cv2.INTER_LINEAR)
    mask = np.zeros(part.shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, (corners - low).astype(np.int32), 255)
    part[mask > 0] = warped[mask > 0]


def _draw_card(
    picture: Picture,
    bits: Bits,
    side: Side,
    centre: tuple[float, float],
    size: float,
    scene: Scene,
    chance: np.random.Generator,
) -> None:
    texture = card_texture(bits, side, max(6, round(size / 3)))
    whole = size * texture.shape[0] / (6 * max(6, round(size / 3)))
    turn = chance.uniform(-scene.turn, scene.turn)
    corners = _corners(centre, whole, turn, scene.tilt, chance)
    _draw_pupil(picture, centre, whole, chance)
    _paste(picture, texture, corners)
    _draw_fingers(picture, corners, whole, size, chance.random() < scene.covered, chance)


def _draw_pupil(
    picture: Picture, centre: tuple[float, float], whole: float, chance: np.random.Generator
) -> None:
    """Hair and a jacket behind the card, often dark up to its edge."""
    x, y = centre
    jacket = tuple(int(value) for value in chance.integers(15, 200, 3))
    cv2.ellipse(
        picture, (int(x), int(y + whole)), (int(whole), int(whole)), 0, 0, 360, jacket, cv2.FILLED
    )
    hair = tuple(int(value) for value in chance.integers(10, 50, 3))
    cv2.circle(picture, (int(x), int(y - whole * 0.6)), int(whole * 0.4), hair, cv2.FILLED)


def _draw_fingers(
    picture: Picture,
    corners: NDArray[np.float32],
    whole: float,
    size: float,
    covers: bool,
    chance: np.random.Generator,
) -> None:
    """Two hands on the lower edge; one may reach over a corner of the marker."""
    skin = (int(chance.integers(90, 160)), int(chance.integers(120, 180)), 205)
    centre = corners.mean(axis=0)
    lowest = corners[np.argsort(corners[:, 1])[2:]]
    for number, corner in enumerate(lowest):
        inward = (centre - corner) / np.linalg.norm(centre - corner)
        margin = (whole - size) / 2 * 1.41
        reach = margin + size * 0.18 if covers and number == 0 else margin * 0.25
        tip = corner + inward * reach
        thick = max(2, int(size * 0.16))
        cv2.line(
            picture,
            tuple(int(v) for v in corner - inward * whole * 0.2),
            tuple(int(v) for v in tip - inward * thick / 2),
            skin,
            thick,
            cv2.LINE_AA,
        )


def _taken(picture: Picture, scene: Scene, chance: np.random.Generator) -> Picture:
    """The picture as the camera gets it: uneven light, blur, noise."""
    height, width = picture.shape[:2]
    lights = chance.uniform(scene.dimmest, 1.1, (3, 4)).astype(np.float32)
    light = cv2.resize(lights, (width, height), interpolation=cv2.INTER_CUBIC)
    light = np.clip(light, scene.dimmest, 1.15)
    sigma = chance.uniform(*scene.blur)
    blurred = cv2.GaussianBlur(picture, (0, 0), sigma)
    tile = chance.normal(0, chance.uniform(*scene.noise), (512, 512)).astype(np.float32)
    noise = np.tile(tile, (height // 512 + 1, width // 512 + 1))[:height, :width]
    for channel in range(3):
        lit = blurred[:, :, channel] * light
        blurred[:, :, channel] = np.clip(lit + noise, 0, 255)
    return blurred
