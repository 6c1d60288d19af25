"""What PostgreSQL tells everybody who listens, after a commit."""

from collections.abc import Callable, Iterator
from typing import Any

from edu_core.storage.store import Store

_ONCE_IN = 0.5
"""Seconds between two looks whether to stop listening."""


def can_listen(store: Store) -> bool:
    """Whether this database tells of changes by itself."""
    return store.engine.dialect.name == "postgresql"


def listen(store: Store, channel: str, stopped: Callable[[], bool]) -> Iterator[str]:
    """What is told on a channel, until ``stopped`` says so; raises what the driver raises when
    the connection is lost.
    """
    connection = store.engine.raw_connection()
    try:
        driver: Any = connection.driver_connection
        driver.rollback()
        driver.autocommit = True
        driver.execute(f"LISTEN {channel}")
        while not stopped():
            for notice in driver.notifies(timeout=_ONCE_IN):
                yield str(notice.payload)
                if stopped():
                    break
    finally:
        connection.invalidate()  # it listens: nobody else may get it from the pool
        connection.close()
