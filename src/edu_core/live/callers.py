"""Who asks: the game that is meant, the player whose phone it is, whoever is signed in."""

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from edu_core.config import SESSION_COOKIE
from edu_core.domain.errors import (
    Conflict,
    EduError,
    NotAllowed,
    NotFound,
    TooManyTries,
    Unavailable,
)
from edu_core.domain.game_state import Game
from edu_core.domain.people import Person, Role
from edu_core.live.address import client_address, is_secure
from edu_core.live.limits import GUESSES, MESSAGES, TOO_FAST, Limits, Rate
from edu_core.services.accounts import session_person
from edu_core.services.context import Edu
from edu_core.services.games import find_game, load_game, token_owner

PLAYER_COOKIE = "edu_player_"
"""With the code of a game: the token of this phone's player."""
_COOKIE_SECONDS = 24 * 3600
_MOST_KNOWN = 30
_READERS = 4
"""Threads that read for all phones of a hall that comes in at once. More would not be quicker,
but each keeps a connection and memory of its own.
"""
_Read = TypeVar("_Read")
_CODE = re.compile(r"\d{6}")
_SLOW_DOWN = "这里一下子来了太多请求，请过一会儿再试。已经进来的同学不受影响。"


class Callers:
    """Finds out who asks, for one running program; guessing is slowed down by address."""

    def __init__(self, edu: Callable[[], Edu]) -> None:
        self._edu = edu
        self._limits = Limits()
        self._known: dict[str, Game] = {}
        self._reading = asyncio.Lock()
        self._readers = ThreadPoolExecutor(_READERS, "edu-callers")

    async def _read(self, read: Callable[..., _Read], *details: object) -> _Read:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, read, self._edu(), *details)

    async def game(self, asking: HTTPConnection, code: str) -> Game:
        """The game with this code as it is stored; guessing codes is slowed down."""
        try:
            if not _CODE.fullmatch(code):
                raise NotFound("没有这个数字的比赛。请看大屏幕，核对六位数字。")
            if code not in self._known:
                async with self._reading:  # one reads for all phones that come back at once
                    if code not in self._known:
                        self._known[code] = await self._read(find_game, code)
            known = self._known[code]  # from here on only what came after is read
            game = await self._read(load_game, known.id, known)
        except NotFound:
            self._known.pop(code, None)
            self.within(asking, "guess", GUESSES)
            raise
        self._known[code] = game
        while len(self._known) > _MOST_KNOWN:
            self._known.pop(next(iter(self._known)))
        return game

    async def player(self, asking: HTTPConnection, game_id: int, code: str) -> str | None:
        """The player whose phone asks; ``None`` for a phone that is in no such game."""
        token = asking.cookies.get(PLAYER_COOKIE + code, "")
        if not token:
            return None
        return await self._read(token_owner, game_id, token)

    async def person(self, asking: HTTPConnection) -> Person | None:
        """Who is signed in here, if anybody."""
        token = asking.cookies.get(SESSION_COOKIE)
        return await self._read(session_person, token)

    async def pupil(self, request: Request) -> Person | None:
        """The pupil who is signed in here, if one is."""
        person = await self.person(request)
        return person if person is not None and person.role is Role.PUPIL else None

    def within(self, asking: HTTPConnection, kind: str, rate: Rate) -> None:
        """Raise ``TooManyTries`` where an address does something too often."""
        address = client_address(asking, self._edu().settings)
        if not self._limits.take(kind, address, rate, self._edu().now().timestamp()):
            raise TooManyTries(_SLOW_DOWN, retry_after=30)

    def not_too_fast(self, player_id: str) -> None:
        """Raise ``TooManyTries`` where one player's phones ask more often than a hand can."""
        now = self._edu().now().timestamp()
        if not self._limits.take("player", player_id, MESSAGES, now):
            raise TooManyTries(TOO_FAST, retry_after=1)

    def remember(self, request: Request, response: Response, name: str, value: str) -> None:
        """Let the phone keep a token, out of the reach of scripts."""
        response.set_cookie(
            name,
            value,
            max_age=_COOKIE_SECONDS,
            httponly=True,
            samesite="lax",
            secure=is_secure(request, self._edu().settings),
        )


def status_of(error: EduError) -> int:
    """The HTTP status that tells of a refusal."""
    if isinstance(error, TooManyTries):
        return 429
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, NotAllowed):
        return 403
    if isinstance(error, Conflict):
        return 409
    return 503 if isinstance(error, Unavailable) else 400
