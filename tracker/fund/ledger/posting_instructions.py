"""Posting instructions: entries of any kind that a form, a sheet or a waiting request asks for."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.errors import InvalidInput
from tracker.fund.ledger import cash_entries, pledge_entries, use_entries
from tracker.fund.ledger.attribution import AttributedPart, FundingCandidate
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.entries import EntryKind, Heading, NewEntry
from tracker.fund.ledger.entry_drafts import (
    Allocation,
    ContributionMovement,
    InterestCredit,
    PostedEntry,
    Transfer,
    UseOfFunds,
)
from tracker.fund.ledger.measures import Measure
from tracker.fund.ledger.reversal_entries import reverse
from tracker.money import USD
from tracker.words import say

PAYMENTS = {
    EntryKind.PLEDGE: pledge_entries.pledge,
    EntryKind.PLEDGE_ADJUSTMENT: pledge_entries.adjust_pledge,
    EntryKind.PLEDGE_CANCELLATION: pledge_entries.cancel_pledge,
    EntryKind.PLEDGE_WRITE_OFF: pledge_entries.write_off_pledge,
    EntryKind.INSTALMENT_DUE: pledge_entries.fall_due,
    EntryKind.RECEIPT: cash_entries.receive,
    EntryKind.RECEIPT_CORRECTION: cash_entries.correct_receipt,
    EntryKind.BANK_CHARGE: cash_entries.charge_bank,
    EntryKind.SUPPORT_COST: cash_entries.charge_support_cost,
    EntryKind.REFUND: cash_entries.refund,
    EntryKind.WRITE_OFF: cash_entries.write_off,
}
"""The verbs of kinds that belong to one contribution."""

USES = {
    EntryKind.DE_ALLOCATION: use_entries.deallocate,
    EntryKind.COMMITMENT: use_entries.commit,
    EntryKind.DE_COMMITMENT: use_entries.decommit,
    EntryKind.EXPENDITURE: use_entries.spend,
}
"""The verbs of kinds by which an activity uses its money."""

ATTRIBUTED = {
    EntryKind.ALLOCATION: Measure.ALLOCATED,
    EntryKind.DE_ALLOCATION: Measure.ALLOCATED,
    EntryKind.COMMITMENT: Measure.COMMITTED,
    EntryKind.DE_COMMITMENT: Measure.COMMITTED,
    EntryKind.EXPENDITURE: Measure.SPENT,
    EntryKind.INTEREST: Measure.UNALLOCATED,
}
"""The kinds that the rule attributes, and the measure whose lines are the parts."""

ReadEntry = Callable[[int], PostedEntry]
"""Returns the entry with that number, for its reversal."""


@dataclass(frozen=True, slots=True)
class PostingInstruction:
    """An instruction to post one entry; the kind decides which fields it needs.

    `usd_minor` is in US cents. Without a contribution the rule attributes the money: to `pool`
    for an allocation, to `earned` for interest, to all contributions of the activity for its
    uses; `parts` are the parts that the rule gave when the instruction was handed in, for a refund
    in another currency its worth when it came.
    `settles_original` is in minor units of the contribution's currency.
    """

    kind: EntryKind
    heading: Heading
    usd_minor: int = 0
    contribution_id: int | None = None
    activity_id: int | None = None
    to_contribution_id: int | None = None
    pool: tuple[int, ...] = ()
    earned: tuple[FundingCandidate, ...] = ()
    parts: tuple[AttributedPart, ...] = ()
    against_commitment: bool = False
    settles_original: int | None = None
    reverses_id: int | None = None


def carry_out(
    book: Book,
    instruction: PostingInstruction,
    read_entry: ReadEntry,
    recorded_at: datetime | None = None,
) -> None:
    """Post the entry of an instruction by the verb of its kind; raises the verb's errors."""
    kind, heading = instruction.kind, instruction.heading
    if kind in PAYMENTS:
        payment = ContributionMovement(
            _needed(instruction.contribution_id, "contribution"),
            instruction.usd_minor,
            heading,
            instruction.settles_original,
            instruction.parts,
        )
        PAYMENTS[kind](book, payment, recorded_at)
    elif kind in USES:
        use = UseOfFunds(
            _needed(instruction.activity_id, "activity"),
            instruction.usd_minor,
            heading,
            instruction.contribution_id,
            instruction.against_commitment,
            instruction.parts,
        )
        USES[kind](book, use, recorded_at)
    elif kind is EntryKind.ALLOCATION:
        use_entries.allocate(book, _allocation(instruction), recorded_at)
    elif kind is EntryKind.INTEREST:
        interest = InterestCredit(
            instruction.usd_minor,
            heading,
            instruction.contribution_id,
            instruction.earned,
            instruction.parts,
        )
        cash_entries.give_interest(book, interest, recorded_at)
    elif kind is EntryKind.TRANSFER:
        cash_entries.transfer(book, _transfer(instruction), recorded_at)
    else:
        written = read_entry(_needed(instruction.reverses_id, "entry"))
        reverse(book, written, heading, recorded_at)


def by_rule(instruction: PostingInstruction) -> bool:
    """Tell whether the rule attributes the money of an instruction."""
    return instruction.contribution_id is None and instruction.kind in ATTRIBUTED


def has_worth_when_it_came(instruction: PostingInstruction) -> bool:
    """Tell whether an instruction gives money back at another worth than that of its day."""
    return instruction.kind is EntryKind.REFUND and instruction.heading.currency != USD


def with_parts(instruction: PostingInstruction, entry: NewEntry) -> PostingInstruction:
    """Return an instruction with its parts fixed as the entry has them, in place of candidates."""
    if not by_rule(instruction) and not has_worth_when_it_came(instruction):
        return instruction
    measure = ATTRIBUTED.get(instruction.kind, Measure.REFUNDED)
    parts = tuple(
        AttributedPart(line.account.contribution_id, abs(line.minor))
        for line in entry.lines
        if line.measure is measure
    )
    return replace(instruction, pool=(), earned=(), parts=parts)


def _allocation(instruction: PostingInstruction) -> Allocation:
    """Return an instruction as the draft of an allocation."""
    return Allocation(
        _needed(instruction.activity_id, "activity"),
        instruction.usd_minor,
        instruction.heading,
        instruction.contribution_id,
        instruction.pool,
        instruction.parts,
    )


def _transfer(instruction: PostingInstruction) -> Transfer:
    """Return an instruction as the draft of a transfer."""
    return Transfer(
        _needed(instruction.contribution_id, "contribution"),
        _needed(instruction.to_contribution_id, "to_contribution"),
        instruction.usd_minor,
        instruction.heading,
    )


def _needed(number: int | None, what: str) -> int:
    """Return the number of a contribution, activity or entry, or refuse its absence."""
    if number is None:
        raise InvalidInput(say("this is missing"), what)
    return number
