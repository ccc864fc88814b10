"""Totals over the years: measures beside each other, or one measure divided by a dimension."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.findings import share_of
from tracker.totals.chart_data.table import Cell, ChartColumn, ChartTable, Member, amount, summed
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.labels import dimension_name
from tracker.totals.measure_words import name as measure_name
from tracker.totals.reader import TotalsReader
from tracker.words import say


@dataclass(frozen=True, slots=True)
class MeasuresByYear:
    """Two measures by year in US cents; `amounts` has a row for each measure."""

    measures: tuple[Measure, Measure]
    years: tuple[str, ...]
    amounts: tuple[tuple[int, ...], ...]

    @property
    def is_empty(self) -> bool:
        """Whether no year has money."""
        return not self.years


@dataclass(frozen=True, slots=True)
class DividedByYear:
    """A measure by year in US cents; `amounts` has a row for each code of the dimension.

    `codes` are codes with their labels, the largest first.
    """

    measure: Measure
    by: Dimension
    years: tuple[str, ...]
    codes: tuple[tuple[str, str], ...]
    amounts: tuple[tuple[int, ...], ...]

    @property
    def is_empty(self) -> bool:
        """Whether no year has money."""
        return not self.years

    @property
    def wholes(self) -> tuple[int, ...]:
        """The total of each year."""
        return tuple(map(sum, zip(*self.amounts, strict=True)))


def measures_by_year(reader: TotalsReader, measures: tuple[Measure, Measure]) -> MeasuresByYear:
    """Return measures by year, with the years between that have no money."""
    found = [
        {row.code: row.minor for row in reader.rows(measure, Dimension.YEAR)}
        for measure in measures
    ]
    years = every_year([year for own in found for year in own])
    amounts = tuple(tuple(own.get(year, 0) for year in years) for own in found)
    return MeasuresByYear(measures, years, amounts)


def divided_by_year(reader: TotalsReader, measure: Measure, by: Dimension) -> DividedByYear:
    """Return a measure by year and dimension, with the years between that have no money."""
    cross = reader.cross(measure, by, Dimension.YEAR)
    at = {code: place for place, (code, _label) in enumerate(cross.columns)}
    years = every_year(list(at))
    amounts = tuple(
        tuple(own[at[year]] if year in at else 0 for year in years) for own in cross.minor
    )
    return DividedByYear(measure, by, years, cross.rows, amounts)


def every_year(years: Sequence[str]) -> tuple[str, ...]:
    """Return all years from the first to the last, those without money too."""
    known = sorted(int(year) for year in years if year)
    return tuple(str(year) for year in range(known[0], known[-1] + 1)) if known else ()


def measures_table(data: MeasuresByYear) -> ChartTable:
    """Return a column for each measure."""
    columns = (
        _year_column(),
        *(amount(measure_name(measure), measure.value) for measure in data.measures),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (_year(year), *own)
        for year, own in zip(data.years, zip(*data.amounts, strict=True), strict=True)
    )
    return ChartTable(columns, rows, summed(columns, rows))


def divided_table(data: DividedByYear) -> ChartTable:
    """Return a column for each code, and the total."""
    columns = (
        _year_column(),
        *(amount(label, f"{data.by}_{code or 'not_specified'}") for code, label in data.codes),
        amount(say("Total"), "total"),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (_year(year), *(own[place] for own in data.amounts), whole)
        for place, (year, whole) in enumerate(zip(data.years, data.wholes, strict=True))
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
    if whole <= 0:
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
