"""Production: no default secret, cookies over TLS alone, proxies believed as far as told."""

import pytest
from flask import Flask, request

from tests.support.pages import PageClient
from tracker.errors import SettingsError
from tracker.http.guard import public
from tracker.settings import DEFAULT_SECRET, Settings, read_settings
from wsgi import make_app


def test_production_refuses_the_default_secret() -> None:
    for environ in ({}, {"SECRET_KEY": DEFAULT_SECRET}, {"TRACKER_ENV": "production"}):
        with pytest.raises(SettingsError, match="SECRET_KEY"):
            read_settings(environ)


def test_development_starts_without_one() -> None:
    assert read_settings({"TRACKER_ENV": "development"}).secret_key == DEFAULT_SECRET


def test_cookies_of_production_travel_over_tls_alone(sqlite_url: str) -> None:
    app = make_app(Settings(sqlite_url, "a-long-and-secret-value", production=True))
    answer = PageClient(app.test_client()).get("/sign-in?lang=fr")
    cookies = answer.headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    assert all("Secure" in one and "HttpOnly" in one and "SameSite=Lax" in one for one in cookies)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


def caller(app: Flask, **headers: str) -> str:
    """Ask the application for whom it takes the caller."""

    @public
    def who() -> str:
        return f"{request.remote_addr} {request.scheme}"

    app.add_url_rule("/who", "who", who)
    answer = app.test_client().get(
        "/who", headers=headers, environ_base={"REMOTE_ADDR": "10.0.0.1"}
    )
    return answer.get_data(as_text=True)


FORWARDED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}


def test_headers_of_strangers_are_not_believed(sqlite_url: str) -> None:
    app = make_app(Settings(sqlite_url, "secret", production=False))
    assert caller(app, **FORWARDED) == "10.0.0.1 http"


def test_headers_of_trusted_proxies_are(sqlite_url: str) -> None:
    app = make_app(Settings(sqlite_url, "secret", production=False, trusted_proxies=1))
    assert caller(app, **FORWARDED) == "203.0.113.9 https"
