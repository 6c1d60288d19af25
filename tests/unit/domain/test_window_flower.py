"""The window flower: the same for a seed, different for others, growing by a ring a lesson."""

import re
import xml.etree.ElementTree as ElementTree
from itertools import pairwise

from edu_core.domain.window_flower import Pane, flower, flower_svg, window_svg


def test_no_two_seeds_have_the_same_flower() -> None:
    paths = {flower(f"{number:016x}", 4, 4).path for number in range(2000)}
    assert len(paths) == 2000


def test_a_flower_is_the_same_whenever_it_is_drawn() -> None:
    assert flower("seed", 3, 4) == flower("seed", 3, 4)


def test_each_lesson_cuts_one_more_ring_and_changes_nothing_that_is_cut() -> None:
    for total in (3, 4, 14):
        grown = [flower("seed", rings, total).path for rings in range(1, total + 1)]
        for less, more in pairwise(grown):
            assert more.startswith(less)
            assert len(more) > len(less)


def test_an_uncut_flower_is_only_its_outline() -> None:
    drawn = flower("seed", 0, 4)
    assert drawn.path == drawn.outline
    assert 'fill="none"' in flower_svg(drawn, "我的窗花")


def test_rings_stay_within_the_paper() -> None:
    for number in range(60):
        drawn = flower(str(number), 6, 6)
        cut = drawn.path.removeprefix(drawn.outline)
        moves = [
            (float(x) - 100, float(y) - 100) for x, y in re.findall(r"M(-?[\d.]+) (-?[\d.]+)", cut)
        ]
        assert max((x * x + y * y) ** 0.5 for x, y in moves) < 82


def test_the_window_has_a_pane_for_everyone_and_escapes_names() -> None:
    panes = [Pane(f"{number} <b>王</b>", flower(str(number), 1, 4)) for number in range(45)]
    svg = window_svg(panes, "窗 & 花", dark=True)
    parsed = ElementTree.fromstring(svg)
    texts = [node.text for node in parsed.iter() if node.tag.endswith("text")]
    assert texts == [pane.label for pane in panes]
    assert len(svg.encode()) < 250_000
