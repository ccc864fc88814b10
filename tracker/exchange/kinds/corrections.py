"""Negative rows of a sheet of contributions: corrections that lower receipts.

The correction goes to contributions of the same sheet, donor, earmarking and currency with
unallocated money: the latest one received by then first, then older ones, then later ones. It is
an entry of its own on each.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import col, select

from tracker.errors import Fault
from tracker.exchange.import_context import ImportContext
from tracker.exchange.kinds.contribution_columns import ContributionRow
from tracker.exchange.outcomes import spelled
from tracker.fund.donors.registry import Spelling
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.cash_entries import correct_receipt
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.tables.contributions import Contribution
from tracker.money import USD, Money
from tracker.words import say

Group = tuple[str, object, str]


class Target(NamedTuple):
    """A contribution that can carry a correction."""

    id: int
    reference: str
    received_on: date


def correct(
    context: ImportContext,
    rows: Sequence[ContributionRow],
    positive: Sequence[ContributionRow],
    donors: Mapping[Spelling, str],
) -> None:
    """Post the corrections of negative rows."""
    new = [one for one in rows if not _on_file(context, one)]
    if not new:
        return
    targets = _targets(context, positive, donors)
    with context.open_book() as book:
        book.prepare(target.id for group in targets.values() for target in group)
        for one in sorted(new, key=lambda row: (row.received_on or date.min, row.reference)):
            _correct(context, book, one, targets.get(_group(one, donors), []))


def _on_file(context: ImportContext, one: ContributionRow) -> bool:
    """Tell whether a row was corrected before, or refused."""
    if one.currency != USD or one.received_on is None:
        why = say("a correction is in US dollars and has a day")
        context.refuse(one.row, [Fault("amount", why)])
        return True
    entries = context.session.exec(
        select(LedgerEntry).where(
            LedgerEntry.kind == EntryKind.RECEIPT_CORRECTION,
            col(LedgerEntry.reference).startswith(f"{one.reference}/correction/", autoescape=True),
        )
    ).all()
    if not entries:
        return False
    before = sum(entry.usd_minor for entry in entries)
    if before == -one.amount and {entry.effective_on for entry in entries} == {one.received_on}:
        context.counters.leave(one.row, one.reference)
        _count(context, one)
        return True
    why = say(
        "the ledger holds corrections of %(amount)s for this row; an entry never changes",
        amount=spelled(Money(before)),
    )
    context.refuse(one.row, [Fault("amount", why)])
    return True


def _targets(
    context: ImportContext, positive: Sequence[ContributionRow], donors: Mapping[Spelling, str]
) -> dict[Group, list[Target]]:
    """Return the contributions of the sheet by donor, earmarking and currency."""
    numbers = dict(context.session.exec(select(Contribution.reference, Contribution.id)).all())
    found: dict[Group, list[Target]] = {}
    for one in positive:
        number = numbers.get(one.reference)
        if number and one.received_on:
            found.setdefault(_group(one, donors), []).append(
                Target(number, one.reference, one.received_on)
            )
    return found


def _group(one: ContributionRow, donors: Mapping[Spelling, str]) -> Group:
    """Return the key that a row and its correction share."""
    return donors[one.donor], one.values.get("earmarking"), one.currency


def in_order(targets: Sequence[Target], on: date) -> list[Target]:
    """Return the latest received by that day first, then older ones, then later ones."""
    return sorted(
        targets,
        key=lambda target: (
            (0, on.toordinal() - target.received_on.toordinal(), target.reference)
            if target.received_on <= on
            else (1, target.received_on.toordinal(), target.reference)
        ),
    )


def _correct(
    context: ImportContext, book: Book, one: ContributionRow, targets: Sequence[Target]
) -> None:
    """Split a correction over the contributions that can carry it, or refuse the row."""
    on = one.received_on or date.min
    left = -one.amount
    parts: list[tuple[Target, int]] = []
    for target in in_order(targets, on):
        part = min(left, book.free_from(AccountKind.UNALLOCATED, target.id, None, on))
        if part > 0:
            parts.append((target, part))
            left -= part
    if left:
        why = say(
            "of this donor's contributions in the sheet %(amount)s too little is unallocated",
            amount=spelled(Money(left)),
        )
        context.refuse(one.row, [Fault("amount", why)])
        return
    for number, (target, part) in enumerate(parts, start=1):
        note = say("negative row %(reference)s of the source", reference=one.reference)
        heading = Heading(on, f"{one.reference}/correction/{number}", note, USD, part)
        correct_receipt(book, ContributionMovement(target.id, part, heading))
    context.counters.add(one.row, one.reference)
    _count(context, one)


def _count(context: ImportContext, one: ContributionRow) -> None:
    """Count a correction in the sums."""
    context.counters.totals[one.currency] += one.amount
    context.counters.count("received", one.currency, one.amount)
