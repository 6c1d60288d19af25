"""Cards in a live game: which letter stands for which option, and which classes are waited for.

A class that answers with cards has no phone whose answer could be waited for. So the question
stays open until the cards of the class are taken in, or until the host closes it; phones are
refused after their time as ever.
"""

from edu_core.domain.card import Side, why_not_with_cards
from edu_core.domain.errors import Conflict
from edu_core.domain.game_state import Game, Phase, Sheet
from edu_core.domain.interaction import Choose


def letters(sheet: Sheet) -> dict[Side, str]:
    """Side of the card → shown option id; A is the first option on the shared screen.

    Empty where the question cannot be answered with cards.
    """
    shown = sheet.concealed.shown
    if not isinstance(shown, Choose) or why_not_with_cards(sheet.item) is not None:
        return {}
    return dict(zip(Side, (option.id for option in shown.options), strict=False))


def open_sheet(game: Game) -> Sheet | None:
    """The question that is open."""
    current = game.round
    if game.phase is not Phase.QUESTION or current is None:
        return None
    return game.sheets[current.item_id]


def require_open(game: Game, number: int) -> Sheet:
    """The question of this round, if cards are taken for it now; raises ``Conflict``."""
    sheet = open_sheet(game)
    if sheet is None or number != game.place:
        raise Conflict(
            "这道题已经结束，刚才这一步没有计入；之前收的卡都已保存。请等下一题。",
            code="round-closed",
        )
    why_not = why_not_with_cards(sheet.item)
    if why_not is not None:
        raise Conflict(f"{why_not}。刚才这一步没有计入。", code="no-cards")
    return sheet


def classes_out(game: Game) -> tuple[int, ...]:
    """The classes whose cards the open question waits for."""
    sheet, current = open_sheet(game), game.round
    if not game.rules.card_classes or sheet is None or current is None or not letters(sheet):
        return ()
    return tuple(one for one in game.rules.card_classes if one not in current.cards_in)


def only_cards_left(game: Game) -> bool:
    """Whether time is over for phones and the question is open for cards alone."""
    current = game.round
    return current is not None and current.cards_only and bool(classes_out(game))


def plays_with_cards(game: Game) -> bool:
    """Whether a class holds up cards in this game, or has done so."""
    return bool(game.rules.card_classes) or any(one.cards_in for one in game.rounds)
