"""One draft, one preparation: faults, warnings, questions, the worth and the pool."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from tests.api.accounts import Account, fill
from tests.support.trail import record_set_up
from tracker.db import transaction
from tracker.errors import Conflict, InvalidDraft, InvalidInput
from tracker.fund.approvals.draft_submission import submit_drafts
from tracker.fund.contributions.pooled_programmes import end_pooling, pool_programmes
from tracker.fund.ledger.cash_days import cent_days
from tracker.fund.ledger.cash_entries import charge_bank, receive
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.ledger.verification import verify
from tracker.fund.preparation.desk import Desk, open_trial_desk
from tracker.fund.preparation.eligible import eligible
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.preparing import CLOSED_PERIOD, Prepared, prepare
from tracker.fund.states import ScopeKind
from tracker.fund.tables.contributions import Contribution, ContributionScope
from tracker.fund.verification.record_checks import verify_record
from tracker.periods import today
from tracker.reference.codes import Earmarking

DAY = date(2022, 10, 1)
RECEIPT = EntryDraft(EntryKind.RECEIPT, "N-1", DAY, 300, contribution="C-JPN")
EUROS = EntryDraft(
    EntryKind.RECEIPT, "N-2", DAY, 10_000, contribution="C-EUR", usd_minor=10_137,
    rate_source="advice 77",
)  # fmt: skip
POOLED = EntryDraft(EntryKind.ALLOCATION, "N-3", DAY, 1_000, activity="A2")


@pytest.fixture
def account(session: Session) -> Account:
    """Write the account into a database of either kind."""
    return fill(session)


@pytest.fixture
def desk(session: Session, account: Account) -> Desk:
    """Give a desk for trying."""
    del account
    return open_trial_desk(session)


def names(desk: Desk, on: date = DAY, only_from: str = "") -> list[str]:
    """Return the contributions that may pay for A2."""
    activity = desk.records.activity("A2") or 0
    return [one.reference for one in eligible(desk, activity, on, only_from)]


def tie(session: Session, reference: str, programme: str = "") -> None:
    """Earmark a contribution tightly, to one programme or to nothing that is named."""
    with transaction(session):
        row = session.exec(select(Contribution).where(Contribution.reference == reference)).one()
        record_set_up(session)
        row.earmarking = Earmarking.TIGHTLY_EARMARKED
        session.add(row)
        if programme:
            session.add(
                ContributionScope(
                    contribution_id=row.id or 0, kind=ScopeKind.PROGRAMME, code=programme
                )
            )


def test_the_pool_takes_what_the_rule_says(session: Session, account: Account) -> None:
    del account
    before = names(open_trial_desk(session))
    assert before == ["C-ITA"]
    tie(session, "C-ITA")
    assert "C-ITA" not in names(open_trial_desk(session))
    tie(session, "C-ITA", "GLO1")
    assert "C-ITA" not in names(open_trial_desk(session))
    with transaction(session):
        pool_programmes(session, ["GLO1"], DAY, "finance", "agreed by the donors")
    assert "C-ITA" in names(open_trial_desk(session))
    assert names(open_trial_desk(session), only_from="GLO1") == ["C-ITA"]
    assert "C-ITA" not in names(open_trial_desk(session), on=date(2022, 9, 30))
    with transaction(session):
        end_pooling(session, "GLO1", DAY, "finance", "ended")
    assert "C-ITA" in names(open_trial_desk(session))
    assert "C-ITA" not in names(open_trial_desk(session), on=date(2022, 10, 2))


def test_pooling_begins_and_ends_once(session: Session, account: Account) -> None:
    del account
    with transaction(session):
        pool_programmes(session, ["GLO1", "GLO1"], DAY, "finance", "agreed")
    with pytest.raises(InvalidInput), transaction(session):
        end_pooling(session, "GLO1", date(2022, 9, 1), "finance", "too early")
    with transaction(session):
        end_pooling(session, "GLO1", DAY, "finance", "ended")
    with pytest.raises(Conflict), transaction(session):
        end_pooling(session, "GLO1", DAY, "finance", "again")
    found = verify_record(session)
    assert found.clean, found.faults


def test_drafts_before_a_draft_count(desk: Desk) -> None:
    more = replace(RECEIPT, amount_minor=99_999_00, contribution="C-ITA")
    all_of_it = replace(POOLED, amount_minor=80_000_00)
    assert [fault.field for fault in prepare(desk, all_of_it).faults] == ["amount"]
    assert prepare(desk, more).faults == ()
    assert prepare(desk, all_of_it).faults == ()


def test_all_faults_are_told_at_once(desk: Desk) -> None:
    desk.book.closed_until = date(2022, 12, 31)
    draft = EntryDraft(
        EntryKind.WRITE_OFF, "", DAY, -5, "XQX", contribution="C-X", activity="A1",
        to_contribution="C-Y",
    )  # fmt: skip
    found = [fault.field for fault in prepare(desk, draft).faults]
    assert sorted(found) == sorted(
        ["contribution", "to_contribution", "to_contribution", "activity", "reference",
         "currency", "amount", "basis", CLOSED_PERIOD]
    )  # fmt: skip


def test_what_the_bank_said_is_kept_with_its_rate_and_source(
    session: Session, account: Account
) -> None:
    del account
    with transaction(session):
        submit_drafts(session, [EUROS], actor="finance")
    entry = session.exec(select(LedgerEntry).where(LedgerEntry.reference == "N-2")).one()
    assert (entry.usd_minor, entry.rate_source, entry.rate_on) == (10_137, "advice 77", DAY)
    assert (entry.rate, entry.rate_implied) == (Decimal("0.986485153398"), True)
    assert verify(session).clean


def test_a_rate_that_disagrees_is_kept_with_a_warning(desk: Desk) -> None:
    agreed = prepare(desk, replace(EUROS, rate=Decimal("0.9865")))
    assert (agreed.warnings, agreed.faults) == ((), ())
    other = prepare(desk, replace(EUROS, reference="N-9", rate=Decimal("0.9"), another=True))
    assert [warning.field for warning in other.warnings] == ["usd"]
    assert other.order is not None
    assert other.order.usd_minor == 10_137
    assert other.order.heading.rate is not None
    assert other.order.heading.rate.rate == Decimal("0.9")


def test_nothing_is_converted_with_an_implied_rate(desk: Desk) -> None:
    assert prepare(desk, EUROS).faults == ()
    later = prepare(desk, replace(EUROS, reference="N-8", usd_minor=None, rate_source=""))
    assert [fault.field for fault in later.faults] == ["rate"]


def test_a_receipt_like_another_is_asked_about(desk: Desk) -> None:
    assert prepare(desk, RECEIPT).open_questions == ()
    again = replace(RECEIPT, reference="N-7")
    asked = prepare(desk, again)
    assert (asked.order, [one.field for one in asked.open_questions]) == (None, ["another"])
    assert prepare(desk, replace(again, another=True)).order
    third = replace(again, reference="N-6", sure=frozenset({"ANOTHER_RECEIPT"}))
    assert prepare(desk, third).order


def test_a_correction_takes_the_worth_of_its_receipt(desk: Desk) -> None:
    half = EntryDraft(
        EntryKind.RECEIPT_CORRECTION, "N-5", DAY, 10_000, contribution="C-EUR", corrects="R3"
    )
    prepared: Prepared = prepare(desk, half)
    assert prepared.order is not None
    assert prepared.order.usd_minor == 12_000
    assert [fault.field for fault in prepare(desk, replace(half, corrects="R9")).faults] == [
        "corrects"
    ]


@pytest.mark.parametrize("contribution", ["", "C-JPN"])
def test_interest_is_of_days_that_have_come(desk: Desk, contribution: str) -> None:
    tomorrow = today() + timedelta(days=1)
    draft = EntryDraft(
        EntryKind.INTEREST,
        "N-1",
        DAY,
        300,
        contribution=contribution,
        first_on=DAY,
        last_on=today(),
    )
    assert not prepare(desk, draft).faults
    for name, day in [
        ("last_on", tomorrow), ("last_on", date(2569, 10, 2)), ("first_on", date(1875, 10, 2)),
    ]:  # fmt: skip
        told = prepare(desk, replace(draft, reference="N-2", **{name: day})).faults  # type: ignore[arg-type]
        assert [fault.field for fault in told] == [name]
        assert day.isoformat() in told[0].message


def test_a_refused_draft_of_several_leaves_nothing(session: Session, account: Account) -> None:
    del account
    before = len(session.exec(select(LedgerEntry.id)).all())
    session.rollback()
    bad = replace(RECEIPT, reference="N-4", contribution="C-X")
    with pytest.raises(InvalidDraft), transaction(session):
        submit_drafts(session, [RECEIPT, bad], actor="finance")
    assert len(session.exec(select(LedgerEntry.id)).all()) == before


def test_days_below_zero_weigh_against_what_the_batch_brings(
    session: Session, account: Account
) -> None:
    """Interest by the rule splits by what each held, the debts of a ledger taken over counted."""
    first, last = date(2022, 11, 1), date(2022, 11, 10)
    japan = account.contributions["C-JPN"]
    with transaction(session), open_book(session, "ana", "ben", let_in="taken over") as book:
        receive(book, ContributionMovement(japan, 60_000, Heading(date(2022, 12, 1), "D-1")))
        charge_bank(book, ContributionMovement(japan, 60_000, Heading(DAY, "D-2")))
    before = cent_days(session, first, last)
    assert before[japan] < 0
    desk = open_trial_desk(session)
    receipt = replace(RECEIPT, effective_on=first, amount_minor=50_000, sure=frozenset({"ANOTHER"}))
    assert prepare(desk, receipt).faults == ()
    held = {one.contribution_id: one.left_minor for one in desk.earned(first, last)}
    assert held == {**before, japan: before[japan] + 50_000 * 10}
    assert held[japan] > 0


def test_what_the_ledger_refuses_is_told_beside_faults_and_questions(desk: Desk) -> None:
    too_much = replace(POOLED, contribution="C-ITA", amount_minor=900_000)
    nameless = prepare(desk, replace(too_much, reference=" "))
    assert [one.field for one in nameless.faults] == ["reference", "amount"]
    written_off = EntryDraft(EntryKind.WRITE_OFF, "", DAY, 900_000, contribution="C-ITA")
    assert [one.field for one in prepare(desk, written_off).faults] == [
        "reference", "basis", "amount",
    ]  # fmt: skip
    moved = EntryDraft(
        EntryKind.TRANSFER, "", DAY, 900_000, contribution="C-ITA", to_contribution="C-JPN"
    )
    assert [one.field for one in prepare(desk, moved).faults] == [
        "reference", "letter", "consent_on", "to_contribution",
    ]  # fmt: skip
    desk.book.closed_until = DAY
    closed = prepare(desk, replace(written_off, basis="stolen", reference="W"))
    assert [one.field for one in closed.faults] == [CLOSED_PERIOD, "amount"]


def test_a_question_hides_no_refusal(session: Session, account: Account) -> None:
    desk = open_trial_desk(session)
    assert prepare(desk, RECEIPT).faults == ()
    terms = desk.book.terms[account.contributions["C-JPN"]]
    desk.book.terms[terms.id] = replace(terms, closed=True)
    again = prepare(desk, replace(RECEIPT, reference="N-7"))
    assert [one.field for one in again.open_questions] == ["another"]
    assert [one.field for one in again.faults] == ["contribution"]


def test_what_is_only_tried_changes_nothing(desk: Desk) -> None:
    half = replace(POOLED, contribution="C-ITA", activity="A1", amount_minor=10_000)
    before = prepare(desk, replace(half, reference="")), len(desk.book.pending)
    for _ in range(50):
        prepare(desk, replace(half, reference=""))
    assert before == (prepare(desk, replace(half, reference="")), len(desk.book.pending))
    assert prepare(desk, half).order is not None
