"""A worth that the record gives is not taken otherwise: corrections, promises given up."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session

from tests.api.accounts import fill
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.preparation.desk import open_trial_desk
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.preparing import prepare

DAY = date(2022, 10, 1)
K = EntryKind
CORRECTION = EntryDraft(K.RECEIPT_CORRECTION, "D", DAY, 10_000, contribution="C-EUR", corrects="R3")
CANCELLED = EntryDraft(K.PLEDGE_CANCELLATION, "D", DAY, 10_000, contribution="C-JPN")
GIVEN_UP = replace(CANCELLED, kind=K.PLEDGE_WRITE_OFF, basis="wound up")
OF_RECEIPT = "it is worth what this part of R3 was worth, 120.00 US dollars; leave this empty"
OF_PLEDGE = "it is worth its share of the pledge, 100.00 US dollars; leave this empty"


@pytest.mark.parametrize(
    ("draft", "usd", "rate", "why"),
    [
        (CORRECTION, 12_000, "0.800", OF_RECEIPT),
        (replace(CORRECTION, corrects=""), 12_000, "0.8", OF_RECEIPT),
        (CANCELLED, 10_000, "1", OF_PLEDGE),
        (GIVEN_UP, 10_000, "1.0", OF_PLEDGE),
    ],
)
def test_a_worth_that_the_record_gives_is_not_taken_otherwise(
    session: Session, draft: EntryDraft, usd: int, rate: str, why: str
) -> None:
    fill(session)

    def told(**typed: object) -> list[tuple[str, str]]:
        one = replace(draft, **typed)  # type: ignore[arg-type]
        return [
            (fault.field, fault.message) for fault in prepare(open_trial_desk(session), one).faults
        ]

    assert told() == told(usd_minor=usd, rate=Decimal(rate)) == []
    assert told(usd_minor=usd + 3) == [("usd", why)]
    assert told(rate=Decimal("0.9")) == [("rate", why)]
    assert told(usd_minor=1, rate=Decimal(2)) == [("usd", why), ("rate", why)]


def test_what_a_correction_settles_is_that_of_its_receipt(session: Session) -> None:
    fill(session)
    desk = open_trial_desk(session)
    (fault,) = prepare(desk, replace(CORRECTION, settles_minor=9_999)).faults
    assert tuple(fault) == (
        "settles", "it takes back what this part of R3 settled; leave this empty",
    )  # fmt: skip
    assert prepare(desk, replace(CORRECTION, settles_minor=10_000)).faults == ()
