"""Regularity of giving, what came of promises, and the largest donors."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracker.fund.ledger.measures import Measure
from tracker.money import Money
from tracker.totals.chart_data.findings import share_of
from tracker.totals.chart_data.originals import still_owed, this_year
from tracker.totals.chart_data.shapes import unfinished_year
from tracker.totals.chart_data.table import (
    Cell,
    ChartColumn,
    ChartColumnKind,
    ChartTable,
    Member,
    OpenedNumber,
    amount,
    summed,
)
from tracker.totals.chosen_contributions import not_split
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.group_codes import EVER, GroupKind
from tracker.totals.labels import dimension_name
from tracker.totals.measure_words import name as measure_name
from tracker.totals.opening import Opening
from tracker.totals.original_amounts import counts_from_the_beginning
from tracker.totals.page_source import PageSource
from tracker.totals.promises import Promise, promises_by_donor, promises_by_year
from tracker.totals.query import Query
from tracker.totals.recorded import has_pledges, recorded_years
from tracker.words import say

YEARS, LARGEST, FEW = 10, 10, 3
MOST_OF_IT = 5_000
"""The share of all, in basis points, from which the account hangs on few."""


class YearOfGiving(NamedTuple):
    """What was received in a year, and what came of the pledges that were made in it.

    `promise` is None where no pledge is on record, in this year or any other.
    """

    year: str
    received: int
    promise: Promise | None


@dataclass(frozen=True, slots=True)
class RegularityData:
    """The last ten whole years and the one that is not over, if any, newest last.

    None is before the first year on record, or after the last.
    """

    years: tuple[YearOfGiving, ...]
    unfinished: str
    promise: Promise
    query: Query

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given or promised."""
        return not any(one.received or any(one.promise or ()) for one in self.years)

    @property
    def given(self) -> int:
        """In how many of the whole years money came."""
        return sum(one.received > 0 for one in self.years if one.year != self.unfinished)


class LargeDonor(NamedTuple):
    """A donor with what was received from it and, without a first day, its promise."""

    code: str
    label: str
    received: int
    promise: Promise | None


@dataclass(frozen=True, slots=True)
class LargestDonors:
    """The ten donors from whom most was received, and what was received from all."""

    rows: tuple[LargeDonor, ...]
    donors: int
    total: int
    query: Query

    @property
    def is_empty(self) -> bool:
        """Whether nothing was received."""
        return not self.rows or self.total <= 0

    def share_bp(self, number: int) -> int:
        """Return the share of the so many largest, in basis points."""
        return share_of(sum(row.received for row in self.rows[:number]), self.total)


def regularity(source: PageSource) -> RegularityData:
    """Read years and promises; nothing under days with a first one, or of places and the like."""
    scope, unfinished = source.reader.scope, unfinished_year(source.query)
    recorded = recorded_years(scope)
    if recorded is None or not_split(source.query) or not counts_from_the_beginning(scope):
        return RegularityData((), "", Promise(), source.query)
    last = int(this_year(source))
    if recorded.last < last:
        last, unfinished = recorded.last, ""
    first = max(last - YEARS + (0 if unfinished else 1), recorded.first)
    received = source.reader.amounts(Measure.RECEIVED, Dimension.YEAR)
    promised = promises_by_year(scope)
    no_promise = Promise() if has_pledges(scope) else None
    years = tuple(
        YearOfGiving(year, received.get(year, 0), promised.get(year, no_promise))
        for year in map(str, range(first, last + 1))
    )
    whole = Promise(*map(sum, zip(*promised.values(), strict=True))) if promised else Promise()
    return RegularityData(years, unfinished, whole, source.query)


def largest_donors(source: PageSource) -> LargestDonors:
    """Read the ten donors from whom most was received."""
    if not_split(source.query):
        return LargestDonors((), 0, 0, source.query)
    scope = source.reader.scope
    promises = promises_by_donor(scope) if counts_from_the_beginning(scope) else None
    rows = [row for row in source.reader.rows(Measure.RECEIVED, Dimension.DONOR) if row.code]
    rows = [row for row in rows if row.minor > 0]
    found = tuple(
        LargeDonor(*row, None if promises is None else promises.get(row.code, Promise()))
        for row in rows[:LARGEST]
    )
    return LargestDonors(found, len(rows), source.reader.total(Measure.RECEIVED), source.query)


def regularity_table(data: RegularityData) -> ChartTable:
    """Return a row for each year."""
    columns = (
        ChartColumn(dimension_name(Dimension.YEAR), Dimension.YEAR.value),
        amount(measure_name(Measure.RECEIVED), "received", Opening(Measure.RECEIVED)),
        amount(say("Pledges made in the year"), "pledged"),
        amount(say("Received of them"), "received_of_pledges"),
        amount(still_owed(), "still_owed"),
        ChartColumn(say("Kept"), "kept_percent", ChartColumnKind.SHARE),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Member(Dimension.YEAR, one.year, one.year),
            one.received,
            *_promised(one, data.query),
        )
        for one in data.years
    )
    return ChartTable(columns, rows)


def _promised(one: YearOfGiving, query: Query) -> Iterator[Cell]:
    """Yield what was pledged in a year, what came of it, is owed and kept; nothing if not known."""
    if one.promise is None:
        yield from (None,) * 4
        return
    for measure, minor in (
        (Measure.PLEDGED, one.promise.pledged),
        (Measure.RECEIVED, one.promise.received),
        (Measure.OUTSTANDING, one.promise.owed),
    ):
        yield OpenedNumber(minor, query, Opening(measure).among(GroupKind.PROMISED, one.year))
    yield one.promise.kept_bp


def regularity_sentence(data: RegularityData, formatter: Formatter) -> str:
    """Say in how many of the last years money came, and what came of what was promised."""
    whole = sum(one.year != data.unfinished for one in data.years)
    told = (
        say(
            "Money came in %(given)s of the last %(years)s whole years.",
            given=formatter.whole(data.given),
            years=formatter.whole(whole),
        )
        if whole
        else say("No whole year is on record yet.")
    )
    kept = data.promise.kept_bp
    if kept is None:
        return told
    more = say("%(kept)s of all that was promised has come.", kept=formatter.percent(kept))
    return f"{told} {more}"


def kept_note() -> str:
    """Say what counts as kept."""
    return say(
        "Kept is what came of what came, is still owed and was written off; a pledge that the "
        "donor changed counts as changed. Exchange rates do not alter it."
    )


def largest_table(data: LargestDonors) -> ChartTable:
    """Return a row for each of the largest donors."""
    columns = (
        ChartColumn(dimension_name(Dimension.DONOR), Dimension.DONOR.value),
        amount(measure_name(Measure.RECEIVED), "received", Opening(Measure.RECEIVED)),
        ChartColumn(say("Share of all"), "share_percent", ChartColumnKind.SHARE),
        *_promise_columns(data),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Member(Dimension.DONOR, row.code, row.label),
            row.received,
            share_of(row.received, data.total),
            *_promise_cells(row.promise),
        )
        for row in data.rows
    )
    whole = data.donors <= len(data.rows)  # the sum of the ten is no figure that opens
    return ChartTable(columns, rows, _sums_of(data, columns, rows) if whole else None)


def _sums_of(
    data: LargestDonors, columns: Sequence[ChartColumn], rows: Sequence[tuple[Cell, ...]]
) -> tuple[OpenedNumber | int | Money | None, ...] | None:
    """Return the sums; those of promises are of the donors from whom money was received."""
    codes = [row.code for row in data.rows]
    return (
        tuple(
            OpenedNumber(one, data.query, column.opens.at(Dimension.DONOR, *codes))
            if isinstance(one, int) and isinstance(column.opens, Opening)
            else one
            for column, one in zip(columns, summed(columns, rows) or (), strict=False)
        )
        or None
    )


def _promise_columns(data: LargestDonors) -> tuple[ChartColumn, ...]:
    """Return the columns of promises, where there are any."""
    if any(row.promise is None for row in data.rows):
        return ()
    return (
        amount(
            measure_name(Measure.PLEDGED),
            "pledged",
            Opening(Measure.PLEDGED).among(GroupKind.PROMISED, EVER),
        ),
        amount(
            still_owed(),
            "still_owed",
            Opening(Measure.OUTSTANDING).among(GroupKind.PROMISED, EVER),
        ),
        ChartColumn(say("Kept"), "kept_percent", ChartColumnKind.SHARE),
    )


def _promise_cells(promise: Promise | None) -> tuple[Cell, ...]:
    """Return the cells of a promise; money came of which no pledge is on record, if it is zero."""
    if promise is None:
        return ()
    if not any(promise):
        return None, None, None
    return promise.pledged, promise.owed, promise.kept_bp


def largest_sentence(data: LargestDonors, formatter: Formatter) -> str:
    """Say what the largest, the three largest and the ten largest gave of all."""
    if data.donors == 1:
        total, name = formatter.short(data.total), data.rows[0].label
        return say("%(total)s was received from one donor, %(name)s.", total=total, name=name)
    return say(
        "Of %(total)s received from %(donors)s donors, the largest, %(name)s, gave %(one)s, the "
        "three largest %(few)s, the ten largest %(ten)s.",
        total=formatter.short(data.total),
        donors=formatter.whole(data.donors),
        name=data.rows[0].label,
        one=formatter.percent(data.share_bp(1)),
        few=formatter.percent(data.share_bp(FEW)),
        ten=formatter.percent(data.share_bp(LARGEST)),
    )


def largest_finding(data: LargestDonors, formatter: Formatter) -> str:
    """Say whether the account hangs on few."""
    if data.donors <= FEW:
        return ""
    few = data.share_bp(FEW)
    if few < MOST_OF_IT:
        return say(
            "No three donors gave half of what was received: the three largest gave %(share)s",
            share=formatter.percent(few),
        )
    return say(
        "The account hangs on few: three of %(donors)s donors gave %(share)s",
        donors=formatter.whole(data.donors),
        share=formatter.percent(few),
    )
