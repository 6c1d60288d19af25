"""Quizzes that a teacher set a class to practise"""

import sqlalchemy as sa
from alembic import op

from edu_core.storage.engine import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "practice_sets",
        sa.Column("quiz_id", sa.String(64), primary_key=True),
        sa.Column(
            "classroom_id",
            sa.Integer(),
            sa.ForeignKey("classrooms.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("revision", sa.String(64), sa.ForeignKey("revisions.hash"), nullable=False),
        sa.Column("game_id", sa.Integer(), sa.ForeignKey("games.id", ondelete="SET NULL")),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime()),
    )
    op.create_index("ix_practice_sets_classroom_id", "practice_sets", ["classroom_id"])
    op.create_index("ix_practice_sets_game_id", "practice_sets", ["game_id"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("practice_sets")
