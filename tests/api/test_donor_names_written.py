# ruff: noqa: RUF001 - letters of other scripts are what these tests are about
"""A donor is taken by any of its names: in the JSON interface, in the form and in sheets."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from tests.api.accounts import Account
from tests.api.test_recording import sender
from tests.exchange.making import messages, take_in, write_csv
from tests.support.pages import PageClient
from tests.support.small_account import ACTOR
from tracker.db import transaction
from tracker.fund.contributions.terms import find_contribution
from tracker.fund.donors.aliases import add_alias
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.registry import Spelling
from tracker.fund.tables.donors import Donor
from tracker.people.roles import Role

BODY = {
    "reference": "DN-1", "financing_instrument": "R03E", "earmarking": "3", "currency": "USD",
    "amount_minor": 10_000, "pledged_on": "2022-10-02",
}  # fmt: skip
ROW = {
    "reference": "DN-1", "donor": "", "earmarking": "3", "currency": "USD", "amount": "100.00",
    "pledged_on": "2022-10-02",
}  # fmt: skip
WRITTEN = ["italie", "l\u2019Italie", "Италия", "ايطاليا", "意大利", "ITA", "ita", "Bel Paese"]


@pytest.fixture
def officer(
    sqlite_session: Session, account: Account, signed_in: Callable[[Role], PageClient]
) -> PageClient:
    """Give the client of a finance officer, with another spelling of Italy on record."""
    del account
    with transaction(sqlite_session):
        add_alias(sqlite_session, "ITA", Spelling("bel paese"), ACTOR)
    return signed_in(Role.FINANCE_OFFICER)


def send(client: PageClient, donor: str) -> Any:  # noqa: ANN401 - a response
    """Send a contribution by the JSON interface, only to try it."""
    return sender(client)("contributions", {**BODY, "donor": donor, "dry_run": True})


@pytest.mark.parametrize("written", WRITTEN)
def test_the_interface_takes_a_name(officer: PageClient, written: str) -> None:
    answer = send(officer, written)
    assert answer.status_code == 200, answer.get_data(as_text=True)


def test_the_interface_proposes_the_nearest(officer: PageClient) -> None:
    answer = send(officer, "Itally")
    assert answer.status_code == 422
    assert "Did you mean Italy (ITA)?" in answer.get_data(as_text=True)


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.usefixtures("officer")
def test_a_sheet_takes_a_name(sqlite_session: Session, tmp_path: Path, written: str) -> None:
    sheet = write_csv(tmp_path / "s.csv", [{**ROW, "donor": written}])
    report = take_in(sqlite_session, "contributions", sheet)
    assert (messages(report), report["added"]) == ([], 1)
    row = find_contribution(sqlite_session, "DN-1")
    assert sqlite_session.get_one(Donor, row.donor_id).code == "ITA"
    again = take_in(sqlite_session, "contributions", sheet)
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 1)


@pytest.mark.usefixtures("officer")
def test_a_state_that_is_not_on_record_yet_is_added(
    sqlite_session: Session, tmp_path: Path
) -> None:
    sheet = write_csv(tmp_path / "s.csv", [{**ROW, "donor": "les Pays-Bas"}])
    report = take_in(sqlite_session, "contributions", sheet)
    assert (report["added"], report["also_added"]["donors"]) == (1, 1)
    assert find_donor(sqlite_session, "NLD").state == "NLD"


@pytest.mark.parametrize(
    ("written", "code", "told"),
    [
        ("Itally", "", "Did you mean Italy (ITA)?"),
        ("Korea", "", "Democratic People's Republic of Korea (PRK)"),
        ("l'Italie", "FR", "the code FR beside it means France"),
    ],
)
@pytest.mark.usefixtures("officer")
def test_what_cannot_be_decided_names_the_candidates(
    sqlite_session: Session, tmp_path: Path, written: str, code: str, told: str
) -> None:
    sheet = write_csv(tmp_path / "s.csv", [{**ROW, "donor": written, "donor_code": code}])
    [(_, column, message)] = messages(take_in(sqlite_session, "contributions", sheet))
    assert column == "donor"
    assert told in message.replace("\u2019", "'")


@pytest.mark.usefixtures("officer")
def test_a_sheet_takes_states_by_name(sqlite_session: Session, tmp_path: Path) -> None:
    rows = [{"code": "RQ-9", "state": "la Côte d’Ivoire", "source": "official_request",
             "priority": "high", "status": "open", "received_on": "2022-01-01",
             "summary": "x", "instrument": "TIP"}]  # fmt: skip
    assert [
        message
        for _, column, message in messages(
            take_in(sqlite_session, "requests", write_csv(tmp_path / "r.csv", rows))
        )
        if column == "state"
    ] == []
