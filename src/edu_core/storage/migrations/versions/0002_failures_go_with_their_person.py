"""Failed sign-ins are kept without names, and go with the person they are about"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. Old keys held names and addresses in plain text, so they are forgotten."""
    op.execute("DELETE FROM throttles")
    with op.batch_alter_table("throttles", schema=None) as batch_op:
        batch_op.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_throttles_person_id"), "people", ["person_id"], ["id"], ondelete="CASCADE"
        )
        batch_op.create_index(batch_op.f("ix_throttles_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_throttles_last_at"), ["last_at"], unique=False)


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("throttles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_throttles_last_at"))
        batch_op.drop_index(batch_op.f("ix_throttles_person_id"))
        batch_op.drop_constraint(op.f("fk_throttles_person_id"), type_="foreignkey")
        batch_op.drop_column("person_id")
