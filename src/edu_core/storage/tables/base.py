"""What all tables share: where they are registered, how they are named, and who owns a row."""

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def owned_by(
    table: str,
    name: str = "",
    *,
    index: bool = True,
    nullable: bool = False,
    primary_key: bool = False,
) -> sa.Column[int]:
    """A reference that goes with its owner: deleting a class or a pupil leaves nothing behind.

    ``name`` is the column where it is not called after the table.
    """
    return sa.Column(
        name or {"people": "person_id"}.get(table, f"{table.removesuffix('s')}_id"),
        sa.Integer,
        sa.ForeignKey(f"{table}.id", ondelete="CASCADE"),
        nullable=nullable,
        index=index,
        primary_key=primary_key,
    )
