"""The composition root: the one place where clock, chance, database and files come together."""

import gc
import secrets
from datetime import UTC, datetime
from functools import cache

from edu_core.config import Settings
from edu_core.content.library import ContentStore
from edu_core.content.pinyin import plain_pinyin
from edu_core.services.context import Edu
from edu_core.storage.store import Store

COLLECT_AFTER = (10_000, 20, 20)
"""New objects before the collector looks through them, and how often before it looks further.
Python's 700 are a few answers: in a hall it would look through all sockets again and again.
"""


def build(settings: Settings) -> Edu:
    """The program for these settings, with its database brought up to date."""
    if not settings.database_url:
        settings.data.mkdir(parents=True, exist_ok=True)
    store = Store(settings.store_url())
    store.migrate()
    return Edu(
        settings=settings,
        store=store,
        content=ContentStore(settings.content),
        now=lambda: datetime.now(UTC),
        token=secrets.token_hex,
    )


@cache
def edu() -> Edu:
    """The program of this process; the routes and the Streamlit script share it."""
    built = build(Settings())
    # read the content and the table of syllables now, not in front of the first pupil
    built.library()
    plain_pinyin("")
    # Streamlit's collection after every run is switched off (it costs twenty pages); what lives
    # for ever is taken out of the collector's sight once, the rest is left to its thresholds.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    return built
