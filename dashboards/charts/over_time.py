"""Charts over the years: measures beside each other, or one measure divided by a dimension."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.asking import Ask
from dashboards.charts.chart import Chart, defined, nothing, share_of
from dashboards.charts.marks import marker_of
from dashboards.figures.columns import columns
from dashboards.figures.parts import MARKS, Categories, Series, keys_of
from dashboards.sheets import Cell, Named, Sheet, sum_up
from tracker.fund.ledger.measures import Measure
from tracker.http.page_tables import ColumnKind, TableColumn
from tracker.totals.dimensions import Dimension
from tracker.totals.labels import dimension_name
from tracker.totals.measure_words import name as measure_name
from tracker.words import say

MOST_SERIES = 6


@dataclass(frozen=True, slots=True)
class MeasuresByYear:
    """Measures beside each other by year; the first is compared with the second."""

    name: str
    title: str
    measures: tuple[Measure, Measure]

    def draw(self, ask: Ask) -> Chart:
        """Draw the columns."""
        found = [
            {row.code: row.minor for row in ask.rows(m, Dimension.YEAR)} for m in self.measures
        ]
        years = every_year([year for own in found for year in own])
        hrefs = [ask.href(Dimension.YEAR, year) for year in years]
        amounts = [[own.get(year, 0) for year in years] for own in found]
        series = [
            Series(measure_name(measure), own, MARKS[measure])
            for measure, own in zip(self.measures, amounts, strict=True)
        ]
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (Named(year, year, href), *own)
            for year, href, own in zip(years, hrefs, zip(*amounts, strict=True), strict=True)
        )
        return Chart(
            self.name,
            str(self.title),
            defined(self.measures),
            self._summary(ask, years, amounts),
            columns(Categories(years, hrefs), series, ask.writer) if years else None,
            Sheet(
                (
                    TableColumn(dimension_name(Dimension.YEAR)),
                    *(TableColumn(measure_name(m), ColumnKind.USD, "USD") for m in self.measures),
                ),
                ("year", *(measure.value for measure in self.measures)),
                rows,
                sum_up(rows),
            ),
            keys=keys_of(series),
        )

    def _summary(self, ask: Ask, years: Sequence[str], amounts: list[list[int]]) -> str:
        """Compare the two measures, and name the largest year of the second."""
        if not years:
            return nothing()
        whole, part = (sum(own) for own in amounts)
        best = max(range(len(years)), key=lambda at: amounts[1][at])
        words = {
            "part": measure_name(self.measures[1]),
            "amount": ask.writer.short(part),
            "whole": measure_name(self.measures[0]),
            "of": ask.writer.short(whole),
            "share": ask.writer.percent(share_of(part, whole)),
            "year": years[best],
            "most": ask.writer.short(amounts[1][best]),
        }
        if whole <= 0:
            return say("%(part)s: %(amount)s. The largest year is %(year)s with %(most)s.", **words)
        if self.measures == (Measure.PLEDGED, Measure.RECEIVED):
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


@dataclass(frozen=True, slots=True)
class DividedByYear:
    """One measure by year, each column divided by a dimension."""

    name: str
    title: str
    measure: Measure
    by: Dimension

    def draw(self, ask: Ask) -> Chart:
        """Draw the stacked columns; small codes are drawn together and listed one by one."""
        cross = ask.cross(self.measure, self.by, Dimension.YEAR)
        at = {code: place for place, (code, _label) in enumerate(cross.columns)}
        years = every_year(list(at))
        table = [[own[at[year]] if year in at else 0 for year in years] for own in cross.minor]
        hrefs = [ask.href(Dimension.YEAR, year) for year in years]
        series = self._series(cross.rows, table)
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (
                Named(year, year, href),
                *(own[place] for own in table),
                sum(own[place] for own in table),
            )
            for place, (year, href) in enumerate(zip(years, hrefs, strict=True))
        )
        return Chart(
            self.name,
            str(self.title),
            defined([self.measure], [self.by]),
            self._summary(ask, years, table),
            columns(Categories(years, hrefs), series, ask.writer, stacked=True) if years else None,
            Sheet(
                (
                    TableColumn(dimension_name(Dimension.YEAR)),
                    *(TableColumn(label, ColumnKind.USD, "USD") for _code, label in cross.rows),
                    TableColumn(say("Total"), ColumnKind.USD, "USD"),
                ),
                (
                    "year",
                    *(f"{self.by}_{code or 'not_specified'}" for code, _label in cross.rows),
                    "total",
                ),
                rows,
                sum_up(rows),
            ),
            height=20,
            keys=keys_of(series),
        )

    def _series(self, codes: Sequence[tuple[str, str]], table: list[list[int]]) -> list[Series]:
        """Make a series of each of the largest codes and one of all others."""
        series = [
            Series(label, own, marker_of(self.by, code, place))
            for place, ((code, label), own) in enumerate(zip(codes, table, strict=True))
        ]
        if len(series) <= MOST_SERIES:
            return series
        kept, rest = series[: MOST_SERIES - 1], series[MOST_SERIES - 1 :]
        others = [sum(year) for year in zip(*(one.minor for one in rest), strict=True)]
        return [*kept, Series(say("all others"), others, marker_of(self.by, "", 0))]

    def _summary(self, ask: Ask, years: Sequence[str], table: list[list[int]]) -> str:
        """Name the total and the largest year."""
        if not years:
            return nothing()
        wholes = [sum(own[place] for own in table) for place in range(len(years))]
        best = max(range(len(years)), key=lambda place: wholes[place])
        return say(
            "%(measure)s: %(total)s from %(first)s to %(last)s. "
            "The largest year is %(year)s with %(most)s.",
            measure=measure_name(self.measure),
            total=ask.writer.short(sum(wholes)),
            first=years[0],
            last=years[-1],
            year=years[best],
            most=ask.writer.short(wholes[best]),
        )


def every_year(years: Sequence[str]) -> list[str]:
    """Return all years from the first to the last, those without money too."""
    known = sorted(int(year) for year in years if year)
    return [str(year) for year in range(known[0], known[-1] + 1)] if known else []
