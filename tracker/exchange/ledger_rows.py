"""Rows that become ledger entries, compared with the entries on record.

An entry of the ledger never changes: a row with its reference is either equal, or a fault.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker.errors import Fault
from tracker.exchange.import_context import ImportContext
from tracker.exchange.mapping import MappedRow
from tracker.exchange.outcomes import spelled
from tracker.fund.approvals.stored_instructions import from_json
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.tables.approvals import ApprovalRequest, ReservedReference
from tracker.money import USD, Money
from tracker.words import say

BATCH = 5_000


class EntryFacts(NamedTuple):
    """The facts of an entry; its amount in minor units of its currency, above zero."""

    kind: EntryKind
    effective_on: date
    amount: Money
    contribution_id: int | None = None
    activity_id: int | None = None


def unfinished(book: Book, instruction: PostingInstruction) -> PostingInstruction:
    """Return an instruction that needs no completion from the book."""
    del book
    return instruction


class LedgerRow(NamedTuple):
    """A row that asks for an entry, with a warning for when it is posted.

    `finish` completes the instruction from the book when it is posted.
    """

    row: MappedRow
    facts: EntryFacts
    instruction: PostingInstruction
    finish: Callable[[Book, PostingInstruction], PostingInstruction] = unfinished
    warning_column: str = ""
    warning: str = ""

    @property
    def reference(self) -> str:
        """The entry's own name."""
        return self.instruction.heading.reference


def entries_on_file(session: Session, references: Iterable[str]) -> dict[str, EntryFacts]:
    """Return those of the entries that the ledger has."""
    found: dict[str, EntryFacts] = {}
    wanted = sorted(set(references))
    for start in range(0, len(wanted), BATCH):
        rows = session.exec(
            select(LedgerEntry).where(col(LedgerEntry.reference).in_(wanted[start : start + BATCH]))
        )
        for entry in rows:
            minor = entry.usd_minor if entry.original_minor is None else entry.original_minor
            found[entry.reference] = EntryFacts(
                entry.kind,
                entry.effective_on,
                Money(minor, entry.currency),
                entry.contribution_id,
                entry.activity_id,
            )
    return found


def facts_of(instruction: PostingInstruction, amount: Money) -> EntryFacts:
    """Return the facts of an instruction's entry; the amount with the entry's sign."""
    return EntryFacts(
        instruction.kind,
        instruction.heading.effective_on,
        amount,
        instruction.contribution_id,
        instruction.activity_id,
    )


def waiting_instructions(
    session: Session, references: Iterable[str]
) -> dict[str, PostingInstruction]:
    """Return the instructions of waiting requests with these references."""
    found: dict[str, PostingInstruction] = {}
    wanted = sorted(set(references))
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        numbers = (
            select(ReservedReference.request_id)
            .where(col(ReservedReference.reference).in_(batch))
            .distinct()
        )
        requests = select(ApprovalRequest).where(col(ApprovalRequest.id).in_(numbers))
        for request in session.exec(requests):
            instructions = from_json(request.orders)
            found.update(
                (instruction.heading.reference, instruction) for instruction in instructions
            )
    return found


def new_rows(context: ImportContext, asked: Sequence[LedgerRow]) -> list[LedgerRow]:
    """Return the rows that are not in the ledger; counts and refuses the others."""
    doubles = context.refuse_duplicates((one.row, "reference", one.reference) for one in asked)
    on_file = entries_on_file(context.session, (one.reference for one in asked))
    waiting = waiting_instructions(context.session, (one.reference for one in asked))
    new = []
    for place, one in enumerate(asked):
        before = on_file.get(one.reference)
        waits = waiting.get(one.reference)
        if place in doubles:
            continue
        if waits is not None:
            _compare_waiting(context, one, waits)
        elif before is None:
            new.append(one)
        elif before == one.facts:
            context.counters.leave(one.row, one.reference)
        else:
            context.refuse(one.row, [contradiction(one.reference, before, one.facts)])
    return new


def _compare_waiting(context: ImportContext, one: LedgerRow, waits: PostingInstruction) -> None:
    """Count a row whose entry waits already, or refuse one that differs from it."""
    if _essence(one.instruction) == _essence(waits):
        context.counters.leave(one.row, one.reference)
        return
    why = say(
        "%(reference)s waits for approval and says something else there; have it returned first",
        reference=one.reference,
    )
    context.refuse(one.row, [Fault("reference", why)])


def _essence(instruction: PostingInstruction) -> tuple[object, ...]:
    """Return the fields by which instructions are compared, without the attribution by the rule."""
    heading = instruction.heading
    return (
        instruction.kind, heading.effective_on, heading.currency, heading.original_minor,
        instruction.usd_minor if heading.original_minor is None else None,
        instruction.contribution_id, instruction.activity_id, instruction.to_contribution_id,
        instruction.reverses_id,
    )  # fmt: skip


def contradiction(reference: str, before: EntryFacts, asked: EntryFacts) -> Fault:
    """Return the fault that names the difference between a row and its entry on record."""
    column = next(
        name
        for name, same in (
            ("reference", before.kind == asked.kind),
            ("amount", before.amount == asked.amount),
            ("on", before.effective_on == asked.effective_on),
            ("contribution", before.contribution_id == asked.contribution_id),
            ("activity", True),
        )
        if not same or name == "activity"
    )
    return Fault(
        column,
        say(
            "%(reference)s is in the ledger as %(kind)s of %(amount)s on %(day)s; an entry never "
            "changes: correct it by another entry with a reference of its own",
            reference=reference,
            kind=before.kind.value,
            amount=spelled(before.amount),
            day=before.effective_on.isoformat(),
        ),
    )


def usd(minor: int) -> Money:
    """Return US cents as money."""
    return Money(minor, USD)
