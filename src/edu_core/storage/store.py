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
from sqlalchemy.exc import IntegrityError, OperationalError

from edu_core.domain.errors import Unavailable
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

    @contextmanager
    def read(self) -> Generator[Transaction]:
        """A transaction that sees one state of the database."""
        try:
            with self.engine.connect() as connection:
                yield connection
        except OperationalError as error:
            raise _unavailable(error) from error

    @contextmanager
    def write(self) -> Generator[Transaction]:
        """A transaction that is committed at its end and undone when anything is raised in it."""
        try:
            with self._writer.begin() as connection:
                yield connection
        except OperationalError as error:
            raise _unavailable(error) from error

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
        with self.engine.connect() as connection:
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


def _unavailable(error: Exception) -> Unavailable:
    return Unavailable(
        "数据库现在没有回应，刚才这一步没有保存；之前的内容都在。请过一会儿再试一次。",
        cause=str(error),
    )
