"""A live game with many phones on the real server: how soon, how much, and nothing lost."""

import asyncio
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import websockets.asyncio.client

from bench.servers import Measured, our_server
from edu_core.bootstrap import build
from edu_core.config import Settings
from edu_core.domain.game_commands import Next, Reveal, Start
from edu_core.domain.game_state import Game, GameRules
from edu_core.domain.people import Person, Role
from edu_core.services import games
from edu_core.services.context import Edu
from edu_core.services.game_work import Joined, JoinRequest, perform
from edu_core.storage import people
from tools.server import ROOT

QUESTIONS = 5


class Phone:
    """A player's socket; notes when the question came and when answers were acknowledged."""

    def __init__(self, socket: Any) -> None:
        self.socket = socket
        self.question_at = 0.0
        self.opened = asyncio.Event()
        self.acknowledged: dict[str, asyncio.Event] = {}
        self.refused = 0

    async def listen(self) -> None:
        """Take what comes until the socket is closed."""
        async for text in self.socket:
            message = json.loads(text)
            if "ack" in message:
                self.acknowledged[message["ack"]].set()
            elif "refused" in message:
                self.refused += 1
                self.acknowledged[message["refused"]].set()
            elif message.get("view", {}).get("phase") == "question":
                self.question_at = time.perf_counter()
                self.opened.set()
            elif "ping" in message:
                await self.socket.send('{"do":"pong","ping":1}')

    async def answer(self, after: float, number: int, name: str, response: object) -> float:
        """Answer after so many seconds; seconds until the acknowledgement."""
        await asyncio.sleep(after)
        self.acknowledged[name] = asyncio.Event()
        message = {"do": "answer", "round": number, "answer_id": name, "response": response}
        begun = time.perf_counter()
        await self.socket.send(json.dumps(message))
        await self.acknowledged[name].wait()
        return time.perf_counter() - begun


def set_the_stage(edu: Edu, players: int) -> tuple[Game, Person, list[str]]:
    """A game with its players; their tokens."""
    with edu.store.write() as transaction:
        host_id = people.add_person(
            transaction,
            role=Role.TEACHER,
            name="老师",
            secret_hash="x",
            slip_hash=None,
            now=edu.now(),
        )
    with edu.store.read() as transaction:
        host = people.get_person(transaction, host_id)
    quiz_id = max(edu.library().quizzes.values(), key=lambda quiz: quiz.length()).id
    rules = GameRules(seconds=120, close_when_all=False)
    game = games.create_game(edu, host, quiz_id, rules).game
    jobs = [JoinRequest(f"选手{number}") for number in range(players)]
    outcomes = perform(edu, game.id, jobs).outcomes
    return game, host, [one.token for one in outcomes if isinstance(one, Joined)]


async def _connect(port: int, path: str, cookie: str) -> Phone:
    socket = await websockets.asyncio.client.connect(
        f"ws://127.0.0.1:{port}{path}",
        additional_headers={"Cookie": cookie},
        origin=f"http://127.0.0.1:{port}",  # type: ignore[arg-type]
        compression=None,
        open_timeout=60,
        ping_interval=None,
    )
    return Phone(socket)


class Figures:
    """What one game of ``players`` showed."""

    def __init__(self, players: int) -> None:
        self.players = players
        self.last_reached: list[float] = []
        self.acknowledged: list[float] = []
        self.lost = 0
        self.cpu = 0.0
        self.memory = 0.0

    def p95(self) -> float:
        """Milliseconds from answer to acknowledgement that 95 of 100 stay below."""
        return statistics.quantiles(self.acknowledged, n=20)[-1] * 1000

    def last(self) -> float:
        """Milliseconds from the commit of a question until the last phone has it (median)."""
        return statistics.median(self.last_reached) * 1000

    def cpu_each(self) -> float:
        """Milliseconds of server CPU for one player and the whole game."""
        return self.cpu / self.players * 1000


async def _play(server: Measured, edu: Edu, players: int, within: float) -> Figures:
    game, host, tokens = await asyncio.to_thread(set_the_stage, edu, players)
    figures, phones = Figures(players), list[Phone]()
    for token in tokens:
        cookie = f"edu_player_{game.code}={token}"
        phones.append(await _connect(server.port, f"/play/{game.code}/socket", cookie))
    listening = [asyncio.create_task(phone.listen()) for phone in phones]
    before = server.cpu()
    for number in range(QUESTIONS):
        for phone in phones:
            phone.opened.clear()
        command = Start() if number == 0 else Next(number - 1)
        await asyncio.to_thread(games.host_command, edu, host, game.id, command)
        await asyncio.gather(*[phone.opened.wait() for phone in phones])
        came = sorted(phone.question_at for phone in phones)
        figures.last_reached.append(came[-1] - came[0])
        running = await asyncio.to_thread(games.load_game, edu, game.id)
        sheet = running.sheets[running.rounds[number].item_id]
        key = sheet.item.correct_response()
        assert key is not None
        shown = sheet.shown(key).model_dump(mode="json")
        figures.acknowledged += await asyncio.gather(
            *[
                phone.answer(within * place / players, number, f"{number}-{place}", shown)
                for place, phone in enumerate(phones)
            ]
        )
        await asyncio.to_thread(games.host_command, edu, host, game.id, Reveal(number))
    figures.cpu = server.cpu() - before
    figures.memory = server.memory()
    stored = await asyncio.to_thread(games.load_game, edu, game.id)
    kept = sum(len(stored.answers_of(number)) for number in range(QUESTIONS))
    figures.lost = players * QUESTIONS - kept + sum(phone.refused for phone in phones)
    for task in listening:
        task.cancel()
    await asyncio.gather(*[phone.socket.close() for phone in phones])
    return figures


def measure_game(content: Path, data: Path, players: int, within: float) -> Figures:
    """Play one game of five questions, the answers spread over ``within`` seconds."""
    data.mkdir(parents=True, exist_ok=True)
    with our_server(content, data) as server:
        edu = build(Settings(content=content, data=data))
        try:
            return asyncio.run(_play(server, edu, players, within))
        finally:
            edu.store.close()


def main() -> None:
    """``python -m bench.games [players] [seconds]``."""

    players = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    within = float(sys.argv[2]) if len(sys.argv) > 2 else 3.0
    with tempfile.TemporaryDirectory() as folder:
        found = measure_game(ROOT / "tests/sample", Path(folder) / "data", players, within)
    print(f"{players} 人 × {QUESTIONS} 题，答案在 {within} 秒内到齐：")
    print(f"  第一部到最后一部手机看到题：{found.last():.0f} ms")
    print(f"  作答到确认 p95：{found.p95():.1f} ms")
    print(f"  每人每场的服务器 CPU：{found.cpu_each():.2f} ms；内存 {found.memory:.0f} MB")
    print(f"  丢失或被拒：{found.lost}")


if __name__ == "__main__":
    main()
