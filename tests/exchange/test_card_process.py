"""Photographs are read in a process of their own: what it says, and what happens when it dies."""

import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest

from edu_core.domain.errors import BadInput
from edu_core.exchange.card_process import CardProcess
from edu_core.exchange.card_reader import read_cards
from tests.exchange.photographs import Scene, answers_of, jpeg, photograph
from tools.server import ROOT

PICTURE = jpeg(photograph(Scene(3, answers_of(3, 12), 1600, 1200, (70.0, 90.0))))


@pytest.fixture
def process() -> Iterator[CardProcess]:
    begun = CardProcess()
    yield begun
    begun.close()


def _children() -> set[int]:
    return {child.pid for child in psutil.Process().children()}


def test_it_reads_what_the_reader_reads_and_refuses_in_the_same_words(process: CardProcess) -> None:
    found = read_cards(PICTURE)
    assert len(found.seen) > 8
    assert process.read(PICTURE, surely_upright=False) == found
    with pytest.raises(BadInput) as told:
        process.read(b"broken", surely_upright=False)
    with pytest.raises(BadInput) as expected:
        read_cards(b"broken")
    assert (told.value.message, told.value.code) == (expected.value.message, expected.value.code)
    assert process.read(PICTURE, surely_upright=True) == found


def test_one_process_reads_them_all_and_begins_before_the_first(process: CardProcess) -> None:
    others = _children()
    process.begin()
    begun = _children() - others
    assert len(begun) == 1
    process.begin()
    process.read(PICTURE, surely_upright=False)
    assert _children() - others == begun
    process.close()
    assert _children() == others


def test_a_process_that_dies_costs_one_photograph(process: CardProcess) -> None:
    others = _children()
    process.read(PICTURE, surely_upright=False)
    [pid] = _children() - others
    psutil.Process(pid).rlimit(psutil.RLIMIT_AS, (1, 1))  # no memory is left for it
    with pytest.raises(BadInput, match="再拍一张"):
        process.read(PICTURE + bytes(40_000_000), surely_upright=False)
    assert len(process.read(PICTURE, surely_upright=False).seen) > 8
    assert pid not in _children()


def test_the_program_that_asks_loads_nothing_of_what_reads() -> None:
    script = (
        "import pathlib, sys\n"
        "from edu_core.services.cards import expect_photographs, read_cards_aside\n"
        "expect_photographs()\n"
        "print(len(read_cards_aside(sys.stdin.buffer.read()).seen) > 8)\n"
        "print(*sorted({'cv2', 'numpy', 'PIL', 'pickle'} & sys.modules.keys()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], input=PICTURE, cwd=ROOT, capture_output=True
    )
    assert done.stdout.decode().split() == ["True", "pickle"]
    assert done.stderr == b""
