"""Drafts of one batch, and of history: what is undone in it, narrowed, and recorded when."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import get_args

import pytest
from sqlmodel import Session, select

from tests.api.accounts import Account, fill
from tracker.db import transaction
from tracker.exchange.registry import KINDS
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.ledger_writer import open_book, write
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.ledger.verification import verify
from tracker.fund.preparation.desk import Desk, open_desk, open_trial_desk
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.history_desk import HistoryDesk, history_desk
from tracker.fund.preparation.preparing import expect_lawful, prepare

DAY = date(2022, 10, 1)
RECEIPT = EntryDraft(EntryKind.RECEIPT, "N-1", DAY, 300, contribution="C-JPN")
UNDONE = EntryDraft(EntryKind.REVERSAL, "N-2", DAY, reverses="N-1")
POOLED = EntryDraft(EntryKind.ALLOCATION, "N-3", DAY, 1_000, activity="A2")
INTEREST = EntryDraft(
    EntryKind.INTEREST, "N-4", DAY, 1_000, first_on=date(2022, 1, 1), last_on=date(2022, 6, 30)
)
EUROS = EntryDraft(
    EntryKind.RECEIPT, "N-5", DAY, 10_000, contribution="C-EUR", rate=Decimal("0.8"),
    rate_source="terms", rate_on=date(2022, 1, 1),
)  # fmt: skip


@pytest.fixture
def account(session: Session) -> Account:
    """Write the account into a database of either kind."""
    return fill(session)


@pytest.fixture
def desk(session: Session, account: Account) -> Desk:
    """Give a desk for trying."""
    del account
    return open_trial_desk(session)


def faulty(desk: Desk, draft: EntryDraft) -> list[str]:
    """Return the fields of a draft that are at fault."""
    return [fault.field for fault in prepare(desk, draft).faults]


def test_an_entry_is_undone_in_the_batch_that_brings_it(session: Session, account: Account) -> None:
    del account
    with transaction(session):
        desk = open_desk(session, "second")
        drafts = [RECEIPT, UNDONE, replace(RECEIPT, reference="N-9")]
        desk.read(drafts)
        for draft in drafts:
            expect_lawful(prepare(desk, draft))
        write(session, desk.book, "first")
    found = {one.reference: one for one in session.exec(select(LedgerEntry))}
    assert found["N-2"].reverses_id == found["N-1"].id
    assert found["N-2"].usd_minor == -found["N-1"].usd_minor
    assert verify(session).clean


def test_an_entry_of_the_batch_is_undone_once_and_no_other(
    session: Session, account: Account
) -> None:
    del account
    desk = open_desk(session, "second")
    assert faulty(desk, UNDONE) == ["reverses"]
    assert faulty(desk, RECEIPT) == []
    assert faulty(desk, replace(UNDONE, reverses="N-7")) == ["reverses"]
    assert faulty(desk, replace(UNDONE, amount_minor=299)) == ["amount"]
    assert faulty(desk, UNDONE) == []
    assert len(prepare(desk, replace(UNDONE, reference="N-8")).faults) == 1


def test_what_waits_for_a_second_person_is_not_undone_with_it(desk: Desk) -> None:
    assert faulty(desk, RECEIPT) == []
    assert faulty(desk, UNDONE) == ["reverses"]


def test_the_pool_is_only_narrowed(desk: Desk) -> None:
    assert faulty(desk, replace(POOLED, among=("C-JPN",))) == ["amount"]
    prepared = prepare(desk, replace(POOLED, among=("C-EUR", "C-ITA")))
    assert prepared.order is not None
    italy = desk.records.contribution("C-ITA")
    assert italy is not None
    assert prepared.order.pool == (italy.id,)


def test_only_kinds_by_the_rule_are_narrowed_and_to_known_contributions(desk: Desk) -> None:
    assert faulty(desk, replace(POOLED, among=("C-ITA", "C-X"))) == ["among"]
    assert faulty(desk, replace(RECEIPT, among=("C-ITA",))) == ["among"]


def test_interest_is_narrowed_to_some_of_those_that_held_money(desk: Desk) -> None:
    whole = prepare(desk, INTEREST).order
    assert whole is not None
    assert len(whole.earned) > 1
    first = whole.earned[0]
    some = prepare(desk, replace(INTEREST, reference="N-6", among=(first.reference,))).order
    assert some is not None
    assert some.earned == (first,)


def test_a_rate_keeps_its_own_day_which_is_none_after_the_entry(desk: Desk) -> None:
    order = prepare(desk, EUROS).order
    assert order is not None
    assert order.usd_minor == 12_500
    assert order.heading.rate is not None
    assert order.heading.rate.on == date(2022, 1, 1)
    late = replace(EUROS, reference="N-6", rate_on=DAY + timedelta(days=1))
    assert faulty(desk, late) == ["rate_on"]


def test_history_is_recorded_at_its_own_moments(session: Session, account: Account) -> None:
    del account
    with transaction(session), open_book(session, "first", "second") as book:
        desk = history_desk(session, book)
        moment = book.last_recorded + timedelta(microseconds=1)
        desk.record_at(moment)
        expect_lawful(prepare(desk, RECEIPT))
        desk.record_at(moment - timedelta(days=1))
        assert faulty(desk, replace(RECEIPT, reference="N-9", another=True)) == ["recorded_at"]
    entry = session.exec(select(LedgerEntry).where(LedgerEntry.reference == "N-1")).one()
    assert entry.recorded_at == moment


def test_no_draft_says_when_it_is_recorded(session: Session, account: Account) -> None:
    del account
    assert not [
        one.name for one in fields(EntryDraft) if datetime in {one.type, *get_args(one.type)}
    ]
    assert not [
        kind for kind in KINDS.values() if "recorded_at" in {one.name for one in kind.columns()}
    ]
    desk = open_desk(session, "second")
    assert not isinstance(desk, HistoryDesk)
    assert not hasattr(desk, "record_at")
    before = datetime.now(UTC) - timedelta(minutes=1)
    expect_lawful(prepare(desk, RECEIPT))
    assert desk.book.pending[-1].recorded_at > before
