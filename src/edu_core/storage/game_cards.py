"""What was read from cards in a live game, until it is taken in."""

from collections.abc import Sequence

import sqlalchemy as sa

from edu_core.storage.cards import ReadingRow
from edu_core.storage.store import Transaction
from edu_core.storage.tables import cards, game_card_readings


def count_cards(transaction: Transaction, classroom_ids: Sequence[int]) -> dict[int, int]:
    """Class → pupils who hold a card; classes without any are left out."""
    query = (
        sa.select(cards.c.classroom_id, sa.func.count().label("cards"))
        .where(cards.c.classroom_id.in_(list(classroom_ids)), cards.c.person_id.is_not(None))
        .group_by(cards.c.classroom_id)
    )
    return {row.classroom_id: row.cards for row in transaction.execute(query)}


def list_readings(transaction: Transaction, game_id: int, number: int) -> list[ReadingRow]:
    """What was read in a round so far, of all classes."""
    query = sa.select(game_card_readings).where(
        game_card_readings.c.game_id == game_id, game_card_readings.c.round == number
    )
    return [ReadingRow(row.person_id, row.seen, row.by_hand) for row in transaction.execute(query)]


def put_readings(
    transaction: Transaction, game_id: int, number: int, rows: Sequence[ReadingRow]
) -> None:
    """Replace the readings of these pupils, whose class is locked."""
    if not rows:
        return
    _forget(transaction, game_id, number, [row.person_id for row in rows])
    transaction.execute(
        game_card_readings.insert(),
        [{"game_id": game_id, "round": number, **vars(row)} for row in rows],
    )


def forget_readings(
    transaction: Transaction, game_id: int, number: int, person_ids: Sequence[int]
) -> None:
    """Forget what was taken in, and what is left of the rounds before."""
    _forget(transaction, game_id, number, person_ids)
    transaction.execute(
        game_card_readings.delete().where(
            game_card_readings.c.game_id == game_id, game_card_readings.c.round < number
        )
    )


def _forget(transaction: Transaction, game_id: int, number: int, person_ids: Sequence[int]) -> None:
    transaction.execute(
        game_card_readings.delete().where(
            game_card_readings.c.game_id == game_id,
            game_card_readings.c.round == number,
            game_card_readings.c.person_id.in_(list(person_ids)),
        )
    )
