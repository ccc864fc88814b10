"""The proxy: in production nobody gets past it, or makes up an address or the name of the site."""

import secrets
import socket

import pytest
from flask.testing import FlaskClient

from tracker.http.proxies import ProxyGate
from tracker.http.start_warnings import start_warnings
from tracker.settings import Settings
from wsgi import make_app

SECRET = secrets.token_urlsafe(48)
PROOF = {"X-Proxy-Secret": SECRET}
BY_PORT = ("127.0.0.1", 8000)


def reader(url: str, **settings: object) -> FlaskClient:
    """Give a client of a production site with these settings."""
    made = Settings(url, SECRET, production=True, **settings)  # type: ignore[arg-type]
    return make_app(made).test_client()


@pytest.fixture
def guarded(sqlite_url: str) -> FlaskClient:
    """Give a client of a site that takes requests from its proxy alone, by a secret."""
    return reader(
        sqlite_url,
        proxy_required=True,
        proxy_secret=SECRET,
        trusted_proxies=1,
        trusted_hosts=("a30.example.org",),
    )


@pytest.mark.parametrize("path", ["/", "/sign-in", "/api/v1/totals", "/static/x", "//healthz"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Proxy-Secret": "x"},
        {"X-Proxy-Secret": ""},
        {"X-Proxy-Secret": "\xc3\xbf"},
        {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"},
        {"Host": "a30.example.org"},
    ],
)
def test_nobody_gets_past_the_proxy(
    guarded: FlaskClient, path: str, headers: dict[str, str]
) -> None:
    answer = guarded.get(path, headers=headers)
    assert answer.status_code == 403
    assert "PROXY_REQUIRED" in answer.text
    assert answer.mimetype == "text/plain"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_proxys_own_requests_pass_under_the_sites_name(guarded: FlaskClient) -> None:
    named = PROOF | {"X-Forwarded-Host": "a30.example.org", "X-Forwarded-Proto": "https"}
    assert guarded.get("/sign-in", headers=named).status_code == 200
    assert guarded.get("/sign-in", headers=PROOF | {"Host": "a30.example.org"}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "a30.example.org.evil.example", "a30.example.org@evil.example", "[::1]"],
)
def test_requests_for_other_names_are_refused(guarded: FlaskClient, host: str) -> None:
    for headers in ({"Host": host}, {"Host": "a30.example.org", "X-Forwarded-Host": host}):
        answer = guarded.get("/sign-in", headers=PROOF | headers)
        assert answer.status_code == 400, headers
        assert "TRUSTED_HOSTS" in answer.text


def test_a_page_of_the_cache_is_given_to_no_other_name(guarded: FlaskClient) -> None:
    right = PROOF | {"Host": "a30.example.org"}
    assert [guarded.get("/", headers=right).status_code for _ in range(2)] == [200, 200]
    assert guarded.get("/", headers=PROOF | {"Host": "evil.example"}).status_code == 400


def test_names_below_a_name_with_a_dot_are_the_sites(sqlite_url: str) -> None:
    client = reader(sqlite_url, trusted_hosts=(".example.org",))
    for host, status in [("example.org", 200), ("a.b.example.org", 200), ("anexample.org", 400)]:
        assert client.get("/sign-in", headers={"Host": host}).status_code == status


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_ask_by_the_port_itself(guarded: FlaskClient, path: str) -> None:
    assert guarded.get(path).status_code == 200


def test_a_unix_socket_is_the_proxys_alone(sqlite_url: str) -> None:
    client = reader(sqlite_url, proxy_required=True)
    with socket.socket(socket.AF_UNIX) as ours, socket.socket(socket.AF_INET) as port:
        for one, status in ((ours, 200), (port, 403)):
            environ = {"gunicorn.socket": one}
            assert client.get("/sign-in", environ_base=environ).status_code == status


def test_the_port_is_open_where_one_says_so(sqlite_url: str) -> None:
    assert reader(sqlite_url, proxy_required=False).get("/sign-in").status_code == 200


def test_the_secret_of_the_proxy_reaches_nothing_behind_the_gate() -> None:
    passed: list[dict[str, object]] = []

    def inner(environ: dict[str, object], _start: object) -> list[bytes]:
        passed.append(environ)
        return []

    gate = ProxyGate(inner, SECRET, required=True)
    gate({"PATH_INFO": "/", "HTTP_X_PROXY_SECRET": SECRET}, lambda *_: lambda _data: None)
    assert passed == [{"PATH_INFO": "/"}]


@pytest.mark.parametrize(
    ("settings", "address", "named"),
    [
        ({"proxy_required": True}, BY_PORT, {"PROXY_SECRET", "TRUSTED_PROXIES", "TRUSTED_HOSTS"}),
        ({"proxy_required": True, "trusted_proxies": 1}, "/run/a.sock", {"TRUSTED_HOSTS"}),
        ({"trusted_hosts": ("a.example",)}, BY_PORT, {"PROXY_REQUIRED=no"}),
    ],
)
def test_a_server_says_at_its_start_what_it_cannot_do(
    settings: dict[str, object], address: object, named: set[str]
) -> None:
    made = Settings("sqlite://", SECRET, production=True, **settings)  # type: ignore[arg-type]
    said = " ".join(start_warnings(made, [address]))
    every = ("PROXY_SECRET", "TRUSTED_PROXIES", "TRUSTED_HOSTS")
    unguarded = {"PROXY_REQUIRED=no"} if said.startswith("PROXY_REQUIRED=no") else set()
    assert {name for name in every if name in said} | unguarded == named


def test_development_says_nothing_at_its_start() -> None:
    assert start_warnings(Settings("sqlite://", SECRET, production=False), [BY_PORT]) == []
