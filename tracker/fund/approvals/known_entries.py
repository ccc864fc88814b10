"""Entries that the ledger holds or that wait, compared with drafts of the same reference.

An entry never changes: a draft with its reference is either the same, or a contradiction.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker.errors import Fault
from tracker.fund.approvals.entry_contents import (
    EntryContent,
    content_of_instruction,
    contents_on_file,
    field_that_differs,
)
from tracker.fund.ledger.book_loader import batches
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.refusals import in_units
from tracker.fund.ledger.stored_instructions import from_json
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.kind_rules import currency_of
from tracker.fund.preparation.named_records import NamedRecords
from tracker.fund.tables.approvals import ApprovalRequest, ReservedReference
from tracker.money import Money
from tracker.words import say


class EntryFacts(NamedTuple):
    """The facts of an entry; its amount in minor units of its currency, with its sign."""

    kind: EntryKind
    effective_on: date | None
    amount: Money
    contribution_id: int | None = None
    activity_id: int | None = None


class WaitingEntry(NamedTuple):
    """An entry that waits for approval, and the number of its request."""

    instruction: PostingInstruction
    request: int


class KnownEntries(NamedTuple):
    """What ledger and waiting requests hold under some references."""

    on_file: dict[str, EntryFacts]
    waiting: dict[str, WaitingEntry]
    contents: dict[str, EntryContent]

    def has(self, reference: str) -> bool:
        """Tell whether an entry has that reference."""
        return reference in self.on_file or reference in self.waiting

    def fault_of(self, records: NamedRecords, draft: EntryDraft) -> Fault | None:
        """Return the contradiction between a draft and what is known; None when they agree."""
        waits = self.waiting.get(draft.reference)
        if waits is not None:
            content = content_of_instruction(waits.instruction)
            same = _waits_alike(records, draft, waits.instruction)
            same = same and not field_that_differs(records, draft, content)
            return None if same else _waits_otherwise(draft.reference)
        before, asked = self.on_file[draft.reference], facts_of(records, draft)
        if before != asked:
            return contradiction(draft.reference, before, asked)
        name = field_that_differs(records, draft, self.contents[draft.reference])
        return contradiction(draft.reference, before, asked, name) if name else None


def known_entries(session: Session, references: Iterable[str]) -> KnownEntries:
    """Read what is known under some references."""
    wanted = sorted(set(references))
    return KnownEntries(
        entries_on_file(session, wanted),
        _waiting(session, wanted),
        contents_on_file(session, wanted),
    )


def entries_on_file(session: Session, references: Iterable[str]) -> dict[str, EntryFacts]:
    """Return those of the entries that the ledger has."""
    found: dict[str, EntryFacts] = {}
    for batch in batches(sorted(set(references))):
        for entry in session.exec(select(LedgerEntry).where(col(LedgerEntry.reference).in_(batch))):
            minor = entry.usd_minor if entry.original_minor is None else entry.original_minor
            found[entry.reference] = EntryFacts(
                entry.kind,
                entry.effective_on,
                Money(minor, entry.currency),
                entry.contribution_id,
                entry.activity_id,
            )
    return found


def facts_of(records: NamedRecords, draft: EntryDraft) -> EntryFacts:
    """Return the facts of the entry that a draft asks for."""
    if draft.kind is EntryKind.REVERSAL:
        undone = records.entry(draft.reverses)
        on = draft.effective_on
        return EntryFacts(
            draft.kind,
            max(on, undone.effective_on) if on and undone else on,
            Money(-undone.usd_minor if undone else 0),
            undone.contribution_id if undone else None,
            undone.activity_id if undone else None,
        )
    owner = records.contribution(draft.contribution) if draft.contribution else None
    minor = draft.amount_minor or 0
    return EntryFacts(
        draft.kind,
        draft.effective_on,
        Money(
            -minor if draft.kind is EntryKind.PLEDGE_CANCELLATION else minor,
            currency_of(draft, owner),
        ),
        owner.id if owner else None,
        records.activity(draft.activity) if draft.activity else None,
    )


def contradiction(reference: str, before: EntryFacts, asked: EntryFacts, field: str = "") -> Fault:
    """Return the fault that names the difference between a draft and the entry on record.

    `field` is that of a content that differs where the facts are the same.
    """
    name = field or next(
        name
        for name, same in (
            ("reference", before.kind == asked.kind),
            ("amount", before.amount == asked.amount),
            ("effective_on", before.effective_on == asked.effective_on),
            ("contribution", before.contribution_id == asked.contribution_id),
            ("activity", True),
        )
        if not same or name == "activity"
    )
    amount = before.amount
    return Fault(
        name,
        say(
            "%(reference)s is in the ledger as %(kind)s of %(amount)s on %(day)s; an entry never "
            "changes: correct it by another entry with a reference of its own",
            reference=reference,
            kind=before.kind,
            amount=f"{in_units(amount.minor, amount.currency)} {amount.currency}",
            day=before.effective_on,
        ),
    )


def _waiting(session: Session, references: list[str]) -> dict[str, WaitingEntry]:
    """Return the entries with these references that wait for approval."""
    found: dict[str, WaitingEntry] = {}
    for batch in batches(references):
        numbers = (
            select(ReservedReference.request_id)
            .where(col(ReservedReference.reference).in_(batch))
            .distinct()
        )
        requests = select(ApprovalRequest).where(col(ApprovalRequest.id).in_(numbers))
        for request in session.exec(requests):
            for one in from_json(request.orders):
                found[one.heading.reference] = WaitingEntry(one, request.id or 0)
    return {reference: found[reference] for reference in references if reference in found}


def _waits_alike(records: NamedRecords, draft: EntryDraft, waits: PostingInstruction) -> bool:
    """Tell whether a draft asks for what waits, whatever the rule's attribution was."""
    heading = waits.heading
    if draft.kind is EntryKind.REVERSAL or waits.kind is EntryKind.REVERSAL:
        undone = records.entry(draft.reverses) if draft.reverses else None
        number = undone.id if undone else None
        return (draft.kind, draft.effective_on, number) == (
            waits.kind, heading.effective_on, waits.reverses_id,
        )  # fmt: skip
    minor = waits.usd_minor if heading.original_minor is None else heading.original_minor
    taker = records.contribution(draft.to_contribution) if draft.to_contribution else None
    asked = facts_of(records, draft)
    return (*asked._replace(amount=Money(abs(asked.amount.minor), asked.amount.currency)),
            taker.id if taker else None) == (
        waits.kind, heading.effective_on, Money(abs(minor), heading.currency),
        waits.contribution_id, waits.activity_id, waits.to_contribution_id,
    )  # fmt: skip


def _waits_otherwise(reference: str) -> Fault:
    """Return the fault of a draft that differs from what waits under its reference."""
    why = say(
        "%(reference)s waits for approval and says something else there; have it returned first",
        reference=reference,
    )
    return Fault("reference", why)
