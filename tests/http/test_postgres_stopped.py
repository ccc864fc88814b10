"""A PostgreSQL server that is stopped under the running site, and started again."""

import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from tests.support.commands import said
from tests.support.databases import StoppablePostgres, stoppable_postgres
from tests.support.people import make_user
from tests.support.servers import LiveServer, serve
from tests.support.site_client import SiteClient
from tracker.db import make_engine, make_session
from tracker.people.roles import Role

pytestmark = pytest.mark.slow
AWAY = "Le registre est inaccessible"
SOON = 20  # seconds: a page asks several times, each of which could wait for the server


@pytest.fixture(scope="module")
def own_postgres() -> Iterator[StoppablePostgres]:
    """Give a server that these tests may stop."""
    with stoppable_postgres() as server:
        yield server


@pytest.fixture
def site(own_postgres: StoppablePostgres, tmp_path: Path) -> Iterator[LiveServer]:
    """Serve a record on that server, with a finance officer."""
    url = own_postgres.databases.lend_migrated()
    engine = make_engine(url)
    with make_session(engine) as session:
        make_user(session, Role.FINANCE_OFFICER)
    engine.dispose()
    with serve(tmp_path, url, FACTS_FOLDER="none") as server:
        yield server
    own_postgres.databases.drop(url)


def test_a_stopped_server_is_told_in_words_and_found_again(
    own_postgres: StoppablePostgres, site: LiveServer
) -> None:
    signed_in, stranger = SiteClient(site.url, "fr"), SiteClient(site.url, "fr")
    signed_in.sign_in(f"{Role.FINANCE_OFFICER.value}@example.org")
    form = signed_in.get("/donors/add").response
    assert form.status_code == 200
    assert signed_in.get("/home").status == 200

    own_postgres.stop()
    try:
        assert stranger.get("/healthz").status == 200
        assert stranger.get("/readyz").status == 503
        for reader, path in [
            *product((signed_in, stranger), ("/contributions", "/", "/donors/XXX")),
            (signed_in, "/home"),
        ]:
            answer = reader.get(path)
            assert (answer.status, answer.seconds < SOON) == (503, True), (path, answer.text)
            assert 'lang="fr"' in answer.text
            assert AWAY in answer.text
        sent = signed_in.send(form, {"code": "ZZZ", "name": "Nobody", "type": "C05"})
        assert (sent.status, AWAY in sent.text) == (503, True)
        problem = stranger.get("/api/v1/contributions")
        assert (problem.status, problem.response.json()["status"]) == (503, 503)
        assert stranger.get("/static/no-such.css").status == 404
    finally:
        own_postgres.start()

    begun = time.monotonic()
    for path in ("/readyz", "/contributions", "/home", "/"):
        assert signed_in.get(path).status == 200, path
    assert time.monotonic() - begun < 2 * SOON
    assert said(site.database_url, "ledger", "verify")
