"""What a live game leaves in the records of pupils who played signed in, whoever else played."""

import pytest

from edu_core.domain.attempt import Attempt
from edu_core.domain.game_commands import EndEarly, Next, Remove, Reveal, Start, SubmitAnswer, Void
from edu_core.domain.game_state import Game, GameRules
from edu_core.domain.people import Person
from edu_core.services import games, sitting
from edu_core.services.context import Edu
from edu_core.services.game_work import JoinRequest
from edu_core.storage.attempts import get_attempt, list_attempts
from tests.conftest import Clock, School
from tests.services.played import right_response, wrong_response

QUIZ = "every-kind"

GIVEN = {"王小明": "++-", "李雷": "-.+", "韩梅梅": "+++", "路人": "+-+"}
"""What each answers in three rounds: right, wrong, or nothing; 韩梅梅 is taken out of the game."""


def _played(edu: Edu, school: School, clock: Clock) -> tuple[Game, dict[str, str]]:
    """A game that was ended after three rounds, and the players by name."""
    host = school.teacher
    game = games.create_game(edu, host, QUIZ, GameRules(close_when_all=False)).game
    known = {person.name: person.id for person in school.pupils}
    players = {
        name: games.join(edu, game.id, JoinRequest(name, person_id=known.get(name))).player_id
        for name in GIVEN
    }
    game = games.host_command(edu, host, game.id, Start()).game
    for place in range(3):
        if place:
            game = games.host_command(edu, host, game.id, Next(place - 1)).game
        sheet = game.sheets[game.rounds[place].item_id]
        for name, signs in GIVEN.items():
            clock.move(seconds=1)
            if signs[place] != ".":
                given = right_response(sheet) if signs[place] == "+" else wrong_response(sheet)
                batch = [SubmitAnswer(players[name], place, given, edu.now(), f"{name}-{place}")]
                games.submit_answers(edu, game.id, batch)
        game = games.host_command(edu, host, game.id, Reveal(place)).game
    games.host_command(edu, host, game.id, Remove(players["韩梅梅"]))
    return games.host_command(edu, host, game.id, EndEarly()).game, players


def _records(edu: Edu, person: Person) -> list[Attempt]:
    with edu.store.read() as transaction:
        rows = list_attempts(transaction, person.id, QUIZ)
        return [get_attempt(transaction, row.id)[0] for row in rows]


def _assert_record(game: Game, player: str, attempt: Attempt, counted: list[int]) -> None:
    """The attempt holds exactly what this player answered in these rounds."""
    answered = {
        game.rounds[number].item_id: game.answers_of(number)[player]
        for number in counted
        if player in game.answers_of(number)
    }
    assert list(attempt.order) == [game.rounds[number].item_id for number in counted]
    assert {name: given.response for name, given in attempt.given.items()} == {
        name: answer.response for name, answer in answered.items()
    }
    assert attempt.score() == sum(answer.outcome.score or 0.0 for answer in answered.values())


def test_whoever_answered_nothing_that_counts_gets_no_attempt(
    edu: Edu, school: School, clock: Clock
) -> None:
    game, _ = _played(edu, school, clock)
    for number in (0, 2):
        games.host_command(edu, school.teacher, game.id, Void(number))
    assert [len(_records(edu, pupil)) for pupil in school.pupils] == [1, 0, 0]


@pytest.mark.parametrize("voided", [[], [0], [1, 2]])
def test_every_pupil_gets_an_attempt_with_just_what_they_answered(
    edu: Edu, school: School, clock: Clock, voided: list[int]
) -> None:
    game, players = _played(edu, school, clock)
    for number in voided:
        games.host_command(edu, school.teacher, game.id, Void(number))
    counted = [number for number in range(3) if number not in voided]
    for pupil in school.pupils[:2]:
        [attempt] = _records(edu, pupil)
        _assert_record(game, players[pupil.name], attempt, counted)
        with edu.store.read() as transaction:
            [row] = list_attempts(transaction, pupil.id, QUIZ)
        assert (row.number, row.score, row.max_score) == (1, attempt.score(), len(counted))
    assert _records(edu, school.pupils[2]) == []  # taken out of the game


def test_a_game_is_the_next_try_of_whoever_took_the_quiz_before(
    edu: Edu, school: School, clock: Clock
) -> None:
    earlier, first = school.pupils[0], school.pupils[1]
    sat = sitting.begin_attempt(edu, earlier, QUIZ)
    sitting.finish_attempt(edu, earlier, sat.id)
    game, players = _played(edu, school, clock)
    games.host_command(edu, school.teacher, game.id, Void(0))
    games.host_command(edu, school.teacher, game.id, Void(0, voided=False))
    with edu.store.read() as transaction:
        tries = {
            pupil.name: [row.number for row in list_attempts(transaction, pupil.id, QUIZ)]
            for pupil in (earlier, first)
        }
    assert tries == {earlier.name: [1, 2], first.name: [1]}
    by_id = {attempt.id: attempt for attempt in _records(edu, earlier)}
    assert by_id.pop(sat.id).given == {}
    [of_the_game] = by_id.values()
    _assert_record(game, players[earlier.name], of_the_game, [0, 1, 2])
