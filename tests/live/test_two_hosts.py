"""Two hosts on two programs with one database click at the same moment, again and again."""

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from edu_core.bootstrap import build
from edu_core.config import SESSION_COOKIE, Settings
from edu_core.domain.game_replay import PHASE
from edu_core.domain.game_state import GameRules, Phase
from edu_core.services import games
from edu_core.storage.games import list_log
from tests.conftest import School
from tests.live.caller import Caller, join
from tests.live.doors import session_of
from tests.live.running import Running, running, settings_for
from tests.live.seats import command

GAMES = 8

Two = tuple[Running, Running]


class Everybody:
    """Two hosts, two screens and two players of one game, one of each on either program."""

    def __init__(self, sockets: ExitStack, two: Two, opened: games.OpenGame, session: str) -> None:
        self._sockets, self._two = sockets, two
        event, code = f"/event/{opened.game.id}", opened.game.code
        players = [join(program, code, f"选手{place}") for place, program in enumerate(two)]
        self.hosts = self._on_both(f"{event}/host/socket", [f"{SESSION_COOKIE}={session}"] * 2)
        self.screens = self._on_both(f"{event}/screen/{opened.screen_secret}/socket", ["", ""])
        self.players = self._on_both(f"/play/{code}/socket", players)

    def _on_both(self, path: str, cookies: list[str]) -> list[Caller]:
        return [
            Caller(self._sockets, f"ws://127.0.0.1:{program.port}{path}", cookie)
            for program, cookie in zip(self._two, cookies, strict=True)
        ]

    def click(self, *commands: str, first: int) -> None:
        """Both hosts send the same at the same moment, one of them a hair earlier."""
        for text in commands:
            for host in (self.hosts[first], self.hosts[1 - first]):
                host.socket.send(text)

    def see(self, phase: Phase, number: int) -> None:
        """Everybody comes to be shown this question in this phase."""
        for caller in (*self.hosts, *self.screens, *self.players):
            caller.see(phase, number)

    def latest(self) -> list[list[dict[str, Any]]]:
        """What the hosts, the screens and the players are shown now, without what is their own."""
        alike = (self.hosts, self.screens, self.players)
        return [[_latest(caller) for caller in callers] for callers in alike]


def _latest(caller: Caller) -> dict[str, Any]:
    caller.socket.send('{"do":"hello"}')
    caller.socket.send('{"do":"ping","at":1}')
    view: dict[str, Any] = {}
    while "pong" not in (message := json.loads(caller.socket.recv(timeout=20))):
        view = message.get("view", view)
    view.pop("me", None)
    return view


def _play(everybody: Everybody, rounds: int, *, first: int, in_one_go: bool) -> None:
    """To the end; ``in_one_go`` leaves a question with two clicks that wait for nothing."""
    everybody.click(command("start"), first=first)
    for place in range(rounds):
        everybody.see(Phase.QUESTION, place + 1)
        reveal, leave = command("reveal", round=place), command("next", round=place)
        if in_one_go:
            everybody.click(reveal, leave, first=(first + place) % 2)
            continue
        everybody.click(reveal, first=(first + place) % 2)
        everybody.see(Phase.REVEAL, place + 1)
        everybody.click(leave, first=(first + place) % 2)


def test_whatever_two_hosts_click_together_advances_the_game_once(
    school: School, database_url: str, content_root: Path, tmp_path: Path
) -> None:
    program = build(Settings(database_url=database_url, content=content_root))
    session = session_of(program, school.teacher)
    settings = settings_for(database_url, content_root, tmp_path)
    with running(**settings) as one, running(**settings) as two:
        for number in range(GAMES):
            rules = GameRules(seconds=600)
            opened = games.create_game(program, school.teacher, "every-kind", rules)
            rounds = len(opened.game.rounds)
            with ExitStack() as sockets:
                everybody = Everybody(sockets, (one, two), opened, session)
                _play(everybody, rounds, first=number // 2 % 2, in_one_go=number % 2 == 1)
                everybody.see(Phase.FINISHED, rounds)
                for here, there in everybody.latest():
                    assert here == there
            with program.store.read() as transaction:
                log = list_log(transaction, opened.game.id)
            assert [row.name for row in log if row.name != PHASE] == [
                "start",
                *["reveal", "next"] * rounds,
            ]
            went = [json.loads(row.body) for row in log if row.name == PHASE]
            assert [(step["phase"], step["round"]) for step in went] == [
                *[
                    (phase, place)
                    for place in range(rounds)
                    for phase in (Phase.QUESTION, Phase.REVEAL)
                ],
                (Phase.FINISHED, rounds - 1),
            ]
    program.store.close()
