"""The tables of the rows behind a figure."""

from collections.abc import Iterable, Iterator, Mapping

from tracker.assistance.unpublished import UNPUBLISHED
from tracker.fund.ledger.measures import Measure
from tracker.money import Money
from tracker.totals.chart_data.table import (
    Cell,
    ChartColumn,
    ChartColumnKind,
    ChartTable,
    Member,
    RecordLink,
    amount,
    original,
    summed,
)
from tracker.totals.dimensions import Dimension
from tracker.totals.labels import dimension_name
from tracker.totals.measure_words import name as measure_name
from tracker.totals.opened_entries import OpenedEntry
from tracker.totals.opened_rows import COLUMNS, OpenedRow, OpenedRows
from tracker.totals.opening import Opening, RowKind
from tracker.totals.original_amounts import OriginalAmounts
from tracker.totals.query import date_of
from tracker.words import say


def opened_table(
    rows: OpenedRows,
    opens: Opening | None = None,
    originals: Mapping[str, OriginalAmounts] | None = None,
) -> ChartTable:
    """Return a row for each contribution, activity, donor or country, and the sum.

    `opens` leads from the amounts to their own rows. `originals` are amounts in the one currency
    of all contributions, by reference.
    """
    columns = (
        *(ChartColumn(dimension_name(one), one.value) for one in COLUMNS[rows.kind]),
        amount(measure_name(rows.measure), rows.measure.value, opens),
        amount(say("Whole amount"), "whole"),
    )
    cells = tuple(_cells(rows.kind, row) for row in rows.rows)
    sums = summed(columns, cells)
    table = ChartTable(columns, cells, sums and (*sums[:-1], None))
    return with_originals(table, originals) if originals and cells else table


def with_originals(table: ChartTable, originals: Mapping[str, OriginalAmounts]) -> ChartTable:
    """Add to rows of contributions their amounts in their one currency, and the sums of these."""
    owed = all(one.outstanding is not None for one in originals.values())
    names = ("pledged", "received", "refunded", *(("outstanding",) if owed else ()))
    labels = {
        "pledged": measure_name(Measure.PLEDGED),
        "received": measure_name(Measure.RECEIVED),
        "refunded": measure_name(Measure.REFUNDED),
        "outstanding": say("Still owed"),
    }
    columns = tuple(original(labels[name], name) for name in names)
    added = tuple(tuple(_originals(row, originals, names)) for row in table.rows)
    sums = (*(table.sums or ()), *(summed(columns, added) or ()))
    rows = tuple((*row, *own) for row, own in zip(table.rows, added, strict=True))
    return ChartTable((*table.columns, *columns), rows, sums, table.row_opens)


def _originals(
    row: tuple[Cell, ...], originals: Mapping[str, OriginalAmounts], names: Iterable[str]
) -> Iterator[Money | None]:
    """Yield the original amounts of the contribution of a row."""
    member = row[0]
    own = originals.get(member.code) if isinstance(member, Member) else None
    for name in names:
        yield None if own is None else Money(getattr(own, name), own.currency)


def entries_table(entries: Iterable[OpenedEntry], measure: Measure, ledger: str) -> ChartTable:
    """Return a row for each line of the ledger; `ledger` is the address of an entry, or empty."""
    columns = (
        ChartColumn(say("Entry"), "entry", ChartColumnKind.TEXT),
        ChartColumn(say("Day"), "effective_on", ChartColumnKind.DAY),
        ChartColumn(dimension_name(Dimension.CONTRIBUTION), Dimension.CONTRIBUTION.value),
        ChartColumn(dimension_name(Dimension.ACTIVITY), Dimension.ACTIVITY.value),
        amount(measure_name(measure), measure.value),
        amount(say("Whole amount"), "whole"),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            RecordLink(str(one.entry), f"{ledger}{one.entry}" if ledger else ""),
            date_of(one.day),
            Member(Dimension.CONTRIBUTION, one.contribution, one.contribution),
            Member(Dimension.ACTIVITY, one.activity, _activity_label(one.activity)),
            one.minor,
            one.whole,
        )
        for one in entries
    )
    sums = summed(columns, rows)
    return ChartTable(columns, rows, sums and (*sums[:-1], None))


def _activity_label(code: str) -> str:
    """Return the label of a line's activity: its code, or that it is none or not published."""
    if code == UNPUBLISHED:
        return say("activities not yet published")
    return code or say("not specified")


def _cells(kind: RowKind, row: OpenedRow) -> tuple[Cell, ...]:
    """Return the cells of a row."""
    members = zip(COLUMNS[kind], row.members, strict=True)
    return (*(Member(of, one.code, one.label) for of, one in members), row.minor, row.whole)
