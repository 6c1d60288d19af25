"""``python -m bench.games [players] [seconds]``: a live game of five questions with many phones on
the real server, and the same messages through a bare socket as the floor.

The host presses its buttons over a socket of its own, as its page does; the shared screen is there
too. Every answer is committed to SQLite before it is acknowledged.
"""

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.phone import QUESTION, REVEAL, Phone, connect
from bench.school import LONG_QUIZ, build_school, write_content
from bench.servers import Measured, bare_socket_server, our_server
from bench.tabs import Tab
from edu_core.bootstrap import build
from edu_core.config import SESSION_COOKIE, Settings
from edu_core.domain.game_state import Game, GameRules
from edu_core.domain.people import Person, Role
from edu_core.network import allow_many_sockets
from edu_core.services import games
from edu_core.services.accounts import begin_session
from edu_core.services.context import Edu
from edu_core.services.game_work import Joined, JoinRequest, perform
from edu_core.services.games import OpenGame
from edu_core.storage import people

QUESTIONS = 5


@dataclass
class Figures:
    """What one game showed; times in seconds.

    ``reached`` is from the host's click until the last phone has the question, one for each
    question; ``messages`` counts what went either way between the server and the phones.
    """

    players: int
    reached: list[float] = field(default_factory=list[float])
    acknowledged: list[float] = field(default_factory=list[float])
    lost: int = 0
    disconnected: int = 0
    cpu: float = 0.0
    memory: float = 0.0
    messages: int = 0

    def last(self) -> float:
        """Milliseconds until the last phone has the question (median of the questions)."""
        return statistics.median(self.reached) * 1000

    def p95(self) -> float:
        """Milliseconds from answer to acknowledgement that 95 of 100 stay below."""
        return statistics.quantiles(self.acknowledged, n=20)[-1] * 1000

    def cpu_each(self) -> float:
        """Milliseconds of server CPU for one player and the whole game."""
        return self.cpu / self.players * 1000

    def cpu_a_message(self) -> float:
        """Microseconds of server CPU for one message."""
        return self.cpu / self.messages * 1e6


@dataclass(frozen=True)
class Stage:
    """A game with its players in the database, and the tokens of their phones."""

    opened: OpenGame
    host: Person
    host_cookie: str
    player_tokens: list[str]


def set_the_stage(edu: Edu, players: int) -> Stage:
    """A lobby in which everybody has joined."""
    now = edu.now()
    with edu.store.write() as transaction:
        host_id = people.add_person(
            transaction, role=Role.TEACHER, name="老师", secret_hash="x", now=now
        )
        host = people.get_person(transaction, host_id)
        session = begin_session(edu, transaction, host)
    quiz_id = max(edu.library().quizzes.values(), key=lambda quiz: quiz.length()).id
    opened = games.create_game(edu, host, quiz_id, GameRules(seconds=120))
    jobs = [JoinRequest(f"选手{number}") for number in range(players)]
    outcomes = perform(edu, opened.game.id, jobs).outcomes
    tokens = [one.token for one in outcomes if isinstance(one, Joined)]
    return Stage(opened, host, f"{SESSION_COOKIE}={session.token}", tokens)


def right_answers(game: Game) -> list[object]:
    """The right response to every question, in the ids that phones see."""
    found: list[object] = []
    for current in game.rounds[:QUESTIONS]:
        sheet = game.sheets[current.item_id]
        key = sheet.item.correct_response()
        assert key is not None
        found.append(sheet.shown(key).model_dump(mode="json"))
    return found


async def connect_all(port: int, path: str, cookies: Sequence[str]) -> list[Phone]:
    """Everybody's phone, some at a time, as a class comes in."""
    phones: list[Phone] = []
    for start in range(0, len(cookies), 50):
        batch = [connect(port, path, cookie) for cookie in cookies[start : start + 50]]
        phones += await asyncio.gather(*batch)
    return phones


async def open_question(figures: Figures, host: Phone, phones: list[Phone], order: object) -> None:
    """The host presses the button; until the last phone has the question."""
    for phone in phones:
        phone.expect(QUESTION)
    pressed = time.perf_counter()
    host.send(order)
    await asyncio.gather(*[phone.staged.wait() for phone in phones])
    figures.reached.append(max(phone.last_stage_at for phone in phones) - pressed)


async def all_answer(
    figures: Figures, phones: list[Phone], number: int, response: object, within: float
) -> None:
    """Everybody answers, evenly spread over ``within`` seconds; until all are acknowledged."""
    loop, begun = asyncio.get_running_loop(), asyncio.get_running_loop().time()
    for place, phone in enumerate(phones):
        at = begun + within * place / len(phones)
        loop.call_at(at, phone.answer, number, f"{number}-{place}", response)
        phone.acknowledged.clear()
    await asyncio.gather(*[phone.acknowledged.wait() for phone in phones])
    figures.acknowledged += [phone.waited for phone in phones if phone.waited is not None]


async def play(
    server: Measured, edu: Edu, players: int, within: float, pupils: Sequence[str] = ()
) -> Figures:
    """One game on our server, while ``pupils`` (session tokens) answer quizzes in their pages."""
    working = [asyncio.create_task(work(server.port, token)) for token in pupils]
    try:
        return await play_game(server, edu, players, within)
    finally:
        for task in working:
            task.cancel()


async def work(port: int, token: str) -> None:
    """A pupil answers a question in the pages every five seconds, until stopped."""
    tab = await Tab.open(port, "quiz", f"id={LONG_QUIZ}", token)
    await tab.click("开始答题")
    await asyncio.sleep(5 * random.random())
    for number in range(100):
        await tab.answer(number)
        await asyncio.sleep(5)


async def play_game(server: Measured, edu: Edu, players: int, within: float) -> Figures:
    """The game alone."""
    stage = await asyncio.to_thread(set_the_stage, edu, players)
    game, port = stage.opened.game, server.port
    responses = right_answers(game)
    cookies = [f"edu_player_{game.code}={token}" for token in stage.player_tokens]
    figures = Figures(players)
    screen = await connect(port, f"/event/{game.id}/screen/{stage.opened.screen_secret}/socket")
    host = await connect(port, f"/event/{game.id}/host/socket", stage.host_cookie)
    phones = await connect_all(port, f"/play/{game.code}/socket", cookies)
    await asyncio.sleep(1)  # the lobby's last names are on the screen
    before, said = server.cpu(), sum(phone.messages for phone in phones)
    for number in range(QUESTIONS):
        order = {"name": "start"} if number == 0 else {"name": "next", "round": number - 1}
        await open_question(figures, host, phones, {"do": "command", **order})
        for phone in phones:
            phone.expect(REVEAL)
        await all_answer(figures, phones, number, responses[number], within)
        await asyncio.gather(*[phone.staged.wait() for phone in phones])
    figures.cpu = server.cpu() - before
    figures.memory = server.memory()
    figures.messages = sum(phone.messages for phone in phones) - said + players * QUESTIONS
    figures.disconnected = sum(phone.lost for phone in phones)
    stored = await asyncio.to_thread(games.load_game, edu, game.id)
    kept = sum(len(stored.answers_of(number)) for number in range(QUESTIONS))
    figures.lost = players * QUESTIONS - kept + sum(phone.refused for phone in phones)
    for phone in (*phones, host, screen):
        phone.close()
    return figures


async def play_on_the_floor(server: Measured, players: int, within: float) -> Figures:
    """The same messages, of the same length, through a bare socket."""
    figures = Figures(players)
    host = await connect(server.port, "/host")
    phones = await connect_all(server.port, "/player", [""] * players)
    before, said = server.cpu(), sum(phone.messages for phone in phones)
    filling = "题" * 500  # a question as it is sent is about this long
    response = {"gesture": "choose", "options": ["o1"]}
    for number in range(QUESTIONS):
        view = {"phase": "question", "filling": filling}
        await open_question(figures, host, phones, {"view": view})
        await all_answer(figures, phones, number, response, within)
        for phone in phones:
            phone.expect(REVEAL)
        host.send({"view": {"phase": "reveal", "filling": filling}})
        await asyncio.gather(*[phone.staged.wait() for phone in phones])
    figures.cpu = server.cpu() - before
    figures.memory = server.memory()
    figures.messages = sum(phone.messages for phone in phones) - said + players * QUESTIONS
    for phone in (*phones, host):
        phone.close()
    return figures


def measure_game(players: int, within: float, pupils: int = 0) -> Figures:
    """Play one game; the answers to each question are spread over ``within`` seconds, while so
    many ``pupils`` work in their pages.
    """
    allow_many_sockets()
    with tempfile.TemporaryDirectory() as folder:
        content, data = Path(folder) / "content", Path(folder) / "data"
        write_content(content, 1, 10)
        tokens = build_school(content, data, pupils).pupils
        with our_server(content, data) as server:
            edu = build(Settings(content=content, data=data))
            try:
                return asyncio.run(play(server, edu, players, within, tokens))
            finally:
                edu.store.close()


def measure_floor(players: int, within: float) -> Figures:
    """The same through the bare socket."""
    allow_many_sockets()
    with bare_socket_server() as server:
        return asyncio.run(play_on_the_floor(server, players, within))


def describe(figures: Figures) -> str:
    """One line of figures."""
    return (
        f"题到最后一部手机 {figures.last():.0f} ms，作答到确认 p95 {figures.p95():.1f} ms，"
        f"每人每场 CPU {figures.cpu_each():.2f} ms，每条消息 {figures.cpu_a_message():.0f} µs，"
        f"内存 {figures.memory:.0f} MB，丢失 {figures.lost}，断开 {figures.disconnected}"
    )


def main() -> None:
    """Measure one game and its floor."""
    players = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    within = float(sys.argv[2]) if len(sys.argv) > 2 else 3.0
    print(f"{players} 人 × {QUESTIONS} 题，答案在 {within} 秒内到齐：")
    print(f"  底线：{describe(measure_floor(players, within))}")
    print(f"  我们：{describe(measure_game(players, within))}")


if __name__ == "__main__":
    main()
