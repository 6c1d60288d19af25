"""Statements made once and handed to the database's driver as they are.

The library's own way costs some hundred microseconds for a statement and some for every row. That
is nothing for a page and half of the server's time when a hall answers one by one.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

Row = Mapping[str, Any]


class Prepared:
    """One statement in the words of one kind of database; columns keep the types of the table."""

    def __init__(self, statement: sa.Insert | sa.Update, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.text = str(compiled)
        self._positions: Sequence[str] | None = compiled.positiontup
        self._processors: dict[str, Callable[[Any], Any] | None] = {
            name: bound.type.dialect_impl(dialect).bind_processor(dialect)
            for name, bound in compiled.binds.items()
        }

    def values(self, row: Row) -> Sequence[Any] | Row:
        """A row as the driver takes it: by place or by name."""
        made = {
            name: row[name] if process is None else process(row[name])
            for name, process in self._processors.items()
        }
        return made if self._positions is None else [made[name] for name in self._positions]


@lru_cache(maxsize=32)
def prepared(statement: sa.Insert | sa.Update, dialect: Dialect) -> Prepared:
    """The statement for this kind of database, made when it is first asked for."""
    return Prepared(statement, dialect)
