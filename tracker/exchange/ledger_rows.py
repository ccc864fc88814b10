"""Rows that become ledger entries: what is on file already, what differs, what is to be posted.

An entry of the ledger never changes: a row with its reference either says the same, or it
is a fault.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker.errors import Fault, TrackerError
from tracker.exchange.desk import Desk
from tracker.exchange.mapping import MappedRow
from tracker.exchange.outcomes import spelled
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.models import LedgerEntry
from tracker.money import USD, Money
from tracker.words import say

BATCH = 5_000


class EntryFacts(NamedTuple):
    """What an entry says; its amount in minor units of its currency, above zero."""

    kind: EntryKind
    effective_on: date
    amount: Money
    contribution_id: int | None = None
    activity_id: int | None = None


class LedgerRow(NamedTuple):
    """A row that asks for an entry, what posts it, and what is to be told when it is posted."""

    row: MappedRow
    reference: str
    facts: EntryFacts
    post: Callable[[Book], None]
    warning_column: str = ""
    warning: str = ""


def entries_on_file(session: Session, references: Iterable[str]) -> dict[str, EntryFacts]:
    """Return those of the entries that the ledger holds."""
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


def new_rows(desk: Desk, asked: Sequence[LedgerRow]) -> list[LedgerRow]:
    """Return the rows that are not in the ledger; counts and refuses the others."""
    doubles = desk.refuse_doubles((one.row, "reference", one.reference) for one in asked)
    on_file = entries_on_file(desk.session, (one.reference for one in asked))
    new = []
    for place, one in enumerate(asked):
        before = on_file.get(one.reference)
        if place in doubles:
            continue
        if before is None:
            new.append(one)
        elif before == one.facts:
            desk.tally.leave(one.row, one.reference)
        else:
            desk.refuse(one.row, [contradiction(one.reference, before, one.facts)])
    return new


def post_rows(desk: Desk, book: Book, rows: Sequence[LedgerRow], label: str) -> None:
    """Post rows in their order; what a rule of the ledger refuses becomes a fault of its row."""
    for one in desk.progress(rows, label):
        try:
            one.post(book)
        except TrackerError as error:
            desk.refuse_for(one.row, error)
        else:
            desk.tally.add(one.row, one.reference)
            desk.warn(one.row, one.warning_column, one.warning)


def contradiction(reference: str, before: EntryFacts, asked: EntryFacts) -> Fault:
    """Say in which respect a row differs from the entry of the same reference."""
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
