"""Who closed a period can be read whole, on a wide and on a narrow page."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.browsers import watched_page
from tests.support.closing import close_months, close_year
from tests.support.people import enter_user
from tests.support.servers import serve
from tests.support.visits import sign_in
from tracker.db import transaction
from tracker.fund.closing.months import Month
from tracker.people.roles import Role


@pytest.mark.parametrize("width", [1280, 390])
def test_who_closed_a_year_is_cut_off_nowhere(
    browser: Browser,
    sqlite_url: str,
    sqlite_session: Session,
    account: Account,
    tmp_path: Path,
    width: int,
) -> None:
    del account
    with transaction(sqlite_session) as session:
        close_months(session, Month(2020, 12), "ana", "file 12")
    with transaction(sqlite_session) as session:
        close_year(session, 2020, "ana", "audited")
    faults: list[str] = []
    with (
        serve(tmp_path, sqlite_url) as server,
        watched_page(browser, server.url, faults) as page,
    ):
        enter_user(server.database_url, Role.FINANCE_OFFICER, "bo@example.org")
        page.set_viewport_size({"width": width, "height": 800})
        sign_in(page, "bo@example.org")
        page.goto("/periods")
        who = page.locator("tbody td.who", has_text="ana").first
        expect(who).to_be_visible()
        assert who.evaluate("cell => cell.scrollWidth <= cell.clientWidth")
    assert faults == []
