"""One way to open a database, and the column types that behave the same on every engine."""

import datetime as dt
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.pool import StaticPool

BUSY_TIMEOUT_MILLISECONDS = 10_000
"""How long a writer waits for another one before it gives up; commits take milliseconds."""


class UtcDateTime(sa.TypeDecorator[dt.datetime]):
    """A point in time. SQLite forgets time zones, so both engines store UTC and give UTC back."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Refuse a time without zone, which would mean something else on every machine."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a point in time needs a time zone")
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> dt.datetime | None:
        """Give UTC back."""
        del dialect
        if value is None:
            return None
        moment = cast(dt.datetime, value)
        return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)


def open_engine(url: str) -> Engine:
    """The engine for a database URL: ``sqlite:///file``, ``sqlite://`` (memory) or ``postgresql+psycopg://…``."""
    if sa.make_url(url).get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True)
    in_memory = sa.make_url(url).database in (None, "", ":memory:")
    if in_memory:
        engine = sa.create_engine(
            url, poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
    else:
        engine = sa.create_engine(url, pool_size=20, max_overflow=40)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, record: Any) -> None:
    del record
    connection.isolation_level = None  # the driver must not begin transactions behind our back
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")  # an acknowledged answer survives a power cut
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten in the file
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MILLISECONDS}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: a reader that turns writer half way cannot wait.
    writes = connection.get_execution_options().get("edu_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
