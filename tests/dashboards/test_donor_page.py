"""The page of a donor: what is open to all, and what the donor and staff alone are shown."""

import re

import pytest
from flask import Flask
from sqlmodel import Session

from tests.support.marked_record import INSTALMENT, MARK, fill_marked
from tests.support.pages import PageClient
from tests.support.people import let_in, make_user
from tests.web.conftest import counted
from tracker.people.roles import Role

OWN = ("instalments", "reports", "documents", "terms", "lines")
BOTH = ("ITA", "JPN")
MOST_STATEMENTS = 48


@pytest.fixture
def readers(app: Flask, client: PageClient, sqlite_session: Session) -> dict[str, PageClient]:
    """Give the public, two donors and an approver, before a record whose columns are marked."""
    found = {"": client}
    for role, donor in ((Role.DONOR, "ITA"), (Role.DONOR, "JPN"), (Role.APPROVER, "")):
        email = f"{role}{donor}@example.org".lower()
        make_user(sqlite_session, role, donor_code=donor, email=email)
        found[donor or role.value] = let_in(app, email)
    fill_marked(sqlite_session)
    return found


def test_the_own_part_leads_to_the_summary_over_the_days_of_the_page(
    readers: dict[str, PageClient],
) -> None:
    days = "from=2021-01-01&to=2022-12-31"
    leads = "//section[@id='documents']//a[contains(@href, '/statement')]/@href"
    own = readers["ITA"].html(f"/dashboards/donors/ITA?{days}")
    assert own.xpath(leads) == [f"/donors/ITA/statement?{days}"]
    other = readers["JPN"].html(f"/dashboards/donors/ITA?{days}")
    assert not other.xpath("//a[contains(@href, '/statement')]")


@pytest.mark.parametrize(
    ("reader", "sees"), [("", ()), ("ITA", ("ITA",)), ("JPN", ("JPN",)), ("approver", BOTH)]
)
def test_the_own_part_is_for_the_donor_and_for_staff(
    readers: dict[str, PageClient], reader: str, sees: tuple[str, ...]
) -> None:
    for donor in BOTH:
        page = readers[reader].html(f"/dashboards/donors/{donor}")
        shown = {name for name in OWN if page.xpath(f"//section[@id='{name}']")}
        text = page.xpath("string(//main)")
        marked = set(re.findall(re.escape(MARK) + r"(\w+)\.", text))
        assert shown == (set(OWN) if donor in sees else set()), donor
        assert ("contribution" in marked) is (donor in sees)
        if donor not in sees:
            assert marked <= {"saved_view"}  # the reader's own
            assert not any(amount in text for amount in INSTALMENT)


def test_another_donor_beside_ones_own_shows_no_more(readers: dict[str, PageClient]) -> None:
    page = readers["ITA"].html("/dashboards/donors/ITA?compare=donor:JPN")
    for name in OWN:
        assert page.xpath(f"//section[@id='{name}']")
        assert not page.xpath(f"//section[@id='{name}-compared']")


def test_the_page_costs_few_statements_with_its_own_part(
    app: Flask, readers: dict[str, PageClient]
) -> None:
    with counted(app) as statements:
        readers["ITA"].get("/dashboards/donors/ITA")
    assert len(statements) <= MOST_STATEMENTS
