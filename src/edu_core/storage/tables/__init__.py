"""All tables. A change here needs a migration in ``migrations/versions`` (a test compares them)."""

from edu_core.storage.tables.base import metadata
from edu_core.storage.tables.cards import (
    card_attempts,
    card_readings,
    card_rounds,
    card_runs,
    cards,
)
from edu_core.storage.tables.games import (
    game_answers,
    game_card_readings,
    game_log,
    game_players,
    game_tokens,
    games,
)
from edu_core.storage.tables.learning import (
    attempts,
    check_responses,
    drafts,
    lesson_progress,
    marks,
    practice_sets,
    responses,
    revisions,
)
from edu_core.storage.tables.people import (
    claims,
    classrooms,
    enrollments,
    people,
    sessions,
    teachings,
    throttles,
)

__all__ = [
    "attempts",
    "card_attempts",
    "card_readings",
    "card_rounds",
    "card_runs",
    "cards",
    "check_responses",
    "claims",
    "classrooms",
    "drafts",
    "enrollments",
    "game_answers",
    "game_card_readings",
    "game_log",
    "game_players",
    "game_tokens",
    "games",
    "lesson_progress",
    "marks",
    "metadata",
    "people",
    "practice_sets",
    "responses",
    "revisions",
    "sessions",
    "teachings",
    "throttles",
]
