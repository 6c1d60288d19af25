"""The tables of live games."""

import sqlalchemy as sa

from edu_core.storage.engine import UtcDateTime
from edu_core.storage.tables.base import metadata, owned_by

games = sa.Table(
    "games",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("code", sa.String(6), nullable=False, unique=True),
    sa.Column("quiz_id", sa.String(64), nullable=False),
    sa.Column("revision", sa.String(64), sa.ForeignKey("revisions.hash"), nullable=False),
    owned_by("people", "host_id"),
    sa.Column("seed", sa.String(32), nullable=False),
    sa.Column("screen_secret", sa.String(64), nullable=False),
    sa.Column("rules", sa.Text, nullable=False),
    sa.Column("rounds", sa.Text, nullable=False),
    sa.Column("claims", sa.Text, nullable=False),
    sa.Column("slides", sa.Text, nullable=False, server_default="{}"),
    sa.Column("phase", sa.String(16), nullable=False),
    sa.Column("phase_since", UtcDateTime),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("locked", sa.Boolean, nullable=False),
    sa.Column("paused_at", UtcDateTime),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
)

game_players = sa.Table(
    "game_players",
    metadata,
    owned_by("games", primary_key=True, index=False),
    sa.Column("player_id", sa.String(32), primary_key=True),
    sa.Column("nickname", sa.String(64), nullable=False),
    sa.Column("name_key", sa.String(255), nullable=False),
    sa.Column("team", sa.String(64), nullable=False),
    owned_by("people", nullable=True),
    sa.Column("removed", sa.Boolean, nullable=False),
    sa.Column("extra_time", sa.Integer, nullable=False),
    sa.Column("by_card", sa.Boolean, nullable=False),
    sa.Column("joined_at", UtcDateTime, nullable=False),
    sa.Column(
        "attempt_id", sa.Integer, sa.ForeignKey("attempts.id", ondelete="SET NULL"), index=True
    ),
    sa.Column("version", sa.Integer, nullable=False),
    sa.UniqueConstraint("game_id", "name_key"),
    sa.UniqueConstraint("game_id", "person_id"),
)


def _of_a_player() -> sa.ForeignKeyConstraint:
    """A reference to a player that goes with it."""
    return sa.ForeignKeyConstraint(
        ["game_id", "player_id"],
        ["game_players.game_id", "game_players.player_id"],
        ondelete="CASCADE",
    )


game_answers = sa.Table(
    "game_answers",
    metadata,
    sa.Column("game_id", sa.Integer, primary_key=True),
    sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("player_id", sa.String(32), primary_key=True),
    sa.Column("answer_id", sa.String(64), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("score", sa.Float),
    sa.Column("max_score", sa.Float, nullable=False),
    sa.Column("points", sa.Float, nullable=False),
    sa.Column("received_at", UtcDateTime, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    _of_a_player(),
    sa.Index("ix_game_answers_game_id_version", "game_id", "version"),
)

game_card_readings = sa.Table(
    "game_card_readings",
    metadata,
    owned_by("games", primary_key=True, index=False),
    sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
    owned_by("people", primary_key=True),
    sa.Column("seen", sa.String(8), nullable=False),
    sa.Column("by_hand", sa.String(8)),
)

game_tokens = sa.Table(
    "game_tokens",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("game_id", sa.Integer, nullable=False),
    sa.Column("player_id", sa.String(32), nullable=False),
    sa.Column("claim_code", sa.String(8), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    _of_a_player(),
    sa.Index("ix_game_tokens_game_id_player_id", "game_id", "player_id"),
)

game_log = sa.Table(
    "game_log",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    owned_by("games"),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("name", sa.String(32), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)
