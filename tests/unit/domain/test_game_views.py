"""Who stands where in a live game, and what is shown to whom."""

import json

import pytest

from edu_core.domain.game_commands import Adjust, EndEarly, Next, Reveal
from edu_core.domain.game_standings import ranked, team_places, topics_to_see_again
from edu_core.domain.game_state import GameRules, Podium, TeamMode, playable
from edu_core.domain.game_views import view_for_host, view_for_player, view_for_screen
from tests.unit.domain.games import START, answer, at, done, lobby, quiz, started, wrong


def test_ties_share_a_rank() -> None:
    assert ranked({"a": 3, "b": 3, "c": 1}) == {"a": 1, "b": 1, "c": 3}


def test_teams_rank_by_the_mean_of_those_who_were_there() -> None:
    rules = GameRules(team_mode=TeamMode.NAMED, teams=("大班", "小班"))
    game = started("大1@大班", "大2@大班", "大3@大班", "睡@大班", "小1@小班", rules=rules)
    batch = [answer(game, name, 1) for name in ("大1", "大2", "小1")]
    bad = answer(game, "大3", 1, response=wrong(game))
    game, _ = done(game, *batch, bad, Reveal(0), seconds=1)
    rows = [(row.team, round(row.points, 2), row.members, row.rank) for row in team_places(game)]
    assert rows == [("小班", 2.0, 1, 1), ("大班", 1.33, 3, 2)]


def test_single_players_stand_on_the_podium_only_where_the_host_wants_it() -> None:
    game = started("甲", "乙")
    game, _ = done(game, answer(game, "甲", 1), EndEarly(), seconds=1)
    assert view_for_screen(game, at(2))["standings"]["players"] == []
    game, _ = done(game, Adjust(podium=Podium.PLAYERS), seconds=3)
    rows = view_for_screen(game, at(4))["standings"]["players"]
    assert [(row["nickname"], row["rank"]) for row in rows] == [("甲", 1), ("乙", 2)]


def test_names_can_be_hidden() -> None:
    game, _ = done(lobby("甲", "乙"), Adjust(names_shown=False))
    assert view_for_screen(game, START)["names"] == []


@pytest.mark.parametrize("asked", [0, 1, 2])
def test_no_view_shows_the_key_or_another_answer_before_the_reveal(asked: int) -> None:
    game = started("甲", "乙")
    for number in range(asked):
        game, _ = done(game, Reveal(number), Next(number), seconds=number)
    game, _ = done(game, answer(game, "甲", 5, answer_id="id-of-another"), seconds=5)
    screens = [view_for_screen(game, at(6)), view_for_host(game, at(6))]
    for view in (*screens, view_for_player(game, "乙", at(6))):
        told = json.dumps(view, ensure_ascii=False)
        for secret in ("解析", '"key"', "id-of-another", '"distribution"', '"correct":'):
            assert secret not in told
    game, _ = done(game, Reveal(asked), seconds=7)
    told = json.dumps(view_for_player(game, "乙", at(8)), ensure_ascii=False)
    assert "解析" in told
    assert "id-of-another" not in told


def test_the_ids_and_the_order_that_are_shown_say_nothing_of_the_key() -> None:
    game = started("甲")
    for number in range(2):
        game, _ = done(game, Reveal(number), Next(number), seconds=number)
    parts = view_for_player(game, "甲", at(3))["question"]["interaction"]["parts"]
    assert [part["id"] for part in parts] == ["p1", "p2", "p3", "p4"]
    assert [part["text"] for part in parts] != ["一", "二", "三", "四"]


def test_the_end_page_names_the_topics_to_look_at_again() -> None:
    game = started("甲", "乙")
    bad = answer(game, "乙", 1, response=wrong(game))
    game, _ = done(game, answer(game, "甲", 1), bad, EndEarly(), seconds=1)
    assert topics_to_see_again(game) == [("drug-definition", 0.5)]


def test_the_host_is_told_what_phones_cannot_play() -> None:
    step = {"text": "走", "to": "end", "credit": 1}
    scene = {"start": {"text": "。", "steps": [step]}, "end": {"text": "。"}}
    asked = quiz(
        {"kind": "true_false", "correct": True},
        {"kind": "scenario", "scene": scene},
        {"kind": "reflection", "marking": "teacher"},
        {"kind": "reflection"},
        {"kind": "true_false", "correct": True, "retired": "旧题"},
    )
    told = [playable(item) for item in asked.items]
    assert [one.ok for one in told] == [True, False, False, True, False]
    assert all(one.why for one in told if not one.ok)
    assert [one.item_id for one in lobby(asked=asked).rounds] == ["q0", "q3"]
