"""Single sign-on: who the provider proves signs in to an account that is there, and nobody else."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from flask import Flask
from joserfc.jwk import OctKey, RSAKey
from sqlmodel import Session, select

from tests.support.factors import BOX, code_at, give_factor
from tests.support.pages import PageClient, parse
from tests.support.people import make_user
from tests.support.provider import CLIENT, SECRET, Provider, served_provider
from tracker.db import transaction
from tracker.errors import SettingsError
from tracker.http import single_sign_on
from tracker.mail_settings import MailSettings
from tracker.oidc_settings import OidcSettings, read_oidc_settings
from tracker.people.accounts import deactivate
from tracker.people.roles import Role
from tracker.people.tables import User
from tracker.periods import utc_now
from tracker.settings import Settings

ORIGIN = "https://a30.example.org"
ANA = "secretariat@example.org"


@pytest.fixture
def provider() -> Iterator[Provider]:
    """Serve a provider that knows Ana."""
    with served_provider() as told:
        told.says["email"] = ANA
        yield told


@pytest.fixture
def settings(settings: Settings, provider: Provider) -> Settings:
    """Give the settings of a site with single sign-on, which accepts one value of `amr`."""
    ours = OidcSettings(provider.issuer, CLIENT, SECRET, "Office ID", ("mfa",))
    return replace(settings, oidc=ours, mail=MailSettings(public_url=ORIGIN))


@pytest.fixture
def ana(sqlite_session: Session) -> User:
    """Give a user of the secretariat."""
    return make_user(sqlite_session, Role.SECRETARIAT, email=ANA)


def go(client: PageClient, page: str = "/sign-in") -> str:
    """Follow the link of the sign-in page to the provider; return where it leads back to."""
    link = client.html(page).xpath("//a[contains(@href, '/sign-in/provider')]/@href")[0]
    sent = client.get(str(link))
    assert sent.status_code == 303
    answer = requests.get(sent.headers["Location"], allow_redirects=False, timeout=10)
    back = str(answer.headers["Location"])
    assert back.startswith(f"{ORIGIN}{single_sign_on.BACK}?")
    return f"{urlsplit(back).path}?{urlsplit(back).query}"


def arrive(client: PageClient, page: str = "/sign-in") -> Any:  # noqa: ANN401 - an answer
    """Sign in at the provider, and come back."""
    return client.get(go(client, page))


def test_who_is_proven_signs_in_and_out(client: PageClient, provider: Provider, ana: User) -> None:
    del ana
    answer = arrive(client, "/sign-in?next=/contributions?x%3D1")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/contributions?x=1")
    home = client.get("/home")
    assert home.status_code == 200
    token = parse(home.text).xpath("//form[@action='/sign-out']/input[@name='csrf_token']/@value")
    out = client.post("/sign-out", data={"csrf_token": token[0]})
    page = client.html(str(out.headers["Location"]))
    link = str(page.xpath("//a[contains(@class, 'button')]/@href")[0])
    assert link.startswith(f"{provider.issuer}/end_session?client_id={CLIENT}&post_logout")
    assert client.get("/home").status_code == 303


WRONG: dict[str, Callable[[Provider], object]] = {
    "another nonce": lambda told: told.says.update(nonce="another"),
    "no nonce": lambda told: told.says.update(nonce=None),
    "another audience": lambda told: told.says.update(aud="another"),
    "two audiences": lambda told: told.says.update(aud=[CLIENT, "another"]),
    "another issuer": lambda told: told.says.update(iss="https://example.org"),
    "expired": lambda told: told.says.update(exp=int(utc_now().timestamp()) - 3600),
    "without an end": lambda told: told.says.update(exp=None),
    "an address that is not verified": lambda told: told.says.update(email_verified=False),
    "verified as text": lambda told: told.says.update(email_verified="true"),
    "nothing of verifying": lambda told: told.says.update(email_verified=None),
    "an address with a hidden sign": lambda told: told.says.update(email="ana\0@example.org"),
    "no address": lambda told: told.says.update(email=None),
    "another key": lambda told: setattr(
        told, "signing_key", RSAKey.generate_key(2048, {"kid": "one"})
    ),
    "a secret that both know": lambda told: told.__dict__.update(
        signing_key=OctKey.import_key(SECRET), header={"alg": "HS256", "kid": "one"}
    ),
    "an unknown person": lambda told: told.says.update(email="stranger@example.org"),
    "no code": lambda told: setattr(told, "codes", _Forgetful()),
}


class _Forgetful(dict[str, dict[str, str]]):
    """Codes that are forgotten at once."""

    def __setitem__(self, name: str, value: dict[str, str]) -> None:
        del name, value


@pytest.mark.parametrize("name", list(WRONG))
def test_what_is_not_proven_signs_nobody_in_and_makes_nobody(
    client: PageClient, sqlite_session: Session, provider: Provider, ana: User, name: str
) -> None:
    WRONG[name](provider)
    answer = arrive(client)
    assert answer.status_code in {401, 422}
    assert 'id="email-fault"' in answer.text
    assert client.get("/home").status_code == 303
    assert sqlite_session.exec(select(User.email)).all() == [ana.email]


def test_a_closed_account_opens_to_nobody(
    client: PageClient, sqlite_session: Session, ana: User
) -> None:
    with transaction(sqlite_session):
        deactivate(sqlite_session, ana.handle, "P-9")
    assert "No account here has the address" in arrive(client).text
    assert client.get("/home").status_code == 303


def test_an_answer_is_of_one_browser_and_serves_once(
    app: Flask, client: PageClient, ana: User
) -> None:
    del ana
    other = PageClient(app.test_client())
    mine = go(client)
    assert other.get(mine).status_code == 422  # of a browser that asked nothing
    theirs = go(other)
    assert other.get(mine).status_code == 422  # another state
    assert other.get(theirs).status_code == 422  # what was asked is used up
    assert client.get(mine).status_code == 303
    assert client.get(mine).status_code == 422
    for query in ("", "?error=access_denied&state=x", "?code=&state="):
        assert other.get(f"{single_sign_on.BACK}{query}").status_code == 422


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ({}, True),
        ({"amr": ["pwd"]}, True),
        ({"amr": [{"mfa": 1}], "acr": ["mfa"]}, True),
        ({"amr": ["pwd", "mfa"]}, False),
        ({"acr": "mfa"}, False),
    ],
)
def test_our_own_second_factor_is_asked_for_unless_the_settings_accept_theirs(
    client: PageClient,
    sqlite_session: Session,
    provider: Provider,
    ana: User,
    told: dict[str, Any],
    *,
    asked: bool,
) -> None:
    give_factor(sqlite_session, ana, BOX)
    provider.says.update(told)
    answer = arrive(client)
    step = str(answer.headers["Location"])
    assert step.startswith("/sign-in/code") is asked
    assert client.get("/home").status_code == (303 if asked else 200)
    if asked:
        assert "Office ID knows you." in client.get(step).text
        assert client.submit(step, {"code": code_at(utc_now())}).status_code == 303
        assert client.get("/home").status_code == 200


def test_a_provider_that_is_away_is_said_and_the_password_stays(
    app: Flask, client: PageClient, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    del app, ana

    def away(*_given: object) -> None:
        raise requests.ConnectionError

    monkeypatch.setattr(single_sign_on, "_read", away)
    answer = client.get("/sign-in/provider")
    assert answer.status_code == 422
    assert "Office ID cannot be reached." in answer.text
    assert 'name="password"' in answer.text


@pytest.mark.parametrize("told", [[], {}, {"issuer": "here"}, None])
def test_a_provider_that_tells_nothing_of_itself_is_refused(
    client: PageClient, provider: Provider, monkeypatch: pytest.MonkeyPatch, told: object
) -> None:
    found = {"issuer": provider.issuer} if told == {"issuer": "here"} else told
    monkeypatch.setattr(single_sign_on, "_read", lambda *_given: found)
    answer = client.get("/sign-in/provider")
    assert answer.status_code == 422
    assert "was not accepted" in answer.text


@pytest.mark.parametrize(
    "given",
    [
        {"OIDC_ISSUER": "https://login.example.org"},
        {
            "OIDC_ISSUER": "http://login.example.org",
            "OIDC_CLIENT_ID": "a",
            "OIDC_CLIENT_SECRET": "b",
        },
    ],
)
def test_half_or_unsafe_settings_stop_the_start(given: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="OIDC_"):
        read_oidc_settings(given)
