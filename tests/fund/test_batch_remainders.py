"""Drafts of one batch, and requests that wait, never take the same remainder twice."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from tests.api.accounts import Account, fill
from tests.support.approvals import approve_all
from tracker.db import transaction
from tracker.errors import InvalidDraft
from tracker.fund.approvals.draft_submission import submit_drafts
from tracker.fund.ledger.entries import NEEDS_SECOND_PERSON, EntryKind
from tracker.fund.ledger.recorded_receipts import receipts_left
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.ledger.verification import verify
from tracker.fund.preparation.desk import open_trial_desk
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.preparing import Prepared, prepare
from tracker.fund.rates.operational_rates import add_rates
from tracker.fund.rates.rate_rules import RateDraft
from tracker.fund.verification.record_checks import verify_record

DAY = date(2022, 10, 1)
K = EntryKind


def draft(kind: EntryKind, contribution: str, **more: object) -> EntryDraft:
    """Return a draft without an amount."""
    return replace(EntryDraft(kind, "D", DAY, contribution=contribution), **more)  # type: ignore[arg-type]


COMMITTED = draft(K.COMMITMENT, "C-ITA", activity="A1", amount_minor=30_000, reference="C-0")
TAKES = {
    "correction": draft(K.RECEIPT_CORRECTION, "C-EUR", corrects="R3"),
    "correction without a name": draft(K.RECEIPT_CORRECTION, "C-EUR"),
    "refund": draft(K.REFUND, "C-EUR"),
    "refund in dollars": draft(K.REFUND, "C-JPN"),
    "write-off": draft(K.WRITE_OFF, "C-JPN", basis="stolen"),
    "bank charge": draft(K.BANK_CHARGE, "C-JPN"),
    "transfer": draft(K.TRANSFER, "C-ITA", to_contribution="C-EUR", letter="of May",
                      consent_on=DAY),
    "cancellation": draft(K.PLEDGE_CANCELLATION, "C-JPN"),
    "write-off of a pledge": draft(K.PLEDGE_WRITE_OFF, "C-JPN", basis="wound up"),
    "lowered pledge": draft(K.PLEDGE_ADJUSTMENT, "C-JPN"),
    "instalment": draft(K.INSTALMENT_DUE, "C-JPN"),
    "allocation": draft(K.ALLOCATION, "C-ITA", activity="A1"),
    "allocation by the rule": draft(K.ALLOCATION, "", activity="A1"),
    "release": draft(K.DE_ALLOCATION, "C-ITA", activity="A1"),
    "release by the rule": draft(K.DE_ALLOCATION, "", activity="A1"),
    "commitment": draft(K.COMMITMENT, "C-ITA", activity="A1"),
    "release of a commitment": draft(K.DE_COMMITMENT, "C-ITA", activity="A1"),
    "payment of a commitment": draft(K.EXPENDITURE, "C-ITA", activity="A1",
                                     against_commitment=True),
    "expenditure": draft(K.EXPENDITURE, "C-ITA", activity="A1"),
}  # fmt: skip
"""What lowers something of which only so much is left."""


@pytest.fixture
def account(session: Session) -> Account:
    """Write the account into a database of either kind, with a commitment and a rate."""
    found = fill(session)
    with transaction(session):
        add_rates(session, [RateDraft("EUR", DAY, Decimal("0.9"), "the bank")], "one")
        submit_drafts(session, [COMMITTED], actor="one")
    return found


def of_amount(one: EntryDraft, minor: int, number: int = 1) -> EntryDraft:
    """Return a draft of so much, with a name of its own."""
    lowers = one.kind is K.PLEDGE_ADJUSTMENT
    return replace(one, amount_minor=-minor if lowers else minor, reference=f"D-{number}")


def tried(session: Session, one: EntryDraft, amounts: Sequence[int]) -> list[Prepared]:
    """Prepare drafts of amounts as one batch, at a desk of their own."""
    drafts = [of_amount(one, minor, number) for number, minor in enumerate(amounts, start=1)]
    desk = open_trial_desk(session)
    desk.read(drafts)
    return [prepare(desk, each) for each in drafts]


def largest(session: Session, one: EntryDraft) -> int:
    """Return the largest amount that is lawful alone."""
    low, high = 0, 1_000_000
    while low < high:
        middle = (low + high + 1) // 2
        lawful = tried(session, one, [middle])[0].order is not None
        low, high = (middle, high) if lawful else (low, middle - 1)
    return low


@pytest.mark.parametrize("name", TAKES)
def test_the_second_of_a_batch_sees_what_the_first_left(
    session: Session, account: Account, name: str
) -> None:
    del account
    whole = largest(session, TAKES[name])
    assert 1_000 < whole < 1_000_000
    first, second = tried(session, TAKES[name], [whole * 6 // 10, whole * 6 // 10])
    assert first.faults == ()
    assert [fault.field for fault in second.faults] == ["amount"]
    both = tried(session, TAKES[name], [whole * 6 // 10, whole - whole * 6 // 10])
    assert [one.faults for one in both] == [(), ()]


@pytest.mark.parametrize(
    "name",
    [name for name, one in TAKES.items() if one.kind in NEEDS_SECOND_PERSON],
)
def test_what_waits_is_not_taken_again(session: Session, account: Account, name: str) -> None:
    del account
    whole = largest(session, TAKES[name])
    session.rollback()
    part = whole * 6 // 10
    with transaction(session):
        assert submit_drafts(session, [of_amount(TAKES[name], part)], actor="one").waits
    with pytest.raises(InvalidDraft) as refused, transaction(session):
        submit_drafts(session, [of_amount(TAKES[name], part, 2)], actor="two")
    assert [fault.field for fault in refused.value.faults] == ["amount"]
    assert approve_all(session) == 1
    assert verify(session).clean
    assert verify_record(session).clean


def test_a_promise_that_waits_to_be_given_up_is_not_given_up_again(
    session: Session, account: Account
) -> None:
    del account
    one = TAKES["write-off of a pledge"]
    whole = largest(session, one)
    part = whole * 6 // 10
    session.rollback()
    with transaction(session):
        submit_drafts(session, [of_amount(one, part)], actor="one")
    cancels = replace(one, kind=K.PLEDGE_CANCELLATION, basis="")
    for again in (one, cancels):
        with pytest.raises(InvalidDraft) as refused, transaction(session):
            submit_drafts(session, [of_amount(again, part, 2)], actor="two")
        assert [fault.field for fault in refused.value.faults] == ["amount"]
    with transaction(session):
        submit_drafts(session, [of_amount(one, whole - part, 3)], actor="two")
    assert approve_all(session) == 2
    assert verify(session).clean
    assert verify_record(session).clean


def test_corrections_in_one_batch_are_posted_up_to_the_remainder(
    session: Session, account: Account
) -> None:
    number = account.contributions["C-EUR"]
    batch = [
        of_amount(TAKES["correction"], part, place) for place, part in ((1, 6_001), (2, 4_000))
    ]
    with transaction(session):
        submit_drafts(session, batch, actor="one")
    (waiting,) = receipts_left(session, number)
    assert (waiting.original_minor, waiting.usd_minor) == (9_999, 11_999)
    session.rollback()
    approve_all(session)
    (left,) = receipts_left(session, number)
    assert left == waiting
    rest = of_amount(TAKES["correction without a name"], 9_999, 3)
    with transaction(session):
        submit_drafts(session, [rest], actor="one")
    session.rollback()
    approve_all(session)
    assert receipts_left(session, number) == ()
    named = session.exec(
        select(LedgerEntry.reference, LedgerEntry.basis, LedgerEntry.usd_minor).where(
            LedgerEntry.kind == K.RECEIPT_CORRECTION
        )
    ).all()
    assert {tuple(one) for one in named} == {
        ("D-1", "R3", 7_201), ("D-2", "R3", 4_800), ("D-3", "R3", 11_999),
    }  # fmt: skip


def test_a_receipt_is_undone_after_its_corrections(session: Session, account: Account) -> None:
    del account
    undo = EntryDraft(K.REVERSAL, "V-9", DAY, reverses="R3")
    lowered = of_amount(TAKES["correction"], 6_000)
    desk = open_trial_desk(session)
    assert prepare(desk, lowered).faults == ()
    assert [fault.message for fault in prepare(desk, undo).faults] == [
        "R3 was lowered by D-1; undo that first"
    ]
    session.rollback()
    with transaction(session):
        submit_drafts(session, [lowered], actor="one")
    assert prepare(open_trial_desk(session), undo).faults != ()
    session.rollback()
    approve_all(session)
    with transaction(session):
        submit_drafts(session, [replace(undo, reference="V-1", reverses="D-1")], actor="one")
    session.rollback()
    approve_all(session)
    assert prepare(open_trial_desk(session), undo).faults == ()
