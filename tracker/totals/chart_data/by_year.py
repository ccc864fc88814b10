"""Totals over the years: measures beside each other, or one measure divided by a dimension."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.findings import share_of
from tracker.totals.chart_data.grouping import COLUMNS, PANELS, Grouped, grouped, highest_of
from tracker.totals.chart_data.marks import mark_of, measure_mark
from tracker.totals.chart_data.panels import is_readable, panels_over_time
from tracker.totals.chart_data.shapes import ChartSeries, ColumnShape, PanelShape, us_dollars
from tracker.totals.chart_data.table import Cell, ChartColumn, ChartTable, Member, amount, summed
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.labels import dimension_name
from tracker.totals.measure_words import name as measure_name
from tracker.totals.opening import Opening
from tracker.totals.reader import TotalsReader
from tracker.totals.recorded import has_pledges
from tracker.words import say


@dataclass(frozen=True, slots=True)
class MeasuresByYear:
    """Two measures by year in US cents; `amounts` has a row for each measure.

    `unfinished` is the last year where it is not counted whole, "" else. `not_known` are measures
    of which nothing is on record, though it should be: they are not zero.
    """

    measures: tuple[Measure, Measure]
    years: tuple[str, ...]
    amounts: tuple[tuple[int, ...], ...]
    unfinished: str = ""
    not_known: tuple[Measure, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether no year has money."""
        return not self.years


@dataclass(frozen=True, slots=True)
class DividedByYear:
    """A measure by year in US cents; `amounts` has a row for each code of the dimension.

    `codes` are codes with their labels, the largest first. `unfinished` is as above.
    """

    measure: Measure
    by: Dimension
    years: tuple[str, ...]
    codes: tuple[tuple[str, str], ...]
    amounts: tuple[tuple[int, ...], ...]
    unfinished: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether no year has money."""
        return not self.years

    @property
    def wholes(self) -> tuple[int, ...]:
        """The total of each year."""
        return tuple(map(sum, zip(*self.amounts, strict=True)))


def measures_by_year(
    reader: TotalsReader, measures: tuple[Measure, Measure], unfinished: str = ""
) -> MeasuresByYear:
    """Return measures by year, with the years between that have no money."""
    found = [reader.amounts(measure, Dimension.YEAR) for measure in measures]
    years = every_year([year for own in found for year in own])
    amounts = tuple(tuple(own.get(year, 0) for year in years) for own in found)
    not_known = () if has_pledges(reader.scope) else (Measure.PLEDGED,)
    return MeasuresByYear(measures, years, amounts, unfinished, not_known)


def divided_by_year(
    reader: TotalsReader, measure: Measure, by: Dimension, unfinished: str = ""
) -> DividedByYear:
    """Return a measure by year and dimension, with the years between that have no money."""
    cross = reader.cross(measure, by, Dimension.YEAR)
    at = {code: place for place, (code, _label) in enumerate(cross.columns)}
    years = every_year(list(at))
    amounts = tuple(
        tuple(own[at[year]] if year in at else 0 for year in years) for own in cross.minor
    )
    return DividedByYear(measure, by, years, cross.rows, amounts, unfinished)


def every_year(years: Sequence[str]) -> tuple[str, ...]:
    """Return all years from the first to the last, those without money too."""
    known = sorted(int(year) for year in years if year)
    return tuple(str(year) for year in range(known[0], known[-1] + 1)) if known else ()


def measures_shape(data: MeasuresByYear) -> ColumnShape:
    """Return the measures side by side; one without any amount is left out."""
    series = tuple(
        ChartSeries(measure_name(measure), own, measure_mark(measure), opens=Opening(measure))
        for measure, own in zip(data.measures, data.amounts, strict=True)
        if any(own)
    )
    return ColumnShape(_years(data.years), series, us_dollars(), unfinished=data.unfinished)


def divided_shape(data: DividedByYear) -> ColumnShape | PanelShape | None:
    """Return stacked columns where they can be read, else small multiples, the largest first."""
    members = (Member(data.by, code, label) for code, label in data.codes)
    parts = sorted(zip(members, data.amounts, strict=True), key=lambda part: -sum(part[1]))
    few = grouped(parts, COLUMNS, highest_of)
    columns = _columns(data, few)
    if is_readable(columns, len(few.apart)):
        return columns
    found, mark = grouped(parts, PANELS, highest_of), measure_mark(data.measure)
    return panels_over_time(_columns(data, found), len(found.apart), mark, is_cut=found.is_cut)


def _columns(data: DividedByYear, found: Grouped) -> ColumnShape:
    """Return grouped codes as stacked columns."""
    series = tuple(
        ChartSeries(
            member.label,
            values,
            mark_of(data.by, member.code, place),
            member,
            member.within(Opening(data.measure)),
        )
        for place, (member, values) in enumerate(found.parts)
    )
    return ColumnShape(
        _years(data.years), series, us_dollars(), stacked=True, unfinished=data.unfinished
    )


def _years(years: tuple[str, ...]) -> tuple[Member, ...]:
    """Return the years as categories."""
    return tuple(map(_year, years))


def measures_table(data: MeasuresByYear) -> ChartTable:
    """Return a column for each measure."""
    columns = (
        _year_column(),
        *(
            amount(measure_name(measure), measure.value, Opening(measure))
            for measure in data.measures
        ),
    )
    amounts: list[tuple[int | None, ...]] = [
        (None,) * len(own) if measure in data.not_known else own
        for measure, own in zip(data.measures, data.amounts, strict=True)
    ]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (_year(year), *own)
        for year, own in zip(data.years, zip(*amounts, strict=True), strict=True)
    )
    return ChartTable(columns, rows, summed(columns, rows))


def divided_table(data: DividedByYear) -> ChartTable:
    """Return a column for each code, and the total."""
    whole = Opening(data.measure)
    columns = (
        _year_column(),
        *(
            amount(label, f"{data.by}_{code or 'not_specified'}", whole.at(data.by, code))
            for code, label in data.codes
        ),
        amount(say("Total"), "total", whole),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (_year(year), *(own[place] for own in data.amounts), total)
        for place, (year, total) in enumerate(zip(data.years, data.wholes, strict=True))
    )
    return ChartTable(columns, rows, summed(columns, rows))


def _year_column() -> ChartColumn:
    """Return the column of the years."""
    return ChartColumn(dimension_name(Dimension.YEAR), "year")


def _year(year: str) -> Member:
    """Return a year as a cell."""
    return Member(Dimension.YEAR, year, year)


def measures_sentence(data: MeasuresByYear, formatter: Formatter) -> str:
    """Compare the second measure with the first, and name its largest year."""
    whole, part = (sum(own) for own in data.amounts)
    best = max(range(len(data.years)), key=lambda at: data.amounts[1][at])
    words = {
        "part": measure_name(data.measures[1]),
        "amount": formatter.short(part),
        "whole": measure_name(data.measures[0]),
        "of": formatter.short(whole),
        "share": formatter.percent(share_of(part, whole)),
        "year": data.years[best],
        "most": formatter.short(data.amounts[1][best]),
    }
    if whole <= 0 or part > whole:  # of a part, what it would be a share of is not on record
        return say("%(part)s: %(amount)s. The largest year is %(year)s with %(most)s.", **words)
    if data.measures == (Measure.PLEDGED, Measure.RECEIVED):
        return say(
            "Of %(of)s pledged, %(amount)s has been received (%(share)s); "
            "most of it in %(year)s, with %(most)s.",
            **words,
        )
    return say(
        "Of %(of)s allocated, %(amount)s has been spent (%(share)s); "
        "most of it in %(year)s, with %(most)s.",
        **words,
    )


def divided_sentence(data: DividedByYear, formatter: Formatter) -> str:
    """Name the total and the largest year."""
    wholes = data.wholes
    if len(data.years) == 1:
        return say(
            "%(measure)s: %(total)s in %(year)s.",
            measure=measure_name(data.measure),
            total=formatter.short(sum(wholes)),
            year=data.years[0],
        )
    best = max(range(len(data.years)), key=lambda place: wholes[place])
    return say(
        "%(measure)s: %(total)s from %(first)s to %(last)s. "
        "The largest year is %(year)s with %(most)s.",
        measure=measure_name(data.measure),
        total=formatter.short(sum(wholes)),
        first=data.years[0],
        last=data.years[-1],
        year=data.years[best],
        most=formatter.short(wholes[best]),
    )
