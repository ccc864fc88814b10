"""Two servers over one PostgreSQL: what one records is on the pages of the other at once."""

import secrets
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.api.accounts import fill
from tests.support.people import make_user
from tests.support.servers import LiveServer, serve
from tests.support.site_client import PATIENCE, SiteClient
from tracker.db import make_engine, make_session
from tracker.people.roles import Role

pytestmark = pytest.mark.slow
TOTALS = "/api/v1/totals?measure=received&by=donor"
RECEIPT = {
    "usd": "6",
    "usd_source": "advice 7",
    "note": "as advised",
}


def totals(server: LiveServer) -> dict[str, Any]:
    """Ask a server for the totals, as anybody may."""
    answer = requests.get(f"{server.url}{TOTALS}", timeout=PATIENCE)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def page(server: LiveServer, path: str) -> str:
    """Return the text of a page, without the address of the server that its links name."""
    return SiteClient(server.url).get(path).text.replace(server.url, "")


def test_what_one_server_records_the_other_shows_at_once(postgres_url: str, tmp_path: Path) -> None:
    engine = make_engine(postgres_url)
    with make_session(engine) as session:
        fill(session)
        email = make_user(session, Role.FINANCE_OFFICER).email
    engine.dispose()
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    key = secrets.token_urlsafe(48)
    with (
        serve(folders[0], postgres_url, FACTS_FOLDER=str(folders[0]), SECRET_KEY=key) as one,
        serve(folders[1], postgres_url, FACTS_FOLDER=str(folders[1]), SECRET_KEY=key) as two,
    ):
        assert totals(one) == totals(two)
        people = [SiteClient(server.url) for server in (one, two)]
        for person in people:
            person.sign_in(email)
        for number, (here, there) in enumerate([(one, two), (two, one)] * 2):
            before, shown = totals(there), page(there, "/")
            form = people[number % 2].get("/contributions/C-EUR/record/receipt").response
            own = {"effective_on": "2022-09-15", "amount": f"5.0{number}"}
            sent = people[number % 2].send(form, RECEIPT | own | {"reference": f"R-TWO-{number}"})
            assert sent.status == 303, sent.text
            after = totals(there)
            assert after["total_minor"] == before["total_minor"] + 600
            assert after["data_version"] > before["data_version"]
            assert after == totals(here)
            assert page(there, "/") == page(here, "/") != shown
            assert f"R-TWO-{number}" in people[1 - number % 2].get("/contributions/C-EUR").text
