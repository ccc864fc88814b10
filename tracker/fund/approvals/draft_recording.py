"""Recording of one draft for a program: posted, handed in, or known already."""

from typing import NamedTuple

from sqlmodel import Session

from tracker.errors import Conflict, Fault
from tracker.fund.approvals.known_entries import known_entries
from tracker.fund.approvals.submission import submit
from tracker.fund.ledger.posting_instructions import by_rule, with_parts
from tracker.fund.preparation.desk import open_desk
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.preparing import expect_lawful, prepare


class PaidPart(NamedTuple):
    """The part of a contribution, in US cents without support cost."""

    contribution: str
    minor: int


class RecordedDraft(NamedTuple):
    """What became of a draft; `request` is the number of the request that waits, 0 for none."""

    known: bool = False
    request: int = 0
    usd_minor: int | None = None
    parts: tuple[PaidPart, ...] = ()
    warnings: tuple[Fault, ...] = ()


def record_draft(session: Session, draft: EntryDraft, actor: str) -> RecordedDraft:
    """Record a draft, inside transaction(); the same content again changes nothing.

    Raises Conflict where its reference is known with other content, InvalidDraft with all faults,
    AskedAbout with all open questions.
    """
    desk = open_desk(session)
    known = known_entries(session, [draft.reference])
    if known.has(draft.reference):
        fault = known.fault_of(desk.records, draft)
        if fault is not None:
            raise Conflict(fault.message, fault.field)
        waits = known.waiting.get(draft.reference)
        return RecordedDraft(known=True, request=waits.request if waits else 0)
    desk.read([draft])
    prepared = prepare(desk, draft)
    order = expect_lawful(prepared)
    parts: tuple[PaidPart, ...] = ()
    if prepared.entry is not None and by_rule(order):
        parts = tuple(
            PaidPart(desk.book.contribution(part.contribution_id).reference, part.minor)
            for part in with_parts(order, prepared.entry).parts
        )
    usd_minor = prepared.entry.usd_minor if prepared.entry else order.usd_minor
    submission = submit(session, [order], actor, draft.note)
    return RecordedDraft(
        request=submission.request,
        usd_minor=usd_minor,
        parts=parts,
        warnings=prepared.warnings,
    )
