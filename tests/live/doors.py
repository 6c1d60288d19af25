"""Coming in by the real forms and sockets of a live quiz."""

import json
import re
from typing import Any

from starlette.testclient import TestClient, WebSocketTestSession

from edu_core.domain.game_commands import Tick
from edu_core.domain.people import Person
from edu_core.live.hub import Hub
from edu_core.services.accounts import begin_session
from edu_core.services.context import Edu


def join(client: TestClient, code: str, name: str, **more: str) -> tuple[int, str]:
    """Fill the form in; the status and the page or the address it leads to."""
    page = client.get(f"/join/{code}")
    token = re.search(r'name="form_token" value="(\w+)"', page.text)
    assert token is not None
    form = {"form_token": token.group(1), "nickname": name, **more}
    answer = client.post(f"/join/{code}", data=form)
    return answer.status_code, answer.headers.get("location", answer.text)


def session_of(edu: Edu, person: Person) -> str:
    """The token of a new session of this person."""
    with edu.store.write() as transaction:
        return begin_session(edu, transaction, person).token


def heard_by(
    client: TestClient, hub: Hub, game_id: int, socket: WebSocketTestSession
) -> list[dict[str, Any]]:
    """Everything the socket is told until whatever it has sent to this game is done or refused."""
    assert client.portal is not None
    told = _until_pong(socket)
    client.portal.call(hub.do, game_id, Tick())
    return told + _until_pong(socket)


def _until_pong(socket: WebSocketTestSession) -> list[dict[str, Any]]:
    socket.send_text(json.dumps({"do": "ping", "at": 4711}))
    found: list[dict[str, Any]] = []
    while (message := socket.receive_json()) != {"pong": 4711}:
        found.append(message)
    return found
