"""Sheets of certified statements: one figure a row, with the data of its statement."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from sqlmodel import select

from tracker.errors import Fault, InvalidDraft
from tracker.exchange.columns import SheetColumn, values_of
from tracker.exchange.donor_lookup import find_donors
from tracker.exchange.import_context import ImportContext
from tracker.exchange.mapped_rows import MappedRow
from tracker.exchange.outcomes import FieldChange, spelled
from tracker.fund.donors.registry import Spelling
from tracker.fund.reconciliation.statement_rules import (
    FigureDraft,
    StatementDraft,
    figure_faults,
    statement_faults,
)
from tracker.fund.reconciliation.statement_writes import add_figure, add_statement, change_figure
from tracker.fund.states import StatementItem
from tracker.fund.tables.statements import CertifiedFigure, CertifiedStatement
from tracker.money import USD, Money
from tracker.words import say

Key = tuple[str, str, StatementItem]


class StatementHead(NamedTuple):
    """The data of a statement in a row; empty cells are None."""

    year: int
    source: str | None
    issued_on: date | None
    note: str | None


class FigureRow(NamedTuple):
    """A row as read."""

    row: MappedRow
    reference: str
    head: StatementHead
    donor: Spelling | None
    item: StatementItem
    minor: int


class StatementOnRecord(NamedTuple):
    """A figure on record."""

    id: int
    minor: int


def columns() -> tuple[SheetColumn, ...]:
    """Return the columns of a sheet of certified statements."""
    return (
        SheetColumn("statement", say("the reference of the statement, which never changes"), True,
               "CS-2023"),
        SheetColumn("year", say("the year that it is about"), True, "2023"),
        SheetColumn("donor", say("the donor's code or name; empty for all donors together"),
               example="ITA"),
        SheetColumn("item", say("which figure; spent is without support cost, balances are all "
                                "money held"), True, "received", values_of(StatementItem)),
        SheetColumn("amount", say("the figure in US dollars"), True, "267523.41"),
        SheetColumn("source", say("who certified it; needed once for a new statement"),
               example=say("Board of Auditors")),
        SheetColumn("issued_on", say("when it was issued; needed once for a new statement"),
               example="2024-06-30"),
        SheetColumn("note", say("a remark on the statement")),
    )  # fmt: skip


def apply(context: ImportContext, rows: Sequence[MappedRow]) -> None:
    """Add statements and figures; another amount of a figure on record changes it."""
    read = [one for row in context.progress(rows, say("Checking")) if (one := _read(context, row))]
    heads = _heads(context, read)
    read = [one for one in read if one.reference in heads]
    donors = find_donors(context, ((one.row, one.donor) for one in read if one.donor))
    read = [one for one in read if one.donor is None or one.donor in donors]
    keys = [_key(one, donors) for one in read]
    doubles = context.refuse_duplicates(
        (one.row, "item", key) for one, key in zip(read, keys, strict=True)
    )
    on_file = _figures(context)
    for place, (one, key) in enumerate(zip(read, keys, strict=True)):
        if place not in doubles:
            _take(context, one, key, on_file.get(key), heads)


def _read(context: ImportContext, row: MappedRow) -> FigureRow | None:
    """Read a row; None when it is refused."""
    cells = context.cells(row)
    reference = cells.text("statement", 60, required=True)
    year = cells.whole("year")
    if year is None and not cells.raw("year"):
        cells.refuse("year", say("this cannot be empty"))
    item = cells.choice("item", StatementItem)
    minor = cells.amount("amount", USD, required=True)
    head = StatementHead(
        year or 0,
        cells.text("source", 300) or None,
        cells.day("issued_on"),
        cells.text("note") or None,
    )
    donor = cells.text("donor", 300)
    if cells.faults or item is None or minor is None:
        context.counters.refuse(cells.faults)
        return None
    return FigureRow(row, reference, head, Spelling(donor) if donor else None, item, minor)


def _heads(context: ImportContext, read: Sequence[FigureRow]) -> dict[str, StatementDraft | None]:
    """Return the data of each usable statement: a draft when it is new.

    Rows that contradict their statement, on record or in an earlier row, are refused; a new
    statement with faults refuses all its rows.
    """
    held = {
        row.reference: StatementDraft(row.reference, row.year, row.source, row.issued_on, row.note)
        for row in context.session.exec(select(CertifiedStatement))
    }
    found: dict[str, StatementDraft | None] = {}
    for reference in dict.fromkeys(one.reference for one in read):
        own = [one for one in read if one.reference == reference]
        before = held.get(reference)
        draft = before or _draft(own)
        faults = [] if before else _new_faults(draft, own)
        agree = [_agrees(context, one, draft) for one in own]
        if faults:
            for one in own:
                context.refuse(one.row, faults)
        elif all(agree):
            found[reference] = None if before else draft
    return found


def _draft(own: Sequence[FigureRow]) -> StatementDraft:
    """Return the draft of a new statement, from the first rows with its data."""
    draft = StatementDraft(own[0].reference, own[0].head.year, "", date.max)
    for one in reversed(own):
        said = {
            name: value
            for name, value in one.head._asdict().items()
            if value is not None and name != "year"
        }
        draft = replace(draft, **said)
    return draft


def _new_faults(draft: StatementDraft, own: Sequence[FigureRow]) -> list[Fault]:
    """Return the faults of a new statement, by the columns of the sheet."""
    is_dated = any(one.head.issued_on for one in own)
    faults = [
        Fault("statement" if fault.field == "reference" else fault.field, fault.message)
        for fault in statement_faults(draft)
        if is_dated or fault.field != "issued_on"
    ]
    if not is_dated:
        faults.append(Fault("issued_on", say("say when the statement was issued")))
    return faults


def _agrees(context: ImportContext, one: FigureRow, draft: StatementDraft) -> bool:
    """Refuse a row that contradicts its statement."""
    faults = [
        Fault(name, say("the statement has '%(value)s' here", value=getattr(draft, name)))
        for name, value in one.head._asdict().items()
        if value is not None and value != getattr(draft, name)
    ]
    if faults:
        context.refuse(one.row, faults)
    return not faults


def _key(one: FigureRow, donors: Mapping[Spelling, str]) -> Key:
    """Return the key of a figure."""
    return one.reference, donors[one.donor] if one.donor else "", one.item


def _figures(context: ImportContext) -> dict[Key, StatementOnRecord]:
    """Return the figures on record."""
    statement = select(CertifiedStatement.reference, CertifiedFigure).join(
        CertifiedFigure,
        CertifiedFigure.statement_id == CertifiedStatement.id,  # type: ignore[arg-type] # a condition
    )
    return {
        (reference, row.donor_code, row.item): StatementOnRecord(row.id or 0, row.minor)
        for reference, row in context.session.exec(statement)
    }


def _take(
    context: ImportContext,
    one: FigureRow,
    key: Key,
    before: StatementOnRecord | None,
    heads: dict[str, StatementDraft | None],
) -> None:
    """Add a figure, change it, or count it as unchanged."""
    reference, donor, item = key
    named = f"{reference} {donor or 'all'} {item.value}"
    if before is not None and before.minor == one.minor:
        context.counters.leave(one.row, named)
        return
    draft = FigureDraft(donor, item, one.minor)
    faults = figure_faults(draft, {donor})
    if faults:
        context.refuse(one.row, faults)
        return
    if before is not None:
        change_figure(
            context.session,
            reference,
            before.id,
            minor=one.minor,
            actor=context.actor,
            why=context.why,
        )
        change = FieldChange("amount", spelled(Money(before.minor)), spelled(Money(one.minor)))
        context.counters.change(one.row, named, (change,))
        return
    new = heads[reference]
    try:
        if new is not None:
            add_statement(context.session, new, context.actor)
            heads[reference] = None
        add_figure(context.session, reference, draft, context.actor)
    except InvalidDraft as refusal:
        context.refuse(one.row, refusal.faults)
        return
    context.counters.add(one.row, named)
