"""Pledged, received, still owed and refunded by currency, each in its own and in US dollars."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from tracker.fund.ledger.measures import Measure
from tracker.money import Money
from tracker.totals.chart_data.table import (
    Cell,
    ChartColumn,
    ChartTable,
    Member,
    amount,
    original,
    summed,
)
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.labels import dimension_name
from tracker.totals.measure_words import name as measure_name
from tracker.totals.opening import Opening
from tracker.totals.original_amounts import (
    OriginalAmounts,
    counts_from_the_beginning,
    original_amounts,
)
from tracker.totals.page_source import PageSource
from tracker.totals.query import TotalPart
from tracker.totals.reader import TotalsReader
from tracker.totals.totals import Scope
from tracker.words import say

SHOWN = (Measure.PLEDGED, Measure.RECEIVED, Measure.REFUNDED)


class CurrencyAmounts(NamedTuple):
    """The amounts of one currency: in its minor units, and in US cents.

    Each has what was pledged, received, refunded and is still owed; the last is None within days
    that have a first one.
    """

    currency: str
    own: tuple[int, int, int, int | None]
    usd: tuple[int, int, int, int | None]


@dataclass(frozen=True, slots=True)
class OriginalsData:
    """Amounts by currency, of one `year` or, where it is "", of all the days asked for.

    `apart_minor` are the US cents of refunds that have no amount in the contribution's currency.
    """

    rows: tuple[CurrencyAmounts, ...]
    year: str
    apart_minor: int

    def has_pledge(self, row: CurrencyAmounts) -> bool:
        """Whether a row has a pledge on record; of a year, one may lie in another year."""
        return bool(self.year or row.own[0] or row.own[1] <= 0)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given."""
        return not self.rows


def originals(source: PageSource) -> OriginalsData:
    """Read the amounts of all the days of a query."""
    return _read(source, source.reader.scope, "")


def originals_of_this_year(source: PageSource) -> OriginalsData:
    """Read the amounts of the last year of a query; none under days that have a first one."""
    year = this_year(source)
    scope = source.reader.scope
    if not counts_from_the_beginning(scope):
        return OriginalsData((), year, 0)
    part = TotalPart(Dimension.YEAR, (year,))
    parts = (*scope.choice.parts, part)
    return _read(source, scope._replace(choice=scope.choice._replace(parts=parts)), year)


def this_year(source: PageSource) -> str:
    """Return the year of the last day that counts in a query."""
    return str(source.query.last_day().year)


def amounts_by_currency(
    amounts: tuple[OriginalAmounts, ...],
) -> dict[str, tuple[int, int, int, int | None]]:
    """Add the amounts of contributions up by currency, of no two together."""
    found: dict[str, list[OriginalAmounts]] = defaultdict(list)
    for one in amounts:
        found[one.currency].append(one)
    return {
        currency: (
            sum(one.pledged for one in own),
            sum(one.received for one in own),
            sum(one.refunded for one in own),
            None
            if any(one.outstanding is None for one in own)
            else sum(one.outstanding or 0 for one in own),
        )
        for currency, own in sorted(found.items())
    }


def _read(source: PageSource, scope: Scope, year: str) -> OriginalsData:
    """Read the amounts of a scope."""
    amounts = original_amounts(source.session.connection(), scope)
    reader = TotalsReader(scope)
    is_whole = counts_from_the_beginning(scope)
    read = (*SHOWN, Measure.OUTSTANDING) if is_whole else SHOWN
    usd: dict[str, list[int | None]] = defaultdict(lambda: [0, 0, 0, 0 if is_whole else None])
    for place, measure in enumerate(read if amounts else ()):
        for row in reader.rows(measure, Dimension.CURRENCY):
            usd[row.code][place] = row.minor
    rows = tuple(
        CurrencyAmounts(
            currency,
            own,
            tuple(usd[currency]),  # type: ignore[arg-type] # four amounts
        )
        for currency, own in amounts_by_currency(amounts).items()
        if any(own)
    )
    return OriginalsData(rows, year, sum(one.apart for one in amounts))


def originals_table(data: OriginalsData) -> ChartTable:
    """Return a row for each currency; the amounts in US dollars have sums."""
    has_owed = any(row.own[3] is not None for row in data.rows) or not data.year
    measures = (*SHOWN, Measure.OUTSTANDING) if has_owed else SHOWN
    columns = (
        ChartColumn(dimension_name(Dimension.CURRENCY), Dimension.CURRENCY.value),
        *(original(*_name(measure), _opens(_whole(measure), data)) for measure in measures),
        *(amount(*_name(measure), _opens(measure, data)) for measure in measures),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Member(Dimension.CURRENCY, row.currency, row.currency),
            *(_money(one, row.currency) for one in _known(row.own, row, data)[: len(measures)]),
            *_known(row.usd, row, data)[: len(measures)],
        )
        for row in data.rows
    )
    return ChartTable(columns, rows, summed_in_usd(columns, rows))


def _known(
    amounts: tuple[int, int, int, int | None], row: CurrencyAmounts, data: OriginalsData
) -> tuple[int | None, ...]:
    """Return amounts; without a pledge on record, neither it nor what is owed of it is known."""
    if data.has_pledge(row):
        return amounts
    return None, *amounts[1:3], None


def summed_in_usd(
    columns: tuple[ChartColumn, ...], rows: tuple[tuple[Cell, ...], ...]
) -> tuple[int | Money | None, ...] | None:
    """Return the sums of the columns in US dollars alone: each row is a currency of its own."""
    sums = summed(columns, rows)
    return sums and tuple(one if isinstance(one, int) else None for one in sums)


def _name(measure: Measure) -> tuple[str, str]:
    """Return the label of a column and its name in files."""
    if measure is Measure.OUTSTANDING:
        return still_owed(), "still_owed"
    return measure_name(measure), measure.value


def still_owed() -> str:
    """Return the label of what is pledged and neither received nor written off."""
    return say("Still owed")


def _whole(measure: Measure) -> Measure:
    """Return the measure whose contributions have an original amount of another.

    What is owed in a currency may be worth no cent in US dollars.
    """
    return Measure.PLEDGED if measure is Measure.OUTSTANDING else measure


def _opens(measure: Measure, data: OriginalsData) -> Opening:
    """Return the opening of a measure, within the year of the data."""
    opening = Opening(measure)
    return opening.at(Dimension.YEAR, data.year) if data.year else opening


def _money(minor: int | None, currency: str) -> Money | None:
    """Return an amount with its currency."""
    return None if minor is None else Money(minor, currency)


def originals_sentence(write: Callable[[Money], str]) -> Callable[[OriginalsData, Formatter], str]:
    """Return the function that says, for each currency, what was pledged, paid and is owed."""

    def sentence(data: OriginalsData, _formatter: Formatter) -> str:
        return " ".join(
            _sentence(row, data.year, write)
            if data.has_pledge(row)
            else say(
                "%(received)s received, of which no pledge is on record.",
                received=write(Money(row.own[1], row.currency)),
            )
            for row in data.rows
        )

    return sentence


def _sentence(row: CurrencyAmounts, year: str, write: Callable[[Money], str]) -> str:
    """Say what was pledged, paid and is owed in one currency."""
    pledged, received, refunded, owed = (Money(one or 0, row.currency) for one in row.own)
    words = {"pledged": write(pledged), "received": write(received), "owed": write(owed)}
    if year:
        return say("%(pledged)s pledged and %(received)s received in %(year)s.", year=year, **words)
    told = say("%(pledged)s pledged and %(received)s received.", **words)
    if row.own[3] is not None:
        told = say("%(pledged)s pledged, %(received)s received, %(owed)s still owed.", **words)
    if refunded.minor:
        told += " " + say("%(refunded)s refunded.", refunded=write(refunded))
    return told


def originals_notes(data: OriginalsData) -> tuple[str, ...]:
    """Say how the two kinds of amounts compare, and which refunds are in one of them alone."""
    notes = [
        say(
            "Amounts of different currencies are never added. In US dollars, each amount counts at "
            "the exchange rate of its day, and what is still owed at that of the pledge."
        )
    ]
    if data.apart_minor:
        notes.append(
            say("Refunds that were paid in another currency stand among the US dollars alone.")
        )
    return tuple(notes)
