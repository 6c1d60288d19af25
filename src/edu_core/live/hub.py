"""The live games of this process: who is connected, one writer for all, and what is sent to whom.

The database is the record, the hub its cache. One thread takes whatever has queued up, stores it
in one transaction a game, and only then is anything acknowledged. What all phones see is
serialised once and the same text goes to all; counts go to the screen and the host a few times
a second, never to players.
"""

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from edu_core.domain.errors import EduError, Unavailable
from edu_core.domain.game import closing_time
from edu_core.domain.game_commands import Receipt, SubmitAnswer, Tick
from edu_core.domain.game_state import Game, Phase
from edu_core.domain.people import Person
from edu_core.live.bus import Bus
from edu_core.live.limits import TOO_FAST
from edu_core.live.messages import answer_id, read_answer, read_command, read_message
from edu_core.live.room import Role, Room, Seat, next_tick
from edu_core.services import games
from edu_core.services.context import Edu
from edu_core.services.game_work import Done, HostOrder, Job, Outcome, Recover, perform

_log = logging.getLogger(__name__)

LOOK_AGAIN = 1.0
"""Seconds between two looks whether another process has changed a game."""

MOST_KNOWN = 16
"""Games the writer keeps in memory; others are read anew when something is done to them."""

GATHER = 0.01
"""Seconds in which answers gather for one commit; nobody notices, and the disk writes once.
Answers that come further apart are not waited for.
"""

MOST_AT_ONCE = 5000
"""Jobs in one transaction."""


@dataclass(frozen=True)
class _Refresh:
    """Another process may have changed the game: read what came after."""


@dataclass(frozen=True)
class _Ticket:
    """A job, and whoever waits for its outcome."""

    game_id: int
    job: Job | _Refresh
    seat: Seat | None = None
    told: "asyncio.Future[Outcome] | None" = None


class Hub:
    """The live games of one process. All methods belong to the event loop; ``edu`` is called when
    the first of them is used.
    """

    def __init__(self, edu: Callable[[], Edu]) -> None:
        self._open_edu = edu
        self._edu: Edu | None = None
        self._rooms: dict[int, Room] = {}
        self._queue: queue.SimpleQueue[_Ticket | None] = queue.SimpleQueue()
        self._known: dict[int, Game] = {}  # the writer's own
        self._loop: asyncio.AbstractEventLoop | None = None
        self._writer: threading.Thread | None = None
        self._looking: asyncio.Task[None] | None = None
        self._bus: Bus | None = None
        self._opening = asyncio.Lock()

    def _started(self) -> Edu:
        """Begin to write and to listen, in the loop that asks first."""
        if self._edu is not None:
            return self._edu
        self._edu = self._open_edu()
        self._loop = asyncio.get_running_loop()
        self._writer = threading.Thread(target=self._write, name="edu-games", daemon=True)
        self._writer.start()
        self._looking = self._loop.create_task(self._look())
        self._bus = Bus(self._edu, self._heard)
        self._bus.open()
        return self._edu

    async def close(self) -> None:
        """Store what is queued, then stop."""
        if self._writer is None or self._looking is None or self._bus is None:
            return
        self._looking.cancel()
        self._queue.put(None)
        await asyncio.to_thread(self._writer.join)
        await asyncio.to_thread(self._bus.close)
        for room in self._rooms.values():
            room.close()
        self._rooms.clear()

    # -- seats ---------------------------------------------------------------------------------

    async def sit(
        self, game_id: int, *, player_id: str | None = None, host: Person | None = None
    ) -> Seat:
        """Take a seat as a player, as the host, or (neither) as the screen; the full view is the
        first message. Whoever calls has checked the token, the session or the screen's secret.
        Raises ``NotFound``.
        """
        edu = self._started()
        if game_id not in self._rooms:
            async with self._opening:  # one reads the game when a whole hall comes back at once
                if game_id not in self._rooms:
                    game = await asyncio.to_thread(games.load_game, edu, game_id)
                    self._rooms[game_id] = Room(game, edu.now)
                    self._queue.put(_Ticket(game_id, Recover()))
                    self._set_clock(self._rooms[game_id])
        role = Role.PLAYER if player_id else Role.HOST if host else Role.SCREEN
        seat = Seat(game_id, role, player_id or "", host, time.monotonic())
        self._rooms[game_id].add(seat)
        return seat

    def leave(self, seat: Seat) -> None:
        """Give a seat up; the game does not notice."""
        seat.close()
        room = self._rooms.get(seat.game_id)
        if room is None:
            return
        room.remove(seat)
        if room.empty:
            room.close()
            del self._rooms[seat.game_id]

    def receive(self, seat: Seat, text: str) -> None:
        """Take one message from a socket; what there is to say goes to the seat."""
        message: dict[str, object] = {}
        try:
            if not seat.bucket.take(time.monotonic()):
                seat.say({"words": TOO_FAST})
                return
            message = read_message(text)
            self._do(seat, message)
        except EduError as error:
            name = answer_id(message)
            about = {"refused": name} if name else {}
            seat.say({**about, "words": error.message, "code": error.code})

    def _do(self, seat: Seat, message: dict[str, object]) -> None:
        edu, room = self._started(), self._rooms.get(seat.game_id)
        match message["do"]:
            case "ping":
                at = message.get("at")
                seat.say({"pong": at if isinstance(at, int | float) else 0})
            case "pong":
                seat.measured(message.get("ping"), time.monotonic())
            case "hello" if room is not None:
                room.show_all(seat)
            case "answer" if seat.role is Role.PLAYER:
                answer = read_answer(message, seat.player_id, edu.now(), seat.delay)
                self._queue.put(_Ticket(seat.game_id, answer, seat))
            case "command" if seat.host is not None:
                order = HostOrder(seat.host, read_command(message))
                self._queue.put(_Ticket(seat.game_id, order, seat))
            case _:
                seat.say({"words": "这里不能做这件事，什么都没有改动。"})

    async def do(self, game_id: int, job: Job) -> Outcome:
        """Do a job (a join, a claim, an answer by post) with whatever else queued up; committed
        when this returns. Raises the ``EduError`` that refuses it.
        """
        self._started()
        told: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._queue.put(_Ticket(game_id, job, told=told))
        outcome = await told
        if isinstance(outcome, EduError):
            raise outcome
        return outcome

    # -- the writer ----------------------------------------------------------------------------

    def _write(self) -> None:
        """The writer's thread: takes whatever is there, stores it, tells the loop."""
        ended = 0.0
        while True:
            tickets = [self._queue.get()]
            swarm = time.monotonic() - ended < GATHER
            if swarm and tickets[0] is not None and isinstance(tickets[0].job, SubmitAnswer):
                time.sleep(GATHER)
            while len(tickets) < MOST_AT_ONCE:
                try:
                    tickets.append(self._queue.get_nowait())
                except queue.Empty:
                    break
            waiting = [ticket for ticket in tickets if ticket is not None]
            for game_id in dict.fromkeys(ticket.game_id for ticket in waiting):
                self._store(game_id, [one for one in waiting if one.game_id == game_id])
            ended = time.monotonic()
            if len(waiting) < len(tickets):
                return

    def _store(self, game_id: int, tickets: list[_Ticket]) -> None:
        edu, loop = self._edu, self._loop
        assert edu is not None
        assert loop is not None
        jobs = [ticket for ticket in tickets if not isinstance(ticket.job, _Refresh)]
        known = self._known.get(game_id)
        try:
            if jobs:
                done = perform(edu, game_id, [_job(ticket) for ticket in jobs], known)
            else:
                done = Done(games.load_game(edu, game_id, known), (), [])
            self._remember(done.game)
            loop.call_soon_threadsafe(self._stored, game_id, done, jobs)
        except Exception as error:
            self._known.pop(game_id, None)
            said = error if isinstance(error, EduError) else _broken(error)
            loop.call_soon_threadsafe(self._failed, jobs, said)

    def _remember(self, game: Game) -> None:
        self._known.pop(game.id, None)
        self._known[game.id] = game
        while len(self._known) > MOST_KNOWN:
            del self._known[next(iter(self._known))]

    def _failed(self, tickets: list[_Ticket], error: EduError) -> None:
        for ticket in tickets:
            self._tell(ticket, error)

    def _stored(self, game_id: int, done: Done, tickets: list[_Ticket]) -> None:
        """In the loop, after the commit: acknowledge, then show what has changed."""
        for ticket, outcome in zip(tickets, done.outcomes, strict=True):
            self._tell(ticket, outcome)
        room = self._rooms.get(game_id)
        if room is None:
            return
        clock_stands = room.show(done.game)
        for ticket, outcome in zip(tickets, done.outcomes, strict=True):
            late = isinstance(outcome, Receipt) and outcome.taken
            if late and ticket.seat is not None and done.game.phase is not Phase.QUESTION:
                room.show_all(ticket.seat)
        if not clock_stands:
            self._set_clock(room)

    def _tell(self, ticket: _Ticket, outcome: Outcome) -> None:
        if ticket.told is not None and not ticket.told.done():
            ticket.told.set_result(outcome)
        if ticket.seat is None:
            return
        refused = outcome.refused if isinstance(outcome, Receipt) else outcome
        if isinstance(refused, EduError):
            job = ticket.job
            about = {"refused": job.answer_id} if isinstance(job, SubmitAnswer) else {}
            ticket.seat.say({**about, "words": refused.message, "code": refused.code})
        elif isinstance(outcome, Receipt):
            ticket.seat.say({"ack": outcome.answer_id})

    # -- time and other processes --------------------------------------------------------------

    def tick(self, game_id: int) -> None:
        """Let the game see what time it is."""
        self._queue.put(_Ticket(game_id, Tick()))

    def _set_clock(self, room: Room) -> None:
        """Wake the game when time changes something."""
        due = next_tick(room.game, closing_time(room.game))
        room.wake(due, lambda: self.tick(room.game.id))

    def _heard(self, game_id: int, version: int) -> None:
        """In the bus's thread: a game was changed, perhaps by us."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._refresh, game_id, version)

    def _refresh(self, game_id: int, version: int) -> None:
        room = self._rooms.get(game_id)
        if room is not None and room.game.version < version:
            self._queue.put(_Ticket(game_id, _Refresh()))

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            if not self._rooms or self._edu is None:
                continue
            try:
                found = await asyncio.to_thread(games.game_versions, self._edu, list(self._rooms))
            except EduError:
                continue  # the database is away; what is stored is said when it answers again
            for game_id, version in found.items():
                self._refresh(game_id, version)


def _job(ticket: _Ticket) -> Job:
    assert not isinstance(ticket.job, _Refresh)
    return ticket.job


def _broken(error: Exception) -> EduError:
    _log.error("a live game could not be stored", exc_info=error)
    return Unavailable("刚才这一步没有保存，之前的都在。请再试一次。")
