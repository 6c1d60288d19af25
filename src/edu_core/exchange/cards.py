"""The sheet of answer cards to print: fronts with large markers, backs with number and name.

A front says nothing that a neighbour could read: the letters are three millimetres high and stand
in the black ring. A back carries the same small letters, mirrored, for the pupil who holds it.
Two-sided printing turns A4 over its long edge, so the backs stand in mirrored columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from html import escape

from edu_core.domain.card import CELLS, PAPER, RING, Side, markers

_MARGIN = 0.25  # cells of white outside the ring, so that a crooked cut leaves the ring whole
_INSET = PAPER + RING + _MARGIN
_WHOLE = CELLS + 2 + 2 * _INSET
_LETTER = 3.0  # millimetres
_TURNS = {Side.A: 0, Side.B: 90, Side.C: 180, Side.D: 270}


class PerPage(IntEnum):
    """Cards on one side of A4: two reach further back in the room, four save paper."""

    TWO = 2
    FOUR = 4

    @property
    def side(self) -> float:
        """Millimetres along one side of a card as cut."""
        return 144.0 if self is PerPage.TWO else 101.0

    @property
    def marker(self) -> float:
        """Millimetres along one side of the marker."""
        return self.side / _WHOLE * (CELLS + 2)


@dataclass(frozen=True)
class Card:
    """A card of one pupil."""

    marker: int
    number: str
    name: str


def card_sheets(
    cards: Sequence[Card], classroom: str, per_page: PerPage, *, backs: bool = True
) -> str:
    """A page of its own (HTML) that a browser prints: fronts, each followed by its backs."""
    pages: list[str] = []
    for first in range(0, len(cards), per_page):
        sheet: list[Card | None] = list(cards[first : first + per_page])
        sheet += [None] * (per_page - len(sheet))
        pages.append(_page([_front(card, per_page) for card in sheet], per_page))
        if backs:
            behind = _mirrored_columns(sheet, per_page)
            pages.append(_page([_back(card, classroom, per_page) for card in behind], per_page))
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>答题卡　{escape(classroom)}</title><style>{_STYLE}</style></head><body>"
        f'<p class="hint">{_HINT}</p>' + "".join(pages) + "</body></html>"
    )


_HINT = (
    "请用浏览器打印：A4，缩放 100 %，双面打印选“沿长边翻转”。沿虚线剪开。"
    "举卡时方块朝老师，想选的字母朝上，手指捏住边上的白边。"
)

_STYLE = (
    "@page{size:A4;margin:0}*{box-sizing:border-box}body{margin:0;color:#2a211c;"
    "font-family:'Noto Sans SC','Microsoft YaHei',sans-serif}"
    ".hint{margin:4mm;font-size:14px}@media print{.hint{display:none}}"
    ".page{width:210mm;height:296.5mm;display:grid;break-after:page;overflow:hidden}"
    ".two{grid-template:repeat(2,1fr)/1fr}.four{grid-template:repeat(2,1fr)/repeat(2,1fr)}"
    ".slot{display:grid;place-items:center;overflow:hidden}"
    ".card{position:relative;outline:.2mm dashed #b9ac9c}.card svg{display:block}"
)


def _page(slots: Sequence[str], per_page: PerPage) -> str:
    layout = "two" if per_page is PerPage.TWO else "four"
    cells = "".join(f'<div class="slot">{slot}</div>' for slot in slots)
    return f'<section class="page {layout}">{cells}</section>'


def _mirrored_columns(sheet: Sequence[Card | None], per_page: PerPage) -> list[Card | None]:
    columns = 1 if per_page is PerPage.TWO else 2
    rows = [sheet[first : first + columns] for first in range(0, len(sheet), columns)]
    return [card for row in rows for card in reversed(row)]


def _svg(body: str, per_page: PerPage, label: str) -> str:
    return (
        f'<div class="card"><svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'aria-label="{escape(label)}" width="{per_page.side:g}mm" height="{per_page.side:g}mm" '
        f'viewBox="0 0 {_WHOLE:g} {_WHOLE:g}" shape-rendering="crispEdges">{body}</svg></div>'
    )


def _square(inset: float, fill: str) -> str:
    side = _WHOLE - 2 * inset
    return f'<rect x="{inset:g}" y="{inset:g}" width="{side:g}" height="{side:g}" fill="{fill}"/>'


def marker_svg(marker: int) -> str:
    """Ring, paper and marker as rectangles, in cells, from the edge of the card."""
    drawn = [_square(0, "#fff"), _square(_MARGIN, "#000"), _square(_MARGIN + RING, "#fff")]
    drawn.append(_square(_INSET, "#000"))
    for place, bit in enumerate(markers()[marker]):
        if bit:
            row, column = divmod(place, CELLS)
            x, y = _INSET + 1 + column, _INSET + 1 + row
            drawn.append(f'<rect x="{x:g}" y="{y:g}" width="1" height="1" fill="#fff"/>')
    return "".join(drawn)


def _text(words: str, x: float, y: float, size: float, fill: str, turn: float = 0) -> str:
    centre = _WHOLE / 2
    turned = f' transform="rotate({turn:g} {centre:g} {centre:g})"' if turn else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{fill}" text-anchor="middle" '
        f'dominant-baseline="central"{turned}>{escape(words)}</text>'
    )


def _front(card: Card | None, per_page: PerPage) -> str:
    if card is None:
        return ""
    middle, cell = _MARGIN + RING / 2, per_page.side / _WHOLE
    small = _LETTER / cell
    letters = "".join(
        _text(side, _WHOLE / 2, middle, small, "#fff", turn) for side, turn in _TURNS.items()
    )
    number = _text(card.number[-6:], _WHOLE - 1.6, _WHOLE - middle, small * 0.9, "#fff")
    body = marker_svg(card.marker) + letters + number
    return _svg(body, per_page, f"{card.number} 号答题卡正面")


def _back(card: Card | None, classroom: str, per_page: PerPage) -> str:
    if card is None:
        return ""
    cell, centre = per_page.side / _WHOLE, _WHOLE / 2
    small = _LETTER * 1.3 / cell
    letters = "".join(
        _text(side, centre, 0.8, small, "#555", -turn) for side, turn in _TURNS.items()
    )
    name = card.name if len(card.name) <= 12 else f"{card.name[:11]}…"
    words = (
        _text(card.number, centre, centre - 1.1, min(1.1, 9 / max(1, len(card.number))), "#000")
        + _text(name, centre, centre + 0.2, min(1.0, 7.0 / max(1, len(name))), "#000")
        + _text(classroom, centre, centre + 1.3, min(0.45, 7.0 / max(1, len(classroom))), "#555")
        + _text("想选的字母朝上，方块朝老师", centre, centre + 2.2, small, "#555")
    )
    return _svg(letters + words, per_page, f"{card.number} 号答题卡背面")
