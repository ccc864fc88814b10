"""What is approved is what was shown: parts fixed at hand-in, decisions bound to their lines."""

from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select

from tests.fund.small_fund import Fund, heading
from tests.support.approvals import approve as approve_what_is_shown
from tests.support.approvals import shown_now
from tests.support.trail import record_set_up
from tracker.db import transaction
from tracker.errors import LedgerRefusal, ShownChanged
from tracker.fund.approvals.decisions import approve
from tracker.fund.approvals.late_splits import split_waiting
from tracker.fund.approvals.request_details import read_request
from tracker.fund.approvals.request_posting import ProposedEntries, propose_in_order
from tracker.fund.approvals.submission import Submission, submit
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.attribution import AttributedPart, FundingCandidate, agreed
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.stored_instructions import as_json, from_json
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine
from tracker.fund.states import ApprovalRequestState, ContributionState
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.fund.tables.contributions import Contribution
from tracker.fund.verification.record_checks import verify_record
from tracker.listing import ListQuery

WHOLE = ListQuery(page=1, size=50)


def by_rule(fund: Fund, kind: EntryKind, reference: str, usd: int) -> PostingInstruction:
    """Make an instruction that the rule splits over Italy and Japan."""
    pool = tuple(fund.contributions[code] for code in ("ITA", "JPN"))
    place = fund.activities["TRAIN"]
    if kind is EntryKind.INTEREST:
        earned = tuple(FundingCandidate(number, "", 1) for number in pool)
        days = heading(reference, basis="2023-01-01 / 2023-12-31")
        return PostingInstruction(kind, days, usd, earned=earned)
    pool = pool if kind is EntryKind.ALLOCATION else ()
    return PostingInstruction(kind, heading(reference), usd, activity_id=place, pool=pool)


def receipt(fund: Fund, reference: str, usd: int, code: str = "JPN") -> PostingInstruction:
    """Make an instruction to record a receipt."""
    return PostingInstruction(EntryKind.RECEIPT, heading(reference), usd, fund.contributions[code])


def hand_in(session: Session, *instructions: PostingInstruction) -> Submission:
    """Submit instructions as the preparer."""
    session.rollback()
    with transaction(session):
        return submit(session, instructions, "ana")


def decide(session: Session, number: int, shown: str) -> int:
    """Approve a request as it was shown."""
    session.rollback()
    with transaction(session):
        return approve(session, number, "ben", shown=shown)


def look(session: Session, number: int) -> str:
    """Return the digest that the page of a request shows now."""
    digest = shown_now(session, number)
    session.rollback()
    return digest


def posted_parts(session: Session, reference: str) -> list[tuple[int, int]]:
    """Return contribution and amount of the attributed lines of an entry, in their order."""
    statement = (
        select(LedgerAccount.contribution_id, LedgerLine.minor)
        .join(LedgerLine, col(LedgerLine.account_id) == col(LedgerAccount.id))
        .join(LedgerEntry, col(LedgerEntry.id) == col(LedgerLine.entry_id))
        .where(
            LedgerEntry.reference == reference,
            col(LedgerLine.measure).is_not(None),
            col(LedgerLine.attributed),
            LedgerAccount.kind != AccountKind.UNALLOCATED,
        )
        .order_by(col(LedgerLine.id))
    )
    found = [(owner, abs(minor)) for owner, minor in session.exec(statement)]
    session.rollback()
    return found


@pytest.mark.parametrize("kind", [EntryKind.ALLOCATION, EntryKind.DE_ALLOCATION])
def test_a_receipt_in_between_changes_no_line(
    session: Session, posted: Fund, kind: EntryKind
) -> None:
    handed_in = hand_in(session, by_rule(posted, kind, "X1", 10_000))
    shown = read_request(session, handed_in.request, WHOLE)
    parts = [
        (posted.contributions[p.contribution], p.minor) for p in shown.instructions.rows[0].parts
    ]
    assert len(parts) == 2
    assert sum(minor for _, minor in parts) == 10_000
    hand_in(session, receipt(posted, "R9", 400_00))
    assert look(session, handed_in.request) == handed_in.digest
    decide(session, handed_in.request, handed_in.digest)
    assert posted_parts(session, "X1") == parts
    assert verify_record(session).clean


def test_uses_and_interest_of_a_closed_month_keep_their_parts(
    session: Session, posted: Fund
) -> None:
    mixed = [
        by_rule(posted, EntryKind.ALLOCATION, "X1", 9_000),
        by_rule(posted, EntryKind.COMMITMENT, "X2", 8_000),
        by_rule(posted, EntryKind.DE_COMMITMENT, "X3", 3_000),
        by_rule(posted, EntryKind.EXPENDITURE, "X4", 2_000),
        by_rule(posted, EntryKind.INTEREST, "X5", 101),
    ]
    handed_in = hand_in(session, *mixed)
    stored = from_json(session.get_one(ApprovalRequest, handed_in.request).orders)
    assert all(len(one.parts) == 2 and not one.pool and not one.earned for one in stored)
    hand_in(session, receipt(posted, "R9", 400_00))
    decide(session, handed_in.request, handed_in.digest)
    for one in stored:
        posted_here = posted_parts(session, one.heading.reference)
        measured = {owner for owner, _ in one.parts}
        assert {owner for owner, _ in posted_here} == measured
        assert set(one.parts) <= set(posted_here)
    assert verify_record(session).clean


def test_lines_that_differ_are_refused_and_then_approved_as_shown(
    session: Session, posted: Fund
) -> None:
    italy, train = posted.contributions["ITA"], posted.activities["TRAIN"]
    spending = PostingInstruction(EntryKind.EXPENDITURE, heading("X2"), 50, italy, train)
    handed_in = hand_in(session, by_rule(posted, EntryKind.DE_ALLOCATION, "X1", 1), spending)
    # Its support cost is rounded together with that of the share's other expenditures.
    between = PostingInstruction(EntryKind.EXPENDITURE, heading("X3"), 50, italy, train)
    hand_in(session, between)
    new = look(session, handed_in.request)
    assert new != handed_in.digest
    entries = len(session.exec(select(LedgerEntry.id)).all())
    with pytest.raises(ShownChanged, match="have changed since they were shown"):
        decide(session, handed_in.request, handed_in.digest)
    assert len(session.exec(select(LedgerEntry.id)).all()) == entries
    request = session.get_one(ApprovalRequest, handed_in.request, populate_existing=True)
    assert request.state is ApprovalRequestState.WAITING
    assert decide(session, handed_in.request, new) == 2


def test_nothing_is_approved_without_having_been_shown(session: Session, posted: Fund) -> None:
    handed_in = hand_in(session, by_rule(posted, EntryKind.ALLOCATION, "X1", 100))
    for shown in ("", "0" * 64, handed_in.digest[:-1]):
        with pytest.raises(ShownChanged):
            decide(session, handed_in.request, shown)
    assert decide(session, handed_in.request, handed_in.digest) == 1


def test_several_are_proposed_in_the_order_in_which_they_are_posted(
    session: Session, posted: Fund
) -> None:
    italy, train = posted.contributions["ITA"], posted.activities["TRAIN"]
    numbers = []
    for index in (1, 2, 3):
        spending = PostingInstruction(EntryKind.EXPENDITURE, heading(f"S{index}"), 50, italy, train)
        back = by_rule(posted, EntryKind.DE_ALLOCATION, f"B{index}", 1)
        numbers.append(hand_in(session, back, spending).request)
    before = len(session.exec(select(LedgerEntry.id)).all())
    proposed = propose(session, [*numbers, 99])
    assert [one.number for one in proposed] == numbers
    assert len(session.exec(select(LedgerEntry.id)).all()) == before
    alone = look(session, numbers[1])
    assert alone != proposed[1].digest
    for one in proposed:
        assert decide(session, one.number, one.digest) == 2


def propose(session: Session, numbers: list[int]) -> tuple[ProposedEntries, ...]:
    """Propose requests in their order, and roll it back."""
    session.rollback()
    with transaction(session):
        found = propose_in_order(session, numbers, "ben")
        session.rollback()
    return found


def test_a_proposal_that_is_refused_leaves_nothing_to_those_after_it(
    session: Session, posted: Fund
) -> None:
    one = hand_in(session, by_rule(posted, EntryKind.ALLOCATION, "X1", 100))
    two = hand_in(session, by_rule(posted, EntryKind.ALLOCATION, "X2", 100))
    with transaction(session):
        request = session.get_one(ApprovalRequest, one.request)
        record_set_up(session)
        request.prepared_by = "ben"
        session.add(request)
    refused, lawful = propose(session, [one.request, two.request])
    assert "cannot approve it" in refused.refusal
    assert (refused.digest, refused.entries) == ("", ())
    assert lawful.digest == two.digest


def as_before(instruction: PostingInstruction) -> list[dict[str, Any]]:
    """Return an instruction as the release before parts were kept stored it."""
    return [
        {name: value for name, value in each.items() if name != "parts"}
        for each in as_json([instruction])
    ]


def test_requests_of_before_are_split_once_and_marked(session: Session, posted: Fund) -> None:
    old = [
        hand_in(session, by_rule(posted, EntryKind.ALLOCATION, reference, 10_000)).request
        for reference in ("X1", "X2")
    ]
    named = PostingInstruction(
        EntryKind.ALLOCATION, heading("X3"), 100,
        posted.contributions["ITA"], posted.activities["TRAIN"],
    )  # fmt: skip
    plain = hand_in(session, named).request
    with transaction(session):
        record_set_up(session)
        for number, reference in zip(old, ("X1", "X2"), strict=True):
            request = session.get_one(ApprovalRequest, number)
            request.orders = as_before(by_rule(posted, EntryKind.ALLOCATION, reference, 10_000))
            session.add(request)
    hand_in(session, receipt(posted, "R9", 400_00))
    with transaction(session):
        assert split_waiting(session) == 2
    with transaction(session):
        assert split_waiting(session) == 0
    assert verify_record(session).clean
    facts = [read_request(session, number, WHOLE) for number in (*old, plain)]
    assert [one.item.split_at_upgrade for one in facts] == [True, True, False]
    assert [one.action for one in facts[0].trail] == ["prepare", "split"]
    hand_in(session, receipt(posted, "R10", 400_00))
    for one in facts:
        assert one.rehearsal is not None
        decide(session, one.item.number, one.rehearsal.digest)
    shown = [
        (posted.contributions[p.contribution], p.minor) for p in facts[0].instructions.rows[0].parts
    ]
    assert posted_parts(session, "X1") == shown
    assert verify_record(session).clean


def test_a_request_of_before_that_the_rules_refuse_stays_as_it_is(
    session: Session, posted: Fund
) -> None:
    number = hand_in(session, by_rule(posted, EntryKind.ALLOCATION, "X1", 100)).request
    with transaction(session):
        record_set_up(session)
        request = session.get_one(ApprovalRequest, number)
        request.orders = as_before(by_rule(posted, EntryKind.ALLOCATION, "X1", 10**9))
        session.add(request)
    with transaction(session):
        assert split_waiting(session) == 0
    facts = read_request(session, number, WHOLE)
    assert facts.rehearsal is not None
    assert facts.rehearsal.refusal
    assert verify_record(session).clean


def test_a_contribution_closed_since_refuses_the_whole(session: Session, posted: Fund) -> None:
    handed_in = hand_in(session, by_rule(posted, EntryKind.ALLOCATION, "X1", 100))
    session.rollback()
    with transaction(session):
        record_set_up(session)
        of_japan = col(Contribution.reference) == "JPN"
        closed = update(Contribution).where(of_japan).values(state=ContributionState.CLOSED)
        session.execute(closed)
    with pytest.raises(LedgerRefusal, match="JPN is closed"):
        decide(session, handed_in.request, handed_in.digest)
    with pytest.raises(ShownChanged), transaction(session):
        submit(session, [by_rule(posted, EntryKind.ALLOCATION, "X9", 100)], "ana", shown="x")
    session.rollback()
    with pytest.raises(LedgerRefusal, match="closed"), transaction(session):
        approve_what_is_shown(session, handed_in.request, "ben")


@pytest.mark.parametrize("minors", [(1, 2), (4, 0), (5, -1), ()])
def test_parts_that_are_no_split_are_refused(minors: tuple[int, ...]) -> None:
    with pytest.raises(LedgerRefusal, match="do not add up"):
        agreed(4, [AttributedPart(1, minor) for minor in minors])
