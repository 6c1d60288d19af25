"""Peer instruction: vote, discuss without the key, vote again, and only then what is right."""

import json

import pytest

from edu_core.domain.errors import Conflict
from edu_core.domain.game import apply
from edu_core.domain.game_commands import (
    AskAgain,
    Command,
    CountHands,
    Discuss,
    EndDiscussion,
    EndEarly,
    Next,
    PhaseChanged,
    Reveal,
    ShowStandings,
    Skip,
    Tick,
    Void,
)
from edu_core.domain.game_state import Game, GameRules, Phase, Scoring
from edu_core.domain.game_views import forward, view_for_host, view_for_player, view_for_screen
from edu_core.domain.interaction import Chosen
from tests.unit.domain.games import answer, at, done, right, started, wrong

FIRST = GameRules(discuss_first=True, scoring=Scoring.SPEED)


def points(game: Game) -> list[float]:
    return [game.table[name].points for name in ("甲", "乙")]


def discussed(rules: GameRules | None = None) -> Game:
    """The first question after one right answer and one wrong, while all discuss it."""
    game = started("甲", "乙", "丙", rules=rules)
    bad = answer(game, "乙", 1, response=wrong(game))
    return done(game, answer(game, "甲", 1), bad, Discuss(0), seconds=2)[0]


def frames(game: Game, seconds: float) -> dict[str, str]:
    """What every screen is sent."""
    now = at(seconds)
    views = {"screen": view_for_screen(game, now), "host": view_for_host(game, now)}
    views |= {name: view_for_player(game, name, now) for name in game.players}
    return {name: json.dumps(view, ensure_ascii=False) for name, view in views.items()}


SECRETS = ('"key"', '"reveal":', "解析", '"right": true', '"right": false', '"score"', '"before"')


def test_no_screen_tells_what_is_right_until_the_second_vote_is_over() -> None:
    first = discussed()
    second, _ = done(first, AskAgain(0), seconds=60)
    voted, _ = done(second, answer(second, "甲", 61), seconds=61)
    for stage in (first, second, voted):
        for name, text in frames(stage, 62).items():
            assert '"stem"' in text
            assert not [secret for secret in SECRETS if secret in text], (stage.phase, name)
    told, _ = done(voted, Reveal(1), seconds=63)
    assert all("解析" in text for text in frames(told, 64).values())


def test_during_the_discussion_all_see_how_it_was_answered_and_no_points_move() -> None:
    game = discussed()
    shown, other = right(game), wrong(game)
    assert isinstance(shown, Chosen)
    assert isinstance(other, Chosen)
    votes = view_for_screen(game, at(3))["votes"]
    assert votes == {"answered": 2, "options": {shown.options[0]: 1, other.options[0]: 1}}
    assert view_for_host(game, at(3))["votes"] == votes
    assert "votes" not in view_for_player(game, "甲", at(3))
    assert points(game) == [0.0, 0.0]
    mine = view_for_player(game, "甲", at(3))["me"]
    assert (mine["points"], mine["right"], set(mine["answer"])) == (
        0.0,
        0,
        {"round", "answer_id", "response"},
    )


def test_asking_again_shows_both_distributions_and_counts_the_second() -> None:
    game, _ = done(discussed(), AskAgain(0), seconds=60)
    assert len(game.rounds) == 4
    assert (game.phase, game.place, game.seconds_left(at(60))) == (Phase.QUESTION, 1, 30)
    both = [answer(game, name, 61) for name in ("甲", "乙")]
    game, _ = done(game, *both, Reveal(1), seconds=61)
    view = view_for_screen(game, at(62))
    assert (view["before"]["right"], view["distribution"]["right"]) == (1, 2)
    assert (view["number"], view["rounds"]) == (1, 3)  # still the first question
    assert points(game) == [2.0, 2.0]


def test_who_joins_for_the_second_vote_only_is_scored_from_it() -> None:
    game, _ = done(discussed(), AskAgain(0), seconds=60)
    game, _ = done(game, answer(game, "丙", 61), Reveal(1), seconds=61)
    assert game.table["丙"].points == 2.0
    assert points(game) == [0.0, 0.0]


def test_the_answer_can_be_told_without_asking_again_and_the_first_votes_count() -> None:
    game, events = done(discussed(), EndDiscussion(0), seconds=60)
    assert events == (PhaseChanged(Phase.REVEAL, 0),)
    assert points(game) == [2.0, 0.0]
    assert view_for_screen(game, at(61))["distribution"]["right"] == 1
    ended, _ = done(discussed(), EndEarly(), seconds=60)
    assert (ended.phase, points(ended)) == (Phase.FINISHED, [2.0, 0.0])


def test_a_question_skipped_in_the_discussion_can_be_counted_again() -> None:
    game, _ = done(discussed(), Skip(0), seconds=60)
    assert (game.phase, game.place, points(game)) == (Phase.QUESTION, 1, [0.0, 0.0])
    game, _ = done(game, Void(0, voided=False), seconds=61)
    assert points(game) == [2.0, 0.0]


@pytest.mark.parametrize(
    "command", [Discuss(0), AskAgain(0), EndDiscussion(0), Reveal(0), Skip(0)], ids=str
)
def test_two_hosts_clicks_in_a_discussion_advance_once(command: Command) -> None:
    once, events = apply(discussed(), command, at(60))
    assert apply(once, command, at(60)) == (once, ())
    assert bool(events) is isinstance(command, AskAgain | EndDiscussion | Skip)


def test_of_two_hosts_who_want_different_things_the_first_is_done() -> None:
    told, _ = done(discussed(), EndDiscussion(0), seconds=60)
    assert apply(told, AskAgain(0), at(60)) == (told, ())
    asked, _ = done(discussed(), AskAgain(0), seconds=60)
    assert apply(asked, EndDiscussion(0), at(60)) == (asked, ())
    # one host wants to discuss, the other to tell what is right
    waiting = discussed()
    assert apply(waiting, Reveal(0), at(2)) == (waiting, ())


@pytest.mark.parametrize("command", [Next(0), ShowStandings(0)], ids=str)
def test_a_discussion_is_not_left_by_accident(command: Command) -> None:
    with pytest.raises(Conflict, match="还没有公布答案"):
        apply(discussed(), command, at(60))
    with pytest.raises(Conflict, match="还在答题"):
        apply(started("甲"), AskAgain(0), at(1))


def test_a_discussion_takes_as_long_as_it_takes() -> None:
    game = discussed(GameRules(auto_advance=True))
    assert apply(game, Tick(), at(9000)) == (game, ())
    assert forward(game) == {"name": "ask_again", "round": 0}


def test_where_every_question_is_discussed_neither_time_nor_the_last_answer_tells_the_key() -> None:
    game = started("甲", "乙", rules=FIRST)
    assert forward(game) == {"name": "discuss", "round": 0}
    assert apply(game, Tick(), at(32))[0].phase is Phase.DISCUSSION
    game, events = done(game, *[answer(game, name, 3) for name in ("甲", "乙")], seconds=3)
    assert events[-1] == PhaseChanged(Phase.DISCUSSION, 0)
    game, _ = done(game, AskAgain(0), seconds=60)
    assert forward(game) == {"name": "reveal", "round": 1}
    assert apply(game, Tick(), at(92))[0].phase is Phase.REVEAL


def test_a_late_answer_to_the_first_vote_is_kept_and_tells_nothing() -> None:
    game = discussed()
    with pytest.raises(Conflict, match="时间到了"):
        apply(game, answer(game, "丙", 5), at(5))
    game, _ = done(game, answer(game, "丙", 1.5), seconds=3)  # stood in the queue
    assert game.answers_of(0)["丙"].outcome.right
    assert game.table["丙"].points == 0.0


def test_hands_are_counted_in_the_first_vote_and_not_in_the_discussion() -> None:
    game, _ = done(started("甲"), CountHands(0, {"o1": 7}), Discuss(0), seconds=2)
    assert view_for_screen(game, at(3))["votes"] == {"answered": 7, "options": {"o1": 7}}
    with pytest.raises(Conflict):
        apply(game, CountHands(0, {"o1": 9}), at(3))
