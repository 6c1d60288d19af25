"""The tables of answer cards and of the quizzes that a class played with them."""

import sqlalchemy as sa

from edu_core.storage.engine import UtcDateTime
from edu_core.storage.tables.base import metadata, owned_by

cards = sa.Table(
    "cards",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    owned_by("classrooms", index=False),
    # a card stays taken when its pupil is deleted: it may still lie in a desk
    sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id", ondelete="SET NULL"), index=True),
    sa.Column("marker", sa.Integer, nullable=False),
    sa.UniqueConstraint("classroom_id", "marker"),
    sa.UniqueConstraint("classroom_id", "person_id"),
)

card_runs = sa.Table(
    "card_runs",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    owned_by("classrooms"),
    sa.Column("quiz_id", sa.String(64), nullable=False),
    sa.Column("revision", sa.String(64), sa.ForeignKey("revisions.hash"), nullable=False),
    sa.Column("seed", sa.String(32), nullable=False),
    sa.Column("started_at", UtcDateTime, nullable=False),
    sa.Column("ended_at", UtcDateTime),
)

card_rounds = sa.Table(
    "card_rounds",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    owned_by("card_runs", index=False),
    sa.Column("item_id", sa.String(64), nullable=False),
    sa.Column("opened_at", UtcDateTime, nullable=False),
    sa.Column("closed_at", UtcDateTime),
    sa.UniqueConstraint("card_run_id", "item_id"),
)

card_readings = sa.Table(
    "card_readings",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    owned_by("card_rounds", index=False),
    owned_by("people"),
    sa.Column("seen", sa.String(8), nullable=False),
    sa.Column("by_hand", sa.String(8)),
    sa.UniqueConstraint("card_round_id", "person_id"),
)

card_attempts = sa.Table(
    "card_attempts",
    metadata,
    owned_by("card_runs", primary_key=True, index=False),
    owned_by("people", primary_key=True),
    owned_by("attempts"),
)
