"""Answers to a live game and the time they have, with a clock that only the tests move."""

import json

import pytest

from edu_core.domain.errors import BadInput, Conflict, NotFound
from edu_core.domain.game import apply, take_answers
from edu_core.domain.game_commands import (
    EndEarly,
    EveryoneAnswered,
    GiveExtraTime,
    Join,
    MoreTime,
    Next,
    Pause,
    Resume,
    Reveal,
    Start,
    SubmitAnswer,
    Tick,
)
from edu_core.domain.game_people import take_joins
from edu_core.domain.game_standings import distribution
from edu_core.domain.game_state import GameRules, Phase, Scoring
from edu_core.domain.game_views import view_for_player, view_for_screen
from edu_core.domain.interaction import Arranged, Chosen
from tests.unit.domain.games import (
    START,
    answer,
    at,
    done,
    lobby,
    points,
    quiz,
    right,
    started,
    wrong,
)

SPEED = GameRules(scoring=Scoring.SPEED, seconds=30, close_when_all=False)


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
