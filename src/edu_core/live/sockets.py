"""One socket of a live game: what comes in goes to the hub, what the hub says goes out."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.websockets import WebSocket, WebSocketDisconnect

from edu_core.domain.errors import EduError, NotAllowed, NotFound
from edu_core.live.hub import Hub
from edu_core.live.room import Seat, text_of

GONE = 4404
"""The code with which a socket is closed that belongs to nobody in the game."""
TRY_AGAIN = 1013
"""The code that says: later (RFC 6455, registry of close codes)."""


async def serve(socket: WebSocket, hub: Hub, sit: Callable[[], Awaitable[Seat]]) -> None:
    """Take a seat and pass messages both ways until one side ends it.

    Whoever may not sit is told so in one message, and the page leads back to where one joins.
    """
    await socket.accept()
    try:
        seat = await sit()
    except (NotAllowed, NotFound) as error:
        await socket.send_text(text_of({"gone": True, "words": error.message}))
        await socket.close(GONE)
        return
    except EduError:  # the database is away: the page tries again by itself
        await socket.close(TRY_AGAIN)
        return
    sending = asyncio.create_task(_send(socket, seat))
    try:
        while True:
            hub.receive(seat, await socket.receive_text())
    except (WebSocketDisconnect, KeyError, RuntimeError):
        pass  # gone, sent bytes where text is spoken, or closed by our own side
    finally:
        hub.leave(seat)
        sending.cancel()


async def _send(socket: WebSocket, seat: Seat) -> None:
    """Everything the hub says; a slow phone that was let go is closed, and comes back."""
    try:
        while (text := await seat.next()) is not None:
            await socket.send_text(text)
        await socket.close()
    except (WebSocketDisconnect, RuntimeError):
        seat.close()
