"""The store: transactions on one database, and its migrations."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import alembic.command
import sqlalchemy as sa
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from edu_core.domain.errors import BadInput, Conflict, Unavailable
from edu_core.storage.engine import open_engine

Transaction = Connection
"""What the functions of this package work in. Layers above pass it on and never look inside."""

AlreadyStored = IntegrityError
"""Raised when a row with the same key exists: somebody was first."""

_MIGRATIONS = Path(__file__).parent / "migrations"
_MIGRATION_LOCK = 1_470_258  # any number, the same in every process


class Store:
    """One database. ``read`` and ``write`` give transactions; ``write`` commits at its end."""

    def __init__(self, url: str) -> None:
        self.engine: Engine = open_engine(url)
        self._writer = self.engine.execution_options(edu_writes=True)
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
        with self._writer.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
            configuration = alembic_configuration()
            configuration.attributes["connection"] = connection
            alembic.command.upgrade(configuration, "head")

    def is_current(self) -> bool:
        """Whether the tables are those of this version of the program."""
        with self.read() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
        return current == ScriptDirectory.from_config(alembic_configuration()).get_current_head()

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def alembic_configuration() -> Config:
    """Where the migrations are; the connection is put into ``attributes`` by the caller."""
    configuration = Config()
    configuration.set_main_option("script_location", str(_MIGRATIONS))
    return configuration


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
