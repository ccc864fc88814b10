"""Reads a row of a sheet of entries into a draft."""

from collections.abc import Sequence
from typing import Any

from tracker.exchange.cells import Cells
from tracker.exchange.ledger_columns import read_correction
from tracker.exchange.ledger_rows import CountedAmount, LedgerRow, read_sure
from tracker.exchange.mapped_rows import MappedRow
from tracker.fund.ledger.consents import NEEDS_CONSENT, Consent, consent_in
from tracker.fund.ledger.entries import LONGEST_BASIS, LONGEST_REFERENCE, EntryKind
from tracker.fund.ledger.entry_fields import PAYMENTS
from tracker.fund.preparation.bases import days_in
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.named_records import NamedRecords
from tracker.money import USD
from tracker.words import say

LONGEST_SOURCE = 200


def read_named(records: NamedRecords, rows: Sequence[MappedRow]) -> None:
    """Read at once the contributions, activities and entries that the rows of a sheet name."""

    def named(*columns: str) -> set[str]:
        return {row.values.get(column, "") for row in rows for column in columns}

    records.read(named("contribution", "to_contribution"), named("activity"), named("reverses"))


def read_entry_row(cells: Cells, records: NamedRecords) -> LedgerRow | None:
    """Read a row; None where it does not say which kind it is of, which the cells then tell."""
    kind = cells.choice("kind", EntryKind)
    if kind is None:
        return None
    contribution = cells.text("contribution")
    currency = _currency(cells, records, kind, contribution)
    owner = records.contribution(contribution) if contribution else None
    basis = cells.text("basis", LONGEST_BASIS)
    amount = cells.amount("amount", currency)
    consent = _consent(cells, kind, basis)
    draft = EntryDraft(
        kind,
        cells.text("reference", LONGEST_REFERENCE, required=True)[:LONGEST_REFERENCE],
        cells.day("on", required=True),
        amount,
        currency,
        contribution=contribution,
        to_contribution=cells.text("to_contribution"),
        activity=cells.text("activity"),
        usd_minor=cells.amount("usd_amount", USD),
        rate=cells.decimal("rate"),
        rate_source=cells.text("rate_source", LONGEST_SOURCE),
        settles_minor=cells.amount("settles", owner.currency if owner else USD),
        letter=consent.letter,
        consent_on=consent.on,
        receipt=cells.text("receipt"),
        reverses=cells.text("reverses"),
        note=cells.text("note"),
        correction=read_correction(cells),
        against_commitment=cells.yes("against_commitment"),
        another=cells.yes("another"),
        sure=read_sure(cells),
        **_resting_on(cells, kind, basis, contribution),
    )
    amounts = (CountedAmount(kind.value, currency, amount or 0),)
    return LedgerRow(cells.row, draft, amounts, tuple(cells.faults))


def _currency(cells: Cells, records: NamedRecords, kind: EntryKind, contribution: str) -> str:
    """Read the currency of the amount: as the cell says, else that of the kind."""
    owner = records.contribution(contribution) if contribution else None
    undone = records.entry(cells.raw("reverses")) if cells.raw("reverses") else None
    default = USD
    if kind is EntryKind.REVERSAL and undone is not None:
        default = undone.amount.currency
    elif kind in PAYMENTS and owner is not None:
        default = owner.currency
    return cells.currency("currency", default)


def _resting_on(cells: Cells, kind: EntryKind, basis: str, contribution: str) -> dict[str, Any]:
    """Return on what an entry rests beside the donor's consent, by the fields of its draft."""
    if kind in NEEDS_CONSENT:
        return {"basis": basis if cells.raw("letter") else ""}
    if kind is EntryKind.RECEIPT_CORRECTION:
        return {"corrects": basis}
    if kind is not EntryKind.INTEREST or contribution:
        return {"basis": basis}
    first, last = days_in(basis)
    if first is None or last is None:
        cells.refuse(
            "basis",
            say(
                "by the rule, name the first and the last day: %(example)s",
                example="2024-01-01 / 2024-12-31",
            ),
        )
    elif first > last:
        cells.refuse("basis", say("the first day comes after the last"))
    return {"first_on": first, "last_on": last}


def _consent(cells: Cells, kind: EntryKind, basis: str) -> Consent:
    """Return the donor's consent: its columns, else the basis of a kind that needs one.

    Such a basis may end with the day, where the column of the day is blank.
    """
    letter, on = cells.text("letter", LONGEST_BASIS), cells.day("consent_on")
    if letter or kind not in NEEDS_CONSENT:
        return Consent(letter, on)
    told = Consent(basis, None) if cells.raw("consent_on") else consent_in(basis)
    return Consent(told.letter, on or told.on)
