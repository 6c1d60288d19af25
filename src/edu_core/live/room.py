"""One game's connected screens: seats, and what is sent to which of them."""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic_core import to_json

from edu_core.domain.game import STANDINGS_SECONDS
from edu_core.domain.game_cards import only_cards_left
from edu_core.domain.game_state import Game, Phase, Player, Scoring
from edu_core.domain.game_views import me_view, view_for_host, view_for_screen, view_shared
from edu_core.domain.people import Person
from edu_core.live.limits import MESSAGES, Bucket, bucket

MOST_WAITING = 64
"""Messages that wait for one slow phone; then it is let go and comes back to a full view."""

COUNT_EVERY = 0.25
"""Seconds between two counts on the screen."""

NAMES_EVERY = 1.0
"""Seconds between two full views of a crowded lobby."""

_CROWD = 300


class Role(StrEnum):
    """Who sits there."""

    PLAYER = "player"
    HOST = "host"
    SCREEN = "screen"


def text_of(message: Any) -> str:
    """A message as it is sent."""
    return to_json(message).decode()


class Seat:
    """One socket. ``delay`` is the shortest round trip measured, in seconds."""

    def __init__(
        self, game_id: int, role: Role, player_id: str, host: Person | None, now: float
    ) -> None:
        self.game_id = game_id
        self.role = role
        self.player_id = player_id
        self.host = host
        self.delay = 0.0
        self.bucket: Bucket = bucket(MESSAGES, now)
        self._pinged: float | None = None
        self._waiting: list[str] = []
        self._asleep: asyncio.Future[None] | None = None
        self._closed = False

    def say(self, message: Any) -> None:
        """Send a message to this seat alone."""
        self.send(text_of(message))

    def send(self, text: str) -> None:
        """Send a text; a seat that takes nothing any more is closed instead."""
        if len(self._waiting) >= MOST_WAITING:
            self.close()
        if not self._closed:
            self._waiting.append(text)
            self._wake()

    def ping(self, now: float) -> None:
        """Measure the way there and back."""
        self._pinged = now
        self.say({"ping": 1})

    def measured(self, name: object, now: float) -> None:
        """The answer to a ping is here."""
        if self._pinged is not None and name == 1:
            trip = now - self._pinged
            self.delay = trip if self.delay == 0.0 else min(self.delay, trip)
            self._pinged = None

    def close(self) -> None:
        """Let the socket end."""
        self._closed = True
        self._waiting.clear()
        self._wake()

    def _wake(self) -> None:
        if self._asleep is not None and not self._asleep.done():
            self._asleep.set_result(None)

    async def next(self) -> str | None:
        """The next text to send; ``None`` when the socket is to be closed."""
        while not self._waiting:
            if self._closed:
                return None
            self._asleep = asyncio.get_running_loop().create_future()
            await self._asleep
        return self._waiting.pop(0)


class Room:
    """The seats of one game, and the game as it was last shown to them."""

    def __init__(self, game: Game, now: Callable[[], datetime]) -> None:
        self.game = game
        self._seats: dict[Role, set[Seat]] = {role: set() for role in Role}
        self._now = now
        self._flush: asyncio.TimerHandle | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._full = False
        self._looked_through: Mapping[str, Player] | None = None
        self._extra_time = False

    def add(self, seat: Seat) -> None:
        """Seat somebody, and show everything."""
        self._seats[seat.role].add(seat)
        self.show_all(seat)
        if seat.role is Role.PLAYER:
            seat.ping(time.monotonic())

    def remove(self, seat: Seat) -> None:
        """Somebody has left the seat."""
        self._seats[seat.role].discard(seat)

    @property
    def empty(self) -> bool:
        """Whether nobody is connected."""
        return not any(self._seats.values())

    def close(self) -> None:
        """End all timers and sockets."""
        for timer in (self._flush, self._alarm):
            if timer is not None:
                timer.cancel()
        for seats in self._seats.values():
            for seat in seats:
                seat.close()

    def show_all(self, seat: Seat) -> None:
        """The full view for one seat."""
        now = self._now()
        match seat.role:
            case Role.PLAYER if seat.player_id not in self.game.players:
                seat.say({"gone": True})
            case Role.PLAYER:
                view = {**view_shared(self.game, now), "me": me_view(self.game, seat.player_id)}
                seat.say({"view": view})
            case Role.HOST:
                seat.say({"view": view_for_host(self.game, now)})
            case Role.SCREEN:
                seat.say({"view": view_for_screen(self.game, now)})

    def show(self, game: Game) -> bool:
        """Send what differs from what was shown before; whether the next alarm stays as it is.

        Answers alone move it only where somebody has extra time. Looking through all players for
        that after every commit would cost more than the answers do.
        """
        if game.version <= self.game.version:
            return True
        before, self.game = self.game, game
        if len(game.players) < len(before.players):
            self._say_goodbye()
        if _stage(before) != _stage(game):
            self._show_everybody(before)
            return False
        if before.slides != game.slides:
            self._now_full()  # which slide is on does not concern the phones
        if before.players is not game.players or before.claims != game.claims:
            self._show_changed_players(before)
            self._later(full=True)
            return False
        if before.answers is not game.answers:
            self._later(full=False)
        return not self._somebody_has_extra_time()

    def _somebody_has_extra_time(self) -> bool:
        if self._looked_through is not self.game.players:
            self._looked_through = self.game.players
            self._extra_time = any(one.extra_time for one in self.game.players.values())
        return self._extra_time

    def _show_everybody(self, before: Game) -> None:
        """A new stage: the shared part is serialised once, and for a question that opens or a
        clock that changes the same text goes to all players.
        """
        now = self._now()
        shared = text_of(view_shared(self.game, now))
        for_all = '{"view":' + shared + "}"
        # the table changes when a round is closed; before that ``me`` is what the phones have
        alike = self.game.phase is Phase.QUESTION and before.table is self.game.table
        measures = self.game.rules.scoring is Scoring.SPEED and self.game.phase is Phase.REVEAL
        for seat in self._seats[Role.PLAYER]:
            if alike:
                seat.send(for_all)
            elif seat.player_id in self.game.players:
                own = text_of(me_view(self.game, seat.player_id))
                seat.send('{"view":' + shared[:-1] + ',"me":' + own + "}}")
                if measures:
                    seat.ping(time.monotonic())
        self._now_full()

    def _show_changed_players(self, before: Game) -> None:
        for seat in self._seats[Role.PLAYER]:
            was, now = (one.players.get(seat.player_id) for one in (before, self.game))
            if was is not None and now is not None and was != now:
                seat.say({"me": me_view(self.game, seat.player_id)})

    def _say_goodbye(self) -> None:
        """Whoever was deleted in the middle of the game plays no longer."""
        for seat in self._seats[Role.PLAYER]:
            if seat.player_id not in self.game.players:
                seat.say({"gone": True})

    # -- the screen and the host, a few times a second -----------------------------------------

    def _now_full(self) -> None:
        if self._flush is not None:
            self._flush.cancel()
            self._flush = None
        self._full = False
        now = self._now()
        for role, view in ((Role.HOST, view_for_host), (Role.SCREEN, view_for_screen)):
            if seats := self._seats[role]:
                text = text_of({"view": view(self.game, now)})
                for seat in seats:
                    seat.send(text)

    def _later(self, *, full: bool) -> None:
        self._full |= full
        if self._flush is None:
            every = NAMES_EVERY if full and len(self.game.players) > _CROWD else COUNT_EVERY
            self._flush = asyncio.get_running_loop().call_later(every, self.flush)

    def flush(self) -> None:
        """Show the screen and the host what has gathered."""
        self._flush = None
        if self._full:
            self._now_full()
            return
        counts = {"answered": self.game.answered(self.game.place), "of": len(self.game.active)}
        text = text_of({"count": counts})
        for role in (Role.HOST, Role.SCREEN):
            for seat in self._seats[role]:
                seat.send(text)

    def wake(self, at: datetime | None, act: Callable[[], None]) -> None:
        """Call ``act`` at this time; a former alarm is forgotten."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if at is not None:
            left = max(0.05, (at - self._now()).total_seconds())
            self._alarm = asyncio.get_running_loop().call_later(left, act)


def _stage(game: Game) -> tuple[object, ...]:
    """What every screen shows alike: when it changes, everybody gets a new view."""
    return (
        game.phase,
        game.place,
        game.rounds,
        game.paused_at,
        game.locked,
        game.rules,
        game.slides.shown,
    )


def next_tick(game: Game, closing: datetime | None) -> datetime | None:
    """When time changes the game by itself; ``None`` when it waits for the host."""
    if game.paused or game.slides.shown or only_cards_left(game):
        return None
    if closing is not None:
        return closing
    if not game.rules.auto_advance or game.phase_since is None:
        return None
    if game.phase is Phase.REVEAL:
        return game.phase_since + timedelta(seconds=game.rules.reveal_seconds)
    if game.phase is Phase.STANDINGS:
        return game.phase_since + timedelta(seconds=STANDINGS_SECONDS)
    return None
