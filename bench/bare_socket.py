"""The floor of a live game: a bare Starlette socket that passes the same messages.

``uvicorn bench.bare_socket:app``. Whoever is called the host sends a text that goes to everybody;
from the others every message is acknowledged.
"""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

_seats: set[WebSocket] = set()


async def _health(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


async def _player(socket: WebSocket) -> None:
    await socket.accept()
    _seats.add(socket)
    await socket.send_text('{"view":{}}')
    try:
        while True:
            text = await socket.receive_text()
            _, _, rest = text.partition('"answer_id":')
            name, _, _ = rest.partition(",")
            await socket.send_text(f'{{"ack":{name}}}')
    except WebSocketDisconnect:
        _seats.discard(socket)


async def _host(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text('{"view":{}}')
    try:
        while True:
            text = await socket.receive_text()
            for seat in list(_seats):
                await seat.send_text(text)
    except WebSocketDisconnect:
        return


app = Starlette(
    routes=[
        Route("/_stcore/health", _health),
        WebSocketRoute("/player", _player),
        WebSocketRoute("/host", _host),
    ]
)
