"""``python -m bench.records [pupils]``: what a live quiz writes into the records of the pupils who
played signed in, at its end and when a question is voided afterwards.

All live games of a server share one writer, so that the answers of another game have to wait for
whatever it stores in one go.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench.games import QUESTIONS, set_the_stage
from bench.reporting import report
from bench.school import write_content
from edu_core.bootstrap import build
from edu_core.config import Settings
from edu_core.domain.game_commands import (
    EndEarly,
    HostCommand,
    Next,
    Reveal,
    Start,
    SubmitAnswer,
    Void,
)
from edu_core.domain.game_state import Game
from edu_core.domain.people import Role
from edu_core.services.context import Edu
from edu_core.services.game_work import HostOrder, JoinRequest, perform
from edu_core.storage import people

PUPILS = 1000
TURNS = 5


def _sign_up(edu: Edu, pupils: int) -> list[int]:
    with edu.store.write() as transaction:
        return [
            people.add_person(
                transaction, role=Role.PUPIL, name=f"学生{number}", secret_hash="x", now=edu.now()
            )
            for number in range(pupils)
        ]


def _right_answers(game: Game, edu: Edu) -> list[SubmitAnswer]:
    sheet = game.sheets[game.rounds[game.place].item_id]
    key = sheet.item.correct_response()
    assert key is not None
    return [
        SubmitAnswer(name, game.place, sheet.shown(key), edu.now(), f"{name}-{game.place}")
        for name in game.players
    ]


def measure_records(pupils: int = PUPILS) -> None:
    """A game that everybody answers, its end, and a question voided and taken back."""
    with tempfile.TemporaryDirectory() as name:
        write_content(Path(name) / "content", 1, QUESTIONS)
        edu = build(Settings(content=Path(name) / "content", data=Path(name) / "data"))
        stage = set_the_stage(edu, 0)
        game_id = stage.opened.game.id
        jobs = [JoinRequest("", person_id=one) for one in _sign_up(edu, pupils)]
        game = perform(edu, game_id, jobs).game

        def do(game: Game, command: HostCommand) -> tuple[Game, float]:
            begun = time.perf_counter()
            done = perform(edu, game_id, [HostOrder(stage.host, command)], game)
            return done.game, time.perf_counter() - begun

        game, _ = do(game, Start())
        for place in range(QUESTIONS):
            if place:
                game, _ = do(game, Next(place - 1))
            game = perform(edu, game_id, _right_answers(game, edu), game).game
            game, _ = do(game, Reveal(place))
        game, end = do(game, EndEarly())
        voids: list[float] = []
        for turn in range(2 * TURNS):
            game, took = do(game, Void(0, voided=turn % 2 == 0))
            voids.append(took)
        edu.store.close()
    _report(f"{pupils} 名登录学生：比赛结束，写进各人的记录", end)
    _report(f"{pupils} 名登录学生：赛后作废或恢复一题", statistics.median(voids))


def _report(what: str, seconds: float) -> None:
    report(what, f"{seconds * 1000:.0f} ms", "< 100 ms", seconds < 0.1)


if __name__ == "__main__":
    measure_records(int(sys.argv[1]) if len(sys.argv) > 1 else PUPILS)
