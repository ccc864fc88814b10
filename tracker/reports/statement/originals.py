"""Pledged, received, outstanding and refunded in the currency of each contribution, never added."""

from collections.abc import Collection

from tracker.reports.content.blocks import ReportColumn, ReportTable, TableRow
from tracker.reports.content.texts import Amount, PlainText, Text, Words, sentence
from tracker.reports.statement.cells import code_column, original_column
from tracker.totals.chart_data.originals import amounts_by_currency
from tracker.totals.original_amounts import OriginalAmounts, original_amounts
from tracker.totals.page_source import PageSource
from tracker.words import say

NEVER_ADDED = sentence(
    "Amounts of different currencies are never added. What is outstanding is what is pledged and "
    "neither received nor written off on the last day of the period."
)
APART = sentence("Refunds that were paid in another currency stand among the US dollars alone.")


def amounts_of_period(
    source: PageSource, references: Collection[str]
) -> tuple[OriginalAmounts, ...]:
    """Return what contributions moved in the period, and what is outstanding at its end."""
    connection, scope = source.session.connection(), source.reader.scope
    within = {one.contribution: one for one in original_amounts(connection, scope)}
    to_date = original_amounts(connection, scope, to_date=True)
    return tuple(
        _of_period(within.get(one.contribution), one)
        for one in to_date
        if one.contribution in references
    )


def currencies_table(amounts: tuple[OriginalAmounts, ...]) -> ReportTable:
    """Return a row for each currency, which are never added."""
    rows = (
        TableRow(currency, (PlainText(currency), *_amounts(currency, *own)))
        for currency, own in amounts_by_currency(amounts).items()
    )
    notes: list[Words] = [(NEVER_ADDED,)]
    if any(one.apart for one in amounts):
        notes.append((APART,))
    return ReportTable(
        "currencies",
        (sentence("In original currencies"),),
        (code_column("currency", say("Currency")), *_columns()),
        tuple(rows),
        notes=tuple(notes),
    )


def originals_table(amounts: tuple[OriginalAmounts, ...]) -> ReportTable:
    """Return a row for each contribution, in its own currency."""
    rows = (
        TableRow(
            one.contribution,
            (
                PlainText(one.contribution),
                PlainText(one.currency),
                *_amounts(one.currency, one.pledged, one.received, one.refunded, one.outstanding),
            ),
        )
        for one in amounts
    )
    return ReportTable(
        "originals",
        (sentence("In original currencies, by contribution"),),
        (
            code_column("contribution", say("Contribution")),
            code_column("currency", say("Currency")),
            *_columns(),
        ),
        tuple(rows),
    )


def _of_period(within: OriginalAmounts | None, to_date: OriginalAmounts) -> OriginalAmounts:
    """Return what moved within the period, with what is outstanding at its end."""
    if within is None:
        return to_date._replace(pledged=0, received=0, refunded=0, apart=0)
    return within._replace(outstanding=to_date.outstanding)


def _columns() -> tuple[ReportColumn, ...]:
    return (
        original_column("pledged", say("Pledged")),
        original_column("received", say("Received")),
        original_column("refunded", say("Refunded")),
        original_column("outstanding", say("Still owed")),
    )


def _amounts(currency: str, *minors: int | None) -> tuple[Text | None, ...]:
    return tuple(None if minor is None else Amount(minor, currency) for minor in minors)
