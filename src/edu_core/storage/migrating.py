"""Bringing tables up to date with alembic, which is loaded only where that is to be done: it takes
eight megabytes that a running server would keep for ever.
"""

from pathlib import Path

import alembic.command
import sqlalchemy as sa
from alembic.config import Config
from sqlalchemy.engine import Connection

_MIGRATIONS = Path(__file__).parent / "migrations"
_MIGRATION_LOCK = 1_470_258  # any number, the same in every process


def upgrade(connection: Connection) -> None:
    """Do every migration that is missing; of several processes one does it, the others wait."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
    configuration = alembic_configuration()
    configuration.attributes["connection"] = connection
    alembic.command.upgrade(configuration, "head")


def alembic_configuration() -> Config:
    """Where the migrations are; the connection is put into ``attributes`` by the caller."""
    configuration = Config()
    configuration.set_main_option("script_location", str(_MIGRATIONS))
    return configuration
