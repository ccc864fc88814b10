"""Compares the entries of an approved request with the instructions that were approved."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.engine import Connection
from sqlmodel import col

from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.measures import CODES, Measure
from tracker.fund.ledger.posting_instructions import ATTRIBUTED, PAYMENTS, PostingInstruction
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine
from tracker.fund.verification.text_columns import as_text
from tracker.money import USD

OF_A_PLEDGE = {
    EntryKind.PLEDGE_CANCELLATION: Measure.PLEDGED,
    EntryKind.PLEDGE_WRITE_OFF: Measure.PLEDGE_WRITTEN_OFF,
}
"""The kinds valued at the pledge's exchange rate, whose instruction names the original amount, and
the measure of their amount in US dollars."""
SETTLES = frozenset({EntryKind.RECEIPT, EntryKind.RECEIPT_CORRECTION})
MEASURED = {**ATTRIBUTED, EntryKind.TRANSFER: Measure.TRANSFERRED}
"""The kinds of which each contribution has its part, and the measure of the parts."""

Parts = dict[int, int]
"""The US cents of each contribution, without their signs."""


class PostedRow(NamedTuple):
    """An entry as an instruction asks for it, and who recorded and approved it."""

    id: int
    reference: str
    kind: str
    effective_on: date
    usd_minor: int
    currency: str
    original_minor: int | None
    rate: Decimal | None
    rate_source: str
    rate_on: date | None
    rate_implied: bool
    note: str
    basis: str
    letter: str
    consent_on: date | None
    correction: str
    contribution_id: int | None
    activity_id: int | None
    reverses_id: int | None
    recorded_by: str
    approved_by: str


class PostedLine(NamedTuple):
    """A line of an entry: the account that it changes, by how much, the figure it counts in."""

    account: str
    contribution_id: int
    minor: int
    measure: int | None
    original_minor: int | None


class PostedEntries(NamedTuple):
    """A run of entries in their order, their lines by entry, and the entries that they reverse."""

    rows: list[PostedRow]
    lines: Mapping[int, list[PostedLine]]
    reversed: Mapping[int, PostedRow]


def read_posted(connection: Connection, first: int, last: int) -> PostedEntries:
    """Read the entries from the first to the last number."""
    of_run = col(LedgerEntry.id).between(first, last)
    reverses = select(col(LedgerEntry.reverses_id)).where(of_run).scalar_subquery()
    rows = _rows(connection, of_run)
    undone = _rows(connection, col(LedgerEntry.id).in_(reverses))
    statement = (
        select(
            col(LedgerLine.entry_id),
            as_text(col(LedgerAccount.kind)),
            col(LedgerAccount.contribution_id),
            col(LedgerLine.minor),
            col(LedgerLine.measure),
            col(LedgerLine.original_minor),
        )
        .join(LedgerAccount, col(LedgerAccount.id) == col(LedgerLine.account_id))
        .where(col(LedgerLine.entry_id).between(first, last))
    )
    lines: defaultdict[int, list[PostedLine]] = defaultdict(list)
    for entry, kind, contribution, minor, measure, original in connection.execute(statement):
        lines[entry].append(PostedLine(kind, contribution, minor, measure, original))
    return PostedEntries(rows, lines, {row.id: row for row in undone})


def differences(
    instruction: PostingInstruction, row: PostedRow, posted: PostedEntries
) -> Iterator[str]:
    """Name the fields of which an entry has another value than its instruction gives it."""
    there = row._asdict()
    undone = posted.reversed.get(instruction.reverses_id or 0)
    for name, value in _expected(instruction, undone).items():
        if there[name] != value:
            yield name
    if row.correction not in {"", instruction.heading.correction}:
        yield "correction"
    on = instruction.heading.effective_on
    if row.effective_on not in {on, max(on, undone.effective_on) if undone else on}:
        yield "effective_on"
    yield from _differences_of_lines(instruction, row, posted.lines.get(row.id, []))


def _differences_of_lines(
    instruction: PostingInstruction, row: PostedRow, lines: list[PostedLine]
) -> Iterator[str]:
    """Name the fields of an instruction that the lines of its entry contradict."""
    kind = instruction.kind
    if not _has_parts(instruction, lines):
        yield "parts"
    measure = OF_A_PLEDGE.get(kind)
    if measure and sum(_parts(lines, CODES[measure]).values()) != abs(row.usd_minor):
        yield "usd_minor"
    if kind is EntryKind.EXPENDITURE:
        taken = any(line.account == AccountKind.COMMITTED.value for line in lines)
        if taken is not instruction.against_commitment:
            yield "against_commitment"
    if kind is EntryKind.REFUND and instruction.parts:
        worth = {part.contribution_id: part.minor for part in instruction.parts}
        if _parts(lines, CODES[Measure.REFUNDED]) != worth:
            yield "parts"
    if kind in SETTLES and instruction.settles_original is not None:
        received = [line for line in lines if line.measure == CODES[Measure.RECEIVED]]
        if [abs(line.original_minor or 0) for line in received] != [instruction.settles_original]:
            yield "settles_original"


def _expected(instruction: PostingInstruction, undone: PostedRow | None) -> dict[str, Any]:
    """Return the columns of the entry that an instruction, with the entry it reverses, decides."""
    heading, kind = instruction.heading, instruction.kind
    rate = None if kind in OF_A_PLEDGE else heading.rate
    expected: dict[str, Any] = {
        "kind": kind.value,
        "reference": heading.reference,
        "currency": heading.currency,
        "rate": rate.rate if rate else None,
        "rate_source": rate.source if rate else "",
        "rate_on": rate.on if rate else None,
        "rate_implied": bool(rate and rate.implied),
        "note": heading.note,
        "basis": heading.basis,
        "letter": heading.letter,
        "consent_on": heading.consent_on,
        "reverses_id": instruction.reverses_id if kind is EntryKind.REVERSAL else None,
    }
    if kind is EntryKind.REVERSAL:
        expected["original_minor"] = heading.original_minor
        if undone is not None:
            expected["usd_minor"] = -undone.usd_minor
            expected["contribution_id"] = undone.contribution_id
            expected["activity_id"] = undone.activity_id
        return expected
    expected["contribution_id"] = instruction.contribution_id
    expected["activity_id"] = None if _is_cash(kind) else instruction.activity_id
    if kind in OF_A_PLEDGE:
        original = heading.original_minor
        if original is None and heading.currency == USD:
            original = instruction.usd_minor
        lowered = kind is EntryKind.PLEDGE_CANCELLATION and original is not None
        return {**expected, "original_minor": -original if lowered and original else original}
    in_dollars = _is_cash(kind) and heading.currency == USD
    expected["original_minor"] = instruction.usd_minor if in_dollars else heading.original_minor
    return {**expected, "usd_minor": instruction.usd_minor}


def _has_parts(instruction: PostingInstruction, lines: list[PostedLine]) -> bool:
    """Tell whether the lines give each contribution its part.

    True for a reversal, and for a request approved before parts were fixed at hand-in.
    """
    kind, named, usd = instruction.kind, instruction.contribution_id, instruction.usd_minor
    if kind in PAYMENTS:
        return {line.contribution_id for line in lines} == {named}
    if kind is EntryKind.TRANSFER:
        expected = {named or 0: usd, instruction.to_contribution_id or 0: usd}
    elif kind in ATTRIBUTED and named is not None:
        expected = {named: usd}
    elif kind in ATTRIBUTED and instruction.parts:
        expected = {part.contribution_id: part.minor for part in instruction.parts}
    else:
        return True
    return _parts(lines, CODES[MEASURED[kind]]) == expected


def _parts(lines: list[PostedLine], measure: int) -> Parts:
    """Add up the lines of a measure by contribution."""
    found: defaultdict[int, int] = defaultdict(int)
    for line in lines:
        if line.measure == measure:
            found[line.contribution_id] += abs(line.minor)
    return dict(found)


def _is_cash(kind: EntryKind) -> bool:
    """Tell whether entries of a kind are of contributions alone, and hold both amounts."""
    return kind in PAYMENTS or kind in {EntryKind.TRANSFER, EntryKind.INTEREST}


def _rows(connection: Connection, which: Any) -> list[PostedRow]:  # noqa: ANN401 - a condition
    """Read entries in the order of their numbers."""
    columns = [getattr(LedgerEntry, name) for name in PostedRow._fields]
    columns[PostedRow._fields.index("kind")] = as_text(col(LedgerEntry.kind))
    statement = select(*columns).where(which).order_by(col(LedgerEntry.id))
    return [PostedRow(*row) for row in connection.execute(statement)]
