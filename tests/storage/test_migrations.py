"""The tables that migrations make are the tables the program uses."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import alembic.autogenerate
import alembic.command
import pytest
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from edu_core.storage.migrating import alembic_configuration
from edu_core.storage.store import NEWEST, Store
from edu_core.storage.tables import metadata, people, throttles


def test_migrations_make_exactly_the_tables_of_the_program(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert alembic.autogenerate.compare_metadata(context, metadata) == []


def test_the_newest_migration_is_the_one_the_program_asks_for() -> None:
    scripts = ScriptDirectory.from_config(alembic_configuration())
    assert scripts.get_current_head() == NEWEST


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


def test_every_migration_can_be_undone_and_done_again(store: Store) -> None:
    def moved(revision: str, move: Callable[[Config, str], None]) -> list[object]:
        with store.engine.begin() as connection:
            configuration = alembic_configuration()
            configuration.attributes["connection"] = connection
            move(configuration, revision)
            context = MigrationContext.configure(connection)
            return list(alembic.autogenerate.compare_metadata(context, metadata))

    assert moved("base", alembic.command.downgrade) != []
    assert moved("head", alembic.command.upgrade) == []


def test_a_database_of_an_older_version_keeps_what_is_in_it(store: Store) -> None:
    """Down to the first tables, filled as the first version did, and up again."""
    configuration = alembic_configuration()
    with store.engine.begin() as connection:
        configuration.attributes["connection"] = connection
        alembic.command.downgrade(configuration, "0001")
        now = datetime(2026, 11, 1, tzinfo=UTC)
        connection.execute(
            people.insert().values(role="teacher", name="老师", secret_hash="x", created_at=now)
        )
        connection.exec_driver_sql(
            "INSERT INTO throttles (key, failures, last_at) "
            "VALUES ('pupil:ABC/王小明', 3, '2026-11-01 00:00:00')"
        )
    store.migrate()
    assert store.is_current()
    with store.read() as transaction:
        assert [row.name for row in transaction.execute(people.select())] == ["老师"]
        # its keys were names in plain text
        assert transaction.execute(throttles.select()).all() == []


def test_a_backup_taken_while_answers_come_in_is_whole(new_sqlite: str, tmp_path: Path) -> None:
    store, copy = Store(new_sqlite), tmp_path / "copy.sqlite3"
    now = datetime(2026, 11, 1, tzinfo=UTC)

    def add(number: int) -> None:
        with store.write() as transaction:
            transaction.execute(
                people.insert().values(
                    role="pupil", name=f"学生{number}", secret_hash="x", created_at=now
                )
            )

    for number in range(50):
        add(number)
    source, target = sqlite3.connect(new_sqlite.removeprefix("sqlite:///")), sqlite3.connect(copy)
    steps = iter(range(1000))
    source.backup(target, pages=4, progress=lambda *_: add(99) if next(steps) == 1 else None)
    source.close()
    target.close()
    backup = Store(f"sqlite:///{copy}")
    with backup.read() as transaction:
        assert transaction.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        assert len(transaction.execute(people.select()).all()) == 51
    assert backup.is_current()
    backup.close()
    store.close()
