"""A server killed in mid-question: nothing acknowledged is missing, nothing is counted twice."""

import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa

from edu_core.domain.game_state import GameRules, Phase
from edu_core.services import games
from edu_core.services.context import Edu
from edu_core.services.game_work import JoinRequest, perform
from edu_core.storage.attempts import list_attempts
from edu_core.storage.tables import game_answers
from tests.conftest import School

PLAYERS = 12
ROOT = Path(__file__).parents[2]


def _start(edu: Edu, database_url: str, game_id: int, host_id: int) -> "subprocess.Popen[str]":
    content = str(edu.settings.content)
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.live.playing_process",
            database_url,
            content,
            str(game_id),
            str(host_id),
        ],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def _said(text: str) -> set[tuple[int, str]]:
    lines = [line.split() for line in text.split("\n")[:-1]]  # the last line may be cut off
    return {(int(number), player) for number, player in lines}


def _stored(edu: Edu) -> list[tuple[int, str]]:
    with edu.store.read() as transaction:
        rows = transaction.execute(sa.select(game_answers.c.round, game_answers.c.player_id)).all()
    return [(row.round, row.player_id) for row in rows]


def test_a_game_goes_on_after_its_server_was_killed_in_mid_question(
    edu: Edu, school: School, database_url: str
) -> None:
    teacher, pupil = school.teacher, school.pupils[0]
    game = games.create_game(edu, teacher, "every-kind", GameRules(seconds=600)).game
    guests = [JoinRequest(f"选手{number}") for number in range(PLAYERS - 1)]
    perform(edu, game.id, [*guests, JoinRequest("", person_id=pupil.id)])
    said: set[tuple[int, str]] = set()
    for lines_before_the_kill in (1, 8, 40):
        process = _start(edu, database_url, game.id, teacher.id)
        assert process.stdout is not None
        lines = "".join(process.stdout.readline() for _ in range(lines_before_the_kill))
        process.kill()
        said |= _said(lines + process.communicate()[0])
        stored = _stored(edu)
        assert said <= set(stored)
        assert len(stored) == len(set(stored))
        assert games.load_game(edu, game.id).phase is not Phase.FINISHED
    process = _start(edu, database_url, game.id, teacher.id)
    process.communicate()
    assert process.returncode == 0
    ended = games.load_game(edu, game.id)
    assert ended.phase is Phase.FINISHED
    assert len(_stored(edu)) == PLAYERS * len(ended.rounds)
    assert {place.points for place in ended.table.values()} == {float(len(ended.rounds))}
    with edu.store.read() as transaction:
        [row] = list_attempts(transaction, pupil.id, "every-kind")
    assert row.score == len(ended.rounds)
