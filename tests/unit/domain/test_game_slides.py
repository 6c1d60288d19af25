"""The lesson in a live game: slides between the questions, never over an open one."""

import pytest

from edu_core.domain.errors import BadInput, Conflict
from edu_core.domain.game import apply
from edu_core.domain.game_commands import (
    Command,
    Discuss,
    EndEarly,
    Join,
    LeaveSlides,
    Next,
    Pause,
    Reveal,
    RevealSlide,
    ShowSlide,
    ShowStandings,
    Skip,
    SlidesChanged,
    Start,
    Tick,
)
from edu_core.domain.game_state import Game, GameRules, Phase, Slides
from edu_core.domain.game_views import forward, view_for_host, view_for_player, view_for_screen
from tests.unit.domain.games import at, done, lobby, started

BEFORE = ShowSlide(-1, 0)
"""The first slide, in the lobby."""


def revealed(rules: GameRules | None = None) -> Game:
    """After the first question, its answer on the screen since the tenth second."""
    return done(started("甲", rules=rules), Reveal(0), seconds=10)[0]


def test_a_lesson_is_shown_turned_revealed_and_left() -> None:
    game, events = done(lobby("甲"), BEFORE)
    assert events == (SlidesChanged(),)
    game, _ = done(game, ShowSlide(-1, 1, 0), RevealSlide(1))
    assert game.slides == Slides(1, shown=True, revealed=True)
    back, _ = done(game, ShowSlide(-1, 0, 1))
    assert back.slides == Slides(0, shown=True)
    left, _ = done(game, LeaveSlides(1))
    assert (left.slides, left.phase) == (Slides(1), Phase.LOBBY)


def test_the_lesson_stands_where_it_was_after_a_question() -> None:
    game, _ = done(lobby("甲"), BEFORE, ShowSlide(-1, 4, 0), Start(), Reveal(0), seconds=10)
    assert game.slides == Slides(4)
    assert view_for_host(game, at(11))["slide"] == {"place": 4, "revealed": False}
    game, _ = done(game, ShowSlide(0, 4), seconds=20)
    assert game.slides.shown


@pytest.mark.parametrize("game", [lobby("甲"), revealed(), done(revealed(), ShowStandings(0))[0]])
def test_slides_can_be_shown_while_nothing_is_open(game: Game) -> None:
    shown, _ = done(game, ShowSlide(game.place, 2), seconds=20)
    assert shown.slides.shown
    assert shown.phase is game.phase


def test_slides_never_cover_an_open_question_or_a_discussion() -> None:
    for game in (started("甲"), done(started("甲"), Discuss(0))[0]):
        with pytest.raises(Conflict, match="还没有公布答案"):
            apply(game, ShowSlide(0, 0), at(1))
    over, _ = done(started("甲"), EndEarly())
    assert apply(over, ShowSlide(0, 0), at(1)) == (over, ())


def test_a_slide_that_cannot_be_is_refused() -> None:
    for command in (ShowSlide(-1, -1), ShowSlide(5, 0)):
        with pytest.raises(BadInput):
            apply(lobby("甲"), command, at(1))


@pytest.mark.parametrize(
    "command",
    [ShowSlide(0, 3, 2), ShowSlide(0, 1, 2), RevealSlide(2), LeaveSlides(2), Next(0)],
    ids=str,
)
def test_two_hosts_clicks_turn_one_page(command: Command) -> None:
    game, _ = done(revealed(), ShowSlide(0, 2), seconds=20)
    once, events = apply(game, command, at(21))
    assert events != ()
    assert apply(once, command, at(21)) == (once, ())


def test_a_click_from_a_page_left_long_ago_changes_nothing() -> None:
    shown, _ = done(revealed(), ShowSlide(0, 2), ShowSlide(0, 3, 2), seconds=20)
    for command in (ShowSlide(0, 1, 2), RevealSlide(2), LeaveSlides(2), ShowSlide(-1, 0, 3)):
        assert apply(shown, command, at(21)) == (shown, ())


@pytest.mark.parametrize("command", [Next(0), ShowStandings(0), Skip(0), EndEarly()], ids=str)
def test_whatever_leads_on_in_the_quiz_puts_the_lesson_away(command: Command) -> None:
    shown, _ = done(revealed(), ShowSlide(0, 2), seconds=20)
    game, _ = done(shown, command, seconds=30)
    assert game.slides == Slides(2)
    assert game.phase is not Phase.REVEAL


def test_time_stands_still_under_the_slides_and_begins_anew_after_them() -> None:
    game = revealed(GameRules(auto_advance=True))  # goes on by itself in the 22nd second
    shown, _ = done(game, ShowSlide(0, 0), seconds=20)
    assert apply(shown, Tick(), at(900)) == (shown, ())
    left, _ = done(shown, LeaveSlides(0), seconds=900)
    assert apply(left, Tick(), at(911))[0].phase is Phase.REVEAL
    assert apply(left, Tick(), at(912))[0].phase is Phase.STANDINGS


def test_slides_end_a_pause_and_need_none() -> None:
    paused, _ = done(revealed(), Pause(), seconds=20)
    shown, _ = done(paused, ShowSlide(0, 0), seconds=30)
    assert not shown.paused
    assert apply(shown, Pause(), at(40)) == (shown, ())


def test_who_comes_late_is_in_the_game_and_sees_that_the_lesson_is_on() -> None:
    shown, _ = done(revealed(), ShowSlide(0, 1), RevealSlide(1), Join("乙", "乙"), seconds=20)
    view = view_for_player(shown, "乙", at(21))
    assert view["slides"] is True
    assert view["me"]["points"] == 0.0
    assert "slide" not in view
    assert view_for_screen(shown, at(21))["slide"] == {"place": 1, "revealed": True}


def test_the_forward_key_of_a_page_that_knows_no_slides_goes_back_to_the_quiz() -> None:
    shown, _ = done(revealed(), ShowSlide(0, 1), seconds=20)
    assert forward(shown) == {"name": "leave_slides", "slide": 1}
