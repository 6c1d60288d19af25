"""``make bench``: every figure with its floor and its limit, in one run."""

import argparse
import asyncio
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.cards import measure_opening, measure_reading
from bench.hall import measure_hall
from bench.photographs import measure_photographs
from bench.records import measure_records
from bench.reporting import report
from bench.school import LONG_QUIZ, School, build_school, write_content
from bench.servers import Measured, bare_server, our_server
from bench.tabs import Tab
from edu_core.content.library import ContentStore


@dataclass(frozen=True)
class Plan:
    """How much is measured; ``quick`` is for trying the bench itself."""

    answers: int
    pupils: int
    seconds: float
    reruns: int
    card_classes: int
    sizes: tuple[int, ...]


FULL = Plan(
    answers=300,
    pupils=200,
    seconds=30,
    reruns=20_000,
    card_classes=10,
    sizes=(50, 200, 1000, 5000),
)
QUICK = Plan(answers=60, pupils=40, seconds=10, reruns=1_000, card_classes=2, sizes=(50, 200))


def measure_content(folder: Path) -> None:
    """Loading and checking 200 quizzes of 20 questions, and looking again."""
    root = folder / "many"
    write_content(root, 200, 20)
    begun = time.perf_counter()
    store = ContentStore(root)
    library = store.library()
    cold = time.perf_counter() - begun
    begun = time.perf_counter()
    store.library(look_now=True)
    again = time.perf_counter() - begun
    assert len(library.quizzes) == 201
    assert library.problems == ()
    report("读取并检查 200 份 × 20 题", f"{cold:.2f} s", "< 3 s", cold < 3)
    report("没有改动时再看一遍", f"{again * 1000:.1f} ms", "< 50 ms", again < 0.05)


async def _answers(server: Measured, tab: Tab, count: int) -> float:
    """Server CPU of one answer in milliseconds."""
    for number in range(20):
        await tab.answer(number)
    before = server.cpu()
    for number in range(count):
        if not tab.find("radio"):
            break
        await tab.answer(number)
    return (server.cpu() - before) / count * 1000


async def measure_answer(ours: Measured, bare: Measured, school: School, count: int) -> None:
    """One answer on the quiz page against the bare page, in turns."""
    mine: list[float] = []
    floor: list[float] = []
    per_turn = 60
    for turn in range(max(1, count // per_turn)):
        tab = await Tab.open(bare.port)
        floor.append(await _answers(bare, tab, per_turn))
        await tab.close()
        tab = await Tab.open(ours.port, "quiz", f"id={LONG_QUIZ}", school.pupils[-1 - turn])
        await tab.click("开始答题")
        mine.append(await _answers(ours, tab, per_turn))
        await tab.close()
    ours_median, bare_median = statistics.median(mine), statistics.median(floor)
    ratio = ours_median / bare_median
    value = f"{ours_median:.1f} ms，空白页 {bare_median:.1f} ms，{ratio:.2f} 倍"
    report("答一题的服务器 CPU", value, "≤ 2 倍", ratio <= 2)


async def measure_class_page(ours: Measured, school: School) -> None:
    """The class page for 45 pupils × 40 attempts."""
    tab = await Tab.open(ours.port, "class", f"id={school.classroom}", school.teacher)
    before = ours.cpu()
    for _ in range(10):
        await tab.run()
    cost = (ours.cpu() - before) / 10 * 1000
    await tab.close()
    report("班级页（45 人 × 40 次）的服务器 CPU", f"{cost:.0f} ms", "< 400 ms", cost < 400)


async def measure_load(ours: Measured, school: School, plan: Plan) -> None:
    """Many pupils answer every five seconds over real sockets."""
    before = ours.memory()
    tabs = [
        await Tab.open(ours.port, "quiz", f"id={LONG_QUIZ}", token)
        for token in school.pupils[: plan.pupils]
    ]
    for tab in tabs:
        await tab.click("开始答题")
    per_tab = (ours.memory() - before) / len(tabs)
    waits: list[float] = []
    errors = 0

    async def work(tab: Tab, delay: float) -> None:
        nonlocal errors
        await asyncio.sleep(delay)
        end = time.perf_counter() + plan.seconds
        number = 0
        while time.perf_counter() < end and tab.find("radio"):
            try:
                waits.append(await tab.answer(number))
            except Exception as error:
                errors += 1
                print("  ", repr(error))
                return
            number += 1
            await asyncio.sleep(max(0.0, 5 - waits[-1]))

    cpu = ours.cpu()
    begun = time.perf_counter()
    await asyncio.gather(*(work(tab, 5 * place / len(tabs)) for place, tab in enumerate(tabs)))
    share = (ours.cpu() - cpu) / (time.perf_counter() - begun)
    for tab in tabs:
        await tab.close()
    quantiles = statistics.quantiles(waits, n=100)
    value = (
        f"{len(waits)} 次，p50 {quantiles[49] * 1000:.0f} ms，p95 {quantiles[94] * 1000:.0f} ms，"
        f"{errors} 个错误，占 {share:.2f} 个核"
    )
    ok = quantiles[94] < 0.15 and errors == 0
    report(f"{plan.pupils} 人每 5 秒答一题", value, "p95 < 150 ms，0 个错误", ok)
    print(f"  每个学生页面占内存 {per_tab:.2f} MB")


async def measure_memory(ours: Measured, school: School, reruns: int) -> None:
    """Memory over many runs of the quiz page; what grows after the first quarter is a leak."""
    tabs = [
        await Tab.open(ours.port, "quiz", f"id={LONG_QUIZ}", token) for token in school.pupils[:4]
    ]
    marks: list[float] = []

    async def work(tab: Tab, count: int) -> None:
        for _ in range(count):
            await tab.run()

    for _ in range(4):
        await asyncio.gather(*(work(tab, reruns // 16) for tab in tabs))
        marks.append(ours.memory())
    for tab in tabs:
        await tab.close()
    grown = marks[-1] - marks[0]
    value = " → ".join(f"{mark:.0f}" for mark in marks) + f" MB，增长 {grown:.1f} MB"
    report(f"{reruns} 次重跑的内存", value, "增长 < 10 MB", grown < 10)


async def measure_pages(folder: Path, plan: Plan) -> None:
    """Everything that needs servers."""
    content = folder / "content"
    write_content(content, 10, 10)
    school = build_school(content, folder / "data", plan.pupils + 10)
    with our_server(content, folder / "data") as ours, bare_server() as bare:
        # the load first: later, memory that was freed before would hide what a tab takes
        await measure_load(ours, school, plan)
        await measure_answer(ours, bare, school, plan.answers)
        await measure_class_page(ours, school)
        await measure_memory(ours, school, plan.reruns)


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a short run, to try the bench")
    plan = QUICK if parser.parse_args().quick else FULL
    measure_opening()  # first: a peak of memory that was higher before would hide this one
    measure_reading(plan.card_classes)
    with tempfile.TemporaryDirectory() as name:
        measure_content(Path(name))
        asyncio.run(measure_pages(Path(name), plan))
    measure_records()
    measure_hall(plan.sizes)
    measure_photographs()


if __name__ == "__main__":
    main()
