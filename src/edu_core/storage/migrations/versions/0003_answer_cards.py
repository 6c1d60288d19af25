"""Answer cards: who holds which card, and the rounds in which they are read"""

import sqlalchemy as sa
from alembic import op

from edu_core.storage.engine import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _reference(
    name: str, target: str, *, ondelete: str = "CASCADE", nullable: bool = False
) -> sa.Column[int]:
    return sa.Column(
        name, sa.Integer(), sa.ForeignKey(f"{target}.id", ondelete=ondelete), nullable=nullable
    )


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "cards",
        sa.Column("id", sa.Integer(), primary_key=True),
        _reference("classroom_id", "classrooms"),
        _reference("person_id", "people", ondelete="SET NULL", nullable=True),
        sa.Column("marker", sa.Integer(), nullable=False),
        sa.UniqueConstraint("classroom_id", "marker"),
        sa.UniqueConstraint("classroom_id", "person_id"),
    )
    op.create_index("ix_cards_person_id", "cards", ["person_id"])
    op.create_table(
        "card_runs",
        sa.Column("id", sa.Integer(), primary_key=True),
        _reference("classroom_id", "classrooms"),
        sa.Column("quiz_id", sa.String(64), nullable=False),
        sa.Column("revision", sa.String(64), sa.ForeignKey("revisions.hash"), nullable=False),
        sa.Column("seed", sa.String(32), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime()),
    )
    op.create_index("ix_card_runs_classroom_id", "card_runs", ["classroom_id"])
    op.create_table(
        "card_rounds",
        sa.Column("id", sa.Integer(), primary_key=True),
        _reference("card_run_id", "card_runs"),
        sa.Column("item_id", sa.String(64), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime()),
        sa.UniqueConstraint("card_run_id", "item_id"),
    )
    op.create_table(
        "card_readings",
        sa.Column("id", sa.Integer(), primary_key=True),
        _reference("card_round_id", "card_rounds"),
        _reference("person_id", "people"),
        sa.Column("seen", sa.String(8), nullable=False),
        sa.Column("by_hand", sa.String(8)),
        sa.UniqueConstraint("card_round_id", "person_id"),
    )
    op.create_index("ix_card_readings_person_id", "card_readings", ["person_id"])
    op.create_table(
        "card_attempts",
        sa.Column(
            "card_run_id",
            sa.Integer(),
            sa.ForeignKey("card_runs.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column(
            "person_id",
            sa.Integer(),
            sa.ForeignKey("people.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        _reference("attempt_id", "attempts"),
    )
    op.create_index("ix_card_attempts_person_id", "card_attempts", ["person_id"])
    op.create_index("ix_card_attempts_attempt_id", "card_attempts", ["attempt_id"])


def downgrade() -> None:
    """Undo."""
    for table in ("card_attempts", "card_readings", "card_rounds", "card_runs", "cards"):
        op.drop_table(table)
