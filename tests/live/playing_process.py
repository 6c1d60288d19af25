"""A program of its own that plays a whole live game and says each answer once it is acknowledged.

``python -m tests.live.playing_process <database> <content> <game> <host>``; run by
``test_game_crash.py``, which kills it at any moment. Every player answers rightly, under an id
that is the same after a restart, as phones do.
"""

import asyncio
import json
import sys
from pathlib import Path

from edu_core.bootstrap import build
from edu_core.config import Settings
from edu_core.domain.game_commands import Next, Start
from edu_core.domain.game_state import Game, Phase
from edu_core.live.hub import Hub
from edu_core.live.room import Seat
from edu_core.services.context import Edu
from edu_core.services.game_work import HostOrder
from edu_core.services.games import load_game
from edu_core.storage import people

AT_ONCE = 5


async def answer(hub: Hub, game: Game, seat: Seat) -> None:
    """Answer the open question, and say so once it is acknowledged."""
    sheet = game.sheets[game.rounds[game.place].item_id]
    key = sheet.item.correct_response()
    assert key is not None
    message = {
        "do": "answer",
        "round": game.place,
        "answer_id": f"{game.place}-{seat.player_id}",
        "response": sheet.shown(key).model_dump(mode="json"),
    }
    hub.receive(seat, json.dumps(message))
    while (text := await seat.next()) is not None:
        told = json.loads(text)
        assert "refused" not in told, told
        if "ack" in told:
            print(game.place, seat.player_id, flush=True)
            return


async def play(edu: Edu, game_id: int, host_id: int) -> None:
    """Play to the end, going on where a former process was killed."""
    with edu.store.read() as transaction:
        host = people.get_person(transaction, host_id)
    hub, game = Hub(lambda: edu), load_game(edu, game_id)
    seats = [await hub.sit(game_id, player_id=player.id) for player in game.active]
    if game.phase is Phase.LOBBY:
        await hub.do(game_id, HostOrder(host, Start()))
    while (game := load_game(edu, game_id)).phase is not Phase.FINISHED:
        if game.phase is Phase.QUESTION:
            for first in range(0, len(seats), AT_ONCE):
                group = seats[first : first + AT_ONCE]
                await asyncio.gather(*[answer(hub, game, seat) for seat in group])
        else:
            await hub.do(game_id, HostOrder(host, Next(game.place)))
    await hub.close()


if __name__ == "__main__":
    database, content, game, host = sys.argv[1:]
    program = build(Settings(database_url=database, content=Path(content)))
    asyncio.run(play(program, int(game), int(host)))
    program.store.close()
