"""The tables that migrations make are the tables the program uses."""

from pathlib import Path

import alembic.autogenerate
import pytest
from alembic.runtime.migration import MigrationContext

from edu_core.storage.store import Store
from edu_core.storage.tables import metadata


def test_migrations_make_exactly_the_tables_of_the_program(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert alembic.autogenerate.compare_metadata(context, metadata) == []


def test_migrating_twice_changes_nothing(store: Store) -> None:
    store.migrate()
    assert store.is_current()


def test_an_empty_database_is_not_current(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    assert not store.is_current()
    store.migrate()
    assert store.is_current()
    store.close()


def test_a_file_database_is_durable_and_checks_references(new_sqlite: str) -> None:
    store = Store(new_sqlite)
    with store.read() as transaction:
        values = {
            name: transaction.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    store.close()
    assert values["journal_mode"] == "wal"
    assert values["foreign_keys"] == 1
    assert values["synchronous"] == 2
    assert values["busy_timeout"] >= 5000


def test_a_database_that_does_not_answer_is_said_in_words(tmp_path: Path) -> None:
    from edu_core.domain.errors import Unavailable

    store = Store(f"sqlite:///{tmp_path}/no/such/folder.sqlite3")
    with pytest.raises(Unavailable, match="没有保存"), store.write():
        pass
