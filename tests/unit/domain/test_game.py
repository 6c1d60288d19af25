"""The live game as a state machine, with a clock that only the tests move."""

import json
from dataclasses import replace

import pytest

from edu_core.domain.errors import BadInput, Conflict, NotFound
from edu_core.domain.game import apply, take_answers
from edu_core.domain.game_commands import (
    Adjust,
    AskClaim,
    ConfirmClaim,
    CountHands,
    EndEarly,
    EveryoneAnswered,
    GiveExtraTime,
    Join,
    Lock,
    MoreTime,
    Next,
    Pause,
    Remove,
    Rename,
    Restore,
    Resume,
    Reveal,
    ShowStandings,
    Skip,
    Start,
    SubmitAnswer,
    Tick,
    Void,
)
from edu_core.domain.game_people import take_joins
from edu_core.domain.game_standings import distribution, ranked, team_places, topics_to_see_again
from edu_core.domain.game_state import (
    MOST_PLAYERS,
    Game,
    GameRules,
    Phase,
    Podium,
    Scoring,
    TeamMode,
    playable,
)
from edu_core.domain.game_views import (
    forward,
    me_view,
    view_for_host,
    view_for_player,
    view_for_screen,
)
from edu_core.domain.interaction import Arranged, Chosen
from tests.unit.domain.games import START, answer, at, done, lobby, quiz, right, started, wrong

SPEED = GameRules(scoring=Scoring.SPEED, seconds=30, close_when_all=False)


def points(game: Game, player: str) -> float:
    return game.table[player].points


# -- answers and time --------------------------------------------------------------------------


def test_an_answer_is_stamped_when_it_arrives_not_when_its_turn_in_a_queue_comes() -> None:

    game = started("甲", "乙", rules=SPEED)
    in_turn, _ = done(game, answer(game, "甲", 3), seconds=3)
    queued, _ = done(game, answer(game, "甲", 3), seconds=29)
    assert queued.answers_of(0)["甲"].received_at == at(3)
    assert in_turn.answers_of(0)["甲"].points == queued.answers_of(0)["甲"].points


def test_a_late_answer_is_refused_in_words_and_never_booked_on_the_next_question() -> None:
    game = started("甲", "乙")
    late = answer(game, "甲", 31)
    with pytest.raises(Conflict, match="时间到了，这个答案没有计入"):
        apply(game, late, at(31))
    game, _ = done(game, Reveal(0), Next(0), seconds=40)
    with pytest.raises(Conflict, match="没有计入"):
        apply(game, late, at(41))
    assert game.answers_of(0) == {}
    assert game.answers_of(1) == {}


def test_an_answer_that_arrived_before_the_host_closed_the_round_still_counts() -> None:
    game, _ = done(started("甲", "乙"), Reveal(0), Next(0), seconds=10)
    game, _ = done(game, answer(game, "甲", 9, place=0), seconds=12)
    assert points(game, "甲") == 2.0
    assert game.answers_of(1) == {}


def test_points_are_never_negative_and_speed_adds_up_to_half_again() -> None:
    game = started("快", "慢", "错", rules=SPEED)
    game, _ = done(game, answer(game, "快", 0), seconds=0)
    game, _ = done(game, answer(game, "慢", 30), seconds=30)
    game, _ = done(game, answer(game, "错", 1, response=wrong(game)), Reveal(0), seconds=30)
    assert [points(game, name) for name in ("快", "慢", "错")] == [3.0, 2.0, 0.0]


def test_half_the_time_left_is_a_quarter_more() -> None:
    game = started("甲", rules=SPEED)
    game, _ = done(game, answer(game, "甲", 15), Reveal(0), seconds=15)
    assert points(game, "甲") == 2.5


def test_the_measured_delay_is_given_back_up_to_a_second() -> None:
    game = started("近", "远", "骗", rules=SPEED)
    for name, arrived, delay in (("近", 10.0, 0.0), ("远", 10.4, 0.4), ("骗", 11.0, 60.0)):
        game, _ = done(game, answer(game, name, arrived, delay=delay), seconds=11)
    given = game.answers_of(0)
    assert given["近"].points == given["远"].points == given["骗"].points
    in_time = started("远")
    assert done(in_time, answer(in_time, "远", 30.3, delay=0.4), seconds=30.3)
    with pytest.raises(Conflict):
        apply(in_time, answer(in_time, "远", 31.5, delay=60), at(31.5))


def test_mean_points_of_a_right_answer_do_not_depend_on_how_many_play() -> None:
    means: list[float] = []
    for count in (50, 1000):
        game = started(rules=SPEED)
        joins = [Join(str(number), str(number)) for number in range(count)]
        game, _, _ = take_joins(game, joins, START)
        batch = [answer(game, str(number), 3 * number / count) for number in range(count)]
        game, _, _ = take_answers(game, batch, at(3 + count / 100))  # a long queue
        given = game.answers_of(0).values()
        means.append(sum(one.points for one in given) / count)
    assert means[0] == pytest.approx(means[1], rel=0.02)


def test_a_thousand_answers_at_once_are_all_counted_and_everyone_has_answered_fires() -> None:
    game = started()
    game, _, _ = take_joins(game, [Join(str(n), str(n)) for n in range(1000)], START)
    batch = [answer(game, str(number), 1 + number / 20_000) for number in range(1000)]
    game, events, receipts = take_answers(game, batch, at(1.06))
    assert all(receipt.taken for receipt in receipts)
    assert EveryoneAnswered(0) in events
    assert game.phase is Phase.REVEAL
    assert distribution(game, 0).right == 1000
    assert view_for_screen(game, at(2))["distribution"]["answered"] == 1000


def test_a_second_answer_is_refused_and_the_same_one_is_acknowledged_again() -> None:
    game = started("甲", "乙")
    first = answer(game, "甲", 1, answer_id="one")
    game, _, [receipt] = take_answers(game, [first], at(1))
    again, events, [repeated] = take_answers(game, [first], at(2))
    assert (receipt.taken, repeated.taken, repeated.refused) == (True, False, None)
    assert (again, events) == (game, ())
    with pytest.raises(Conflict, match="以第一次提交的为准"):
        apply(game, answer(game, "甲", 2, answer_id="two"), at(2))


def test_the_same_answer_is_acknowledged_again_even_after_the_end() -> None:
    game = started("甲", "乙")
    first = answer(game, "甲", 1, answer_id="one")
    game, _ = done(game, first, EndEarly(), seconds=1)
    _, _, [receipt] = take_answers(game, [first], at(60))
    assert receipt.refused is None


def test_an_incomplete_or_foreign_response_is_refused() -> None:
    game = started("甲")
    for shown in (Chosen(options=("o1", "o2")), Chosen(options=("o9",)), Arranged(order=("p1",))):
        with pytest.raises(BadInput, match="没有答完整"):
            apply(game, answer(game, "甲", 1, response=shown), at(1))
    for number in (-1, 1, 99):
        with pytest.raises(BadInput, match="还没有开始"):
            apply(game, SubmitAnswer("甲", number, right(game), at(1)), at(1))
    with pytest.raises(NotFound):
        apply(game, answer(game, "谁", 1), at(1))


def test_partial_credit_counts_for_ordering() -> None:
    ordering = {"kind": "ordering", "points": 4, "order": ["一", "二", "三", "四"]}
    game = started("甲", asked=quiz(ordering))
    shown = right(game)
    assert isinstance(shown, Arranged)
    swapped = (shown.order[1], shown.order[0], *shown.order[2:])
    game, _ = done(game, answer(game, "甲", 1, response=Arranged(order=swapped)), seconds=1)
    assert 0 < points(game, "甲") < 4


def test_time_closes_a_question_after_the_slack_for_delays() -> None:
    game = started("甲")
    assert apply(game, Tick(), at(30.5)) == (game, ())
    closed, _ = apply(game, Tick(), at(31))
    assert closed.phase is Phase.REVEAL


def test_extra_time_for_one_is_known_to_the_host_and_to_that_player_alone() -> None:
    game, _ = done(lobby("甲", "乙"), GiveExtraTime("甲", 10), Start())
    with pytest.raises(Conflict):
        apply(game, answer(game, "乙", 35), at(35))
    assert apply(game, Tick(), at(35))[0].phase is Phase.QUESTION
    assert view_for_player(game, "甲", at(1))["me"]["extra"] == 10
    assert view_for_player(game, "乙", at(1))["me"]["extra"] == 0
    assert "extra" not in json.dumps(view_for_screen(game, at(1)))
    assert done(game, answer(game, "甲", 35), seconds=35)[0].answers_of(0)
    assert apply(game, Tick(), at(41))[0].phase is Phase.REVEAL


def test_a_pause_lets_time_stand_still_and_refuses_answers_meanwhile() -> None:
    game, _ = done(started("甲", "乙", rules=SPEED), Pause(), seconds=10)
    assert view_for_player(game, "甲", at(500))["left"] == 20
    with pytest.raises(Conflict, match="暂停"):
        apply(game, answer(game, "甲", 60), at(60))
    assert apply(game, Tick(), at(500)) == (game, ())
    game, _ = done(game, Resume(), seconds=100)
    assert game.seconds_left(at(100)) == 20
    game, _ = done(game, answer(game, "甲", 105), Reveal(0), seconds=105)  # 15 seconds of play
    assert points(game, "甲") == 2.5


def test_an_answer_given_before_a_pause_earns_the_same_when_it_is_handled_after_it() -> None:
    game = started("甲", "乙", rules=SPEED)
    early = answer(game, "甲", 15)
    before, _ = done(game, early, seconds=15)
    after, _ = done(game, Pause(), seconds=20)
    after, _ = done(after, Resume(), seconds=80)
    after, _ = done(after, early, seconds=81)
    assert before.answers_of(0)["甲"].points == after.answers_of(0)["甲"].points == 2.5


def test_an_answer_given_during_a_pause_is_refused_also_when_the_round_was_closed_meanwhile() -> (
    None
):
    game, _ = done(started("甲", "乙"), Pause(), seconds=10)
    game, _ = done(game, Reveal(0), seconds=15)
    with pytest.raises(Conflict, match="暂停"):
        apply(game, answer(game, "甲", 12), at(16))  # stood in the queue
    assert done(game, answer(game, "甲", 9), seconds=16)[0].answers_of(0)


def test_more_time_is_for_the_open_question_only() -> None:
    game, _ = done(started("甲"), MoreTime(0, 15), seconds=10)
    assert game.seconds_left(at(10)) == 35
    closed, _ = done(game, Reveal(0), seconds=20)
    assert apply(closed, MoreTime(0, 15), at(21)) == (closed, ())
    with pytest.raises(BadInput):
        apply(game, MoreTime(0, 100_000), at(11))


# -- the host ----------------------------------------------------------------------------------


def test_two_hosts_clicks_at_the_same_moment_advance_once() -> None:
    game, _ = done(started("甲"), Reveal(0), seconds=5)
    for command in (Reveal(0), ShowStandings(0), Next(0), Skip(0)):
        once, events = apply(game, command, at(6))
        twice, again = apply(once, command, at(6))
        assert once == twice, command
        assert again == (), command
        assert bool(events) is not isinstance(command, Reveal)
    assert apply(started("甲"), Start(), at(1))[1] == ()


def test_the_clicker_key_leads_through_the_whole_game() -> None:
    game = lobby("甲")
    seen: list[str] = []
    for step in range(40):
        told = forward(game)
        if told is None:
            break
        seen.append(told["name"])
        command = {"start": Start(), "reveal": Reveal(game.place), "next": Next(game.place)}.get(
            told["name"], ShowStandings(game.place)
        )
        game, _ = apply(game, command, at(step))
    assert game.phase is Phase.FINISHED
    assert seen == ["start", *(["reveal", "standings", "next"] * 3)]


def test_commands_that_do_not_fit_are_refused_with_a_sentence() -> None:
    waiting, playing = lobby("甲"), started("甲")
    for game, command in (
        (waiting, Reveal(0)),
        (waiting, Next(0)),
        (playing, Next(0)),
        (playing, ShowStandings(0)),
        (playing, Reveal(1)),
        (playing, Void(0)),
        (playing, Void(7)),
    ):
        with pytest.raises((Conflict, BadInput), match="。"):
            apply(game, command, at(1))


def test_a_voided_question_leaves_the_scores_and_can_come_back() -> None:
    game = started("甲", "乙")
    game, _ = done(game, answer(game, "甲", 1), Reveal(0), seconds=2)
    assert points(game, "甲") == 2.0
    game, _ = done(game, Void(0), seconds=3)
    assert points(game, "甲") == 0.0
    assert view_for_player(game, "甲", at(3))["voided"]
    game, _ = done(game, Void(0, voided=False), seconds=4)
    assert points(game, "甲") == 2.0


def test_a_skipped_question_counts_for_nobody() -> None:
    game = started("甲", "乙")
    game, _ = done(game, answer(game, "甲", 1), Skip(0), seconds=2)
    assert (game.phase, game.place, points(game, "甲")) == (Phase.QUESTION, 1, 0.0)


def test_auto_advance_goes_on_by_itself_and_stops_for_a_pause() -> None:
    game, _ = done(started("甲", rules=GameRules(auto_advance=True)), Reveal(0), seconds=10)
    assert apply(game, Tick(), at(21))[0].phase is Phase.REVEAL
    standing, _ = apply(game, Tick(), at(22))
    assert standing.phase is Phase.STANDINGS
    half_time, _ = done(standing, Pause(), seconds=25)
    assert apply(half_time, Tick(), at(600))[0].phase is Phase.STANDINGS
    going_on, _ = done(half_time, Resume(), seconds=600)
    assert apply(going_on, Tick(), at(604))[0].phase is Phase.STANDINGS
    assert apply(going_on, Tick(), at(605))[0].phase is Phase.QUESTION


def test_a_show_of_hands_is_counted_beside_the_phones() -> None:
    game = started("甲", "乙")
    shown = right(game)
    assert isinstance(shown, Chosen)
    other = wrong(game)
    assert isinstance(other, Chosen)
    hands = CountHands(0, {shown.options[0]: 20, other.options[0]: 5})
    game, _ = done(game, hands, seconds=1)
    game, _ = done(game, answer(game, "甲", 2), Reveal(0), seconds=2)
    counts = distribution(game, 0)
    assert (counts.answered, counts.right, counts.wrong) == (26, 21, 5)
    assert counts.options[shown.options[0]] == 21
    with pytest.raises(Conflict):
        apply(game, CountHands(0, {"o1": 1}), at(3))


def test_a_card_corrected_by_hand_replaces_an_answer_while_the_question_is_open() -> None:
    game = started("甲", "乙")
    read = replace(answer(game, "甲", 1, response=wrong(game)), by_host=True)
    by_hand = replace(answer(game, "甲", 50, answer_id="hand"), by_host=True)
    game, _ = done(game, read, seconds=1)
    game, _ = done(game, by_hand, seconds=50)
    game, _ = done(game, Reveal(0), seconds=51)
    assert points(game, "甲") == 2.0
    with pytest.raises(Conflict):
        apply(game, replace(answer(game, "甲", 52, answer_id="late"), by_host=True), at(52))


# -- people ------------------------------------------------------------------------------------


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


# -- standings and views -----------------------------------------------------------------------


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
