"""The settings, read once from the environment into one frozen value."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tracker.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_SECRET = "not-a-secret-for-development-only"  # noqa: S105 - refused in production
SQLITE = "sqlite:///"
NO_FOLDER = "none"
"""The value of FACTS_FOLDER with which no file of facts is kept."""

LOCALES = ("en", "fr", "es", "ru", "zh", "ar")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the environment; each name below is one variable of docs/settings.md."""

    database_url: str
    secret_key: str
    production: bool
    default_locale: str = "en"
    trusted_proxies: int = 0
    log_level: str = "INFO"
    data_folder: Path = ROOT / "data"
    jobs_per_person: int = 10
    jobs_per_machine: int = 2
    facts_file: Path | None = None
    session_idle_minutes: int = 30
    session_hours: int = 12

    @property
    def secure_cookies(self) -> bool:
        """Cookies travel over TLS alone in production."""
        return self.production

    @property
    def session_cookie(self) -> str:
        """The name of the session's cookie; __Host- keeps it to TLS, one host and all paths."""
        return "__Host-session" if self.secure_cookies else "session"


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings from the environment.

    Raises SettingsError when production would start with the default secret, or when a
    value cannot be read.
    """
    production = environ.get("TRACKER_ENV", "production") != "development"
    secret = environ.get("SECRET_KEY") or DEFAULT_SECRET
    if production and secret == DEFAULT_SECRET:
        raise SettingsError(
            "SECRET_KEY is not set. Give a long random value, or set TRACKER_ENV=development "
            "on a machine that only you use."
        )
    locale = environ.get("DEFAULT_LOCALE", "en")
    if locale not in LOCALES:
        raise SettingsError(f"DEFAULT_LOCALE is '{locale}'; it can be one of {', '.join(LOCALES)}")
    database_url = _database_url(environ.get("DATABASE_URL", ""))
    return Settings(
        database_url=database_url,
        secret_key=secret,
        production=production,
        default_locale=locale,
        trusted_proxies=_whole(environ, "TRUSTED_PROXIES", 0),
        log_level=environ.get("LOG_LEVEL", "INFO").upper(),
        data_folder=Path(environ.get("DATA_FOLDER") or ROOT / "data"),
        jobs_per_person=_whole(environ, "JOBS_PER_PERSON", 10, least=1),
        jobs_per_machine=_whole(environ, "JOBS_PER_MACHINE", 2, least=1),
        facts_file=_facts_file(environ.get("FACTS_FOLDER", ""), database_url),
        session_idle_minutes=_whole(environ, "SESSION_IDLE_MINUTES", 30, least=1),
        session_hours=_whole(environ, "SESSION_HOURS", 12, least=1),
    )


def _database_url(url: str) -> str:
    """Complete the URL: the embedded default, and psycopg 3 for every spelling of PostgreSQL."""
    if not url:
        folder = ROOT / "instance"
        return f"sqlite:///{folder / 'tracker.sqlite'}"
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _facts_file(folder: str, database_url: str) -> Path | None:
    """Name the file of facts after its database: beside an SQLite file, else in instance/."""
    if folder == NO_FOLDER:
        return None
    name = database_url.removeprefix(SQLITE)
    if not database_url.startswith(SQLITE):
        digest = hashlib.sha256(database_url.rpartition("@")[2].encode()).hexdigest()[:16]
        return Path(folder or ROOT / "instance") / f"postgresql-{digest}.facts"
    if not name or name.startswith(":memory:"):
        return None
    database = Path(name)
    return (Path(folder) if folder else database.parent) / f"{database.name}.facts"


def _whole(environ: Mapping[str, str], name: str, default: int, *, least: int = 0) -> int:
    """Read a whole number, or raise SettingsError with the variable's name."""
    text = environ.get(name, "")
    if not text:
        return default
    if not text.isdigit() or int(text) < least:
        raise SettingsError(f"{name} is '{text}'; it must be a whole number of {least} or more")
    return int(text)
