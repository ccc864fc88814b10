"""Single sign-on by OpenID Connect: the code flow with PKCE, state and nonce, by Authlib.

The provider tells who somebody is, by an address that it has verified. It makes no account and
gives no role. What it is asked for and what it answers stays within ten minutes and one browser.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from secrets import token_urlsafe
from time import time
from typing import TYPE_CHECKING, Any

from flask import session as cookie

from tracker.errors import NotFound, TrackerError
from tracker.http import context
from tracker.http.second_step import secret_box
from tracker.http.shown_forms import LONGEST_KEY
from tracker.late_imports import LateImport
from tracker.oidc_settings import OidcSettings
from tracker.people.secret_box import UnreadableSecret
from tracker.words import say

if TYPE_CHECKING:
    import requests
    from authlib.common import errors, urls
    from authlib.integrations import requests_client
    from authlib.oidc import core
    from joserfc import errors as jose_errors
    from joserfc import jwk, jwt
else:
    requests = LateImport("requests")
    errors, urls = LateImport("authlib.common.errors"), LateImport("authlib.common.urls")
    requests_client = LateImport("authlib.integrations.requests_client")
    core = LateImport("authlib.oidc.core")
    jose_errors = LateImport("joserfc.errors")
    jwk, jwt = LateImport("joserfc.jwk"), LateImport("joserfc.jwt")

ASKED, BY_PROVIDER = "single_sign_on", "by_provider"
"""The names, in the cookie, of what was asked, and of the mark that the provider signed one in."""
HOLDS = 600
"""How many seconds a sign-in at the provider may take."""
PATIENCE = 10
"""How many seconds the provider may take for an answer."""
LONGEST_ADDRESS = 1000
"""The longest address of a page, in characters, that is kept in the cookie meanwhile."""
LEEWAY = 60
"""How many seconds its clock may differ from ours."""
HOUR = 3600
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
"""The signatures that are accepted: with keys of which the provider alone has the secret part."""
WELL_KNOWN = "/.well-known/openid-configuration"
BACK = "/sign-in/provider/back"


class ProviderRefused(TrackerError):
    """The provider cannot be reached, or what it answers is not accepted."""

    status = 422
    title = "You could not be signed in"


@dataclass(frozen=True, slots=True)
class ProvenPerson:
    """Who somebody is by the provider, whether a second factor was shown, and what was wanted."""

    email: str
    showed_factor: bool
    wanted: str
    resume: str


def provider() -> OidcSettings:
    """Return the provider of the settings; raises NotFound without one."""
    found = context.settings().oidc
    if not found.is_set:
        raise NotFound(say("There is nothing at this address."))
    return found


def provider_name() -> str:
    """Return what the provider is called; "" without one."""
    return context.settings().oidc.shown_name


def begin_at_provider(wanted: str, resume: str) -> str:
    """Return the address at the provider, and note in the cookie what is asked.

    Raises ProviderRefused where the provider cannot be reached.
    """
    ours = provider()
    told = {"nonce": token_urlsafe(32), "verifier": token_urlsafe(48)}
    with _client(ours) as client:
        address, state = client.create_authorization_url(
            _metadata(ours)["authorization_endpoint"],
            nonce=told["nonce"],
            code_verifier=told["verifier"],
        )
    wanted = wanted if len(wanted) <= LONGEST_ADDRESS else ""
    asked = {**told, "state": state, "wanted": wanted, "resume": resume[:LONGEST_KEY]}
    cookie[ASKED] = secret_box().close(json.dumps(asked))
    return str(address)


def end_at_provider(address: str) -> ProvenPerson:
    """Return who came back from the provider at an address; raises ProviderRefused.

    What was asked is used up, whatever the answer is worth.
    """
    ours = provider()
    asked = _asked()
    try:
        with _client(ours, state=asked["state"]) as client:
            answer = client.fetch_token(
                _metadata(ours)["token_endpoint"],
                authorization_response=address,
                code_verifier=asked["verifier"],
                timeout=PATIENCE,
            )
        claims = _claims(ours, answer, asked["nonce"])
    except requests.RequestException as error:
        raise _unreachable() from error
    except (
        errors.AuthlibBaseError, jose_errors.JoseError, ValueError, KeyError, TypeError
    ) as error:  # fmt: skip
        raise _refused() from error
    email = claims.get("email")
    if claims.get("email_verified") is not True or not isinstance(email, str):
        raise _refused()
    if not email.isprintable():  # PostgreSQL holds no address with NUL
        raise _refused()
    return ProvenPerson(email, _showed_factor(ours, claims), asked["wanted"], asked["resume"])


def mark_by_provider() -> None:
    """Note in the cookie that the provider signed the user in."""
    cookie[BY_PROVIDER] = True


def forget_provider() -> None:
    """Remove that note from the cookie, when somebody signs in by the password."""
    cookie.pop(BY_PROVIDER, None)


def is_by_provider() -> bool:
    """Tell whether the provider signed the user of this browser in."""
    return bool(cookie.get(BY_PROVIDER))


def sign_out_address() -> str:
    """Return where one signs out at the provider; "" where it has no such page."""
    ours = provider()
    try:
        page = str(_metadata(ours).get("end_session_endpoint", ""))
    except ProviderRefused:
        return ""
    back = f"{context.settings().mail.public_url}/sign-in"
    told = [("client_id", ours.client_id), ("post_logout_redirect_uri", back)]
    return str(urls.add_params_to_uri(page, told)) if page else ""


def _asked() -> dict[str, str]:
    """Return what this browser was sent to the provider with, once; raises ProviderRefused."""
    try:
        told: dict[str, str] = json.loads(
            secret_box().open(str(cookie.pop(ASKED, "")), within=HOLDS)
        )
    except UnreadableSecret as error:
        raise _refused() from error
    return told


def _client(ours: OidcSettings, **more: str) -> requests_client.OAuth2Session:
    """Return the client of the provider."""
    return requests_client.OAuth2Session(
        ours.client_id,
        ours.client_secret,
        scope="openid email",
        redirect_uri=f"{context.settings().mail.public_url}{BACK}",
        code_challenge_method="S256",
        **more,
    )


def _claims(ours: OidcSettings, answer: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
    """Return what the provider signed about a person; raises what its caller catches."""
    keys = jwk.KeySet.import_key_set(_keys(ours))
    token = jwt.decode(answer["id_token"], keys, algorithms=list(ALGORITHMS))
    expected = {
        "iss": {"essential": True, "value": ours.issuer},
        "aud": {"essential": True, "value": ours.client_id},
        "exp": {"essential": True},
        "nonce": {"essential": True, "value": nonce},
    }
    told = {"nonce": nonce, "client_id": ours.client_id, "access_token": answer["access_token"]}
    claims = core.CodeIDToken(token.claims, token.header, expected, told)
    claims.validate(leeway=LEEWAY)
    found: Mapping[str, Any] = dict(claims)
    return found


def _showed_factor(ours: OidcSettings, claims: Mapping[str, Any]) -> bool:
    """Tell whether the provider asked for a second factor, by values that the settings accept."""
    methods = claims.get("amr")
    listed = methods if isinstance(methods, list) else []
    told = {one for one in (claims.get("acr"), *listed) if isinstance(one, str)}
    return not told.isdisjoint(ours.factor_values)


def _metadata(ours: OidcSettings) -> dict[str, Any]:
    """Return what the provider tells of itself, read once an hour; raises ProviderRefused."""
    try:
        found: Any = _read(ours.issuer.rstrip("/") + WELL_KNOWN, int(time() // HOUR))
    except (requests.RequestException, ValueError) as error:
        raise _unreachable() from error
    if not isinstance(found, dict) or found.get("issuer") != ours.issuer:
        raise _refused()
    if not isinstance(found.get("authorization_endpoint"), str):
        raise _refused()
    return found


def _keys(ours: OidcSettings) -> Any:  # noqa: ANN401 - a set of keys as JSON
    """Return the provider's public keys, read anew every few seconds: they may change any time."""
    return _read(str(_metadata(ours)["jwks_uri"]), int(time() // PATIENCE))


@lru_cache(maxsize=8)
def _read(address: str, _moment: int) -> Any:  # noqa: ANN401 - any JSON
    """Read JSON at an address of the provider, cached for the moment that is named."""
    answer = requests.get(address, timeout=PATIENCE, allow_redirects=False)
    answer.raise_for_status()
    return answer.json()


def _unreachable() -> ProviderRefused:
    """Return the refusal of a provider that does not answer."""
    return ProviderRefused(
        say(
            "%(name)s cannot be reached. Try again later, or sign in with your password.",
            name=provider_name(),
        )
    )


def _refused() -> ProviderRefused:
    """Return the refusal of an answer; it says no more."""
    return ProviderRefused(
        say(
            "What %(name)s answered was not accepted. Try again, or sign in with your password.",
            name=provider_name(),
        )
    )
