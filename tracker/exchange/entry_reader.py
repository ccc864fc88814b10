"""Reads a row of a sheet of entries into a posting instruction, by the fields of its kind."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from sqlmodel import col, select

from tracker.errors import TrackerError
from tracker.exchange.cells import Cells
from tracker.exchange.conversion import Conversion, RateLookup, stated
from tracker.exchange.import_context import ImportContext
from tracker.exchange.ledger_columns import read_correction
from tracker.exchange.ledger_rows import BATCH, LedgerRow, facts_of
from tracker.exchange.mapping import MappedRow
from tracker.exchange.references import KnownContribution, References
from tracker.fund.ledger.cash_days import cash_days
from tracker.fund.ledger.entries import LONGEST_BASIS, LONGEST_REFERENCE, EntryKind, Heading
from tracker.fund.ledger.entry_fields import (
    ANY_CURRENCY,
    AT_PLEDGE_RATE,
    BASIS_HOLDS_REASON,
    PAYMENTS,
    USES,
)
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.rates.operational_rates import from_usd
from tracker.money import USD, Money
from tracker.words import say

DAYS = " / "
UNREAD = "?"  # stand-in for a missing reference, in a row that is refused
RECEIPTS = frozenset({EntryKind.RECEIPT, EntryKind.RECEIPT_CORRECTION})
OF_SOME: Mapping[str, frozenset[EntryKind]] = {
    "to_contribution": frozenset({EntryKind.TRANSFER}),
    "activity": USES,
    "settles": RECEIPTS,
    "reverses": frozenset({EntryKind.REVERSAL}),
}
"""Columns that only some kinds have; for others they are empty."""


class EntryOnRecord(NamedTuple):
    """An entry on record that a row reverses; its amount with its sign."""

    id: int
    amount: Money
    usd_minor: int
    contribution_id: int | None
    activity_id: int | None


class EntryReader:
    """Reads rows one by one; faults of a row are collected."""

    def __init__(self, context: ImportContext, references: References, rates: RateLookup) -> None:
        self._context = context
        self._references = references
        self._rates = rates
        self.written: dict[str, EntryOnRecord] = {}

    def prepare(self, rows: Sequence[MappedRow]) -> None:
        """Look up at once the entries that rows reverse."""
        self.look_up({text for row in rows if (text := row.values.get("reverses", ""))})

    def look_up(self, references: Collection[str]) -> None:
        """Look up entries on record by their references, into `written`."""
        named = sorted(references)
        for start in range(0, len(named), BATCH):
            batch = named[start : start + BATCH]
            statement = select(LedgerEntry).where(col(LedgerEntry.reference).in_(batch))
            for entry in self._context.session.exec(statement):
                own = entry.usd_minor if entry.original_minor is None else entry.original_minor
                self.written[entry.reference] = EntryOnRecord(
                    entry.id or 0,
                    Money(own, entry.currency),
                    entry.usd_minor,
                    entry.contribution_id,
                    entry.activity_id,
                )

    def read(self, cells: Cells) -> LedgerRow | None:
        """Read a row; None when it is refused."""
        kind = cells.choice("kind", EntryKind)
        reference = cells.text("reference", LONGEST_REFERENCE, required=True)
        on = cells.day("on", required=True)
        cells.yes("another")
        heading = self._heading(cells, on, reference)
        if kind is None or heading is None:
            self._context.counters.refuse(cells.faults)
            return None
        for column, kinds in OF_SOME.items():
            if kind not in kinds and cells.raw(column):
                cells.refuse(column, say("an entry of the kind %(kind)s has none", kind=kind.value))
        try:
            return self._checked(cells, self._of_kind(cells, kind, heading))
        except TrackerError as error:
            self._context.refuse_for(cells.row, error)
            return None

    def _heading(self, cells: Cells, on: date | None, reference: str) -> Heading | None:
        """Read the heading, with stand-ins for missing values, so that all faults are reported."""
        try:
            return Heading(
                on or date.min,
                reference[:LONGEST_REFERENCE] or UNREAD,
                cells.text("note"),
                correction=read_correction(cells),
                basis=cells.text("basis", LONGEST_BASIS)[:LONGEST_BASIS],
            )
        except TrackerError as error:
            cells.refuse(getattr(error, "field", ""), str(error))
            return None

    def _of_kind(self, cells: Cells, kind: EntryKind, heading: Heading) -> LedgerRow | None:
        """Read the fields of the kind."""
        if kind is EntryKind.REVERSAL:
            return self._reversal(cells, heading)
        if kind in PAYMENTS:
            return self._payment(cells, kind, heading)
        amount = self._dollars(cells)
        contribution = self._references.contribution(
            cells, "contribution", required=kind is EntryKind.TRANSFER
        )
        owner = contribution.id if contribution else None
        instruction = PostingInstruction(kind, heading, amount, owner)
        if kind in USES:
            activity = self._references.activity(cells, "activity")
            instruction = replace(
                instruction,
                activity_id=activity,
                against_commitment=cells.yes("against_commitment"),
            )
        elif kind is EntryKind.TRANSFER:
            instruction = self._transfer(cells, instruction)
        else:
            instruction = self._interest(cells, instruction)
        return LedgerRow(cells.row, facts_of(instruction, Money(amount, USD)), instruction)

    def _checked(self, cells: Cells, row: LedgerRow | None) -> LedgerRow | None:
        """Refuse a row with faults; count the amounts of the others."""
        if cells.faults or row is None:
            self._context.counters.refuse(cells.faults)
            return None
        amount = row.facts.amount
        self._context.counters.count(row.instruction.kind.value, amount.currency, amount.minor)
        return row

    def _payment(self, cells: Cells, kind: EntryKind, heading: Heading) -> LedgerRow | None:
        """Read an entry of one contribution."""
        owner = self._references.contribution(cells, "contribution", required=True)
        currency = cells.currency("currency", owner.currency if owner else USD)
        amount = cells.amount("amount", currency, required=True)
        self._expect_currency(cells, kind, currency, owner)
        self._expect_basis(cells, kind, heading)
        self._expect_sign(cells, kind, amount)
        if cells.faults or owner is None or amount is None:
            return None
        worth = self._worth(cells, kind, Money(abs(amount), currency), heading.effective_on)
        signed = worth.usd_minor if amount > 0 else -worth.usd_minor
        instruction = PostingInstruction(
            kind,
            replace(heading, currency=currency, original_minor=amount, rate=worth.rate),
            signed,
            owner.id,
        )
        if currency != owner.currency and kind in RECEIPTS:
            instruction = replace(
                instruction, settles_original=self._settled(cells, instruction, owner)
            )
        booked = -amount if kind is EntryKind.PLEDGE_CANCELLATION else amount
        return LedgerRow(
            cells.row,
            facts_of(instruction, Money(booked, currency)),
            instruction,
            warning_column="on",
            warning=worth.warning,
        )

    def _worth(self, cells: Cells, kind: EntryKind, money: Money, on: date) -> Conversion:
        """Convert an amount to US dollars, unless its kind is valued at the pledge's rate."""
        if kind in AT_PLEDGE_RATE and money.currency != USD:
            return Conversion(0)
        return self._rates.worth(money, on, stated(cells))

    def _settled(
        self, cells: Cells, instruction: PostingInstruction, owner: KnownContribution
    ) -> int:
        """Return the amount that a receipt in another currency settles."""
        if owner.currency == USD:
            return instruction.usd_minor
        said = cells.amount("settles", owner.currency)
        if said is not None:
            return said
        on = instruction.heading.effective_on
        return from_usd(self._context.session, instruction.usd_minor, owner.currency, on)

    def _dollars(self, cells: Cells) -> int:
        """Read an amount in US dollars above zero."""
        if cells.currency("currency") != USD:
            cells.refuse("currency", say("the amount is in US dollars"))
        amount = cells.amount("amount", USD, required=True)
        if amount is not None and amount <= 0:
            cells.refuse("amount", say("the amount must be above zero"))
        return amount or 0

    def _transfer(self, cells: Cells, instruction: PostingInstruction) -> PostingInstruction:
        """Read the contribution to which a transfer goes."""
        self._expect_basis(cells, EntryKind.TRANSFER, instruction.heading)
        taker = self._references.contribution(cells, "to_contribution", required=True)
        return replace(instruction, to_contribution_id=taker.id if taker else None)

    def _interest(self, cells: Cells, instruction: PostingInstruction) -> PostingInstruction:
        """Read interest: of a named contribution, or by the rule for the days of its basis."""
        if instruction.contribution_id is not None:
            return instruction
        first, _, last = instruction.heading.basis.partition(DAYS)
        try:
            days = date.fromisoformat(first.strip()), date.fromisoformat(last.strip())
        except ValueError:
            cells.refuse(
                "basis",
                say(
                    "by the rule, name the first and the last day: %(example)s",
                    example=f"2024-01-01{DAYS}2024-12-31",
                ),
            )
            return instruction
        return replace(instruction, earned=cash_days(self._context.session, *days))

    def _reversal(self, cells: Cells, heading: Heading) -> LedgerRow | None:
        """Read the entry to reverse; an amount, where it is given, has to be that entry's."""
        text = cells.text("reverses", required=True)
        entry = self.written.get(text)
        if text and entry is None:
            cells.refuse("reverses", say("'%(reference)s' is not in the ledger", reference=text))
        if entry is None:
            return None
        amount = cells.amount("amount", entry.amount.currency, required=True)
        if amount is not None and abs(amount) != abs(entry.amount.minor):
            cells.refuse("amount", say("an entry is undone whole; this is not its amount"))
        return reversal_row(cells, heading, entry)

    def _expect_currency(
        self, cells: Cells, kind: EntryKind, currency: str, owner: KnownContribution | None
    ) -> None:
        """Refuse another currency than the contribution's for kinds that have to be in it."""
        if owner and currency != owner.currency and kind not in ANY_CURRENCY | RECEIPTS:
            cells.refuse(
                "currency", say("the contribution is in %(currency)s", currency=owner.currency)
            )

    def _expect_basis(self, cells: Cells, kind: EntryKind, heading: Heading) -> None:
        """Refuse a transfer without consent and a write-off without its reason."""
        if heading.basis:
            return
        if kind in BASIS_HOLDS_REASON:
            cells.refuse("basis", say("say why it is written off"))
        elif kind is EntryKind.TRANSFER:
            cells.refuse("basis", say("name the donor's consent: the letter and its date"))

    def _expect_sign(self, cells: Cells, kind: EntryKind, amount: int | None) -> None:
        """Refuse an amount that is not above zero, except for a change of the pledge."""
        if kind is EntryKind.PLEDGE_ADJUSTMENT:
            if amount == 0:
                cells.refuse("amount", say("an adjustment needs an amount"))
        elif amount is not None and amount <= 0:
            cells.refuse("amount", say("the amount must be above zero"))


def reversal_row(cells: Cells, heading: Heading, entry: EntryOnRecord) -> LedgerRow:
    """Return the row that reverses an entry on record."""
    instruction = PostingInstruction(EntryKind.REVERSAL, heading, reverses_id=entry.id)
    facts = facts_of(instruction, Money(-entry.usd_minor))._replace(
        contribution_id=entry.contribution_id, activity_id=entry.activity_id
    )
    return LedgerRow(cells.row, facts, instruction)
