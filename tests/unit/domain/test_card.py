"""The code of the answer cards, and what their sides mean."""

from itertools import combinations

import pytest

from edu_core.domain.card import (
    LEAST_DISTANCE,
    Side,
    agreed,
    distance,
    images,
    markers,
    mirrored,
    readings,
    turned,
    why_not_with_cards,
)
from edu_core.domain.items import KINDS
from edu_core.services.classes import MOST_PUPILS
from tests.unit.domain.test_kinds import sample


def test_there_are_cards_for_the_largest_class_and_for_those_who_leave() -> None:
    assert len(markers()) == 176
    assert len(markers()) > MOST_PUPILS


def test_any_two_readings_differ_in_four_cells_turned_or_mirrored() -> None:
    every = [seen for bits in markers() for seen in images(bits)]
    as_numbers = [int("".join(map(str, bits)), 2) for bits in every]
    least = min((one ^ other).bit_count() for one, other in combinations(as_numbers, 2))
    assert least == LEAST_DISTANCE


def test_the_first_cards_are_six_cells_apart() -> None:
    every = [seen for bits in markers()[:20] for seen in images(bits)]
    assert min(distance(one, other) for one, other in combinations(every, 2)) == 6


def test_printed_cards_stay_right_because_the_order_is_fixed() -> None:
    shown = ["".join(map(str, bits)) for bits in (markers()[0], markers()[60], markers()[-1])]
    assert shown == ["0000001101011001", "0001001011100010", "1011010011011101"]


def test_turning_four_times_and_mirroring_twice_changes_nothing() -> None:
    bits = markers()[5]
    assert mirrored(mirrored(bits)) == bits
    assert turned(turned(turned(turned(bits)))) == bits
    assert turned((1, *[0] * 15)) == (0, 0, 0, 1, *[0] * 12)  # top left goes to top right


def test_the_side_on_top_is_read_clockwise() -> None:
    bits = markers()[0]
    counter_clockwise = turned(turned(turned(bits)))
    assert readings()[bits] == (0, Side.A)
    assert readings()[counter_clockwise] == (0, Side.B)
    assert readings()[turned(turned(bits))] == (0, Side.C)
    assert readings()[turned(bits)] == (0, Side.D)
    assert len(readings()) == 4 * len(markers())


def test_a_card_seen_in_a_mirror_is_no_card() -> None:
    assert all(mirrored(bits) not in readings() for bits in readings())


@pytest.mark.parametrize(
    ("seen", "answer"), [("", None), ("A", Side.A), ("BB", Side.B), ("AB", None), ("ABCD", None)]
)
def test_photographs_must_agree(seen: str, answer: Side | None) -> None:
    assert agreed(Side(letter) for letter in seen) is answer


def test_every_kind_says_whether_a_card_can_answer_it() -> None:
    fits = {name: why_not_with_cards(sample(name)) for name in KINDS}
    assert {name for name, why in fits.items() if why is None} == {"single_choice", "true_false"}
    assert all(why is None or len(why) > 10 for why in fits.values())
