"""Totals over the years: measures beside each other, or one measure divided by a dimension."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.fund.ledger.measures import Measure
from tracker.totals.dimensions import Dimension
from tracker.totals.reader import TotalsReader


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
