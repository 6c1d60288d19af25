"""How many questions in a row were right: told to a player, worth no points."""

from edu_core.domain.game_commands import Adjust, AskAgain, Discuss, Next, Reveal, Skip, Void
from edu_core.domain.game_state import Game, GameRules
from edu_core.domain.game_views import me_view
from tests.unit.domain.games import answer, done, lobby, quiz, right, started, wrong

TOLD = GameRules(streaks=True, close_when_all=False)
_CHOICE = {
    "kind": "single_choice",
    "options": [{"text": text, "correct": text == "乙"} for text in "甲乙丙丁"],
}


def played(answers: str, *, rules: GameRules = TOLD) -> Game:
    """A game of 甲 alone: ``+`` right, ``-`` wrong, ``0`` without an answer; all closed."""
    asked = quiz(*[_CHOICE for _ in answers])
    game = started("甲", rules=rules, asked=asked)
    for place, what in enumerate(answers):
        if place:
            game, _ = done(game, Next(place - 1), seconds=10 * place)
        if what != "0":
            given = right(game) if what == "+" else wrong(game)
            game, _ = done(game, answer(game, "甲", 10 * place + 1, response=given))
        game, _ = done(game, Reveal(place), seconds=10 * place + 5)
    return game


def streak(game: Game) -> int:
    return game.table["甲"].streak


def test_a_streak_counts_the_last_questions_in_a_row_that_were_right() -> None:
    assert streak(played("+")) == 1
    assert streak(played("+-++")) == 2
    assert streak(played("+++-")) == 0


def test_a_question_without_an_answer_ends_it() -> None:
    assert streak(played("++0")) == 0
    assert streak(played("++0+")) == 1


def test_half_right_is_not_right() -> None:
    half = {
        "kind": "multiple_choice",
        "points": 2,
        "options": [{"text": text, "correct": text in "甲乙"} for text in "甲乙丙丁"],
    }
    game = started("甲", rules=TOLD, asked=quiz(half))
    shown = right(game)
    one = shown.model_copy(update={"options": shown.options[:1]})  # type: ignore[union-attr]
    game, _ = done(game, answer(game, "甲", 1, response=one), Reveal(0), seconds=2)
    assert game.table["甲"].points > 0
    assert streak(game) == 0


def test_a_voided_question_is_passed_over_and_comes_back_when_it_counts_again() -> None:
    game = played("+-+")
    assert streak(game) == 1
    game, _ = done(game, Void(1), seconds=60)
    assert streak(game) == 2
    game, _ = done(game, Void(1, voided=False), seconds=61)
    assert streak(game) == 1


def test_a_skipped_question_does_not_end_it() -> None:
    game = started("甲", rules=TOLD, asked=quiz(_CHOICE, _CHOICE, _CHOICE))
    game, _ = done(game, answer(game, "甲", 1), Reveal(0), Next(0), Skip(1), seconds=2)
    game, _ = done(game, answer(game, "甲", 3), Reveal(2), seconds=4)
    assert streak(game) == 2


def test_of_a_question_asked_again_the_second_answer_counts() -> None:
    rules = TOLD.model_copy(update={"close_when_all": False})
    game = started("甲", rules=rules, asked=quiz(_CHOICE, _CHOICE))
    game, _ = done(game, answer(game, "甲", 1), Reveal(0), Next(0), seconds=2)
    game, _ = done(game, answer(game, "甲", 3, response=wrong(game)), Discuss(1), seconds=4)
    assert streak(game) == 1  # what is right is not told yet
    game, _ = done(game, AskAgain(1), seconds=60)
    assert streak(game) == 1
    game, _ = done(game, answer(game, "甲", 61), Reveal(2), seconds=62)
    assert streak(game) == 2


def test_without_the_rule_nothing_is_counted_and_the_host_may_turn_it_on_at_any_time() -> None:
    game = played("++", rules=GameRules(close_when_all=False))
    assert streak(game) == 0
    game, events = done(game, Adjust(streaks=True), seconds=60)
    assert events
    assert me_view(game, "甲")["streak"] == 2
    game, _ = done(game, Adjust(streaks=False), seconds=61)
    assert me_view(game, "甲")["streak"] == 0


def test_it_is_worth_no_points() -> None:
    with_it, without = played("+++"), played("+++", rules=GameRules(close_when_all=False))
    assert with_it.table["甲"].points == without.table["甲"].points == 3.0


def test_nobody_has_one_in_the_lobby() -> None:
    assert streak(lobby("甲", rules=TOLD)) == 0
