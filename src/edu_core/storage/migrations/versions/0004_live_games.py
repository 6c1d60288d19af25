"""Live games: players, answers, tokens and what the host did"""

import sqlalchemy as sa
from alembic import op

from edu_core.storage.engine import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "games",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("quiz_id", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("screen_secret", sa.String(length=64), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("rounds", sa.Text(), nullable=False),
        sa.Column("claims", sa.Text(), nullable=False),
        sa.Column("phase", sa.String(length=16), nullable=False),
        sa.Column("phase_since", UtcDateTime(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("paused_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["host_id"], ["people.id"], name=op.f("fk_games_host_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["revision"], ["revisions.hash"], name=op.f("fk_games_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_games")),
        sa.UniqueConstraint("code", name=op.f("uq_games_code")),
    )
    with op.batch_alter_table("games", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_games_host_id"), ["host_id"], unique=False)

    op.create_table(
        "game_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("game_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["game_id"], ["games.id"], name=op.f("fk_game_log_game_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_game_log")),
    )
    with op.batch_alter_table("game_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_game_log_game_id"), ["game_id"], unique=False)

    op.create_table(
        "game_players",
        sa.Column("game_id", sa.Integer(), nullable=False),
        sa.Column("player_id", sa.String(length=32), nullable=False),
        sa.Column("nickname", sa.String(length=64), nullable=False),
        sa.Column("name_key", sa.String(length=255), nullable=False),
        sa.Column("team", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("extra_time", sa.Integer(), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["attempts.id"],
            name=op.f("fk_game_players_attempt_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["game_id"], ["games.id"], name=op.f("fk_game_players_game_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_game_players_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("game_id", "player_id", name=op.f("pk_game_players")),
        sa.UniqueConstraint("game_id", "name_key", name=op.f("uq_game_players_game_id_name_key")),
        sa.UniqueConstraint("game_id", "person_id", name=op.f("uq_game_players_game_id_person_id")),
    )
    with op.batch_alter_table("game_players", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_game_players_attempt_id"), ["attempt_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_game_players_person_id"), ["person_id"], unique=False)

    op.create_table(
        "game_answers",
        sa.Column("game_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("player_id", sa.String(length=32), nullable=False),
        sa.Column("answer_id", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("max_score", sa.Float(), nullable=False),
        sa.Column("points", sa.Float(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["game_id", "player_id"],
            ["game_players.game_id", "game_players.player_id"],
            name=op.f("fk_game_answers_game_id_player_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("game_id", "round", "player_id", name=op.f("pk_game_answers")),
    )
    with op.batch_alter_table("game_answers", schema=None) as batch_op:
        batch_op.create_index(
            "ix_game_answers_game_id_version", ["game_id", "version"], unique=False
        )

    op.create_table(
        "game_tokens",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("game_id", sa.Integer(), nullable=False),
        sa.Column("player_id", sa.String(length=32), nullable=False),
        sa.Column("claim_code", sa.String(length=8), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["game_id", "player_id"],
            ["game_players.game_id", "game_players.player_id"],
            name=op.f("fk_game_tokens_game_id_player_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_game_tokens")),
    )
    with op.batch_alter_table("game_tokens", schema=None) as batch_op:
        batch_op.create_index(
            "ix_game_tokens_game_id_player_id", ["game_id", "player_id"], unique=False
        )


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("game_tokens", schema=None) as batch_op:
        batch_op.drop_index("ix_game_tokens_game_id_player_id")

    op.drop_table("game_tokens")
    with op.batch_alter_table("game_answers", schema=None) as batch_op:
        batch_op.drop_index("ix_game_answers_game_id_version")

    op.drop_table("game_answers")
    with op.batch_alter_table("game_players", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_game_players_person_id"))
        batch_op.drop_index(batch_op.f("ix_game_players_attempt_id"))

    op.drop_table("game_players")
    with op.batch_alter_table("game_log", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_game_log_game_id"))

    op.drop_table("game_log")
    with op.batch_alter_table("games", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_games_host_id"))

    op.drop_table("games")
