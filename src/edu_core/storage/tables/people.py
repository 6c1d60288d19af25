"""The tables of people and classes, and of the doors where they come in."""

import sqlalchemy as sa

from edu_core.storage.engine import UtcDateTime
from edu_core.storage.tables.base import metadata, owned_by

people = sa.Table(
    "people",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("user_name", sa.String(64), unique=True),
    sa.Column("secret_hash", sa.String(255), nullable=False),
    sa.Column("slip_hash", sa.String(64), unique=True),
    sa.Column("disabled", sa.Boolean, nullable=False, default=False),
    sa.Column("demonstration", sa.Boolean, nullable=False, default=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
)

classrooms = sa.Table(
    "classrooms",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("code", sa.String(16), nullable=False, unique=True),
    sa.Column("band", sa.String(16), nullable=False),
    sa.Column("demonstration", sa.Boolean, nullable=False, default=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
)

enrollments = sa.Table(
    "enrollments",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    owned_by("classrooms", index=False),
    owned_by("people"),
    sa.Column("number", sa.String(16), nullable=False),
    sa.Column("flower_seed", sa.String(32), nullable=False),
    sa.UniqueConstraint("classroom_id", "number"),
)

teachings = sa.Table(
    "teachings",
    metadata,
    owned_by("classrooms", primary_key=True, index=False),
    owned_by("people", primary_key=True),
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    owned_by("people"),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("expires_at", UtcDateTime, nullable=False),
)

throttles = sa.Table(
    "throttles",
    metadata,
    sa.Column("key", sa.String(160), primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last_at", UtcDateTime, nullable=False, index=True),
    sa.Column("blocked_until", UtcDateTime),
    owned_by("people", nullable=True),
)

claims = sa.Table(
    "claims",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("created_at", UtcDateTime, nullable=False),
)
