"""What phones and hosts send over a socket, read into what the game understands.

Whatever does not fit becomes ``BadInput``; nothing a socket sends can raise anything else.
"""

import json
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from edu_core.domain.errors import BadInput
from edu_core.domain.game_commands import HOST_COMMANDS, HostCommand, Rename, SubmitAnswer
from edu_core.domain.interaction import Response
from edu_core.domain.nickname import clean_nickname, nickname_key

LONGEST_MESSAGE = 16 * 1024
"""Characters in one message; a written answer is the longest."""

LONGEST_ID = 64

_RESPONSE: TypeAdapter[Response] = TypeAdapter(Response)
_COMMANDS: dict[str, TypeAdapter[HostCommand]] = {
    name: TypeAdapter(kind) for name, kind in HOST_COMMANDS.items()
}
_UNREADABLE = "这条消息读不懂，什么都没有改动。请刷新页面再试。"

Message = dict[str, Any]


def read_message(text: str) -> Message:
    """A message as a dictionary with ``do``; raises ``BadInput``."""
    if len(text) > LONGEST_MESSAGE:
        raise BadInput("内容太长了，没有保存。请写短一些再提交。", code="message-too-long")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(_UNREADABLE, code="message-unreadable") from error
    if not isinstance(found, dict) or not isinstance(found.get("do"), str):
        raise BadInput(_UNREADABLE, code="message-unreadable")
    return found


def answer_id(message: Message) -> str:
    """The id by which the phone knows its answer; empty where it is none, or holds characters that
    a database or a socket cannot carry.
    """
    found = message.get("answer_id")
    fits = isinstance(found, str) and len(found) <= LONGEST_ID and found.isprintable()
    return str(found) if fits else ""


def read_answer(
    message: Message, player_id: str, received_at: datetime, delay: float
) -> SubmitAnswer:
    """An answer of this player, stamped with its arrival; raises ``BadInput``."""
    number, name = message.get("round"), answer_id(message)
    if not isinstance(number, int) or isinstance(number, bool) or not name:
        raise BadInput(_UNREADABLE, code="message-unreadable")
    try:
        response = _RESPONSE.validate_python(message.get("response"))
    except ValidationError as error:
        raise BadInput(_UNREADABLE, code="message-unreadable") from error
    return SubmitAnswer(player_id, number, response, received_at, name, delay)


def read_command(message: Message) -> HostCommand:
    """A host's command; raises ``BadInput`` for an unknown one or fields that do not fit."""
    adapter = _COMMANDS.get(str(message.get("name")))
    if adapter is None:
        raise BadInput(_UNREADABLE, code="command-unknown")
    fields = {name: value for name, value in message.items() if name not in ("do", "name")}
    try:
        command = adapter.validate_python(fields)
    except ValidationError as error:
        raise BadInput(_UNREADABLE, code="command-unreadable") from error
    if isinstance(command, Rename):
        name = clean_nickname(command.nickname)
        return Rename(command.player, name, nickname_key(name))
    return command
