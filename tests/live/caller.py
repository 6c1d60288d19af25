"""A browser somewhere, without a browser: joins by the real form and sits at a real socket."""

import json
import re
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlencode

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from edu_core.config import FORM_COOKIE
from edu_core.live.callers import PLAYER_COOKIE
from tests.live.running import Running


class Caller:
    """A browser somewhere: comes by the one address, keeps its cookie, comes back when cut off."""

    def __init__(self, open_sockets: ExitStack, address: str, cookie: str) -> None:
        self._open_sockets, self._address, self._cookie = open_sockets, address, cookie
        self.socket: ClientConnection = self.come()

    def come(self) -> ClientConnection:
        """Open the socket, for the first time or again."""
        coming = connect(
            self._address,
            additional_headers={"Cookie": self._cookie},
            compression=None,
            proxy=None,
        )
        self.socket = self._open_sockets.enter_context(coming)
        return self.socket

    def hear(self, name: str) -> dict[str, Any]:
        """The next message of this kind."""
        while name not in (message := json.loads(self.socket.recv(timeout=20))):
            pass
        found: dict[str, Any] = message
        return found

    def see(self, phase: str, number: int = 1) -> dict[str, Any]:
        """The next view of this question in this phase."""
        while True:
            view: dict[str, Any] = self.hear("view")["view"]
            if (view["phase"], view["number"]) == (phase, number):
                return view

    def is_cut_off(self) -> bool:
        """Whether the other end has gone."""
        try:
            self.socket.send('{"do":"ping","at":1}')
            self.hear("pong")
        except ConnectionClosed:
            return True
        return False


def join(front: Running, code: str, name: str) -> str:
    """Join by the real form; the cookie of the phone."""
    page = front.request("GET", f"/join/{code}")
    token = re.search(r'name="form_token" value="(\w+)"', page.text)
    assert token is not None
    answered = front.request(
        "POST",
        f"/join/{code}",
        {
            "Cookie": f"{FORM_COOKIE}={token.group(1)}",
            "Content-Type": "application/x-www-form-urlencoded",
        },
        urlencode({"form_token": token.group(1), "nickname": name}).encode(),
    )
    assert answered.status == 303, answered.text
    cookie = re.search(rf"{PLAYER_COOKIE}{code}=\w+", str(answered.headers))
    assert cookie is not None
    return cookie.group()
