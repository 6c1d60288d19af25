"""Answer cards in generated photographs: what is read is right, what is unsure is not read."""

import io
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from edu_core.domain.card import Side, agreed, markers
from edu_core.domain.card_seat import CardReading
from edu_core.domain.errors import BadInput
from edu_core.exchange import photograph as opening
from edu_core.exchange.card_reader import MOST_TURN, read_cards
from tests.exchange.photographs import (
    Picture,
    Scene,
    answers_of,
    card_texture,
    jpeg,
    photograph,
)

SMALL = {"width": 1600, "height": 1200, "sizes": (70.0, 90.0), "dimmest": 0.7, "covered": 0.0}


def said(reading: CardReading) -> dict[int, Side]:
    return {card.marker: card.side for card in reading.seen}


def one_card(side: Side = Side.A, turn: float = 0.0, cell: int = 20, marker: int = 7) -> Picture:
    """One card on a grey wall, turned clockwise by so many degrees."""
    texture = card_texture(markers()[marker], side, cell)
    picture = np.full((600, 800, 3), 130, np.uint8)
    height, width = texture.shape[:2]
    move = cv2.getRotationMatrix2D((width / 2, height / 2), -turn, 1)
    move[:, 2] += np.array([400 - width / 2, 300 - height / 2])
    cv2.warpAffine(texture, move, (800, 600), picture, cv2.INTER_LINEAR, cv2.BORDER_TRANSPARENT)
    return picture


def with_exif(picture: Picture, orientation: int) -> bytes:
    image = Image.fromarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))
    exif = Image.Exif()
    exif[0x0112] = orientation
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=90, exif=exif)
    return buffer.getvalue()


@pytest.mark.parametrize("seed", range(3))
def test_a_class_of_fifty_is_read_over_two_photographs(seed: int) -> None:
    answers = answers_of(seed, 50)
    seen: dict[int, set[Side]] = {}
    for shot in range(2):
        reading = read_cards(jpeg(photograph(Scene(2 * seed + shot, answers))))
        for marker, side in said(reading).items():
            assert answers.get(marker) == side  # never a wrong identity, never a wrong side
            seen.setdefault(marker, set()).add(side)
    read = [marker for marker, sides in seen.items() if agreed(sides)]
    assert len(read) >= 49


@pytest.mark.parametrize("sizes", [(30.0, 40.0), (18.0, 26.0), (8.0, 14.0)])
def test_cards_too_small_or_too_blurred_are_missing_and_not_guessed(
    sizes: tuple[float, float],
) -> None:
    answers = answers_of(9, 20)
    scene = Scene(9, answers, **{**SMALL, "sizes": sizes}, blur=(2.0, 2.5), noise=(9.0, 12.0))
    assert said(read_cards(jpeg(photograph(scene), 60))).items() <= answers.items()


def test_a_room_full_of_chequered_squares_has_no_card_in_it() -> None:
    for seed in range(4):
        assert read_cards(jpeg(photograph(Scene(seed, {}, **SMALL)))).seen == ()


def test_a_marker_of_another_program_is_no_card_even_with_our_cells() -> None:
    inner = np.array(markers()[7], np.uint8).reshape(4, 4) * 255
    without_ring = np.pad(np.kron(np.pad(inner, 1), np.ones((20, 20), np.uint8)), 20 * 3)
    without_ring[:60], without_ring[-60:] = 255, 255
    without_ring[:, :60], without_ring[:, -60:] = 255, 255
    assert read_cards(jpeg(without_ring)).seen == ()


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("turn", [-25, 0, 25])
def test_the_side_on_top_is_the_answer_up_to_25_degrees(side: Side, turn: int) -> None:
    assert said(read_cards(jpeg(one_card(side, turn)))) == {7: side}


@pytest.mark.parametrize("turn", range(0, 360, 3))
def test_a_card_between_two_sides_is_missing_at_any_angle_never_wrong(turn: int) -> None:
    found = said(read_cards(jpeg(one_card(Side.A, turn))))
    # clockwise turns bring D, then C, then B to the top
    nearest = (Side.A, Side.D, Side.C, Side.B)[round(turn / 90) % 4]
    away = abs((turn + 45) % 90 - 45)
    if away <= 35:
        assert found == {7: nearest}
    elif away > MOST_TURN + 1:
        assert found == {}
    else:
        assert found in ({}, {7: nearest})


def test_every_card_is_read_on_every_side() -> None:
    for marker in range(len(markers())):
        side = list(Side)[marker % 4]
        picture = one_card(side, marker % 40 - 20, cell=8, marker=marker)
        assert said(read_cards(jpeg(picture))) == {marker: side}


def test_a_card_in_a_mirror_is_not_read() -> None:
    assert read_cards(jpeg(np.ascontiguousarray(one_card()[:, ::-1]))).seen == ()


def test_fingers_on_the_edge_do_no_harm_and_a_finger_on_the_cells_makes_it_missing() -> None:
    edge, cells = one_card(), one_card()
    cv2.line(edge, (400, 480), (400, 405), (110, 150, 205), 22)
    cv2.line(cells, (400, 480), (400, 330), (110, 150, 205), 30)
    assert said(read_cards(jpeg(edge))) == {7: Side.A}
    assert read_cards(jpeg(cells)).seen == ()


def test_one_marker_in_two_places_is_doubtful() -> None:
    half = one_card()[:, 150:650]
    reading = read_cards(jpeg(np.hstack([half, half])))
    assert reading.seen == ()
    assert reading.doubtful == {7}


@pytest.mark.parametrize(
    ("orientation", "undo"),
    [
        (1, lambda p: p),
        (2, lambda p: p[:, ::-1]),
        (3, lambda p: np.rot90(p, 2)),
        (4, lambda p: p[::-1]),
        (5, lambda p: p.transpose(1, 0, 2)),
        (6, lambda p: np.rot90(p, 1)),
        (7, lambda p: np.rot90(p, 2).transpose(1, 0, 2)),
        (8, lambda p: np.rot90(p, 3)),
    ],
)
def test_the_camera_says_what_is_up(orientation: int, undo: Any) -> None:
    """``undo`` makes of an upright picture the one a camera stores with this orientation."""
    stored = np.ascontiguousarray(undo(one_card(Side.B)))
    assert said(read_cards(with_exif(stored, orientation))) == {7: Side.B}


def test_a_picture_that_lies_on_its_side_and_does_not_say_so_is_not_read() -> None:
    scene = Scene(5, answers_of(5, 20), **{**SMALL, "sizes": (45.0, 90.0)})
    picture = photograph(scene)
    assert len(read_cards(jpeg(picture)).seen) >= 19
    for turns in (1, 2, 3):
        reading = read_cards(jpeg(np.ascontiguousarray(np.rot90(picture, turns))))
        assert reading.turned
        assert reading.seen == ()
    aside = jpeg(np.ascontiguousarray(np.rot90(picture, 1)))
    assert len(read_cards(aside, surely_upright=True).seen) >= 19


def test_a_wall_of_tiles_is_refused_instead_of_searched_for_minutes() -> None:
    tiles = (np.indices((250, 333)).sum(axis=0) % 2 * 200 + 30).astype(np.uint8)
    with pytest.raises(BadInput, match="已经读到的都在"):
        read_cards(jpeg(np.kron(tiles, np.ones((12, 12), np.uint8))))


def test_png_and_webp_are_read_too() -> None:
    for ending in (".png", ".webp"):
        data = cv2.imencode(ending, one_card(Side.C))[1].tobytes()
        assert said(read_cards(data)) == {7: Side.C}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "打不开"),
        (b"\xff\xd8\xff\xe0 broken", "打不开"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "打不开"),
        (b"GIF89a" + bytes(50), "打不开"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "打不开"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(50), "HEIC"),
        (b"\x00\x00\x00\x18ftypmif1" + bytes(50), "HEIC"),
        (bytes(opening.MOST_BYTES + 1), "30 MB"),
    ],
)
def test_what_is_no_photograph_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words) as refused:
        read_cards(data)
    assert "没有读取，已经读到的都在。请" in refused.value.message


def test_every_beginning_of_a_photograph_is_refused_or_read_without_harm() -> None:
    data = jpeg(one_card())
    for length in range(0, len(data), len(data) // 60):
        with pytest.raises(BadInput, match="打不开"):
            read_cards(data[:length])


def test_a_tiny_picture_is_refused() -> None:
    with pytest.raises(BadInput, match="太小"):
        read_cards(jpeg(np.zeros((4000, 20, 3), np.uint8)))


def test_a_png_that_would_fill_the_memory_is_refused_before_it_is_decoded() -> None:
    buffer = io.BytesIO()
    Image.new("1", (9000, 6000)).save(buffer, "PNG")
    assert len(buffer.getvalue()) < 20_000
    with pytest.raises(BadInput, match="54 百万像素"):
        read_cards(buffer.getvalue())


@pytest.mark.parametrize(("width", "height"), [(8165, 6124), (5164, 3873), (4624, 3468)])
def test_large_photographs_are_made_smaller_before_they_are_searched(
    width: int, height: int
) -> None:
    picture = cv2.resize(one_card(Side.D)[:, :, 0], (width, height))
    reading = read_cards(jpeg(picture))
    assert reading.width * reading.height <= opening.LARGE
    assert said(reading) == {7: Side.D}


def test_a_photograph_of_twelve_megapixels_is_searched_as_it_is() -> None:
    picture = cv2.resize(one_card()[:, :, 0], (4000, 3000))
    assert (read_cards(jpeg(picture)).width, 4000) == (4000, 4000)


def test_the_same_photograph_is_read_the_same_every_time() -> None:
    data = jpeg(photograph(replace(Scene(11, answers_of(11, 12)), **SMALL)))
    assert read_cards(data) == read_cards(data)
