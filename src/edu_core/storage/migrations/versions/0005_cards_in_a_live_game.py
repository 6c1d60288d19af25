"""Answer cards in a live game: what was read, and who plays without a phone"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "game_card_readings",
        sa.Column(
            "game_id",
            sa.Integer(),
            sa.ForeignKey("games.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("round", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column(
            "person_id",
            sa.Integer(),
            sa.ForeignKey("people.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("seen", sa.String(8), nullable=False),
        sa.Column("by_hand", sa.String(8)),
    )
    op.create_index("ix_game_card_readings_person_id", "game_card_readings", ["person_id"])
    players = sa.Column("by_card", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("game_players", players)


def downgrade() -> None:
    """Undo."""
    op.drop_column("game_players", "by_card")
    op.drop_table("game_card_readings")
