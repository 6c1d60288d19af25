"""The tables of lessons read and quizzes taken: what was asked, what was given, what it earned."""

import sqlalchemy as sa

from edu_core.storage.engine import UtcDateTime
from edu_core.storage.tables.base import metadata, owned_by

revisions = sa.Table(
    "revisions",
    metadata,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("quiz_id", sa.String(64), nullable=False, index=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
)

attempts = sa.Table(
    "attempts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    owned_by("people", index=False),
    sa.Column("quiz_id", sa.String(64), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("revision", sa.String(64), sa.ForeignKey("revisions.hash"), nullable=False),
    sa.Column("seed", sa.String(32), nullable=False),
    sa.Column("item_order", sa.Text, nullable=False),
    sa.Column("started_at", UtcDateTime, nullable=False),
    sa.Column("deadline", UtcDateTime),
    sa.Column("finished_at", UtcDateTime),
    sa.Column("score", sa.Float),
    sa.Column("max_score", sa.Float, nullable=False),
    sa.UniqueConstraint("person_id", "quiz_id", "number"),
)

responses = sa.Table(
    "responses",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    owned_by("attempts", index=False),
    sa.Column("item_id", sa.String(64), nullable=False, index=True),
    sa.Column("topic", sa.String(64), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("score", sa.Float),
    sa.Column("max_score", sa.Float, nullable=False),
    sa.Column("received_at", UtcDateTime, nullable=False),
    sa.UniqueConstraint("attempt_id", "item_id"),
)

marks = sa.Table(
    "marks",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    owned_by("responses"),
    sa.Column("marker_id", sa.Integer, sa.ForeignKey("people.id", ondelete="SET NULL")),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("comment", sa.Text, nullable=False, default=""),
    sa.Column("marked_at", UtcDateTime, nullable=False),
)

drafts = sa.Table(
    "drafts",
    metadata,
    owned_by("attempts", primary_key=True, index=False),
    sa.Column("item_id", sa.String(64), primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("saved_at", UtcDateTime, nullable=False),
)

lesson_progress = sa.Table(
    "lesson_progress",
    metadata,
    owned_by("people", primary_key=True, index=False),
    sa.Column("lesson_id", sa.String(64), primary_key=True),
    sa.Column("sections_seen", sa.Integer, nullable=False),
    sa.Column("started_at", UtcDateTime, nullable=False),
    sa.Column("finished_at", UtcDateTime),
)

check_responses = sa.Table(
    "check_responses",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    owned_by("people", index=False),
    sa.Column("lesson_id", sa.String(64), nullable=False),
    sa.Column("item_id", sa.String(64), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("score", sa.Float),
    sa.Column("max_score", sa.Float, nullable=False),
    sa.Column("received_at", UtcDateTime, nullable=False),
    sa.UniqueConstraint("person_id", "lesson_id", "item_id"),
)

practice_sets = sa.Table(
    "practice_sets",
    metadata,
    sa.Column("quiz_id", sa.String(64), primary_key=True),
    owned_by("classrooms"),
    sa.Column("revision", sa.String(64), sa.ForeignKey("revisions.hash"), nullable=False),
    # a set stays when the game that it came from is deleted
    sa.Column("game_id", sa.Integer, sa.ForeignKey("games.id", ondelete="SET NULL"), index=True),
    sa.Column("set_at", UtcDateTime, nullable=False),
    sa.Column("withdrawn_at", UtcDateTime),
)
