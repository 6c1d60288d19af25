"""The page of live quizzes: from a quiz to a lobby, and the results afterwards."""

from dataclasses import replace

from edu_core.domain.game_commands import EndEarly, Reveal, Start, SubmitAnswer
from edu_core.domain.game_state import GameRules, Phase, TeamMode
from edu_core.domain.interaction import Chosen
from edu_core.domain.people import Person
from edu_core.services.context import Edu
from edu_core.services.game_work import JoinRequest
from edu_core.services.games import (
    create_game,
    get_results,
    host_command,
    join,
    list_games,
    submit_answers,
)
from edu_core.ui.navigation import ROWS
from edu_core.ui.present_game import results_csv, round_rows
from tests.conftest import School
from tests.ui.test_staff_pages import opened


def _played(edu: Edu, host: Person) -> int:
    """A game of one question, answered by two."""
    rules = GameRules(team_mode=TeamMode.NAMED)
    game = create_game(edu, host, "every-kind", rules).game
    players = [
        join(edu, game.id, JoinRequest(name, team=team)).player_id
        for name, team in (("李雷", "=1+1"), ("韩梅梅", "乙队"))
    ]
    host_command(edu, host, game.id, Start())
    for player in players:
        given = SubmitAnswer(player, 0, Chosen(options=("o1",)), edu.now(), f"a{player}")
        submit_answers(edu, game.id, [given])
    host_command(edu, host, game.id, Reveal(0))
    host_command(edu, host, game.id, EndEarly())
    return game.id


def test_a_lobby_is_open_after_one_click_on_the_page(edu: Edu, school: School) -> None:
    page = opened("events", edu, school.teacher)
    assert not page.exception
    # the page then goes to the game's own address, for which a page on its own has no way
    page.button(key="open-lobby").click().run()
    (row,) = list_games(edu, school.teacher)
    assert row.phase is Phase.LOBBY


def test_an_open_game_leads_to_the_host_and_to_the_screen(edu: Edu, school: School) -> None:
    rules = GameRules(team_mode=TeamMode.CLASS, teams=(school.classroom.name,))
    made = create_game(edu, school.teacher, "every-kind", rules)
    page = opened("events", edu, school.teacher, id=made.game.id)
    assert not page.exception
    assert any(made.game.code in text.value for text in page.markdown)
    links = [link.proto.url for link in page.get("link_button")]
    assert links == [
        f"/event/{made.game.id}/host",
        f"/event/{made.game.id}/screen/{made.screen_secret}",
    ]


def test_the_results_stand_on_the_page_and_in_the_export(edu: Edu, school: School) -> None:
    game_id = _played(edu, school.teacher)
    page = opened("events", edu, school.teacher, id=game_id)
    assert not page.exception
    assert page.dataframe[0].value["作答"].tolist() == [2]
    results = get_results(edu, school.teacher, game_id)
    text = results_csv(results).decode("utf-8-sig")
    assert "李雷" in text
    assert "'=1+1" in text
    assert round_rows(replace(results, rounds=()))["题"] == []


def test_pupils_have_no_such_page() -> None:
    assert all("pupil" not in row.roles for row in ROWS if row.path == "events")
