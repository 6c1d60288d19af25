"""Who plays in a live game: names, coming late, leaving and coming back."""

import pytest

from edu_core.domain.errors import BadInput, Conflict, NotFound
from edu_core.domain.game import apply
from edu_core.domain.game_commands import (
    AskClaim,
    ConfirmClaim,
    Join,
    Lock,
    Next,
    Remove,
    Rename,
    Restore,
    Reveal,
    SubmitAnswer,
    Tick,
)
from edu_core.domain.game_people import take_joins
from edu_core.domain.game_standings import places
from edu_core.domain.game_state import MOST_PLAYERS, GameRules, Phase, Place
from edu_core.domain.game_views import me_view, view_for_player
from tests.unit.domain.games import START, answer, at, done, lobby, points, right, started


@pytest.mark.parametrize("name", ["same", "Ｓａｍｅ", "sa me"])
def test_same_same_and_full_width_same_collide(name: str) -> None:
    with pytest.raises(Conflict, match="已经有人用了"):
        apply(lobby("Same"), Join("other", name), START)


@pytest.mark.parametrize("name", ["", "   ", "字" * 61])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(BadInput):
        apply(lobby(), Join("p", name), START)


def test_a_locked_lobby_lets_nobody_new_in_and_keeps_who_is_there() -> None:
    game, _ = done(lobby("甲"), Lock())
    with pytest.raises(Conflict, match="关上了入口"):
        apply(game, Join("乙", "乙"), START)
    assert apply(game, Join("甲", "甲"), START) == (game, ())
    assert apply(done(game, Lock(locked=False))[0], Join("乙", "乙"), START)[1]


def test_whoever_joins_late_sees_the_running_question_and_is_scored_from_there() -> None:
    game = started("甲", "乙")
    game, _ = done(game, answer(game, "甲", 1), Reveal(0), Next(0), Join("晚", "晚"), seconds=10)
    view = view_for_player(game, "晚", at(11))
    assert (view["phase"], view["question"]["stem"]) == ("question", "第 1 题")
    assert view["me"]["answer"] is None
    game, _ = done(game, answer(game, "晚", 12), Reveal(1), seconds=12)
    assert points(game, "晚") == 3.0


@pytest.mark.parametrize("right_ones", ["", "甲", "甲乙", "甲乙丙"])
def test_whoever_joins_late_stands_where_a_table_worked_out_anew_puts_them(right_ones: str) -> None:
    game = started("甲", "乙", "丙", rules=GameRules(streaks=True))
    game, _ = done(game, *[answer(game, name, 1) for name in right_ones], seconds=1)
    game, _ = done(game, *([] if right_ones == "甲乙丙" else [Reveal(0)]), Next(0), seconds=2)
    game, _, _ = take_joins(game, [Join("晚", "晚"), Join("更晚", "更晚")], at(3))
    assert game.table["晚"] == game.table["更晚"] == Place(points=0.0, rank=len(right_ones) + 1)
    assert game.table == places(game)
    game, _ = done(game, *[answer(game, name, 4) for name in game.players], seconds=4)
    assert game.table == places(game)
    assert points(game, "晚") == 3.0


def test_ten_thousand_names_do_not_get_in() -> None:
    joins = [Join(str(number), str(number)) for number in range(10_000)]
    game, _, refused = take_joins(lobby(), joins, START)
    assert len(game.players) == MOST_PLAYERS
    assert sum(error is not None for error in refused) == 10_000 - MOST_PLAYERS


def test_a_removed_player_leaves_the_standings_and_comes_back_with_all_points() -> None:
    game = started("甲", "乙")
    game, _ = done(game, answer(game, "甲", 1), Reveal(0), Remove("甲"), seconds=2)
    assert "甲" not in game.table
    assert me_view(game, "甲")["removed"]
    going_on, _ = done(game, Next(0), seconds=3)
    with pytest.raises(Conflict, match="移出比赛"):
        apply(going_on, SubmitAnswer("甲", 1, right(game, 1), at(4)), at(4))
    game, _ = done(game, Restore("甲"), seconds=5)
    assert points(game, "甲") == 2.0


def test_removing_the_last_one_missing_closes_the_question() -> None:
    game = started("甲", "乙")
    game, _ = done(game, answer(game, "甲", 1), Remove("乙"), Tick(), seconds=2)
    assert game.phase is Phase.REVEAL


def test_the_host_renames_a_player_and_takes_no_other_name_away() -> None:
    game, _ = done(lobby("甲", "乙"), Rename("甲", "丙"))
    assert game.players["甲"].nickname == "丙"
    with pytest.raises(Conflict):
        apply(game, Rename("甲", "乙"), START)


def test_the_newest_code_for_a_name_counts_and_an_unknown_one_is_refused() -> None:
    game, _ = done(lobby("甲"), AskClaim("甲", "1111"), AskClaim("甲", "2222"))
    with pytest.raises(NotFound):
        apply(game, ConfirmClaim("1111"), START)
    assert done(game, ConfirmClaim("2222"))[0].claims == {}
