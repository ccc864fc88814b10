"""The settings of mail: the server that takes letters, or a folder, and the links in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from tracker import setting_values as values
from tracker.errors import SettingsError

STARTTLS = "starttls"
TLS = "tls"
NO_TLS = "none"
SECURITIES = (STARTTLS, TLS, NO_TLS)
DEVELOPMENT_URL = "http://127.0.0.1:8000"
DEVELOPMENT_SENDER = "tracker@localhost"
HIGHEST_PORT = 65535


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Where letters go: to an SMTP server, into a folder, or nowhere yet, so that they wait."""

    public_url: str = DEVELOPMENT_URL
    host: str = ""
    port: int = 587
    security: str = STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = DEVELOPMENT_SENDER
    folder: Path | None = None

    @property
    def public_host(self) -> str:
        """The name of the site's host."""
        return urlsplit(self.public_url).hostname or ""

    @property
    def has_host_name(self) -> bool:
        """Whether the site's address names its host, by more than a number of IPv6."""
        return bool(self.public_host) and ":" not in self.public_host

    @property
    def can_have_passkeys(self) -> bool:
        """Whether browsers keep passkeys for the address: a name, with TLS or of this machine."""
        try:
            ip_address(self.public_host)
        except ValueError:
            is_safe = self.public_url.startswith("https:")
            return is_safe or self.public_host == "localhost"
        return False

    def environment(self) -> dict[str, str]:
        """Return the variables from which the same settings are read again."""
        return {
            "PUBLIC_URL": self.public_url,
            "SMTP_HOST": self.host,
            "SMTP_PORT": str(self.port),
            "SMTP_SECURITY": self.security,
            "SMTP_USER": self.user,
            "SMTP_PASSWORD": self.password,
            "MAIL_FROM": self.sender,
            "MAIL_FOLDER": str(self.folder) if self.folder else "",
        }


def read_mail_settings(
    environ: Mapping[str, str], *, production: bool, default_folder: Path
) -> MailSettings:
    """Read the settings of mail; raises SettingsError for what cannot be meant."""
    host = environ.get("SMTP_HOST", "").strip()
    folder = environ.get("MAIL_FOLDER", "")
    if folder and not values.can_be_written(Path(folder)):
        raise values.refuse(
            "MAIL_FOLDER", folder, "must be a folder in which the program may write"
        )
    found = MailSettings(
        public_url=_public_url(environ.get("PUBLIC_URL", "")) or DEVELOPMENT_URL,
        host=host,
        port=values.whole_number(environ, "SMTP_PORT", 587, least=1, most=HIGHEST_PORT),
        security=values.one_of(environ, "SMTP_SECURITY", SECURITIES, STARTTLS),
        user=environ.get("SMTP_USER", ""),
        password=environ.get("SMTP_PASSWORD", ""),
        sender=_sender(environ.get("MAIL_FROM", "")) or DEVELOPMENT_SENDER,
        folder=Path(folder) if folder else None if production or host else default_folder,
    )
    if production and (host or folder):
        _expect_whole(environ, found)
    return found


def _expect_whole(environ: Mapping[str, str], found: MailSettings) -> None:
    """Raise SettingsError where letters of a site would lack their links or their sender."""
    for name, why in (
        ("PUBLIC_URL", "letters need the address of the site for their links"),
        ("MAIL_FROM", "letters need an address that they come from"),
    ):
        if not environ.get(name, "").strip():
            raise SettingsError(f"{name} is not set, and mail is: {why}.")
    if found.security == NO_TLS and found.password:
        raise SettingsError("SMTP_SECURITY is 'none'; it must be starttls or tls with a password")


def _public_url(text: str) -> str:
    """Read the address of the site, without a slash at its end; raises SettingsError."""
    text = text.strip()
    if not text:
        return ""
    parts = urlsplit(text)
    plain = parts.scheme in {"http", "https"} and parts.hostname and parts.path in {"", "/"}
    if not plain or parts.query or parts.fragment or "@" in parts.netloc:
        right = "must be the address of the site, like https://a30.example.org"
        raise values.refuse("PUBLIC_URL", text, right)
    return f"{parts.scheme}://{parts.netloc}"


def _sender(text: str) -> str:
    """Read the address that letters come from; raises SettingsError."""
    text = text.strip()
    if text in {"", DEVELOPMENT_SENDER}:
        return text
    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        right = "must be an e-mail address, like tracker@a30.example.org"
        raise values.refuse("MAIL_FROM", text, right) from None
    return text
