"""Where the lesson stands on the shared screen of a live game"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. Added in place: a table made anew would take the players of its games with it."""
    op.add_column("games", sa.Column("slides", sa.Text(), nullable=False, server_default="{}"))


def downgrade() -> None:
    """Undo. The versions before know no discussion: its question is told there."""
    op.execute("UPDATE games SET phase = 'reveal' WHERE phase = 'discussion'")
    op.drop_column("games", "slides")
