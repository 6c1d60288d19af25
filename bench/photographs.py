"""``python -m bench.photographs``: a class with cards beside phones. What the phones notice while
photographs are read one after another, and how long the teacher waits for the seating list.
"""

import asyncio
import http.client
import re
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import cv2

from bench.games import (
    QUESTIONS,
    Figures,
    Stage,
    all_answer,
    connect_all,
    open_question,
    right_answers,
    set_the_stage,
)
from bench.phone import REVEAL, Phone, connect
from bench.reporting import report
from bench.school import write_content
from bench.servers import our_server
from edu_core.bootstrap import build
from edu_core.config import Settings
from edu_core.domain.card import Side
from edu_core.domain.game_commands import Adjust
from edu_core.domain.items.base import Band
from edu_core.network import allow_many_sockets
from edu_core.services.cards import issue_cards
from edu_core.services.classes import RosterRow, create_classroom, import_roster
from edu_core.services.context import Edu
from edu_core.services.games import host_command
from tests.exchange.photographs import Scene, jpeg, photograph

PHONES = 200
PUPILS = 50
SPREAD = 3.0
"""Seconds in which all answers to a question come."""

SIZES = {"1200 万像素": (4000, 3000), "5000 万像素": (8165, 6124)}
LONGEST_ANSWER = 100  # ms
LONGEST_LIST = 2.0  # s
_BOUNDARY = "photographs"


@dataclass
class Camera:
    """The teacher's phone: sends one photograph after another, and waits for each page."""

    port: int
    stage: Stage
    classroom_id: int
    photograph: bytes
    place: int = 0
    waited: list[float] = field(default_factory=list[float])
    stopped: threading.Event = field(default_factory=threading.Event)

    def shoot(self) -> None:
        """Until stopped; raises when a page has no seating list."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        address = f"/event/{self.stage.opened.game.id}/cards"
        page, cookie = self._asked(connection, "GET", address, self.stage.host_cookie)
        token = re.search(r'name="form_token" value="(\w+)"', page)
        assert token is not None
        cookie = f"{self.stage.host_cookie}; {cookie}"
        while not self.stopped.is_set():
            body, begun = self._form(token.group(1)), time.perf_counter()
            page, _ = self._asked(connection, "POST", address, cookie, body)
            if 'class="seats"' in page:  # not one that came when the question was closed already
                self.waited.append(time.perf_counter() - begun)

    def _form(self, token: str) -> bytes:
        fields = {
            "form_token": token,
            "do": "photographs",
            "round": str(self.place),
            "class": str(self.classroom_id),
        }
        parts = [
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ]
        head = (
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="photographs"; '
            'filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        )
        end = f"\r\n--{_BOUNDARY}--\r\n"
        return "".join(parts).encode() + head.encode() + self.photograph + end.encode()

    @staticmethod
    def _asked(
        connection: http.client.HTTPConnection, how: str, where: str, cookie: str, body: bytes = b""
    ) -> tuple[str, str]:
        headers = {"Cookie": cookie}
        if body:
            headers["Content-Type"] = f"multipart/form-data; boundary={_BOUNDARY}"
        connection.request(how, where, body or None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        return text, answer.headers.get("set-cookie", "").partition(";")[0]


@contextmanager
def shooting(camera: Camera | None) -> Iterator[None]:
    """Photographs are sent meanwhile, where there is a camera."""
    if camera is None:
        yield
        return
    working = threading.Thread(target=camera.shoot)
    working.start()
    try:
        yield
    finally:
        camera.stopped.set()
        working.join()


async def play(port: int, stage: Stage, camera: Camera | None) -> Figures:
    """A game that waits for the class; the host tells the answer when all phones have answered."""
    game, figures = stage.opened.game, Figures(len(stage.player_tokens))
    responses = right_answers(game)
    cookies = [f"edu_player_{game.code}={token}" for token in stage.player_tokens]
    host = await connect(port, f"/event/{game.id}/host/socket", stage.host_cookie)
    phones = await connect_all(port, f"/play/{game.code}/socket", cookies)
    for number in range(QUESTIONS):
        order = {"name": "start"} if number == 0 else {"name": "next", "round": number - 1}
        await open_question(figures, host, phones, {"do": "command", **order})
        with shooting(None if camera is None else _at(camera, number)):
            await all_answer(figures, phones, number, responses[number], SPREAD)
        await _reveal(host, phones, number)
    figures.lost = sum(phone.refused for phone in phones)
    figures.disconnected = sum(phone.lost for phone in phones)
    for phone in (*phones, host):
        phone.close()
    return figures


def _at(camera: Camera, number: int) -> Camera:
    camera.place = number
    camera.stopped.clear()
    return camera


async def _reveal(host: Phone, phones: list[Phone], number: int) -> None:
    for phone in phones:
        phone.expect(REVEAL)
    host.send({"do": "command", "name": "reveal", "round": number})
    await asyncio.gather(*[phone.staged.wait() for phone in phones])


def class_with_cards(edu: Edu, stage: Stage) -> tuple[int, dict[int, Side]]:
    """A class of the host that plays with cards, and what its cards show."""
    room = create_classroom(edu, stage.host, "举卡的班", Band.JUNIOR)
    rows = [RosterRow(f"学生{number}", str(number)) for number in range(1, PUPILS + 1)]
    import_roster(edu, stage.host, room.id, rows)
    held = issue_cards(edu, stage.host, room.id)
    host_command(edu, stage.host, stage.opened.game.id, Adjust(card_classes=(room.id,)))
    return room.id, {card.marker: list(Side)[card.marker % 4] for card in held}


def _measure(size: tuple[int, int] | None) -> tuple[Figures, list[float]]:
    """One game, with photographs of this size (pixels) or without any."""
    allow_many_sockets()
    with tempfile.TemporaryDirectory() as folder:
        content, data = Path(folder) / "content", Path(folder) / "data"
        write_content(content, 1, 10)
        with our_server(content, data) as server:
            edu = build(Settings(content=content, data=data))
            try:
                stage = set_the_stage(edu, PHONES)
                room, answers = class_with_cards(edu, stage)
                camera = None
                if size is not None:
                    picture = cv2.resize(photograph(Scene(1, answers)), size)
                    camera = Camera(server.port, stage, room, jpeg(picture))
                    del picture
                figures = asyncio.run(play(server.port, stage, camera))
            finally:
                edu.store.close()
    return figures, camera.waited if camera is not None else []


def measure_photographs() -> None:
    """The same game without photographs, then with small and with large ones."""
    alone, _ = _measure(None)
    print(f"  {PHONES} 部手机，没有照片：作答到确认 p95 {alone.p95():.1f} ms", flush=True)
    for name, size in SIZES.items():
        figures, waited = _measure(size)
        value = (
            f"p95 {figures.p95():.1f} ms，最多 {max(figures.acknowledged) * 1000:.0f} ms，"
            f"丢失 {figures.lost}，断开 {figures.disconnected}"
        )
        fine = figures.p95() < LONGEST_ANSWER and not figures.lost and not figures.disconnected
        what = f"{PHONES} 部手机作答，同时一张接一张读 {name}的照片：到确认"
        report(what, value, f"p95 < {LONGEST_ANSWER} ms，丢失 0，断开 0", fine)
        value = f"{len(waited)} 张，第一张 {waited[0]:.2f} s，最多 {max(waited):.2f} s"
        report(
            f"上传 {name}的照片到座位表", value, f"< {LONGEST_LIST:g} s", max(waited) < LONGEST_LIST
        )


if __name__ == "__main__":
    measure_photographs()
