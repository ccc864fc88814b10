"""The live summary of a donor as a page and as documents: for the donor and for staff alone."""

from datetime import date

import pytest
from flask import Flask
from sqlmodel import Session

from tests.support.pages import PageClient
from tests.support.people import let_in, make_user
from tests.support.statements import amounts, drawn, terms_of
from tracker.db import transaction
from tracker.fund.donors.merging import merge_donors
from tracker.fund.donors.registry import DonorDraft, add_donors
from tracker.people.roles import Role
from tracker.reference.codes import ContributorType
from tracker.reports.renderings.forms import CONTENT_TYPES, Format
from tracker.reports.spelling.speller import Speller

PERIOD = "from=2021-01-01&to=2022-12-31"
SEEING = (Role.PROGRAMME_MANAGER, Role.FINANCE_OFFICER, Role.APPROVER, Role.SECRETARIAT)
NOT_ISSUED = "Not issued: a summary of the record, not a statement"
pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def readers(app: Flask, client: PageClient, sqlite_session: Session) -> dict[str, PageClient]:
    """Give the public, two donors, and a person of each role."""
    found = {"": client}
    for role, donor in [
        (Role.DONOR, "ITA"), (Role.DONOR, "JPN"), *((role, "") for role in SEEING),
        (Role.ADMINISTRATOR, ""),
    ]:  # fmt: skip
        email = f"{role}{donor}@example.org".lower()
        make_user(sqlite_session, role, donor_code=donor, email=email)
        found[donor or role.value] = let_in(app, email)
    return found


def test_it_is_for_its_donor_and_for_those_who_see_terms(readers: dict[str, PageClient]) -> None:
    for address in (f"/donors/ITA/statement?{PERIOD}", f"/donors/ITA/statement.xlsx?{PERIOD}"):
        answers = {name: one.get(address).status_code for name, one in readers.items()}
        assert answers == {
            "": 303,
            "ITA": 200,
            "JPN": 403,
            Role.ADMINISTRATOR.value: 403,
            **dict.fromkeys((role.value for role in SEEING), 200),
        }
    for name in ("", "JPN", "ITA"):
        assert readers[name].get("/donors/NOBODY/statement").status_code == 404


def test_the_page_shows_the_figures_of_the_summary(
    readers: dict[str, PageClient], sqlite_session: Session
) -> None:
    page = readers["ITA"].html(f"/donors/ITA/statement?{PERIOD}")
    text = page.text_content()
    assert NOT_ISSUED in text
    report = drawn(sqlite_session, terms_of("ITA", date(2021, 1, 1), date(2022, 12, 31)))
    table = next(one for one in report.tables if one.id == "balance")
    shown = [
        [cell.text_content() for cell in row.xpath("./th | ./td")]
        for row in page.xpath("//table[@id='balance']/tbody/tr | //table[@id='balance']/tfoot/tr")
    ]
    english = Speller("en")
    rows = (*table.rows, table.sums) if table.sums else table.rows
    assert shown == [[english.cell(cell) for cell in row.cells] for row in rows]
    assert amounts(report, "balance")["closing"]["amount"]
    assert not page.xpath("//article//a | //article//script")


def test_contributions_and_language_are_chosen(readers: dict[str, PageClient]) -> None:
    page = readers["ITA"].html(f"/donors/ITA/statement?{PERIOD}&contribution=C-EUR&language=ar")
    (report,) = page.xpath("//article")
    assert (report.get("lang"), report.get("dir")) == ("ar", "rtl")
    assert "C-EUR" in report.text_content()
    assert "C-ITA" not in report.text_content()
    chosen = page.xpath("//input[@name='contribution'][@checked]/@value")
    assert chosen == ["C-EUR"]
    for address in page.xpath("//ul[@class='report-files']//a/@href"):
        assert "contribution=C-EUR" in address
        assert "language=ar" in address


def test_the_documents_are_served_under_their_names(readers: dict[str, PageClient]) -> None:
    page = readers["ITA"].html(f"/donors/ITA/statement?{PERIOD}")
    addresses = page.xpath("//ul[@class='report-files']//a/@href")
    assert len(addresses) == len(Format)
    for form, address in zip(Format, addresses, strict=True):
        answer = readers["ITA"].http.get(address)  # a file to keep, no page of ours
        assert answer.status_code == 200
        assert answer.content_type == CONTENT_TYPES[form]
        name = f"summary-ITA-2021-01-01-2022-12-31-en.{form.value}"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert readers["ITA"].get(f"/donors/ITA/statement.odt?{PERIOD}").status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        "from=2022-01-01&to=2021-01-01", "from=soon", "known_at=2099-01-01", "language=xx",
        "donor=JPN", "region=002", "compare=before", "anything=1",
    ],
)  # fmt: skip
def test_what_it_cannot_count_by_is_refused(readers: dict[str, PageClient], asked: str) -> None:
    assert readers["ITA"].get(f"/donors/ITA/statement?{asked}").status_code == 422


def test_a_contribution_of_another_donor_is_not_there(readers: dict[str, PageClient]) -> None:
    address = f"/donors/ITA/statement?{PERIOD}&contribution=C-JPN"
    for name in ("ITA", Role.APPROVER.value):
        assert readers[name].get(address).status_code == 404


def test_a_merged_donor_leads_to_its_successor(
    readers: dict[str, PageClient], sqlite_session: Session
) -> None:
    with transaction(sqlite_session):
        draft = DonorDraft("ITALIA", "Italia", ContributorType.GOVERNMENT)
        add_donors(sqlite_session, [draft], "test")
    with transaction(sqlite_session):
        merge_donors(sqlite_session, "ITALIA", "ITA", "test", "the same State")
    answer = readers["ITA"].get(f"/donors/ITALIA/statement?{PERIOD}")
    assert answer.headers["Location"] == f"/donors/ITA/statement?{PERIOD}"
    assert readers["JPN"].get("/donors/ITALIA/statement").status_code == 403


def test_without_days_it_is_that_of_this_year(readers: dict[str, PageClient]) -> None:
    page = readers["ITA"].html("/donors/ITA/statement")
    (first,) = page.xpath("//input[@name='from']/@value")
    assert first.endswith("-01-01")
    assert page.xpath("//table[@id='balance']")
