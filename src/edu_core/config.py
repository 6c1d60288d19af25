"""Settings of one installation; all have defaults that suit one laptop."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from environment variables that begin with ``EDU_`` (``EDU_DATABASE_URL``, …).

    ``data`` is where the default database lives; ``content`` holds ``lessons/`` and
    ``quizzes/``; ``session_days`` is how long a sign-in lasts; ``public_address`` is what
    slips and QR codes name when the program cannot know it (behind a proxy).
    """

    model_config = SettingsConfigDict(env_prefix="EDU_", frozen=True)

    content: Path = Field(default_factory=Path.cwd)
    data: Path = Field(default_factory=lambda: Path.cwd() / "data")
    database_url: str = ""
    port: int = Field(default=8501, ge=1, le=65535)
    public_address: str = ""
    session_days: int = Field(default=30, ge=1, le=365)
    secure_cookies: bool = False

    def store_url(self) -> str:
        """The database to open: the one that was set, else a SQLite file in ``data``."""
        return self.database_url or f"sqlite:///{self.data / 'qingchuang.sqlite3'}"


SESSION_COOKIE = "edu_session"
"""The cookie of a signed-in session; the doors set it, the pages read it."""

FORM_COOKIE = "edu_form"
"""The cookie against which a form's hidden token is checked."""
