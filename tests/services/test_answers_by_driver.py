"""Answers alone take the short way to the database: stored as the long way stores them, or not."""

import dataclasses
from pathlib import Path

import pytest
import sqlalchemy as sa

from edu_core.domain.game import take_answers
from edu_core.domain.game_commands import Event, Start
from edu_core.domain.game_state import Game, GameRules
from edu_core.domain.people import Person
from edu_core.services import games
from edu_core.services.context import Edu
from edu_core.services.game_work import JoinRequest
from edu_core.storage import game_changes
from edu_core.storage.store import Cursor, Store
from edu_core.storage.tables import game_answers
from tests.services.test_games import QUIZ, right_answer


@pytest.fixture
def running(edu: Edu, teacher: Person) -> Game:
    game = games.create_game(edu, teacher, QUIZ, GameRules()).game
    for name in ("李雷", "韩梅梅"):
        games.join(edu, game.id, JoinRequest(name))
    return games.host_command(edu, teacher, game.id, Start()).game


def answered(edu: Edu, game: Game) -> tuple[Game, tuple[Event, ...]]:
    """The game after an answer of its first player, and what happened."""
    first = next(iter(game.players))
    after, events, _ = take_answers(game, [right_answer(game, first, edu)], edu.now())
    return dataclasses.replace(after, version=game.version + 1), events


def rows(edu: Edu) -> list[sa.Row[tuple[object, ...]]]:
    with edu.store.read() as transaction:
        return list(transaction.execute(sa.select(game_answers)))


def test_the_short_way_stores_the_row_of_the_long_way(edu: Edu, running: Game) -> None:
    after, events = answered(edu, running)
    with edu.store.write() as transaction:
        game_changes.save_game(transaction, running, after, events)
    long_way = rows(edu)
    with edu.store.write() as transaction:
        transaction.execute(game_answers.delete())
    again = dataclasses.replace(running, version=after.version)
    anew, events = answered(edu, again)
    assert game_changes.add_answers(edu.store, again, anew, events)
    place = list(game_answers.c.keys()).index("version")
    assert [(*row[:place], *row[place + 1 :]) for row in rows(edu)] == [
        (*row[:place], *row[place + 1 :]) for row in long_way
    ]
    assert games.load_game(edu, running.id) == anew


def test_nothing_is_stored_in_a_game_that_another_process_has_changed(
    edu: Edu, running: Game
) -> None:
    after, events = answered(edu, running)
    games.join(edu, running.id, JoinRequest("小明"))
    assert not game_changes.add_answers(edu.store, running, after, events)
    assert rows(edu) == []
    assert games.load_game(edu, running.id).version == running.version + 1


def test_an_answer_that_is_stored_already_is_left_to_the_long_way(edu: Edu, running: Game) -> None:
    after, events = answered(edu, running)
    assert game_changes.add_answers(edu.store, running, after, events)
    assert not game_changes.add_answers(edu.store, after, after, events)
    assert len(rows(edu)) == 1


def test_what_the_database_refuses_leaves_no_trace_and_the_next_answer_is_stored(
    edu: Edu, running: Game
) -> None:
    after, events = answered(edu, running)
    assert events
    nobody = [dataclasses.replace(event, player="nobody") for event in events]
    assert not game_changes.add_answers(edu.store, running, after, nobody)
    assert games.load_game(edu, running.id) == running
    assert game_changes.add_answers(edu.store, running, after, events)
    assert games.load_game(edu, running.id) == after


def test_a_database_that_is_away_stores_nothing(edu: Edu, running: Game, tmp_path: Path) -> None:
    after, events = answered(edu, running)
    away = {
        "sqlite": f"sqlite:///{tmp_path}/no/such/folder.sqlite3",
        "postgresql": "postgresql+psycopg://nobody@127.0.0.1:1/nothing",
    }
    store = Store(away[edu.store.engine.dialect.name])
    assert not game_changes.add_answers(store, running, after, events)
    store.close()


def test_whatever_fails_on_the_short_way_leaves_no_lock_behind(edu: Edu, running: Game) -> None:
    after, events = answered(edu, running)

    def break_off(cursor: Cursor) -> bool:
        cursor.execute("UPDATE games SET version = version + 1")
        raise ValueError("half way")

    with pytest.raises(ValueError, match="half way"):
        edu.store.store_swiftly(break_off)
    games.join(edu, running.id, JoinRequest("小明"))  # takes the lock
    assert games.load_game(edu, running.id).version == running.version + 1
    assert not game_changes.add_answers(edu.store, running, after, events)
