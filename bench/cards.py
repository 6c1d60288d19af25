"""``python -m bench.cards``: how well and how fast answer cards are read from photographs.

Classes of fifty, two photographs of each, drawn by ``tests/exchange/photographs.py``. ``--classes``
says how many (100 are 10,000 looks at a card; one takes about six seconds).
"""

import argparse
import contextlib
import io
import resource
import statistics
import time
from dataclasses import dataclass, field

from PIL import Image

from bench.reporting import report
from edu_core.domain.card import Side, agreed
from edu_core.domain.errors import BadInput
from edu_core.exchange.card_reader import read_cards
from tests.exchange.photographs import Scene, answers_of, jpeg, photograph

CLASS = 50


@dataclass
class Tally:
    """``once`` and ``twice`` are cards read from one and from two photographs; ``cards`` all."""

    cards: int = 0
    once: int = 0
    twice: int = 0
    sightings: int = 0
    wrong: int = 0
    cpu: list[float] = field(default_factory=list[float])


def read_class(tally: Tally, seed: int, sizes: tuple[float, float]) -> None:
    """Two photographs of one class, in which nobody changes the answer."""
    answers = answers_of(seed, CLASS)
    seen: dict[int, set[Side]] = {}
    tally.cards += CLASS
    for shot in range(2):
        data = jpeg(photograph(Scene(2 * seed + shot, answers, sizes=sizes)))
        begun = time.process_time()
        reading = read_cards(data)
        tally.cpu.append(time.process_time() - begun)
        tally.sightings += len(reading.seen)
        tally.wrong += sum(answers.get(card.marker) != card.side for card in reading.seen)
        for card in reading.seen:
            seen.setdefault(card.marker, set()).add(card.side)
        if shot == 0:
            tally.once += len(seen)
    tally.twice += sum(
        agreed(sides) is answers.get(marker, object()) for marker, sides in seen.items()
    )


def measure_reading(classes: int) -> None:
    """Markers of 45 to 120 pixels, which count, and of 30 to 60 for comparison."""
    for sizes, limit in (((45.0, 120.0), 0.99), ((30.0, 60.0), 0.0)):
        tally = Tally()
        for seed in range(classes if limit else max(1, classes // 10)):
            read_class(tally, seed + (0 if limit else 100_000), sizes)
        what = f"{tally.cards} 张卡，方块 {sizes[0]:.0f}–{sizes[1]:.0f} 像素"
        share = tally.twice / tally.cards
        value = f"一张照片 {tally.once / tally.cards:.2%}，两张照片 {share:.2%}"
        report(f"{what}，读到", value, f"两张照片 ≥ {limit:.0%}", share >= limit)
        value = f"{tally.wrong} / {tally.sightings}"
        report(f"{what}，读错", value, "0", tally.wrong == 0)
        cpu = statistics.median(tally.cpu)
        value = f"中位 {cpu:.2f} s，最多 {max(tally.cpu):.2f} s"
        report("1200 万像素一张的 CPU", value, "中位 < 1.5 s", cpu < 1.5)


def measure_opening() -> None:
    """The peak of the process over a photograph of 50 megapixels and a corrupt one."""
    small = photograph(Scene(1, answers_of(1, CLASS), width=2000, height=1500))
    image = Image.fromarray(small[:, :, 0]).resize((8165, 6124))
    data = _saved(image)
    del image, small
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    read_cards(data)
    cpu = time.process_time() - begun
    with contextlib.suppress(BadInput):
        read_cards(data[: len(data) // 3])
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    report("5000 万像素和损坏的照片，内存高峰增长", f"{grown:.0f} MB", "< 250 MB", grown < 250)
    print(f"  5000 万像素一张的 CPU {cpu:.2f} s")


def _saved(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=70)
    return buffer.getvalue()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--classes", type=int, default=10, help="classes of fifty")
    classes = parser.parse_args().classes
    measure_opening()
    measure_reading(classes)


if __name__ == "__main__":
    main()
