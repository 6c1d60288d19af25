"""The tokens by which phones are known; only their hashes are stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from edu_core.storage.store import Transaction
from edu_core.storage.tables import game_tokens


@dataclass(frozen=True)
class TokenRow:
    """A phone's token; with a ``claim_code`` it is worth nothing until the host confirms."""

    token_hash: str
    game_id: int
    player_id: str
    claim_code: str = ""


def add_tokens(transaction: Transaction, rows: Sequence[TokenRow], now: datetime) -> None:
    """Store tokens of players that exist."""
    if rows:
        transaction.execute(
            game_tokens.insert(), [{**vars(row), "created_at": now} for row in rows]
        )


def find_token(transaction: Transaction, token_hash: str) -> TokenRow | None:
    """Whose token this is."""
    row = transaction.execute(
        sa.select(game_tokens).where(game_tokens.c.token_hash == token_hash)
    ).one_or_none()
    if row is None:
        return None
    return TokenRow(row.token_hash, row.game_id, row.player_id, row.claim_code)


def confirm_token(transaction: Transaction, game_id: int, claim_code: str) -> None:
    """Make the token of the phone that shows this code a token like any other."""
    transaction.execute(
        game_tokens.update()
        .where(game_tokens.c.game_id == game_id, game_tokens.c.claim_code == claim_code)
        .values(claim_code="")
    )
