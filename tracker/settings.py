"""The settings, read once from the environment into one frozen value."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tracker import setting_values as values
from tracker.bucket_settings import NO_BUCKET, BucketSettings, read_bucket_settings
from tracker.errors import SettingsError
from tracker.mail_settings import MailSettings, read_mail_settings
from tracker.oidc_settings import OidcSettings, read_oidc_settings

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_SECRET = "not-a-secret-for-development-only"  # noqa: S105 - refused in production
SQLITE = "sqlite:///"
STATIC = ROOT / "tracker" / "static"
"""The folder of what the web server hands out."""
NO_FOLDER = "none"
"""The value of FACTS_FOLDER with which no file of facts is kept."""

PRODUCTION = "production"
MODES = (PRODUCTION, "development")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
SECOND_FACTOR_ROLES = ("finance_officer", "approver", "administrator")
"""The roles that need a second factor unless the environment names others."""
ROLES_WITH_ACCOUNTS = (*SECOND_FACTOR_ROLES, "secretariat", "programme_manager", "donor")
LOCALES = ("en", "fr", "es", "ru", "zh", "ar")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the environment; each name below is one variable of docs/settings.md."""

    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    production: bool
    older_secrets: tuple[str, ...] = field(default=(), repr=False)
    default_locale: str = "en"
    trusted_hosts: tuple[str, ...] = ()
    trusted_proxies: int = 0
    proxy_required: bool = False
    proxy_secret: str = field(default="", repr=False)
    metrics_token: str = field(default="", repr=False)
    log_level: str = "INFO"
    data_folder: Path = ROOT / "data"
    jobs_per_person: int = 10
    jobs_per_machine: int = 2
    job_minutes: int = 60
    facts_file: Path | None = None
    documents_folder: Path | None = None
    bucket: BucketSettings = NO_BUCKET
    session_idle_minutes: int = 30
    session_hours: int = 12
    second_factor_roles: tuple[str, ...] = ()
    passkeys: bool = False
    contribute_contact: str = ""
    data_licence: str = ""
    mail: MailSettings = field(default_factory=MailSettings)
    oidc: OidcSettings = field(default_factory=OidcSettings)

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """The secret and those that it replaced, the present one first."""
        return (self.secret_key, *self.older_secrets)

    @property
    def secure_cookies(self) -> bool:
        """Cookies travel over TLS alone in production."""
        return self.production

    @property
    def files_folder(self) -> Path:
        """The folder of files: DOCUMENTS_FOLDER, else beside the SQLite file or in instance/."""
        name = self.database_url.removeprefix(SQLITE)
        of_a_file = self.database_url.startswith(SQLITE) and name and name != ":memory:"
        if self.documents_folder is None and of_a_file:
            return Path(name).absolute().parent / f"{Path(name).name}.documents"
        return self.documents_folder or ROOT / "instance" / "documents"

    @property
    def session_cookie(self) -> str:
        """The name of the session's cookie; __Host- keeps it to TLS, one host and all paths."""
        return "__Host-session" if self.secure_cookies else "session"


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings from the environment.

    Raises SettingsError with the name of the first that cannot be read, and when production
    would start with a secret that can be guessed.
    """
    production = values.one_of(environ, "TRACKER_ENV", MODES, PRODUCTION) == PRODUCTION
    secret, *older = _secrets(environ, production=production)
    database_url = values.database_url(
        environ.get("DATABASE_URL", ""), ROOT / "instance" / "tracker.sqlite"
    )
    mail = read_mail_settings(
        environ, production=production, default_folder=ROOT / "instance" / "mail"
    )
    read = Settings(
        database_url=database_url,
        secret_key=secret,
        older_secrets=tuple(older),
        production=production,
        default_locale=values.one_of(environ, "DEFAULT_LOCALE", LOCALES, "en"),
        trusted_hosts=_trusted_hosts(environ, mail, production=production),
        trusted_proxies=values.whole_number(environ, "TRUSTED_PROXIES", 0, least=0, most=10),
        proxy_required=values.yes_or_no(environ, "PROXY_REQUIRED", default=production),
        proxy_secret=_secret(environ, "PROXY_SECRET"),
        metrics_token=_secret(environ, "METRICS_TOKEN"),
        log_level=values.one_of(environ, "LOG_LEVEL", LOG_LEVELS, "INFO"),
        data_folder=values.existing_folder(environ, "DATA_FOLDER", ROOT / "data"),
        jobs_per_person=values.whole_number(environ, "JOBS_PER_PERSON", 10, least=1, most=1000),
        jobs_per_machine=values.whole_number(environ, "JOBS_PER_MACHINE", 2, least=1, most=100),
        job_minutes=values.whole_number(environ, "JOB_MINUTES", 60, least=1, most=1440),
        facts_file=_facts_file(environ.get("FACTS_FOLDER", ""), database_url),
        documents_folder=_documents_folder(environ.get("DOCUMENTS_FOLDER", "")),
        bucket=read_bucket_settings(environ),
        session_idle_minutes=values.whole_number(
            environ, "SESSION_IDLE_MINUTES", 30, least=1, most=1440
        ),
        session_hours=values.whole_number(environ, "SESSION_HOURS", 12, least=1, most=168),
        second_factor_roles=values.some_of(
            environ, "SECOND_FACTOR_ROLES", ROLES_WITH_ACCOUNTS, SECOND_FACTOR_ROLES
        ),
        passkeys=values.yes_or_no(environ, "PASSKEYS", default=False),
        contribute_contact=environ.get("CONTRIBUTE_CONTACT", "").strip(),
        data_licence=environ.get("DATA_LICENCE", "").strip(),
        mail=mail,
        oidc=read_oidc_settings(environ),
    )
    if read.passkeys and not read.mail.can_have_passkeys:
        raise SettingsError(
            "PASSKEYS is yes, and PUBLIC_URL has no name that browsers take for them: set it to "
            "the address of the site, like https://a30.example.org (or http://localhost:8000)."
        )
    if read.proxy_secret and not read.trusted_proxies:
        raise SettingsError(
            "PROXY_SECRET is set and TRUSTED_PROXIES is not; say how many proxies stand before "
            "the program, or every reader would have the address of the proxy."
        )
    return read


def _trusted_hosts(
    environ: Mapping[str, str], mail: MailSettings, *, production: bool
) -> tuple[str, ...]:
    """Read the names of the site; in production that of its address where none is listed."""
    listed = values.host_names(environ, "TRUSTED_HOSTS")
    if listed or not production or not environ.get("PUBLIC_URL", "").strip():
        return listed
    return (mail.public_host,) if mail.has_host_name else ()


def _secrets(environ: Mapping[str, str], *, production: bool) -> list[str]:
    """Read the secret and those that it replaced; raises SettingsError."""
    secret = environ.get("SECRET_KEY", "")
    older = values.listed(environ, "SECRET_KEY_FALLBACKS")
    if not production:
        return [secret or DEFAULT_SECRET, *older]
    return [
        values.strong_secret("SECRET_KEY", secret, default=DEFAULT_SECRET),
        *(
            values.strong_secret("SECRET_KEY_FALLBACKS", one, default=DEFAULT_SECRET)
            for one in older
        ),
    ]


def _secret(environ: Mapping[str, str], name: str) -> str:
    """Read a secret that need not be there; raises SettingsError for one that can be guessed."""
    text = environ.get(name, "")
    return values.strong_secret(name, text, default=DEFAULT_SECRET) if text else ""


def _documents_folder(folder: str) -> Path | None:
    """Return the folder of files that is named; raises SettingsError.

    It lies outside of what the web server hands out.
    """
    if not folder:
        return None
    chosen = Path(folder).absolute()
    if STATIC in (chosen, *chosen.parents) or not values.can_be_written(chosen):
        right = "must be a folder in which the program may write, outside of its static files"
        raise values.refuse("DOCUMENTS_FOLDER", folder, right)
    return chosen


def _facts_file(folder: str, database_url: str) -> Path | None:
    """Name the file of facts after its database: beside an SQLite file, else in instance/."""
    if folder == NO_FOLDER:
        return None
    if folder and not values.can_be_written(Path(folder)):
        right = f"must be a folder in which the program may write, or {NO_FOLDER}"
        raise values.refuse("FACTS_FOLDER", folder, right)
    name = database_url.removeprefix(SQLITE)
    if not database_url.startswith(SQLITE):
        digest = hashlib.sha256(database_url.rpartition("@")[2].encode()).hexdigest()[:16]
        return Path(folder or ROOT / "instance") / f"postgresql-{digest}.facts"
    if not name or name.startswith(":memory:"):
        return None
    database = Path(name)
    return (Path(folder) if folder else database.parent) / f"{database.name}.facts"
