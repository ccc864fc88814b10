"""Submission of posting instructions: posted at once, or a request that reserves its money.

A request that was given back can be corrected and submitted again.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker.errors import Conflict, InvalidInput, NotAllowed, NotFound
from tracker.fund.approvals.shown_lines import digest_of, expect_shown
from tracker.fund.ledger.accounts import AccountKey, may_be_negative
from tracker.fund.ledger.book import Book, PendingEntry, changes_of
from tracker.fund.ledger.entries import LONGEST_REASON, EntryKind
from tracker.fund.ledger.ledger_writer import make_book, refuse_duplicates, write
from tracker.fund.ledger.posted_entries import read_entry
from tracker.fund.ledger.posting_instructions import PostingInstruction, carry_out, with_parts
from tracker.fund.ledger.reserved_amounts import reserved_by_day
from tracker.fund.ledger.stored_instructions import as_json, from_json
from tracker.fund.ledger.tables import LedgerHold
from tracker.fund.states import ApprovalRequestState, RecordChange
from tracker.fund.tables.approvals import ApprovalRequest, ApprovalRequestKind, ReservedReference
from tracker.fund.tables.asks import AllocationAsk
from tracker.people.actors import is_same
from tracker.people.audit import Change, record
from tracker.people.subjects import Subject
from tracker.periods import utc_now
from tracker.words import say

NOBODY_YET = "?"  # approver of a trial book, which is not written
TITLE_LENGTH = 300
GIVEN_BACK = (ApprovalRequestState.RETURNED, ApprovalRequestState.WITHDRAWN)
"""The states in which a request can be corrected and submitted again."""


class Submission(NamedTuple):
    """The outcome of a submission; `request` is the number of the request, 0 when posted.

    `digest` is that of the lines: of those posted, or of those that an approval would post.
    """

    entries: int
    request: int = 0
    digest: str = ""

    @property
    def waits(self) -> bool:
        """Tell whether the entries wait for a second person."""
        return self.request > 0


def submit(
    session: Session,
    instructions: Sequence[PostingInstruction],
    actor: str,
    note: str = "",
    *,
    title: str = "",
    replaces: int | None = None,
    shown: str | None = None,
) -> Submission:
    """Post instructions, or save them as a request for a second person, inside transaction().

    They become a request when one of them needs a second person or corrects a closed period; the
    request reserves the money that they would take, and keeps the parts that the rule gave.
    `replaces` is the number of a returned request, `shown` the digest of the lines that the
    preparer was shown, if they were. Raises ShownChanged when the lines differ, and the errors of
    the ledger's rules, as if they were posted now.
    """
    if not instructions:
        raise InvalidInput(say("there is nothing to record"))
    note = note[:LONGEST_REASON]  # that of an entry is longer, and stands whole in its instruction
    book = make_book(session, NOBODY_YET)
    post_instructions(session, book, instructions)
    refuse_duplicates(book)
    entries = [pending.entry for pending in book.pending]
    if shown is not None:
        expect_shown(entries, shown)
    digest = digest_of(entries)
    if not any(
        book.needs_approval(instruction.kind, instruction.heading.effective_on)
        for instruction in instructions
    ):
        book.approver = ""
        write(session, book, actor)
        return Submission(len(instructions), digest=digest)
    instructions = [
        with_parts(instruction, entry)
        for instruction, entry in zip(instructions, entries, strict=True)
    ]
    old = replaced_request(session, replaces, actor) if replaces else None
    request = _request(book, instructions, actor, note, title or _title(instructions))
    request.digest = digest
    request.replaces_id = old.id if old else None
    session.add(request)
    session.flush()
    number = request.id or 0
    session.add_all(_kinds(instructions, number))
    reserve(session, number, instructions, book.pending)
    if old is not None:
        _pass_ask_on(session, old.id or 0, number)
    facts = {"title": request.title, "entries": len(instructions), "usd_minor": request.usd_minor}
    record(
        session,
        actor,
        Change("prepare", Subject.APPROVAL_REQUEST, str(number), new=facts, why=note),
    )
    return Submission(len(instructions), number, digest)


def _pass_ask_on(session: Session, before: int, after: int) -> None:
    """Let the ask behind a request that is replaced lead to the one that replaces it."""
    ask = session.exec(select(AllocationAsk).where(AllocationAsk.request_id == before)).first()
    if ask is not None:
        ask.request_id = after
        session.add(ask)
        session.flush()


def post_instructions(
    session: Session, book: Book, instructions: Sequence[PostingInstruction]
) -> None:
    """Post instructions to a book, loading their contributions and activities at once."""
    book.prepare(
        {instruction.contribution_id for instruction in instructions if instruction.contribution_id}
        | {
            instruction.to_contribution_id
            for instruction in instructions
            if instruction.to_contribution_id
        },
        {instruction.activity_id for instruction in instructions if instruction.activity_id},
        min(instruction.heading.effective_on for instruction in instructions),
    )
    for instruction in instructions:
        carry_out(book, instruction, partial(read_entry, session))


def reserve(
    session: Session,
    number: int,
    instructions: Sequence[PostingInstruction],
    pending: Sequence[PendingEntry],
) -> None:
    """Save what a request reserves: money, references, and entries to be reversed."""
    session.add_all(_holds(pending, number))
    session.add_all(_reserved(instructions, number))
    session.flush()


def _request(
    book: Book, instructions: Sequence[PostingInstruction], actor: str, note: str, title: str
) -> ApprovalRequest:
    """Return the request of some instructions."""
    owners = {instruction.contribution_id for instruction in instructions}
    places = {instruction.activity_id for instruction in instructions}
    return ApprovalRequest(
        state=ApprovalRequestState.WAITING,
        title=title[:TITLE_LENGTH],
        kind=instructions[0].kind.value,
        usd_minor=sum(pending.entry.usd_minor for pending in book.pending),
        orders=as_json(instructions),
        contribution_id=owners.pop() if len(owners) == 1 else None,
        activity_id=places.pop() if len(places) == 1 else None,
        prepared_by=actor,
        prepared_at=utc_now(),
        note=note,
    )


def _kinds(instructions: Sequence[PostingInstruction], number: int) -> list[ApprovalRequestKind]:
    """Return the kinds of a request's instructions."""
    kinds = {instruction.kind.value for instruction in instructions}
    return [ApprovalRequestKind(request_id=number, kind=kind) for kind in sorted(kinds)]


def _title(instructions: Sequence[PostingInstruction]) -> str:
    """Return a title: the reference of the first instruction."""
    first = instructions[0].heading.reference
    return first if len(instructions) == 1 else f"{first} (+{len(instructions) - 1})"


def _holds(pending: Iterable[PendingEntry], number: int) -> list[LedgerHold]:
    """Return the amounts that the entries would take from each account inside the fund, by day."""
    moves: dict[AccountKey, list[tuple[date, int]]] = {}
    for one in pending:
        on = one.entry.heading.effective_on
        for key, (minor, _) in changes_of(one.entry.lines).items():
            if not may_be_negative(key.kind):
                moves.setdefault(key, []).append((on, minor))
    return [
        LedgerHold(
            request_id=number,
            kind=key.kind,
            contribution_id=key.contribution_id,
            activity_id=key.activity_id,
            minor=step.minor,
            effective_on=step.on,
        )
        for key, changes in moves.items()
        for step in reserved_by_day(changes)
    ]


def _reserved(instructions: Iterable[PostingInstruction], number: int) -> list[ReservedReference]:
    """Return the references of the entries to come."""
    return [
        ReservedReference(
            reference=instruction.heading.reference,
            request_id=number,
            reverses_id=instruction.reverses_id,
        )
        for instruction in instructions
    ]


def replaced_request(
    session: Session, number: int, actor: str, change: RecordChange | None = None
) -> ApprovalRequest:
    """Return the request to be replaced; only its preparer can replace it, once.

    It asked for the same `change` of the record, or for entries where that is None.
    """
    old = session.get(ApprovalRequest, number)
    if (
        old is None
        or old.state is ApprovalRequestState.WAITING
        or old.state is ApprovalRequestState.APPROVED
    ):
        raise Conflict(say("request %(number)s was not returned", number=number))
    if not is_same(session, old.prepared_by, actor):
        raise NotAllowed(say("only who prepared a request can hand it in again"))
    if is_replaced(session, number):
        raise Conflict(say("request %(number)s was handed in again before", number=number))
    if (None if old.change is None else old.kind) != change:
        raise Conflict(say("request %(number)s asked for another thing", number=number))
    return old


def is_replaced(session: Session, number: int) -> bool:
    """Tell whether a request was handed in again."""
    again = select(ApprovalRequest.id).where(col(ApprovalRequest.replaces_id) == number)
    return session.exec(again).first() is not None


def instruction_to_correct(
    session: Session, number: int, actor: str, kind: EntryKind
) -> PostingInstruction:
    """Return the one instruction of a request that its preparer may submit again.

    Raises NotFound for a request of several instructions, of another kind or of another person,
    for one that was neither returned nor withdrawn, and for one that was submitted again already.
    """
    request = session.get(ApprovalRequest, number)
    if (
        request is not None
        and request.state in GIVEN_BACK
        and is_same(session, request.prepared_by, actor)
    ):
        instructions = from_json(request.orders)
        if (
            len(instructions) == 1
            and instructions[0].kind is kind
            and not is_replaced(session, number)
        ):
            return instructions[0]
    raise NotFound(say("there is no request %(number)s that you can correct", number=number))
