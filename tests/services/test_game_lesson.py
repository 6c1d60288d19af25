"""The lesson and the discussion in a live game, on both databases: what is on is stored."""

import alembic.command
import pytest

from edu_core.domain.errors import Conflict, NotFound
from edu_core.domain.game_commands import (
    AskAgain,
    Discuss,
    EndEarly,
    LeaveSlides,
    Reveal,
    RevealSlide,
    ShowSlide,
    Start,
)
from edu_core.domain.game_state import Game, GameRules, Phase, Slides
from edu_core.domain.people import Person
from edu_core.services import games
from edu_core.services.context import Edu
from edu_core.services.game_slides import open_slide, slides_of_game
from edu_core.services.game_work import JoinRequest
from edu_core.services.reports import get_class_report
from edu_core.storage.attempts import list_attempts
from edu_core.storage.games import list_log
from edu_core.storage.migrating import alembic_configuration
from tests.conftest import School
from tests.services.test_games import QUIZ, reload, right_answer

CHECK = 3
"""The slide of the sample lesson that asks something."""


@pytest.fixture
def game(edu: Edu, teacher: Person) -> Game:
    return games.create_game(edu, teacher, QUIZ, GameRules()).game


def test_the_slide_that_is_on_is_stored_and_leads_back_to_the_quiz(
    edu: Edu, teacher: Person, game: Game
) -> None:
    for command in (ShowSlide(-1, CHECK), RevealSlide(CHECK)):
        done = games.host_command(edu, teacher, game.id, command)
        assert done.game == reload(edu, game)
    assert reload(edu, game).slides == Slides(CHECK, shown=True, revealed=True)
    old = reload(edu, game)
    games.host_command(edu, teacher, game.id, LeaveSlides(CHECK))
    assert games.load_game(edu, game.id, old).slides == Slides(CHECK)
    with edu.store.read() as transaction:
        names = [row.name for row in list_log(transaction, game.id)]
    assert names == ["slide", "reveal_slide", "leave_slides"]


def test_only_the_slide_on_the_screen_can_be_read(edu: Edu, teacher: Person, game: Game) -> None:
    with pytest.raises(NotFound):
        open_slide(edu, game, CHECK)
    shown = games.host_command(edu, teacher, game.id, ShowSlide(-1, CHECK)).game
    opened = open_slide(edu, shown, CHECK)
    assert opened.slide.check is not None
    assert not opened.revealed
    with pytest.raises(NotFound):
        open_slide(edu, shown, CHECK + 1)
    told = games.host_command(edu, teacher, game.id, RevealSlide(CHECK)).game
    assert open_slide(edu, told, CHECK).revealed


def test_a_slide_that_the_lesson_does_not_have_is_refused_in_words(
    edu: Edu, teacher: Person, game: Game
) -> None:
    count = len(slides_of_game(edu, game))
    with pytest.raises(Conflict, match="没有这一页"):
        games.host_command(edu, teacher, game.id, ShowSlide(-1, count))
    alone = games.create_game(edu, teacher, "at-the-end", GameRules()).game
    if slides_of_game(edu, alone):
        pytest.fail("the sample quiz has a lesson now")
    with pytest.raises(Conflict, match="没有配课文"):
        games.host_command(edu, teacher, alone.id, ShowSlide(-1, 0))
    assert reload(edu, game).slides == Slides()


def test_a_question_discussed_and_asked_again_reaches_the_report_with_its_second_answer(
    edu: Edu, school: School
) -> None:
    teacher = school.teacher
    game = games.create_game(edu, teacher, QUIZ, GameRules(discuss_first=True)).game
    known = games.join(edu, game.id, JoinRequest("", person_id=school.pupils[0].id)).player_id
    running = games.host_command(edu, teacher, game.id, Start()).game
    done, _ = games.submit_answers(edu, game.id, [right_answer(running, known, edu)], running)
    assert done.game.phase is Phase.DISCUSSION  # the last answer has closed it
    assert done.game == reload(edu, game)
    assert reload(edu, game).table[known].points == 0.0
    again = games.host_command(edu, teacher, game.id, AskAgain(0)).game
    assert again == reload(edu, game)
    games.submit_answers(edu, game.id, [right_answer(again, known, edu, "again")])
    assert reload(edu, game).table[known].points == 1.0
    games.host_command(edu, teacher, game.id, EndEarly())
    report = get_class_report(edu, teacher, school.classroom.id)
    assert len(report.responses.item) == 1


def test_a_game_ended_in_the_discussion_keeps_the_first_answers(edu: Edu, school: School) -> None:
    teacher = school.teacher
    game = games.create_game(edu, teacher, QUIZ, GameRules()).game
    known = games.join(edu, game.id, JoinRequest("", person_id=school.pupils[0].id)).player_id
    games.join(edu, game.id, JoinRequest("客人"))
    running = games.host_command(edu, teacher, game.id, Start()).game
    games.submit_answers(edu, game.id, [right_answer(running, known, edu)], running)
    games.host_command(edu, teacher, game.id, Discuss(0))
    with pytest.raises(Conflict, match="还没有公布答案"):
        games.host_command(edu, teacher, game.id, ShowSlide(0, 0))
    games.host_command(edu, teacher, game.id, Reveal(0))  # meant for the open question
    assert reload(edu, game).phase is Phase.DISCUSSION
    games.host_command(edu, teacher, game.id, EndEarly())
    with edu.store.read() as transaction:
        [row] = list_attempts(transaction, school.pupils[0].id, QUIZ)
    assert row.score == 1.0


def test_a_game_of_an_older_version_keeps_its_players_and_has_shown_no_lesson(
    edu: Edu, game: Game
) -> None:
    """Its table must not be made anew: the players would go with it."""
    games.join(edu, game.id, JoinRequest("李雷"))
    before = reload(edu, game)
    with edu.store.engine.begin() as connection:
        configuration = alembic_configuration()
        configuration.attributes["connection"] = connection
        alembic.command.downgrade(configuration, "0004")
    edu.store.migrate()
    assert reload(edu, game) == before
    assert len(before.players) == 1
