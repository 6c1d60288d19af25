"""A live quiz for a whole hall, against the limits: many sizes, spread and all at once, and beside
pupils who work in their pages. Every game stands beside its floor, a bare socket.
"""

from bench.games import Figures, describe, measure_floor, measure_game
from bench.reporting import report

SPREAD, AT_ONCE = 3.0, 0.5
"""Seconds in which all answers to a question come."""

HALL, STADIUM = 1000, 5000


def measure_hall(sizes: tuple[int, ...]) -> None:
    """Games of these sizes; the limits are for 1,000 and for 5,000 players."""
    found = {players: _measure(players, SPREAD) for players in sizes}
    if HALL in found:
        _judge_hall(found[HALL])
        at_once = _measure(HALL, AT_ONCE)
        _judge_answers(at_once, HALL, AT_ONCE, 50)
        beside = measure_game(HALL, SPREAD, pupils=40)
        print(f"  {HALL} 人，同时 40 名学生在页面里答题：{describe(beside)}", flush=True)
        _judge_answers(beside, HALL, SPREAD, 100, "，同时 40 名学生在页面里答题")
    if STADIUM in found:
        stadium = found[STADIUM]
        report(
            f"{STADIUM} 人：题到最后一部手机",
            f"{stadium.last():.0f} ms",
            "< 600 ms",
            stadium.last() < 600,
        )
        _judge_answers(stadium, STADIUM, SPREAD, 100)
    small, large = min(sizes), max(sizes)
    growth = found[large].cpu_each() / found[small].cpu_each()
    what = f"从 {small} 人到 {large} 人，每人每场的 CPU 变为"
    report(what, f"{growth:.2f} 倍", "1.5 倍以内", 1 / 1.5 <= growth <= 1.5)


def _measure(players: int, within: float) -> Figures:
    """One game after its floor."""
    floor, ours = measure_floor(players, within), measure_game(players, within)
    print(f"  {players} 人，答案在 {within} 秒内到齐")
    print(f"    空白插座：{describe(floor)}")
    print(f"    现场赛：　{describe(ours)}", flush=True)
    ratio = ours.cpu_a_message() / floor.cpu_a_message()
    report(f"{players} 人：每条消息的 CPU 与空白插座相比", f"{ratio:.2f} 倍", "≤ 3 倍", ratio <= 3)
    return ours


def _judge_hall(hall: Figures) -> None:
    """The limits of a hall whose answers are spread."""
    report(f"{HALL} 人：题到最后一部手机", f"{hall.last():.0f} ms", "< 120 ms", hall.last() < 120)
    _judge_answers(hall, HALL, SPREAD, 20)
    each = hall.cpu_each()
    report(f"{HALL} 人：每人每场（五题）的服务器 CPU", f"{each:.2f} ms", "≤ 4 ms", each <= 4)
    report(f"{HALL} 人：服务器内存", f"{hall.memory:.0f} MB", "< 160 MB", hall.memory < 160)


def _judge_answers(
    figures: Figures, players: int, within: float, limit: int, also: str = ""
) -> None:
    """Nothing lost, and acknowledged in time (``limit`` in milliseconds)."""
    value = f"p95 {figures.p95():.1f} ms，丢失 {figures.lost}，断开 {figures.disconnected}"
    ok = figures.p95() < limit and figures.lost == 0 and figures.disconnected == 0
    what = f"{players} 人在 {within} 秒内作答{also}：到确认"
    report(what, value, f"p95 < {limit} ms，丢失 0，断开 0", ok)
