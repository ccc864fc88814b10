"""Who closed a period can be read whole, on a wide and on a narrow page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlmodel import Session

from tests.api.accounts import fill
from tests.support.closing import close_months, close_year
from tests.support.people import enter_user
from tests.support.servers import LiveServer
from tests.support.visits import served_account, visited
from tracker.db import transaction
from tracker.fund.closing.months import Month
from tracker.people.roles import Role

OFFICER = "bo@example.org"


def fill_with_a_closed_year(given: Session) -> None:
    """Fill an account, and close the year 2020."""
    fill(given)
    given.rollback()
    with transaction(given) as session:
        close_months(session, Month(2020, 12), "ana", "file 12")
    with transaction(given) as session:
        close_year(session, 2020, "ana", "audited")


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """Serve an account with a closed year to a finance officer."""
    folder = tmp_path_factory.mktemp("periods")
    with served_account(folder, sqlite_template, fill_with_a_closed_year) as served:
        enter_user(served.database_url, Role.FINANCE_OFFICER, OFFICER)
        yield served


@pytest.mark.parametrize("width", [1280, 390])
def test_who_closed_a_year_is_cut_off_nowhere(
    browser: Browser, server: LiveServer, width: int
) -> None:
    with visited(browser, server, OFFICER) as page:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto("/periods")
        who = page.locator("tbody td.who", has_text="ana").first
        expect(who).to_be_visible()
        assert who.evaluate("cell => cell.scrollWidth <= cell.clientWidth")
