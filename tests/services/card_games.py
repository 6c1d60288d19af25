"""What happens in a game with cards: photographs, corrections, taking in, phones beside."""

from edu_core.domain.card import Side
from edu_core.domain.game_commands import Start
from edu_core.domain.game_state import Game, GameRules, TeamMode
from edu_core.domain.people import Person
from edu_core.services import games
from edu_core.services.cards import issue_cards
from edu_core.services.context import Edu
from edu_core.services.game_cards import (
    CardsTaken,
    GameCards,
    TakeCards,
    add_game_photograph,
    get_game_cards,
    set_game_card_by_hand,
)
from edu_core.services.game_work import JoinRequest, perform
from tests.conftest import School
from tests.services.test_cards import snapshot
from tests.services.test_games import right_answer

QUIZ = "every-kind"
"""Its first question can be answered with cards, its second one cannot."""


def begun(edu: Edu, school: School) -> Game:
    """A running game in which the class holds up cards."""
    issue_cards(edu, school.teacher, school.classroom.id)
    rules = GameRules(team_mode=TeamMode.CLASS, card_classes=(school.classroom.id,))
    opened = games.create_game(edu, school.teacher, QUIZ, rules).game
    return games.host_command(edu, school.teacher, opened.id, Start()).game


def now(edu: Edu, school: School, game: Game) -> GameCards:
    return get_game_cards(edu, school.teacher, game.id)


def photograph(edu: Edu, school: School, game: Game, sides: dict[str, Side], seed: int = 1) -> None:
    picture = snapshot(edu, school, sides, seed)
    room = school.classroom.id
    add_game_photograph(edu, school.teacher, game.id, game.place, room, picture)


def by_hand(edu: Edu, school: School, game: Game, place: int, answer: str | None) -> None:
    room, who = school.classroom.id, school.pupils[place].id
    set_game_card_by_hand(edu, school.teacher, game.id, game.place, room, who, answer)


def take_in(edu: Edu, school: School, game: Game, me: Person | None = None) -> CardsTaken:
    job = TakeCards(me or school.teacher, game.place, school.classroom.id)
    outcome = perform(edu, game.id, [job]).outcomes[0]
    if isinstance(outcome, Exception):
        raise outcome
    assert isinstance(outcome, CardsTaken)
    return outcome


def phone(edu: Edu, game: Game, name: str = "手机") -> str:
    return games.join(edu, game.id, JoinRequest(name, "来宾", name_key=name)).player_id


def answer(edu: Edu, game: Game, player: str, answer_id: str = "phone") -> Game:
    current = games.load_game(edu, game.id)
    given = right_answer(current, player, edu, answer_id)
    done, receipts = games.submit_answers(edu, game.id, [given])
    if receipts[0].refused is not None:
        raise receipts[0].refused
    return done.game
