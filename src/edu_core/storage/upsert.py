"""Inserting: the new id, and insert-or-update in one statement, which two tabs can do at once."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from edu_core.storage.store import Transaction


def upsert(
    transaction: Transaction,
    table: sa.Table,
    row: Mapping[str, Any],
    update: Mapping[str, Any],
) -> None:
    """Insert ``row``; where its primary key exists, set ``update`` instead (nothing if empty)."""
    if transaction.dialect.name == "postgresql":  # each is large; only the one in use is loaded
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert
    statement = insert(table).values(dict(row))
    key = list(table.primary_key.columns)
    if update:
        statement = statement.on_conflict_do_update(index_elements=key, set_=dict(update))
    else:
        statement = statement.on_conflict_do_nothing(index_elements=key)
    transaction.execute(statement)


def new_id(result: sa.CursorResult[Any]) -> int:
    """The id the database gave to an inserted row."""
    key = result.inserted_primary_key
    assert key is not None  # every table that is asked for one has a single integer key
    return int(key[0])
