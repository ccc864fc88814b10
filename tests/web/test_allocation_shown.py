"""An allocation by the rule is handed in as it was shown: one press shows it, the next agrees."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.support.pages import PageClient, parse
from tests.web.conftest import Counts
from tests.web.test_money_forms import DAY
from tracker.db import transaction
from tracker.fund.approvals.draft_submission import submit_drafts
from tracker.fund.contributions.terms import ContributionDraft, add_contributions
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.reference.codes import Earmarking, FinancingInstrument

PATH = "/contributions/C-ITA/record/allocation"
BY_RULE = {
    "effective_on": DAY, "amount": "10", "reference": "POOL-1", "activity": "A2", "by": "rule",
}  # fmt: skip
ANOTHER = ContributionDraft(
    "C-NEW", "JPN", FinancingInstrument.UNTIED, Earmarking.UNEARMARKED, "USD", 50_000
)
CAME = EntryDraft(EntryKind.RECEIPT, "MORE", date(2022, 8, 1), 50_000, contribution="C-NEW")


def parts(answer: Any) -> dict[str, str]:  # noqa: ANN401 - an answer
    """Return the parts that a page shows."""
    rows = parse(answer.get_data(as_text=True)).xpath(
        "//table[caption[@id='parts-caption']]/tbody/tr"
    )
    return {row.xpath("string(th)").strip(): row.xpath("string(td)").strip() for row in rows}


def test_the_first_press_shows_and_the_second_agrees(
    finance: PageClient, rows: Callable[[], Counts], sqlite_session: Session
) -> None:
    before = rows()
    shown = finance.submit(PATH, BY_RULE)
    assert (shown.status_code, rows()) == (200, before)
    assert parts(shown)
    assert "Nothing has been saved yet." in shown.get_data(as_text=True)
    assert finance.send_again(shown, {"reference": "POOL-1"}).status_code == 303
    sqlite_session.rollback()
    request = sqlite_session.exec(select(ApprovalRequest)).one()
    posted = sorted(f"{minor / 100:.2f}" for _, minor in request.orders[0]["parts"])
    assert posted == sorted(parts(shown).values())


def test_other_lines_are_shown_again_before_they_are_handed_in(
    finance: PageClient, rows: Callable[[], Counts], sqlite_session: Session
) -> None:
    shown = finance.submit(PATH, BY_RULE)
    with transaction(sqlite_session) as session:
        add_contributions(session, [ANOTHER], "P-000009")
        submit_drafts(session, [CAME], actor="P-000009")
    before = rows()
    refused = finance.send_again(shown, {"reference": "POOL-1"})
    assert (refused.status_code, rows()) == (422, before)
    assert "Look at what each contribution gives" in refused.get_data(as_text=True)
    assert parts(refused) != parts(shown)
    assert finance.send_again(refused, {"reference": "POOL-1"}).status_code == 303


@pytest.mark.parametrize("seen", ["", "x", "0" * 64])
def test_lines_that_were_never_shown_are_not_handed_in(
    finance: PageClient, rows: Callable[[], Counts], seen: str
) -> None:
    before = rows()
    page = finance.html(PATH)
    token = page.xpath("//main//input[@name='csrf_token']/@value")[0]
    answer = finance.post(PATH, data={**BY_RULE, "csrf_token": token, "seen": seen})
    assert (answer.status_code, rows()) == (422 if seen else 200, before)
    assert parts(answer)


def test_an_allocation_by_name_is_handed_in_at_once(finance: PageClient) -> None:
    assert finance.submit(PATH, {**BY_RULE, "by": "named"}).status_code == 303
