"""All tables. A change here needs a migration in ``migrations/versions`` (a test compares them)."""

import sqlalchemy as sa

from edu_core.storage.engine import UtcDateTime

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _owned_by(table: str, *, index: bool = True, nullable: bool = False) -> sa.Column[int]:
    """A reference that goes with its owner: deleting a class or a pupil leaves nothing behind."""
    name = {"people": "person_id"}.get(table, f"{table.removesuffix('s')}_id")
    return sa.Column(
        name,
        sa.Integer,
        sa.ForeignKey(f"{table}.id", ondelete="CASCADE"),
        nullable=nullable,
        index=index,
    )


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
    _owned_by("classrooms", index=False),
    _owned_by("people"),
    sa.Column("number", sa.String(16), nullable=False),
    sa.Column("flower_seed", sa.String(32), nullable=False),
    sa.UniqueConstraint("classroom_id", "number"),
)

teachings = sa.Table(
    "teachings",
    metadata,
    sa.Column(
        "classroom_id",
        sa.Integer,
        sa.ForeignKey("classrooms.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column(
        "person_id",
        sa.Integer,
        sa.ForeignKey("people.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    _owned_by("people"),
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
    _owned_by("people", nullable=True),
)

claims = sa.Table(
    "claims",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("created_at", UtcDateTime, nullable=False),
)

revisions = sa.Table(
    "revisions",
    metadata,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("quiz_id", sa.String(64), nullable=False, index=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
)

attempts = sa.Table(
    "attempts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _owned_by("people", index=False),
    sa.Column("quiz_id", sa.String(64), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("revision", sa.String(64), sa.ForeignKey("revisions.hash"), nullable=False),
    sa.Column("seed", sa.String(32), nullable=False),
    sa.Column("item_order", sa.Text, nullable=False),
    sa.Column("started_at", UtcDateTime, nullable=False),
    sa.Column("deadline", UtcDateTime),
    sa.Column("finished_at", UtcDateTime),
    sa.Column("score", sa.Float),
    sa.Column("max_score", sa.Float, nullable=False),
    sa.UniqueConstraint("person_id", "quiz_id", "number"),
)

responses = sa.Table(
    "responses",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _owned_by("attempts", index=False),
    sa.Column("item_id", sa.String(64), nullable=False, index=True),
    sa.Column("topic", sa.String(64), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("score", sa.Float),
    sa.Column("max_score", sa.Float, nullable=False),
    sa.Column("received_at", UtcDateTime, nullable=False),
    sa.UniqueConstraint("attempt_id", "item_id"),
)

marks = sa.Table(
    "marks",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _owned_by("responses"),
    sa.Column("marker_id", sa.Integer, sa.ForeignKey("people.id", ondelete="SET NULL")),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("comment", sa.Text, nullable=False, default=""),
    sa.Column("marked_at", UtcDateTime, nullable=False),
)

drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column(
        "attempt_id", sa.Integer, sa.ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("item_id", sa.String(64), primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("saved_at", UtcDateTime, nullable=False),
)

lesson_progress = sa.Table(
    "lesson_progress",
    metadata,
    sa.Column(
        "person_id", sa.Integer, sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("lesson_id", sa.String(64), primary_key=True),
    sa.Column("sections_seen", sa.Integer, nullable=False),
    sa.Column("started_at", UtcDateTime, nullable=False),
    sa.Column("finished_at", UtcDateTime),
)

check_responses = sa.Table(
    "check_responses",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _owned_by("people", index=False),
    sa.Column("lesson_id", sa.String(64), nullable=False),
    sa.Column("item_id", sa.String(64), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("score", sa.Float),
    sa.Column("max_score", sa.Float, nullable=False),
    sa.Column("received_at", UtcDateTime, nullable=False),
    sa.UniqueConstraint("person_id", "lesson_id", "item_id"),
)

cards = sa.Table(
    "cards",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _owned_by("classrooms", index=False),
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
    _owned_by("classrooms"),
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
    _owned_by("card_runs", index=False),
    sa.Column("item_id", sa.String(64), nullable=False),
    sa.Column("opened_at", UtcDateTime, nullable=False),
    sa.Column("closed_at", UtcDateTime),
    sa.UniqueConstraint("card_run_id", "item_id"),
)

card_readings = sa.Table(
    "card_readings",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _owned_by("card_rounds", index=False),
    _owned_by("people"),
    sa.Column("seen", sa.String(8), nullable=False),
    sa.Column("by_hand", sa.String(8)),
    sa.UniqueConstraint("card_round_id", "person_id"),
)

card_attempts = sa.Table(
    "card_attempts",
    metadata,
    sa.Column(
        "card_run_id",
        sa.Integer,
        sa.ForeignKey("card_runs.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column(
        "person_id",
        sa.Integer,
        sa.ForeignKey("people.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    sa.Column(
        "attempt_id",
        sa.Integer,
        sa.ForeignKey("attempts.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
)

games = sa.Table(
    "games",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("code", sa.String(6), nullable=False, unique=True),
    sa.Column("quiz_id", sa.String(64), nullable=False),
    sa.Column("revision", sa.String(64), sa.ForeignKey("revisions.hash"), nullable=False),
    sa.Column(
        "host_id",
        sa.Integer,
        sa.ForeignKey("people.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
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
    sa.Column(
        "game_id", sa.Integer, sa.ForeignKey("games.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("player_id", sa.String(32), primary_key=True),
    sa.Column("nickname", sa.String(64), nullable=False),
    sa.Column("name_key", sa.String(255), nullable=False),
    sa.Column("team", sa.String(64), nullable=False),
    _owned_by("people", nullable=True),
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
    sa.Column(
        "game_id", sa.Integer, sa.ForeignKey("games.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column(
        "person_id",
        sa.Integer,
        sa.ForeignKey("people.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    ),
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
    _owned_by("games"),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("name", sa.String(32), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)

practice_sets = sa.Table(
    "practice_sets",
    metadata,
    sa.Column("quiz_id", sa.String(64), primary_key=True),
    _owned_by("classrooms"),
    sa.Column("revision", sa.String(64), sa.ForeignKey("revisions.hash"), nullable=False),
    # a set stays when the game that it came from is deleted
    sa.Column("game_id", sa.Integer, sa.ForeignKey("games.id", ondelete="SET NULL"), index=True),
    sa.Column("set_at", UtcDateTime, nullable=False),
    sa.Column("withdrawn_at", UtcDateTime),
)
