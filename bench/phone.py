"""A phone for the measurements: a socket that costs next to nothing, so that a thousand of them on
one core do not stand in the way of what is measured. Only what the two servers speak is understood.
"""

import asyncio
import json
import os
import struct
import time
from base64 import b64encode

_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10
_NO_MASK = b"\0\0\0\0"
"""A mask that changes nothing is allowed (RFC 6455, 5.3) and spares the work."""

QUESTION = b'"phase":"question"'
REVEAL = b'"phase":"reveal"'


class Phone(asyncio.Protocol):
    """One player. Times are those of ``time.perf_counter``, in seconds."""

    def __init__(self, path: str, host: str, cookie: str) -> None:
        self._hello = (
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {b64encode(os.urandom(16)).decode()}\r\nCookie: {cookie}\r\n\r\n"
        ).encode()
        self._buffer = bytearray()
        self._open = False
        self._answer_name = b""
        self._answered_at = 0.0
        self._transport: asyncio.Transport | None = None
        self.seated = asyncio.Event()
        self.last_stage_at = 0.0
        self.stage = b""
        self.staged = asyncio.Event()
        self.waited: float | None = None
        self.acknowledged = asyncio.Event()
        self.refused = 0
        self.lost = False
        self.messages = 0
        self.bytes = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for a socket."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._hello)

    def connection_lost(self, exc: Exception | None) -> None:
        """The server let this phone go."""
        self.lost = True
        self.acknowledged.set()
        self.staged.set()

    def data_received(self, data: bytes) -> None:
        """Take every whole frame there is."""
        self._buffer += data
        if not self._open:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            if b" 101 " not in self._buffer[:40]:
                raise RuntimeError(self._buffer[:200].decode("latin-1"))
            del self._buffer[: end + 4]
            self._open = True
        while (frame := self._next_frame()) is not None:
            self._take(*frame)

    def _next_frame(self) -> tuple[int, bytes] | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        start, length = 2, buffer[1] & 127
        if length == 126:
            start, length = 4, int.from_bytes(buffer[2:4], "big")
        elif length == 127:
            start, length = 10, int.from_bytes(buffer[2:10], "big")
        if len(buffer) < start + length:
            return None
        kind, body = buffer[0] & 15, bytes(buffer[start : start + length])
        del buffer[: start + length]
        return kind, body

    def _take(self, kind: int, body: bytes) -> None:
        if kind == _PING:
            self._send(_PONG, body)
            return
        if kind != _TEXT:
            return
        now = time.perf_counter()
        self.messages += 1
        self.bytes += len(body)
        if body.startswith(b'{"ack"'):
            if self._answer_name in body:
                self.waited = now - self._answered_at
                self.acknowledged.set()
        elif body.startswith(b'{"refused"'):
            self.refused += 1
            self.acknowledged.set()
        elif body.startswith(b'{"ping"'):
            self.send({"do": "pong", "ping": 1})
        elif body.startswith(b'{"view"'):
            self.seated.set()
            stage = QUESTION if QUESTION in body else REVEAL if REVEAL in body else b""
            if stage and stage == self.stage:
                self.last_stage_at = now
                self.staged.set()

    def _send(self, kind: int, body: bytes) -> None:
        assert self._transport is not None
        length = len(body)
        head = (
            bytes([0x80 | kind, 0x80 | length])
            if length < 126
            else (bytes([0x80 | kind, 0x80 | 126]) + struct.pack("!H", length))
        )
        self._transport.write(head + _NO_MASK + body)

    def send(self, message: object) -> None:
        """Send a message."""
        self._send(_TEXT, json.dumps(message, separators=(",", ":")).encode())

    def expect(self, stage: bytes) -> None:
        """Wait for a stage that is still to come."""
        self.stage = stage
        self.staged.clear()

    def answer(self, number: int, name: str, response: object) -> None:
        """Answer the question that is on."""
        self._answer_name = f'"{name}"'.encode()
        self.waited = None
        self.acknowledged.clear()
        self._answered_at = time.perf_counter()
        self.send({"do": "answer", "round": number, "answer_id": name, "response": response})

    def close(self) -> None:
        """Leave."""
        assert self._transport is not None
        self._transport.abort()


async def connect(port: int, path: str, cookie: str = "") -> Phone:
    """A phone with its seat; the first view has come."""
    phone = Phone(path, f"127.0.0.1:{port}", cookie)
    await asyncio.get_running_loop().create_connection(lambda: phone, "127.0.0.1", port)
    await asyncio.wait_for(phone.seated.wait(), 60)
    return phone
