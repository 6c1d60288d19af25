"""What every deed needs: the store, the content, the time and chance, handed in from outside."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from edu_core.config import Settings
from edu_core.content.library import ContentStore, Library
from edu_core.storage.store import Store


@dataclass(frozen=True)
class Edu:
    """One running program. ``now`` gives UTC; ``token(n)`` n random bytes as hexadecimal text."""

    settings: Settings
    store: Store
    content: ContentStore
    now: Callable[[], datetime]
    token: Callable[[int], str]

    def library(self) -> Library:
        """The lessons and quizzes as they are now."""
        return self.content.library()
