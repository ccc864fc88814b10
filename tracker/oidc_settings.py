"""The settings of single sign-on: a provider of OpenID Connect that knows who people are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tracker import setting_values as values
from tracker.errors import SettingsError

NAMES = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
OF_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """The provider, what we are called there, and which of its proofs count as a second factor.

    `factor_values` are values of `acr` or `amr`; without any, our own second factor is asked for.
    """

    issuer: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    name: str = ""
    factor_values: tuple[str, ...] = ()

    @property
    def is_set(self) -> bool:
        """Whether there is a provider."""
        return bool(self.issuer)

    @property
    def shown_name(self) -> str:
        """What the provider is called on pages."""
        return self.name or urlsplit(self.issuer).hostname or ""

    def environment(self) -> dict[str, str]:
        """Return the variables from which the same settings are read again."""
        return {
            "OIDC_ISSUER": self.issuer,
            "OIDC_CLIENT_ID": self.client_id,
            "OIDC_CLIENT_SECRET": self.client_secret,
            "OIDC_NAME": self.name,
            "OIDC_FACTOR_VALUES": ",".join(self.factor_values),
        }


def read_oidc_settings(environ: Mapping[str, str]) -> OidcSettings:
    """Read the settings of single sign-on; raises SettingsError for what is missing or unsafe."""
    issuer = environ.get("OIDC_ISSUER", "").strip()
    client_id = environ.get("OIDC_CLIENT_ID", "").strip()
    secret = environ.get("OIDC_CLIENT_SECRET", "").strip()
    if not (issuer or client_id or secret):
        return OidcSettings()
    for name, text in zip(NAMES, (issuer, client_id, secret), strict=True):
        if not text:
            raise SettingsError(f"{name} is not set; single sign-on takes {', '.join(NAMES)}.")
    parts = urlsplit(issuer)
    is_safe = parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in OF_THIS_MACHINE
    )
    if not is_safe or not parts.hostname or parts.query or parts.fragment:
        right = "must be the address of the provider with TLS, like https://login.example.org"
        raise values.refuse("OIDC_ISSUER", issuer, right)
    return OidcSettings(
        issuer,
        client_id,
        secret,
        name=environ.get("OIDC_NAME", "").strip(),
        factor_values=values.listed(environ, "OIDC_FACTOR_VALUES"),
    )
