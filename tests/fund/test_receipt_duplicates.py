"""Two receipts of one donor, currency and amount within three days may be one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session

from tests.api.accounts import fill
from tests.support.approvals import approve_all
from tracker.db import transaction
from tracker.fund.approvals.submission import submit
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.receipt_duplicates import (
    ReceiptFacts,
    ReceiptIndex,
    is_alike,
    receipts_between,
)
from tracker.fund.ledger.receipt_remainders import ReceiptRemainder
from tracker.fund.ledger.recorded_receipts import receipts_left
from tracker.fund.tables.contributions import Contribution

ONE = ReceiptFacts("R-1", 7, "EUR", 5_000, date(2022, 9, 10))


@pytest.mark.parametrize("days", [-3, -1, 0, 2, 3])
def test_three_days_are_close(days: int) -> None:
    assert is_alike(
        ONE, ONE._replace(reference="R-2", effective_on=ONE.effective_on + timedelta(days))
    )


@pytest.mark.parametrize(
    "other",
    [
        ONE._replace(reference="R-2", effective_on=date(2022, 9, 14)),
        ONE._replace(reference="R-2", effective_on=date(2022, 9, 6)),
        ONE._replace(reference="R-2", amount_minor=5_001),
        ONE._replace(reference="R-2", currency="USD"),
        ONE._replace(reference="R-2", donor_id=8),
        ONE,
    ],
)
def test_what_differs_in_one_respect_is_another(other: ReceiptFacts) -> None:
    assert not is_alike(ONE, other)


def test_the_closest_is_named() -> None:
    known = ReceiptIndex([ONE, ONE._replace(reference="R-0", effective_on=date(2022, 9, 12))])
    found = known.like(ONE._replace(reference="NEW", effective_on=date(2022, 9, 13)))
    assert found is not None
    assert found.reference == "R-0"
    assert known.like(ONE._replace(reference="NEW", amount_minor=1)) is None


def test_those_on_record_are_found_unless_reversed(session: Session) -> None:
    account = fill(session)
    owner = session.get_one(Contribution, account.contributions["C-JPN"])
    donor, day = owner.donor_id, date(2021, 2, 1)
    found = list(receipts_between(session, [donor], day, day))
    assert found == [ReceiptFacts("R2", donor, "USD", 30_000, day)]
    assert not list(receipts_between(session, [donor + 99], day, day))
    assert list(receipts_between(session, [donor], date.min, date.max)) == found
    with transaction(session):
        order = PostingInstruction(EntryKind.RECEIPT, Heading(day, "R9"), 100, owner.id)
        submit(session, [order], "one")
        undo = PostingInstruction(EntryKind.REVERSAL, Heading(day, "V9"), reverses_id=12)
        submit(session, [undo], "one")
    assert [one.reference for one in receipts_between(session, [donor], day, day)] == ["R2", "R9"]
    approve_all(session)
    assert list(receipts_between(session, [donor], day, day)) == found


def test_corrections_are_taken_off_the_receipt_that_they_name(session: Session) -> None:
    number = fill(session).contributions["C-EUR"]
    (receipt,) = receipts_left(session, number)
    assert (receipt.original_minor, receipt.usd_minor) == (20_000, 24_000)
    for reference, part in (("K1", 6_667), ("K2", 6_667), ("K3", 6_666)):
        (left,) = receipts_left(session, number)
        usd, settled = left.part(part)
        assert settled == part
        heading = Heading(
            date(2022, 9, 1), reference, currency="EUR", original_minor=part,
            rate=left.rate, basis="R3",
        )  # fmt: skip
        with transaction(session):
            submit(
                session,
                [PostingInstruction(EntryKind.RECEIPT_CORRECTION, heading, usd, number)],
                "one",
            )
        approve_all(session)
    assert receipts_left(session, number) == ()


def test_a_part_of_a_receipt_has_its_share_and_the_rest_the_rest() -> None:
    whole = ReceiptRemainder("R", date(2022, 1, 1), "JPY", 1_000, 900, 333)
    assert whole.part(500) == (166, 450)
    rest = replace(whole, original_minor=500, settled_minor=450, usd_minor=167)
    assert rest.part(500) == (167, 450)
