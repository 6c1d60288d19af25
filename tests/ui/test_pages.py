"""Every page draws for every role that may open it, empty and in use, without an exception."""

import pytest
from streamlit.testing.v1 import AppTest

from edu_core.domain.errors import EduError, NotAllowed
from edu_core.domain.game_state import GameRules
from edu_core.domain.people import Person
from edu_core.services.context import Edu
from edu_core.services.demonstration import load_demonstration
from edu_core.services.games import create_game
from edu_core.services.sitting import begin_attempt, finish_attempt
from edu_core.ui.navigation import ROWS, Row, rows_for
from tests.conftest import School
from tests.ui.stage import SET, Stage

SCRIPT = "from tests.ui.stage import draw\ndraw()\n"


def _drawn(row: Row, edu: Edu, me: Person, **query: str) -> tuple[AppTest, EduError | None]:
    """The page as drawn and what it refused with. Never outside ``AppTest``: there a form would
    stay open for every later test of the process.
    """
    stage = Stage(row, edu, me)
    SET.append(stage)
    page = AppTest.from_string(SCRIPT, default_timeout=30)
    for name, value in query.items():
        page.query_params[name] = value
    page.run()
    SET.pop()
    assert not page.exception
    return page, stage.refused


def _query(row: Row, school: School, attempt: int, game: int = 0) -> dict[str, str]:
    room = str(school.classroom.id)
    return {
        "lesson": {"id": "first-steps"},
        "preview": {"id": "first-steps"},
        "slides": {"id": "first-steps"},
        "quiz": {"id": "every-kind"},
        "result": {"attempt": str(attempt)},
        "class": {"id": room},
        "pupil": {"id": room, "pupil": str(school.pupils[0].id)},
        "roster": {"id": room},
        "marking": {"id": room},
        "cards": {"id": room},
        "item": {"id": room, "item": "a1"},
        "replay": {"id": str(game)},
    }.get(row.path, {})


@pytest.mark.parametrize("role", ["pupil", "teacher", "administrator"])
def test_every_page_of_a_role_draws(
    edu: Edu, school: School, administrator: Person, role: str
) -> None:
    pupil = school.pupils[0]
    attempt = finish_attempt(edu, pupil, begin_attempt(edu, pupil, "every-kind").id)
    load_demonstration(edu, administrator)
    me = {"pupil": pupil, "teacher": school.teacher, "administrator": administrator}[role]
    game = 0 if role == "pupil" else create_game(edu, me, "every-kind", GameRules()).game.id
    for row in rows_for(me):
        page, refused = _drawn(row, edu, me, **_query(row, school, attempt.id, game))
        # marking is the teacher's own: an administrator is refused, which the script puts in words
        may_not = row.path == "marking" and role == "administrator"
        assert isinstance(refused, NotAllowed) is may_not, row.title
        assert bool(page.main.children) is not may_not, row.title


def test_an_empty_program_says_what_to_do_next(edu: Edu, teacher: Person) -> None:
    page, refused = _drawn(next(row for row in ROWS if row.title == "班级"), edu, teacher)
    assert refused is None
    assert any("还没有班级" in text.value for text in page.markdown)


@pytest.mark.parametrize("who", ["pupil", "teacher"])
def test_a_page_refuses_who_may_not_open_it_before_drawing_anything(
    edu: Edu, school: School, who: str
) -> None:
    me = school.pupils[0] if who == "pupil" else school.teacher
    for row in ROWS:
        if me.role in row.roles or row.path == "settings":  # refuses the deed, not the look
            continue
        page, refused = _drawn(row, edu, me, **_query(row, school, 1))
        assert isinstance(refused, NotAllowed), row.title
        assert not page.main.children, row.title
