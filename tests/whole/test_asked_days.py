"""Every address refuses a day to come, or cuts it and says so; nothing is left aside in silence."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlmodel import Session

from tests.api.accounts import fill
from tests.support.addresses import addresses
from tests.support.answers import text_of
from tests.support.pages import PageClient
from tracker.people.roles import Role
from tracker.totals.comparisons import COMPARE
from tracker.totals.query_string import DATES, SESSION

TO_COME, PAST = "2569-01-01", "2021-06-30"
ASKED = {**dict.fromkeys(DATES, TO_COME), SESSION: "CCPCJ-999", COMPARE: "planet-MARS"}
"""What no address takes: days to come, a session and a comparison that are not there."""
FILTERS = {
    (path, name)
    for path in (
        "/ledger",
        "/api/v1/ledger/entries",
        "/requests/list",
        "/activities",
        "/contributions",
        "/programmes",
        "/reports",
        "/dissemination",
        "/api/v1/dissemination/events",
        "/api/v1/activities",
        "/api/v1/contributions",
        "/api/v1/programmes",
    )
    for name in ("from", "to")
}
"""What filters a list by the days of its records, of which pledges and plans may lie ahead."""
HISTORY = "/history"
"""The end of the addresses of changes, which are narrowed by the days on which they were made."""
REFUSED = {400, 422}
BY_DAYS = {
    "", "dashboards", "api", "donors", "embed", "requests", "activities", "programmes", "tools",
    "reports",
}  # fmt: skip
"""The beginnings of the addresses that count by days."""
LEADS_ON = 302
"""The status of a page that leaves a day out with a notice."""


@pytest.fixture
def answering(
    app: Flask, sqlite_session: Session, signed_in: Callable[[Role], PageClient]
) -> tuple[PageClient, list[str]]:
    """Give the client of a finance officer, and the addresses that answer it."""
    fill(sqlite_session)
    client = signed_in(Role.FINANCE_OFFICER)
    return client, [path for path in addresses(app) if client.http.get(path).status_code == 200]


@pytest.mark.slow
def test_no_day_is_left_aside(answering: tuple[PageClient, list[str]]) -> None:
    client, paths = answering
    assert len(paths) > 60
    silent = []
    for path in paths:
        for name, value in ASKED.items():
            answer = client.http.get(f"{path}?{name}={value}")
            text = text_of(answer)
            told = answer.status_code in REFUSED and name in text
            if answer.status_code == LEADS_ON:
                clean = answer.headers["Location"]
                told = value not in clean and name in client.http.get(clean).text
            cut = name == "to" and TO_COME in f"{answer.headers}{text}"
            filters = (path, name) in FILTERS or (path.endswith(HISTORY) and name in {"from", "to"})
            if not (told or cut or filters):
                silent.append((path, name, answer.status_code))
    assert silent == []
    for path, name in FILTERS:
        assert client.http.get(f"{path}?{name}={PAST}").status_code == 200, path
    by_days = [path for path in paths if client.http.get(f"{path}?as_at={PAST}").status_code == 200]
    assert {path.split("/")[1] for path in by_days} == BY_DAYS
    refused = client.http.get(f"/contributions?as_at={PAST}")
    assert refused.status_code == 422
    assert "this counts as at today; it takes no day in" in refused.get_data(as_text=True)
