"""Interest: what each would get is shown first, and is what is recorded."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.api.accounts import Account
from tests.support.pages import PageClient, parse
from tests.support.trail import record_set_up
from tests.web.conftest import Counts
from tests.web.test_money_forms import faults_of
from tracker.db import transaction
from tracker.fund.balances.waterfall import waterfall_of
from tracker.fund.contributions.terms import find_contribution
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.ledger.verification import verify
from tracker.fund.states import ContributionState

PATH = "/ledger/interest"
YEAR = {
    "effective_on": "2022-12-31", "amount": "100.01", "reference": "INT-2022",
    "by": "rule", "first_on": "2022-01-01", "last_on": "2022-12-31",
}  # fmt: skip


def press(client: PageClient, page: Any, intent: str = "", **values: str) -> Any:  # noqa: ANN401
    """Send the form that stands on a page, hidden fields kept."""
    data = {field.get("name"): field.get("value", "") for field in page.xpath(
        "//main//form//input[@type='hidden']"
    )}  # fmt: skip
    data |= {**YEAR, **values} | ({"intent": intent} if intent else {})
    return client.post(PATH, data=data)


def shown(page: Any) -> dict[str, str]:  # noqa: ANN401
    """Return what the preview says that each gets."""
    rows = page.xpath("//table[caption[@id='shares-caption']]/tbody/tr")
    return {row.xpath("string(th)").strip(): row.xpath("string(td[3])").strip() for row in rows}


def test_the_rule_is_previewed_and_recorded_as_shown(
    finance: PageClient, sqlite_session: Session, account: Account, rows: Callable[[], Counts]
) -> None:
    before = rows()
    answer = press(finance, finance.html(PATH), "check")
    page = parse(answer.get_data(as_text=True))
    gets = shown(page)
    assert set(gets) == {"C-EUR", "C-ITA", "C-JPN"}
    assert sum(int(amount.replace(".", "")) for amount in gets.values()) == 10_001
    assert rows() == before
    assert press(finance, page).status_code == 303
    sqlite_session.rollback()
    for reference, amount in gets.items():
        fall = waterfall_of(sqlite_session, account.contributions[reference], 1300)
        assert f"{fall.interest_minor / 100:.2f}" == amount
    entry = sqlite_session.exec(select(LedgerEntry).where(LedgerEntry.kind == "interest")).one()
    assert entry.basis == "2022-01-01 / 2022-12-31"
    assert verify(sqlite_session).clean


def test_what_was_not_shown_is_not_recorded(
    finance: PageClient, sqlite_session: Session, rows: Callable[[], Counts]
) -> None:
    before = rows()
    told = press(finance, finance.html(PATH))
    text = told.get_data(as_text=True)
    assert faults_of(text) == ["Look at what each contribution gets, and record it then."]
    assert rows() == before
    with transaction(sqlite_session) as session:
        row = find_contribution(session, "C-JPN")
        row.state = ContributionState.CLOSED
        record_set_up(session)
        session.add(row)
    again = press(finance, parse(text))
    assert again.status_code == 422
    assert set(shown(parse(again.get_data(as_text=True)))) == {"C-EUR", "C-ITA"}


def test_interest_of_one_contribution_by_name(
    finance: PageClient, sqlite_session: Session, account: Account
) -> None:
    page = finance.html(f"{PATH}?contribution=C-JPN")
    assert page.xpath("//input[@name='by' and @checked]/@value") == ["named"]
    answer = press(finance, page, by="named", contribution="C-JPN", first_on="", last_on="")
    assert answer.status_code == 303
    assert answer.location.endswith("/contributions/C-JPN")
    sqlite_session.rollback()
    fall = waterfall_of(sqlite_session, account.contributions["C-JPN"], 1300)
    assert fall.interest_minor == 10_001


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"amount": "0"}, "the amount must be above zero"),
        ({"amount": "much"}, "'much' is no number; write it as 1,234.50"),
        ({"first_on": ""}, "Give the date."),
        ({"first_on": "2023-01-01"}, "The last day comes before the first."),
        (
            {"first_on": "1999-01-01", "last_on": "1999-12-31"},
            "no open contribution held money on these days",
        ),
        ({"by": "named", "contribution": "C-X"}, "Choose an open contribution."),
    ],
)
def test_nonsense_is_told(
    finance: PageClient, rows: Callable[[], Counts], values: dict[str, str], told: str
) -> None:
    before = rows()
    answer = press(finance, finance.html(PATH), "check", **values)
    assert answer.status_code == 422
    assert faults_of(answer.get_data(as_text=True)) == [told]
    assert rows() == before


def test_only_who_posts_money_sees_it(client: PageClient, manager: PageClient) -> None:
    assert manager.get(PATH).status_code == 403
    assert client.get(PATH).status_code in (302, 303, 401)
