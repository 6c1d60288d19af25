"""A question waits for the cards of a class, and for nobody who cannot answer."""

import pytest

from edu_core.domain.card import Side
from edu_core.domain.errors import Conflict
from edu_core.domain.game import apply, closing_time
from edu_core.domain.game_cards import classes_out, letters, only_cards_left
from edu_core.domain.game_commands import (
    Adjust,
    CardsIn,
    Forget,
    Join,
    Lock,
    MoreTime,
    Next,
    Pause,
    Resume,
    Reveal,
    RulesChanged,
    SubmitAnswer,
    Tick,
)
from edu_core.domain.game_state import Game, GameRules, Phase
from edu_core.domain.game_views import view_for_host, view_shared
from edu_core.live.room import next_tick
from tests.unit.domain.games import answer, at, done, right, started

TWO_CLASSES = GameRules(card_classes=(7, 8), seconds=30)
OVER = 32.0


def waiting_for(*classes: int) -> GameRules:
    """Rules under which these classes hold up cards."""
    return TWO_CLASSES.model_copy(update={"card_classes": classes})


def by_card(game: Game, name: str, number: int) -> Game:
    """A pupil whose card was read and taken in."""
    given = SubmitAnswer(name, number, right(game, number), at(5), f"card-{name}", by_host=True)
    return done(game, Join(name, name, person_id=len(name), by_card=True), given, seconds=5)[0]


def test_the_letters_are_those_of_the_shared_screen() -> None:
    game = started("甲")
    single, several, ordering = (game.sheets[one.item_id] for one in game.rounds)
    assert list(letters(single).items()) == [
        (Side.A, "o1"),
        (Side.B, "o2"),
        (Side.C, "o3"),
        (Side.D, "o4"),
    ]
    assert letters(several) == letters(ordering) == {}


def test_the_question_closes_when_phones_have_answered_and_all_classes_are_in() -> None:
    game, _ = done(started("甲", rules=TWO_CLASSES), Tick())
    game, _ = apply(game, answer(game, "甲", 3), at(3))
    game = by_card(game, "乙", 0)
    assert classes_out(game) == (7, 8)
    game, _ = done(game, CardsIn(0, 7), CardsIn(0, 7), seconds=6)
    assert (game.phase, classes_out(game)) == (Phase.QUESTION, (8,))
    assert view_for_host(game, at(6))["cards"] == {"fits": True, "out": 1}
    game, _ = done(game, CardsIn(0, 8), seconds=7)
    assert game.phase is Phase.REVEAL


def test_cards_that_are_in_wait_for_the_phones() -> None:
    game = by_card(started("甲", rules=waiting_for(7)), "乙", 0)
    game, _ = done(game, CardsIn(0, 7), seconds=6)
    assert game.phase is Phase.QUESTION
    game, _ = apply(game, answer(game, "甲", 8), at(8))
    assert game.phase is Phase.REVEAL


def test_after_time_the_game_wakes_no_more_until_the_cards_are_in() -> None:
    game = started("甲", rules=waiting_for(7))
    assert next_tick(game, closing_time(game)) == at(31)
    game, _ = done(game, Tick(), seconds=OVER)
    assert only_cards_left(game)
    assert view_shared(game, at(OVER))["cards_only"]
    assert next_tick(game, closing_time(game)) is None
    assert done(game, Tick(), seconds=40) == (game, ())
    with pytest.raises(Conflict, match="时间到了"):
        apply(game, answer(game, "甲", 33), at(33))
    given = SubmitAnswer("甲", 0, right(game), at(34), "by-hand", by_host=True)
    assert apply(game, given, at(34))[0].answers_of(0)["甲"].answer_id == "by-hand"
    game, _ = done(game, CardsIn(0, 7), seconds=50)
    assert game.phase is Phase.REVEAL
    assert game.rounds[0].closed_at == at(50)


def test_more_time_opens_the_question_for_phones_again() -> None:
    game, _ = done(started("甲", rules=waiting_for(7)), Tick(), seconds=OVER)
    more, _ = done(game, MoreTime(0, 60), seconds=OVER)
    assert not only_cards_left(more)
    assert apply(more, answer(more, "甲", 33), at(33))[0].phase is Phase.QUESTION


DELETED = Forget(frozenset({1}), frozenset({7}))
"""Class 7 is gone, with the pupil whose card ``by_card`` has read."""


@pytest.mark.parametrize("command", [DELETED, Adjust(card_classes=())], ids=["deleted", "unchosen"])
def test_a_class_that_is_gone_is_not_waited_for(command: Forget | Adjust) -> None:
    game, _ = apply(started("甲", rules=waiting_for(7)), answer(started("甲"), "甲", 3), at(3))
    assert game.phase is Phase.QUESTION
    assert apply(game, command, at(4))[0].phase is Phase.REVEAL
    late = apply(started("甲", rules=waiting_for(7)), Tick(), at(OVER))[0]
    assert only_cards_left(late)
    assert apply(late, command, at(40))[0].phase is Phase.REVEAL  # and not for the phone either
    early = started("甲", rules=waiting_for(7))
    assert apply(early, command, at(1))[0].phase is Phase.QUESTION
    paused, _ = done(game, Pause(), seconds=4)
    assert apply(paused, command, at(5))[0].phase is Phase.QUESTION


def test_the_other_class_is_waited_for_and_what_the_others_answered_stays() -> None:
    game = by_card(started("甲", rules=TWO_CLASSES), "乙", 0)
    game, _ = done(game, answer(game, "甲", 6), CardsIn(0, 7), seconds=6)
    game, events = apply(game, DELETED, at(7))
    assert events == (RulesChanged(),)
    assert (game.phase, classes_out(game)) == (Phase.QUESTION, (8,))
    assert set(game.players) == set(game.table) == set(game.answers_of(0)) == {"甲"}
    assert apply(game, DELETED, at(8)) == (game, ())
    assert apply(game, CardsIn(0, 8), at(9))[0].phase is Phase.REVEAL


def test_a_pause_holds_the_question_open_also_when_the_cards_come_in() -> None:
    game, _ = done(started("甲", rules=waiting_for(7)), Tick(), seconds=OVER)
    game, _ = done(game, Pause(), CardsIn(0, 7), seconds=33)
    assert game.phase is Phase.QUESTION
    game, _ = done(game, Resume(), Tick(), seconds=40)
    assert game.phase is Phase.REVEAL


def test_the_host_closes_whenever_it_is_time_and_late_cards_are_refused() -> None:
    game, _ = done(started("甲", rules=TWO_CLASSES), Reveal(0), seconds=4)
    assert game.phase is Phase.REVEAL
    with pytest.raises(Conflict, match="没有计入"):
        apply(game, CardsIn(0, 7), at(5))


def test_a_question_that_cards_cannot_answer_waits_for_phones_alone() -> None:
    game = by_card(started("甲", rules=TWO_CLASSES), "乙", 0)
    game, _ = done(game, Reveal(0), Next(0), seconds=6)
    assert classes_out(game) == ()
    with pytest.raises(Conflict, match="可以选几个"):
        apply(game, CardsIn(1, 7), at(7))
    game, _ = apply(game, answer(game, "甲", 8), at(8))
    assert game.phase is Phase.REVEAL  # 乙 has no phone


def test_a_game_of_cards_alone_does_not_close_before_anybody_has_answered() -> None:
    game = started(rules=waiting_for(7))
    game, _ = done(game, CardsIn(0, 7), seconds=5)
    assert game.phase is Phase.QUESTION
    game = by_card(game, "乙", 0)
    assert game.phase is Phase.REVEAL


def test_a_card_opens_a_locked_lobby_and_a_phone_later_is_waited_for() -> None:
    game, _ = done(started("甲", rules=TWO_CLASSES), Lock(), seconds=1)
    game = by_card(game, "乙", 0)
    with pytest.raises(Conflict, match="关上了入口"):
        apply(game, Join("丙", "丙"), at(2))
    assert game.players["乙"].by_card
    game, events = apply(game, Join("other", "乙", person_id=1), at(6))
    assert not game.players["乙"].by_card
    assert len(events) == 1
    assert apply(game, Join("third", "乙", person_id=1), at(7)) == (game, ())
