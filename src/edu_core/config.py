"""Settings of one installation; all have defaults that suit one laptop."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from environment variables that begin with ``EDU_`` (``EDU_DATABASE_URL``, …).

    ``data`` is where the default database lives; ``content`` holds ``lessons/`` and
    ``quizzes/``; ``session_days`` is how long a sign-in lasts; ``public_address`` is what
    slips and QR codes name when the program cannot know it (behind a proxy);
    ``trusted_proxies`` are the addresses or networks, with commas between, whose word about where
    a request comes from is believed.
    """

    model_config = SettingsConfigDict(env_prefix="EDU_", frozen=True)

    content: Path = Field(default_factory=Path.cwd)
    data: Path = Field(default_factory=lambda: Path.cwd() / "data")
    database_url: str = ""
    port: int = Field(default=8501, ge=1, le=65535)
    public_address: str = ""
    session_days: int = Field(default=30, ge=1, le=365)
    secure_cookies: bool = False
    trusted_proxies: str = ""

    @field_validator("trusted_proxies")
    @classmethod
    def _addresses_or_networks(cls, text: str) -> str:
        for part in _parts(text):
            ip_network(part, strict=False)  # says what is wrong with it
        return text

    def proxy_networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """``trusted_proxies``, read."""
        return tuple(ip_network(part, strict=False) for part in _parts(self.trusted_proxies))

    def store_url(self) -> str:
        """The database to open: the one that was set, else a SQLite file in ``data``."""
        return self.database_url or f"sqlite:///{self.data / 'qingchuang.sqlite3'}"


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


SESSION_COOKIE = "edu_session"
"""The cookie of a signed-in session; the doors set it, the pages read it."""

FORM_COOKIE = "edu_form"
"""The cookie against which a form's hidden token is checked."""
