"""The replay of a live quiz on its page."""

import pytest

from edu_core.domain.errors import NotAllowed
from edu_core.domain.game_commands import Remove, Rename, Restore
from edu_core.domain.game_state import GameRules
from edu_core.services.context import Edu
from edu_core.services.game_replay import get_replay
from edu_core.services.games import create_game, host_command
from tests.conftest import MakeTeacher, School
from tests.services.played import play_class
from tests.ui.stage import SET
from tests.ui.test_staff_pages import opened, press


def test_the_teacher_steps_through_every_screen(edu: Edu, school: School) -> None:
    game = play_class(edu, school.teacher, school.pupils, "+---+-+")
    steps = get_replay(edu, school.teacher, game.id).steps
    page = opened("replay", edu, school.teacher, id=game.id)
    seen = [page.subheader[0].value]
    for _ in steps[1:]:
        press(page, "下一步")
        seen.append(page.subheader[0].value)
    assert len(seen) == len(steps)
    assert seen[:3] == ["大家进来", "第 1 题", "第 1 题的答案"]
    assert seen[-1] == "颁奖"
    assert page.button(key="slide-next").disabled
    press(page, "上一步")
    assert page.subheader[0].value == seen[-2]


def test_the_slider_leads_to_a_step_and_the_address_keeps_it(edu: Edu, school: School) -> None:
    game = play_class(edu, school.teacher, school.pupils, "+-")
    page = opened("replay", edu, school.teacher, id=game.id)
    page.slider[0].set_value(3).run()
    assert page.subheader[0].value == "第 1 题的答案"
    assert page.query_params["step"] == "3"
    again = opened("replay", edu, school.teacher, id=game.id, step=3)
    assert again.subheader[0].value == "第 1 题的答案"
    assert again.slider[0].value == 3


def test_a_game_in_its_lobby_has_one_step(edu: Edu, school: School) -> None:
    game = create_game(edu, school.teacher, "every-kind", GameRules()).game
    page = opened("replay", edu, school.teacher, id=game.id)
    assert not page.exception
    assert page.subheader[0].value == "大家进来"
    assert len(page.slider) == 0


def test_what_the_host_did_is_told_with_the_names_of_then(edu: Edu, school: School) -> None:
    game = play_class(edu, school.teacher, school.pupils, "+")
    first = next(iter(game.players.values()))
    for command in (Remove(first.id), Rename(first.id, "小雷"), Restore(first.id)):
        host_command(edu, school.teacher, game.id, command)
    last = len(get_replay(edu, school.teacher, game.id).steps)
    page = opened("replay", edu, school.teacher, id=game.id, step=last)
    told = "".join(text.value for text in page.caption)
    assert f"请“{first.nickname}”离开" in told
    assert f"把“{first.nickname}”的名字改成“小雷”" in told


@pytest.mark.parametrize("asked", ["0", "99", "x", "-1"])
def test_an_odd_address_shows_a_step_that_is_there(edu: Edu, school: School, asked: str) -> None:
    game = play_class(edu, school.teacher, school.pupils, "+")
    page = opened("replay", edu, school.teacher, id=game.id, step=asked)
    assert not page.exception
    assert page.subheader[0].value in ("大家进来", "颁奖")


def test_nobody_sees_the_game_of_another_teacher(
    edu: Edu, school: School, make_teacher: MakeTeacher
) -> None:
    game = play_class(edu, school.teacher, school.pupils, "+")
    page = opened("replay", edu, make_teacher("zhao"), id=game.id)
    assert isinstance(SET[-1].refused, NotAllowed)
    assert not page.subheader
