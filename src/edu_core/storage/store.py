"""The store: transactions on one database, and its migrations."""

import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, cast

import sqlalchemy as sa
from sqlalchemy import PoolProxiedConnection
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import (
    DataError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from edu_core.domain.errors import BadInput, Conflict, Unavailable
from edu_core.storage.engine import open_engine

Transaction = Connection
"""What the functions of this package work in. Layers above pass it on and never look inside."""

AlreadyStored = IntegrityError
"""Raised when a row with the same key exists: somebody was first."""


class Cursor(Protocol):
    """What is used of a driver's cursor (PEP 249)."""

    rowcount: int

    def execute(self, text: str, values: Any = (), /) -> object:
        """Do one statement."""
        ...

    def executemany(self, text: str, rows: Sequence[Any], /) -> object:
        """Do one statement for many rows."""
        ...


NEWEST = "0007"
"""The migration that makes the tables of this version of the program."""

_VERSION = sa.table("alembic_version", sa.column("version_num"))


class Store:
    """One database. ``read`` and ``write`` give transactions; ``write`` commits at its end."""

    def __init__(self, url: str) -> None:
        self.engine: Engine = open_engine(url)
        self._writer = self.engine.execution_options(edu_writes=True)
        self._swift: PoolProxiedConnection | None = None
        self._swift_turn = threading.Lock()
        # PostgreSQL would show every statement a newer state; a report must not see two of them
        on_server = self.engine.dialect.name == "postgresql"
        self._reader = (
            self.engine.execution_options(isolation_level="REPEATABLE READ")
            if on_server
            else self.engine
        )

    @contextmanager
    def read(self) -> Generator[Transaction]:
        """A transaction that sees one state of the database."""
        with _said_in_words(), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Generator[Transaction]:
        """A transaction that is committed at its end and undone when anything is raised in it."""
        with _said_in_words(), self._writer.begin() as connection:
            yield connection

    def store_swiftly(self, work: Callable[[Cursor], bool]) -> bool:
        """Do one small piece of work with the driver's own cursor; whether it is committed.

        Where ``work`` says no, or anything goes wrong, nothing is stored; whoever asked does it
        with ``write`` then, which says what is wrong. One connection is kept for this.
        """
        with self._swift_turn:
            try:
                return self._work_swiftly(work)
            except Exception as error:
                if self._swift is not None:  # whatever it was: no lock may be left behind
                    self._swift.invalidate(error)
                    self._swift = None
                if isinstance(error, (self.engine.dialect.loaded_dbapi.Error, SQLAlchemyError)):
                    return False
                raise

    def _work_swiftly(self, work: Callable[[Cursor], bool]) -> bool:
        if self._swift is None:
            self._swift = self.engine.raw_connection()
        cursor = cast(Cursor, self._swift.cursor())
        if self.engine.dialect.name == "sqlite":
            cursor.execute("BEGIN IMMEDIATE")
        stored = work(cursor)
        if stored:
            self._swift.commit()
        else:
            self._swift.rollback()
        return stored

    def forget_deleted(self) -> None:
        """Leave no copy of deleted rows in the journal beside a SQLite file."""
        if self.engine.dialect.name != "sqlite":
            return
        with _said_in_words():
            connection = self.engine.raw_connection()  # the pragma must run outside a transaction
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()

    def migrate(self) -> None:
        """Bring the tables up to date; safe when several processes start at once."""
        if self.is_current():
            return
        from edu_core.storage.migrating import upgrade

        with self._writer.begin() as connection:
            upgrade(connection)

    def is_current(self) -> bool:
        """Whether the tables are those of this version of the program."""
        with self.read() as connection:
            if not sa.inspect(connection).has_table(_VERSION.name):
                return False
            return connection.execute(sa.select(_VERSION.c.version_num)).scalar() == NEWEST

    def close(self) -> None:
        """Give all connections back."""
        with self._swift_turn:
            if self._swift is not None:
                self._swift.close()
                self._swift = None
        self.engine.dispose()


@contextmanager
def _said_in_words() -> Generator[None]:
    """Turn what a database refuses into what a person can be told; the facts go to the log."""
    try:
        yield
    except IntegrityError as error:
        raise Conflict(
            "刚才有人同时改动了这里，或者它已经被删除；这一步没有保存，之前的内容都在。请刷新页面再试。",
            cause=str(error.orig),
        ) from error
    except (DataError, OverflowError) as error:
        raise BadInput(
            "里面有数据库不能保存的字符或数字，这一步没有保存，之前的内容都在。请改一改再试。",
            cause=str(error),
        ) from error
    except (OperationalError, InterfaceError, NoFreeConnection) as error:
        raise Unavailable(
            "数据库现在没有回应，刚才这一步没有保存；之前的内容都在。请过一会儿再试一次。",
            cause=str(error),
        ) from error
