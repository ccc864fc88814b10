"""The figures of the tie-out are those that the totals give for the same days."""

from itertools import product

import pytest
from flask import Flask
from sqlmodel import Session

from tests.api.accounts import Account, fill
from tests.support.pages import PageClient
from tracker.fund.reconciliation.ledger_figures import FLOWS, FigureKey, system_figures
from tracker.fund.states import StatementItem

YEARS = (2020, 2021, 2022, 2023)
COMING = {StatementItem.RECEIVED, StatementItem.INTEREST}


@pytest.fixture
def account(sqlite_session: Session) -> Account:
    """Write the account into the database that `app` uses."""
    return fill(sqlite_session)


def by_donor(client: PageClient, measure: str, dates: str) -> dict[str, int]:
    """Ask for the totals of a measure by donor; an empty code for all of them."""
    answer = client.get(f"/api/v1/totals?measure={measure}&by=donor&{dates}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found = answer.get_json()
    return {row["donor"]: row["minor"] for row in found["rows"]} | {"": found["total_minor"]}


@pytest.mark.usefixtures("app", "account")
def test_flows_and_balances_equal_the_totals(
    app: Flask, client: PageClient, sqlite_session: Session
) -> None:
    del app
    ours = system_figures(sqlite_session, YEARS)
    seen = 0
    for year, (item, measure) in product(YEARS, FLOWS.items()):
        theirs = by_donor(client, measure, f"from={year}-01-01&to={year}-12-31")
        for donor in ("", "ITA", "JPN"):
            minor = ours.get(FigureKey(year, donor, item), 0)
            assert minor == theirs.get(donor, 0), (year, item, donor)
            seen += bool(minor)
    assert seen > 8
    for year in YEARS:
        sums = {
            item: by_donor(client, measure, f"to={year}-12-31") for item, measure in FLOWS.items()
        }
        for donor in ("", "ITA", "JPN"):
            held = ours.get(FigureKey(year, donor, StatementItem.CLOSING_BALANCE), 0)
            assert held == sum(
                (1 if item in COMING else -1) * one.get(donor, 0) for item, one in sums.items()
            )
