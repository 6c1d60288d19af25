"""Leading a live game as a state machine, with a clock that only the tests move."""

from dataclasses import replace

import pytest

from edu_core.domain.errors import BadInput, Conflict
from edu_core.domain.game import apply
from edu_core.domain.game_commands import (
    CountHands,
    Next,
    Pause,
    Resume,
    Reveal,
    ShowStandings,
    Skip,
    Start,
    Tick,
    Void,
)
from edu_core.domain.game_standings import distribution
from edu_core.domain.game_state import GameRules, Phase
from edu_core.domain.game_views import forward, view_for_player
from edu_core.domain.interaction import Chosen
from tests.unit.domain.games import answer, at, done, lobby, points, right, started, wrong


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
