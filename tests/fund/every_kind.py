"""Entries of every kind on the account of tests/api, so that no step of it is zero."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session

from tests.api.accounts import Account
from tracker.db import transaction
from tracker.fund.approvals.submission import submit
from tracker.fund.ledger.cash_days import cash_days
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction

DAY = date(2022, 10, 1)
PREPARER = "one@example.org"
K = EntryKind
CONSENT_ON = date(2022, 5, 1)
TERMS = {"basis", "letter", "consent_on"}


def post_every_kind(session: Session, account: Account) -> None:
    """Hand in entries of every kind; those that take a second person wait."""
    italy, japan, euros = (account.contributions[name] for name in ("C-ITA", "C-JPN", "C-EUR"))
    a1 = account.activities["A1"]
    first, last = date(2022, 1, 1), date(2022, 12, 31)

    def order(
        kind: EntryKind, usd: int, contribution: int | None = None, **more: object
    ) -> PostingInstruction:
        terms: Any = {name: more.pop(name) for name in set(more) & TERMS}
        heading = Heading(DAY, f"X-{kind.value}", **terms)
        if contribution == euros:
            heading = replace(heading, currency="EUR", original_minor=usd)
        return replace(PostingInstruction(kind, heading, usd, contribution), **more)  # type: ignore[arg-type]

    orders = [
        order(K.PLEDGE_ADJUSTMENT, 5_000, euros, usd_minor=5_111),
        order(K.PLEDGE_CANCELLATION, 1_000, euros),
        order(K.PLEDGE_WRITE_OFF, 2_000, euros, basis="wound up"),
        order(K.INSTALMENT_DUE, 700, euros),
        order(K.RECEIPT, 300, japan),
        order(K.RECEIPT_CORRECTION, 200, japan),
        order(K.BANK_CHARGE, 111, italy),
        order(K.INTEREST, 1_003, basis="2022", earned=cash_days(session, first, last)),
        order(
            K.TRANSFER, 1_500, italy, to_contribution_id=euros, letter="letter of 1 May",
            consent_on=CONSENT_ON,
        ),
        order(K.WRITE_OFF, 90, italy, basis="stolen"),
        order(K.REFUND, 400, japan),
        order(K.ALLOCATION, 2_000, italy, activity_id=a1),
        order(K.DE_ALLOCATION, 500, italy, activity_id=a1),
        order(K.COMMITMENT, 3_000, italy, activity_id=a1),
        order(K.DE_COMMITMENT, 1_000, italy, activity_id=a1),
        order(K.EXPENDITURE, 1_234, italy, activity_id=a1),
    ]  # fmt: skip
    for one in orders:
        with transaction(session):
            submit(session, [one], PREPARER)
