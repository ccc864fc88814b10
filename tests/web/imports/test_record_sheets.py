"""The rows of a list as a sheet: those of its filters, all pages, for who may import them."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.pages import PageClient
from tracker.assistance.programmes import ProgrammeDraft, add_programmes
from tracker.assistance.states import ProgrammeKind
from tracker.db import transaction
from tracker.people.roles import Role

SignIn = Callable[..., PageClient]
MANY, MISSING = 30, 404


@pytest.fixture
def manager(account: Account, sqlite_session: Session, signed_in: SignIn) -> PageClient:
    """Give the client of a programme manager on an account with more than a page of programmes."""
    del account
    with transaction(sqlite_session) as session:
        drafts = [
            ProgrammeDraft(f"N-{number}", f"Number {number}", ProgrammeKind.THEMATIC)
            for number in range(MANY)
        ]
        add_programmes(session, drafts, "ana")
    return signed_in(Role.PROGRAMME_MANAGER)


def test_a_list_leads_to_its_rows_under_its_filters(manager: PageClient) -> None:
    page = manager.get("/programmes?kind=thematic").get_data(as_text=True)
    assert "/imports/records/programmes.csv?kind=thematic" in page
    text = manager.get("/imports/records/programmes.csv?kind=thematic").get_data(as_text=True)
    lines = text.strip().splitlines()
    assert len(lines) == MANY + 1
    assert lines[0].lstrip("\ufeff").startswith("code,title,kind")
    assert "GLO1" not in text
    found = manager.get("/imports/records/programmes.csv?q=number 29").get_data(as_text=True)
    assert found.count("\n") == 2


def test_a_workbook_has_the_rows_and_explains_its_columns(manager: PageClient) -> None:
    answer = manager.get("/imports/records/activities.xlsx")
    assert str(answer.mimetype).endswith("sheet")
    assert answer.data.startswith(b"PK")


@pytest.mark.parametrize("path", ["entries.csv", "programmes.pdf", "nothing.csv"])
def test_what_cannot_be_written_is_not_there(manager: PageClient, path: str) -> None:
    assert manager.get(f"/imports/records/{path}").status_code == MISSING


def test_who_may_not_import_a_kind_gets_no_sheet_of_it(account: Account, signed_in: SignIn) -> None:
    del account
    officer = signed_in(Role.FINANCE_OFFICER)
    assert officer.get("/imports/records/activities.csv").status_code == MISSING
    assert "/imports/records/" not in officer.get("/activities").get_data(as_text=True)
    assert "/imports/records/contributions.csv" in officer.get("/contributions").text
    assert "C-ITA" in officer.get("/imports/records/contributions.csv").text
    found = officer.get("/imports/records/contributions.csv?donor=JPN").text
    assert "C-JPN" in found
    assert "C-ITA" not in found
    assert "Japan" in officer.get("/imports/records/donors.csv").text
    donor = signed_in(Role.DONOR, donor_code="ITA")
    assert donor.get("/imports/records/contributions.csv").status_code == 403
    assert "/imports/records/" not in donor.get("/contributions").text
    assert donor.get("/imports/records/activities.csv").status_code == 403
