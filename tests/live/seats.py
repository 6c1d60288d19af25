"""Seats of a hub without sockets: who sits, what is said to it, and what it says."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from edu_core.domain.game_state import Game
from edu_core.live.hub import Hub
from edu_core.live.room import Seat
from edu_core.services.context import Edu
from edu_core.services.game_work import Joined, JoinRequest


@asynccontextmanager
async def opened(edu: Edu) -> AsyncIterator[Hub]:
    hub = Hub(lambda: edu)
    try:
        yield hub
    finally:
        await hub.close()


def run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run the coroutine; a hub that hangs fails the test."""
    asyncio.run(asyncio.wait_for(work(), 60))


async def heard(seat: Seat, name: str) -> dict[str, Any]:
    """The next message of this kind; what comes before it is dropped."""
    while True:
        text = await seat.next()
        assert text is not None, "the seat was closed"
        message = json.loads(text)
        if name in message:
            return message


async def shown(seat: Seat, phase: str) -> dict[str, Any]:
    """The next view in this phase."""
    while (view := (await heard(seat, "view"))["view"])["phase"] != phase:
        pass
    return view


async def joined(hub: Hub, game: Game, name: str) -> Seat:
    outcome = await hub.do(game.id, JoinRequest(name))
    assert isinstance(outcome, Joined)
    seat = await hub.sit(game.id, player_id=outcome.player_id)
    await heard(seat, "view")
    return seat


def answer(game: Game, place: int, answer_id: str, *, right: bool = True) -> str:
    sheet = game.sheets[game.rounds[place].item_id]
    key = sheet.item.correct_response()
    assert key is not None
    shown = sheet.shown(key).model_dump(mode="json")
    if not right:
        others = [part["id"] for part in sheet.concealed.shown.model_dump()["options"]]
        shown["options"] = [next(name for name in others if name not in shown["options"])]
    return json.dumps({"do": "answer", "round": place, "answer_id": answer_id, "response": shown})


def command(name: str, **fields: object) -> str:
    return json.dumps({"do": "command", "name": name, **fields})
