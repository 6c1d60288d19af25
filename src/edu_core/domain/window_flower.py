"""The window flower: a red paper-cut that belongs to one pupil and grows by a ring a lesson.

A flower is one even-odd SVG path on a 200 × 200 field: an outer edge of scallops and rings of
cut-outs, repeated around the centre. Everything follows from the seed, so it is the same on
every machine. Rings lie in radial bands that do not touch, and every motif keeps inside its
sector, so the paper stays in one piece.
"""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

SIZE = 200
CENTRE = SIZE / 2
_EDGE = 92.0
_INNER = 13.0
"""Radius of the centre rosette; the rings lie between it and the edge."""

Motif = Callable[[float, float, float], str]
"""(inner radius, outer radius, half width of the sector in radians) to a path around angle 0."""


@dataclass(frozen=True)
class Flower:
    """``path`` is the whole paper-cut, ``outline`` only its outer edge."""

    path: str
    outline: str
    rings: int


def _point(radius: float, angle: float) -> str:
    return f"{radius * math.cos(angle):.1f} {radius * math.sin(angle):.1f}"


def _drop(inner: float, outer: float, half: float) -> str:
    """A drop with its point inwards."""
    waist = inner + (outer - inner) * 0.68
    width = min(half * 0.62, (outer - inner) * 0.34 / waist)
    return (
        f"M{_point(inner, 0)}Q{_point(waist, width * 1.5)} {_point(outer, 0)}"
        f"Q{_point(waist, -width * 1.5)} {_point(inner, 0)}Z"
    )


def _petal(inner: float, outer: float, half: float) -> str:
    """A slim leaf, pointed at both ends."""
    middle = (inner + outer) / 2
    width = min(half * 0.6, (outer - inner) * 0.42 / middle)
    return (
        f"M{_point(inner, 0)}Q{_point(middle, width)} {_point(outer, 0)}"
        f"Q{_point(middle, -width)} {_point(inner, 0)}Z"
    )


def _crescent(inner: float, outer: float, half: float) -> str:
    """A moon lying across the sector (月牙纹)."""
    width = half * 0.74
    low, high = inner + (outer - inner) * 0.1, outer
    return (
        f"M{_point(low, -width)}Q{_point(high * 1.06, 0)} {_point(low, width)}"
        f"Q{_point(low + (high - low) * 0.28, 0)} {_point(low, -width)}Z"
    )


def _dot(inner: float, outer: float, half: float) -> str:
    """A round hole."""
    middle = (inner + outer) / 2
    radius = min((outer - inner) * 0.3, middle * math.sin(half) * 0.55)
    return (
        f"M{middle - radius:.1f} 0a{radius:.1f} {radius:.1f} 0 1 0 {2 * radius:.1f} 0"
        f"a{radius:.1f} {radius:.1f} 0 1 0 {-2 * radius:.1f} 0Z"
    )


def _teeth(inner: float, outer: float, half: float) -> str:
    """Three fine saw-teeth (锯齿纹)."""
    paths = []
    for place in (-0.56, 0.0, 0.56):
        angle, width = half * place, half * 0.17
        tip = outer - (outer - inner) * (0.0 if place == 0.0 else 0.18)
        paths.append(
            f"M{_point(inner, angle - width)}L{_point(tip, angle)}L{_point(inner, angle + width)}Z"
        )
    return "".join(paths)


def _leaves(inner: float, outer: float, half: float) -> str:
    """Two leaves leaning apart."""
    paths = []
    for side in (-1.0, 1.0):
        foot, tip = side * half * 0.12, side * half * 0.62
        middle = (inner + outer) / 2
        paths.append(
            f"M{_point(inner, foot)}Q{_point(middle, side * half * 0.72)} {_point(outer, tip)}"
            f"Q{_point(middle * 1.04, side * half * 0.16)} {_point(inner, foot)}Z"
        )
    return "".join(paths)


def _heart(inner: float, outer: float, half: float) -> str:
    """A heart-shaped leaf."""
    shoulder = inner + (outer - inner) * 0.8
    width = min(half * 0.58, (outer - inner) * 0.5 / shoulder)
    dent = inner + (outer - inner) * 0.72
    return (
        f"M{_point(inner, 0)}Q{_point(shoulder * 0.92, width * 1.5)} {_point(shoulder, width)}"
        f"Q{_point(outer * 1.02, width * 0.6)} {_point(dent, 0)}"
        f"Q{_point(outer * 1.02, -width * 0.6)} {_point(shoulder, -width)}"
        f"Q{_point(shoulder * 0.92, -width * 1.5)} {_point(inner, 0)}Z"
    )


def _coin(inner: float, outer: float, half: float) -> str:
    """A dot between two small moons (铜钱纹)."""
    third = (outer - inner) / 3
    low, high, middle = inner + third * 0.5, outer - third * 0.5, (inner + outer) / 2
    moons = [
        f"M{_point(low, side * half * 0.4)}"
        f"Q{_point(middle, side * half)} {_point(high, side * half * 0.4)}"
        f"Q{_point(middle, side * half * 0.62)} {_point(low, side * half * 0.4)}Z"
        for side in (-1.0, 1.0)
    ]
    return _dot(inner + third * 0.7, outer - third * 0.7, half * 0.8) + "".join(moons)


_MOTIFS: tuple[Motif, ...] = (_drop, _petal, _crescent, _dot, _teeth, _leaves, _heart, _coin)


def _turned(path: str, angle: float) -> str:
    """The path turned around the origin and moved to the centre, as absolute coordinates."""
    cos, sin = math.cos(angle), math.sin(angle)
    out: list[str] = []
    numbers: list[str] = []
    command = ""

    def flush() -> None:
        if not command:
            return
        if command == "a":  # radii and flags stay, only the end point turns
            x, y = float(numbers[5]), float(numbers[6])
            end = f"{x * cos - y * sin:.1f} {x * sin + y * cos:.1f}"
            out.append(f"a{' '.join(numbers[:5])} {end}")
            return
        pairs = [
            (float(numbers[place]), float(numbers[place + 1]))
            for place in range(0, len(numbers), 2)
        ]
        turned = [
            f"{CENTRE + x * cos - y * sin:.1f} {CENTRE + x * sin + y * cos:.1f}" for x, y in pairs
        ]
        out.append(command + " ".join(turned))

    for token in _tokens(path):
        if token.isalpha():
            flush()
            command, numbers = token, []
        else:
            numbers.append(token)
    flush()
    return "".join(out)


def _tokens(path: str) -> list[str]:
    spaced = path
    for letter in "MQLaZ":
        spaced = spaced.replace(letter, f" {letter} ")
    return spaced.split()


def _outer_edge(chance: random.Random, folds: int) -> str:
    """Scallops around the flower; their number and depth come from the seed."""
    scallops = folds * (2 if folds <= 8 else 1)
    depth = chance.uniform(6.5, 11.0)
    style = chance.choice(("round", "pointed", "double"))
    step = 2 * math.pi / scallops
    valley = _EDGE - depth
    start = (
        f"M{CENTRE + valley * math.cos(-step / 2):.1f} {CENTRE + valley * math.sin(-step / 2):.1f}"
    )
    parts = [start]
    for place in range(scallops):
        angle = place * step
        tall = style != "double" or place % 2 == 0
        top = _EDGE + (depth * 0.62 if tall else -depth * 0.05)
        bulge = 0.62 if style == "pointed" else 0.94
        parts.append(_scallop(angle, step, valley, top, bulge))
    return "".join(parts) + "Z"


def _scallop(angle: float, step: float, valley: float, top: float, bulge: float) -> str:
    def at(radius: float, turn: float) -> str:
        return f"{CENTRE + radius * math.cos(turn):.1f} {CENTRE + radius * math.sin(turn):.1f}"

    wide = step / 2 * bulge
    return (
        f"C{at(top * 0.98, angle - wide)} {at(top, angle - wide * 0.55)} {at(top, angle)}"
        f"C{at(top, angle + wide * 0.55)} {at(top * 0.98, angle + wide)} "
        f"{at(valley, angle + step / 2)}"
    )


def flower(seed: str, rings: int, total: int) -> Flower:
    """The flower of a seed with ``rings`` of at most ``total`` rings cut (from the centre
    outwards).

    The outline and every ring depend on the seed and ``total`` alone, so a flower never changes
    what is already cut when a further lesson is finished.
    """
    total = max(total, 1)
    rings = min(max(rings, 0), total)
    chance = random.Random(f"window-flower/{seed}")
    folds = chance.choice((6, 8, 8, 10, 12))
    outline = _outer_edge(chance, folds)
    bands = max(total, 3)
    height = (_EDGE - 10.0 - _INNER) / bands
    parts = [outline]
    parts.extend(_rosette(chance, folds))
    motifs = _chosen_motifs(chance, bands)
    for ring in range(bands):
        inner = _INNER + ring * height + height * 0.1
        outer = _INNER + (ring + 1) * height - height * 0.1
        doubled = inner > 40 and height > 9 and chance.random() < 0.6
        count = folds * 2 if doubled else folds
        offset = math.pi / count if ring % 2 else 0.0
        if ring * total < rings * bands:
            parts.extend(_ring(motifs[ring], inner, outer, count, offset))
    return Flower("".join(parts) if rings else outline, outline, rings)


def _chosen_motifs(chance: random.Random, bands: int) -> list[Motif]:
    """One motif a band, never the same twice in a row."""
    chosen: list[Motif] = []
    for _ in range(bands):
        chosen.append(chance.choice([m for m in _MOTIFS if not chosen or m is not chosen[-1]]))
    return chosen


def _rosette(chance: random.Random, folds: int) -> list[str]:
    petals = folds if folds <= 8 else folds // 2
    reach = chance.uniform(0.8, 0.95) * _INNER
    return [*_ring(_petal, 4.0, reach, petals, 0.0), _turned(_dot(-2.2, 2.2, 9.0), 0.0)]


def _ring(motif: Motif, inner: float, outer: float, count: int, offset: float) -> list[str]:
    path = motif(inner, outer, math.pi / count)
    return [_turned(path, offset + 2 * math.pi * place / count) for place in range(count)]


def flower_svg(
    drawn: Flower,
    title: str,
    *,
    colour: str = "#B4161B",
    pale: str = "#B9A98F",
    size: int | None = None,
) -> str:
    """The flower as SVG with a title for who cannot see it; an uncut one is a pale outline."""
    extent = f' width="{size}" height="{size}"' if size else ""
    fill = f'fill="{colour}"' if drawn.rings else f'fill="none" stroke="{pale}" stroke-width="2.5"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}"{extent} role="img">'
        f"<title>{escape(title)}</title>"
        f'<path fill-rule="evenodd" {fill} d="{drawn.path}"/></svg>'
    )


@dataclass(frozen=True)
class Pane:
    """One pane of the class window: whose flower, and the flower."""

    label: str
    flower: Flower


def window_svg(panes: Sequence[Pane], title: str, *, columns: int = 9, dark: bool = False) -> str:
    """The class as a lattice window with a flower in every pane."""
    paper, wood, ink, cut, pale = (
        ("#1C1512", "#5A4334", "#F3E9DA", "#E5484D", "#4A3B32")
        if dark
        else ("#FBF6EC", "#8A5A3C", "#6B5E54", "#B4161B", "#E4D6BD")
    )
    columns = max(1, min(columns, len(panes) or 1))
    rows = max(1, math.ceil(len(panes) / columns))
    cell_width, cell_height, frame = 120, 140, 18
    width, height = columns * cell_width + 2 * frame, rows * cell_height + 2 * frame
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" rx="10" fill="{wood}"/>',
    ]
    for place in range(rows * columns):
        left = frame + place % columns * cell_width
        top = frame + place // columns * cell_height
        parts.append(
            f'<rect x="{left + 3}" y="{top + 3}" '
            f'width="{cell_width - 6}" height="{cell_height - 6}" '
            f'rx="5" fill="{paper}"/>{_lattice(left, top, cell_width, cell_height, wood)}'
        )
        if place >= len(panes):
            continue
        pane = panes[place]
        fill = (
            f'fill="{cut}"'
            if pane.flower.rings
            else f'fill="none" stroke="{pale}" stroke-width="3"'
        )
        parts.append(
            f'<path transform="translate({left + 10} {top + 8}) scale(.5)" fill-rule="evenodd" '
            f'{fill} d="{pane.flower.path}"/>'
            f'<text x="{left + cell_width / 2:g}" y="{top + cell_height - 14}" fill="{ink}" '
            f'font-size="15" text-anchor="middle">{escape(pane.label)}</text>'
        )
    return "".join(parts) + "</svg>"


def _lattice(left: int, top: int, width: int, height: int, wood: str) -> str:
    """The small corner bars of a pane."""
    right, bottom, arm = left + width - 3, top + height - 3, 12
    corners = (
        f"M{left + 3} {top + arm + 3}h{arm}v{-arm}",
        f"M{right} {top + arm + 3}h{-arm}v{-arm}",
        f"M{left + 3} {bottom - arm}h{arm}v{arm}",
        f"M{right} {bottom - arm}h{-arm}v{arm}",
    )
    return f'<path d="{"".join(corners)}" fill="none" stroke="{wood}" stroke-width="2.5"/>'
