"""How processes hear of one another's games: PostgreSQL tells; elsewhere the hub looks once a
second, which one process on one file hardly needs.
"""

import logging
import threading
from collections.abc import Callable

from edu_core.services.context import Edu
from edu_core.storage.game_changes import CHANNEL
from edu_core.storage.notices import can_listen, listen

_log = logging.getLogger(__name__)

_AGAIN_AFTER = 1.0
"""Seconds before a lost connection is tried again."""

Told = Callable[[int, int], None]
"""Called in the bus's own thread with a game's id and its new version."""


class Bus:
    """Listens in a thread of its own while it is open."""

    def __init__(self, edu: Edu, told: Told) -> None:
        self._edu = edu
        self._told = told
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def open(self) -> None:
        """Begin to listen, where the database can tell."""
        if can_listen(self._edu.store):
            self._thread = threading.Thread(target=self._run, name="edu-bus", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Listen no longer."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                for payload in listen(self._edu.store, CHANNEL, self._stopped.is_set):
                    game_id, _, version = payload.partition(":")
                    self._told(int(game_id), int(version))
            except Exception:  # whatever the driver raises: try again, the hub looks meanwhile
                _log.warning("the database tells no more of games; trying again", exc_info=True)
                self._stopped.wait(_AGAIN_AFTER)
