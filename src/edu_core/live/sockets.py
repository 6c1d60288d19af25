"""The sockets of live games: what comes in goes to the hub, what the hub says goes out.

They speak ASGI themselves and are answered in front of Streamlit's middleware. Each layer around
a socket is paid for every frame of every phone of a hall, and for every phone as long as it is
connected.
"""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.requests import HTTPConnection
from starlette.routing import Router, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from edu_core.domain.errors import EduError, NotAllowed, NotFound
from edu_core.live.hub import Hub
from edu_core.live.room import Seat, text_of

GONE = 4404
"""The code with which a socket is closed that belongs to nobody in the game."""
TRY_AGAIN = 1013
"""The code that says: later (RFC 6455, registry of close codes)."""


class SocketsFirst:
    """Middleware: the sockets of these routes are answered here, everything else is passed on."""

    def __init__(self, app: ASGIApp, sockets: list[WebSocketRoute]) -> None:
        self._app = app
        self._router = Router(sockets)
        self._places = tuple("/" + route.path.split("/")[1] + "/" for route in sockets)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        ours = scope["type"] == "websocket" and scope["path"].startswith(self._places)
        await (self._router if ours else self._app)(scope, receive, send)


class Socket:
    """The ASGI end of one kind of socket: takes a seat and passes messages both ways until one
    side ends it.

    Whoever may not sit is told so in one message, and the page leads back to where one joins.
    """

    def __init__(
        self, hub: Callable[[], Hub], sit: Callable[[HTTPConnection], Awaitable[Seat]]
    ) -> None:
        self._hub = hub
        self._sit = sit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one socket from its first message to its last."""
        await receive()  # the request to connect
        try:
            await send({"type": "websocket.accept"})
            seat = await self._seat(scope, send)
            if seat is not None:
                await self._pass_on(seat, receive, send)
        except OSError:
            pass  # gone while something was being sent

    async def _seat(self, scope: Scope, send: Send) -> Seat | None:
        try:
            return await self._sit(HTTPConnection(scope))
        except (NotAllowed, NotFound) as error:
            gone = text_of({"gone": True, "words": error.message})
            await send({"type": "websocket.send", "text": gone})
            await send({"type": "websocket.close", "code": GONE})
        except EduError:  # the database is away: the page tries again by itself
            await send({"type": "websocket.close", "code": TRY_AGAIN})
        return None

    async def _pass_on(self, seat: Seat, receive: Receive, send: Send) -> None:
        hub = self._hub()
        sending = asyncio.create_task(_send(seat, send))
        try:
            while (text := (await receive()).get("text")) is not None:
                hub.receive(seat, text)
        finally:  # gone, closed by our own side, or sent bytes where text is spoken
            hub.leave(seat)
            sending.cancel()


async def _send(seat: Seat, send: Send) -> None:
    """Everything the hub says; a slow phone that was let go is closed, and comes back."""
    try:
        while (text := await seat.next()) is not None:
            await send({"type": "websocket.send", "text": text})
        await send({"type": "websocket.close", "code": 1000})
    except (OSError, RuntimeError):  # gone, or closed in the middle of sending
        seat.close()
