"""The page of live quizzes: from a quiz to a lobby, and the results afterwards."""

from dataclasses import replace

from edu_core.domain.game_commands import EndEarly, Reveal, Start, SubmitAnswer
from edu_core.domain.game_state import GameRules, Phase, TeamMode
from edu_core.domain.interaction import Choose, Chosen
from edu_core.domain.people import Person
from edu_core.services.context import Edu
from edu_core.services.game_results import get_results
from edu_core.services.game_work import JoinRequest
from edu_core.services.games import (
    create_game,
    host_command,
    join,
    list_games,
    submit_answers,
)
from edu_core.ui.navigation import ROWS
from edu_core.ui.present_game import mistake_words, results_csv, round_rows
from tests.conftest import MakeTeacher, School
from tests.ui.test_staff_pages import opened, press


def _played(edu: Edu, host: Person) -> int:
    """A game of one question, which two answered with the same wrong option."""
    rules = GameRules(team_mode=TeamMode.NAMED)
    game = create_game(edu, host, "every-kind", rules).game
    players = [
        join(edu, game.id, JoinRequest(name, team=team)).player_id
        for name, team in (("李雷", "=1+1"), ("韩梅梅", "乙队"))
    ]
    sheet = game.sheets[game.rounds[0].item_id]
    key, asked = sheet.item.correct_response(), sheet.concealed.shown
    assert isinstance(asked, Choose)
    assert key is not None
    wrong = next(
        part.id for part in asked.options if Chosen(options=(part.id,)) != sheet.shown(key)
    )
    host_command(edu, host, game.id, Start())
    for player in players:
        given = SubmitAnswer(player, 0, Chosen(options=(wrong,)), edu.now(), f"a{player}")
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
    assert page.dataframe[0].value["次数"].tolist() == [2]  # both chose the same wrong option
    results = get_results(edu, school.teacher, game_id)
    text = results_csv(results).decode("utf-8-sig")
    assert "李雷" in text
    assert "'=1+1" in text
    assert round_rows(replace(results, rounds=()))["题"] == []


def test_the_export_has_every_answer_with_who_what_how_much_and_when(
    edu: Edu, school: School
) -> None:
    results = get_results(edu, school.teacher, _played(edu, school.teacher))
    lines = [line.split(",") for line in results_csv(results).decode("utf-8-sig").splitlines()]
    head = next(place for place, line in enumerate(lines) if "收到的时间" in line)
    answers = [dict(zip(lines[head], line, strict=True)) for line in lines[head + 1 :]]
    assert {row["名字"]: row["队"] for row in answers} == {"李雷": "'=1+1", "韩梅梅": "乙队"}
    wrong = results.rounds[0].mistake
    assert wrong is not None
    for row in answers:
        assert row["回答"] == mistake_words(results.rounds[0].item, wrong)
        assert (row["对错"], row["得分"], row["计分"]) == ("错", "0.0", "计分")
        assert row["收到的时间"] == "2026-11-24 10:00:00"


def test_a_question_is_taken_out_and_put_back_on_the_page(edu: Edu, school: School) -> None:
    game_id = _played(edu, school.teacher)
    page = opened("events", edu, school.teacher, id=game_id)
    press(page, "这题作废")
    assert get_results(edu, school.teacher, game_id).rounds[0].asked.voided
    press(page, "恢复计分")
    assert get_results(edu, school.teacher, game_id).rounds[0].asked.counts


def test_a_game_is_deleted_only_with_its_code(edu: Edu, school: School) -> None:
    game_id = _played(edu, school.teacher)
    page = opened("events", edu, school.teacher, id=game_id)
    assert page.button(key="delete-game").disabled
    page.text_input(key="typed-code").input("000").run()
    press(page, "删除这场比赛")
    assert any("没有删除任何东西" in warning.value for warning in page.warning)
    (row,) = list_games(edu, school.teacher)
    page.text_input(key="typed-code").input(row.code).run()
    # the page then goes to the list, for which a page on its own has no way
    page.button(key="delete-game").click().run()
    assert list_games(edu, school.teacher) == []


def test_the_results_of_a_pupil_lead_to_the_pupil_and_only_for_the_own_teacher(
    edu: Edu, school: School, make_teacher: MakeTeacher
) -> None:
    stranger = make_teacher("zhao")
    for host, room in ((school.teacher, school.classroom.id), (stranger, None)):
        game = create_game(edu, host, "every-kind", GameRules()).game
        join(edu, game.id, JoinRequest("", person_id=school.pupils[0].id))
        join(edu, game.id, JoinRequest("客人"))
        found = {row.player.nickname: row for row in get_results(edu, host, game.id).players}
        assert found[school.pupils[0].name].classroom_id == room
        assert found["客人"].classroom_id is None


def test_an_empty_list_says_what_will_be_there(edu: Edu, school: School) -> None:
    page = opened("events", edu, school.teacher)
    assert any("结果和回放都在这里" in text.value for text in page.markdown)


def test_pupils_have_no_such_page() -> None:
    assert all("pupil" not in row.roles for row in ROWS if row.path == "events")
