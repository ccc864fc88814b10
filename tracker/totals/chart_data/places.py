"""A measure by country, and for a region or the world as a whole."""

from dataclasses import dataclass

from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.findings import largest
from tracker.totals.chart_data.ranked import RankedTotals, ranked_shape
from tracker.totals.chart_data.shapes import BarShape, PanelShape
from tracker.totals.chart_data.table import Cell, ChartColumn, ChartTable, Member, amount, summed
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.labels import dimension_name
from tracker.totals.measure_words import name as measure_name
from tracker.totals.opening import Opening
from tracker.totals.reader import Cross, Row, TotalsReader
from tracker.words import ngettext, say


@dataclass(frozen=True, slots=True)
class PlaceTotals:
    """Totals in US cents by country; the row with the code "" is for no single country."""

    measure: Measure
    rows: tuple[Row, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no place has money."""
        return not self.rows

    @property
    def countries(self) -> tuple[Row, ...]:
        """The countries and areas whose total is above zero."""
        return tuple(row for row in self.rows if row.code and row.minor > 0)

    @property
    def regional(self) -> int:
        """The total for a region or the world as a whole."""
        return sum(row.minor for row in self.rows if not row.code)


def place_totals(reader: TotalsReader, measure: Measure) -> PlaceTotals:
    """Return a measure by country."""
    return PlaceTotals(measure, tuple(reader.rows(measure, Dimension.COUNTRY)))


def places_shape(data: PlaceTotals) -> BarShape | PanelShape | None:
    """Return the places as ranked bars, for paper."""
    cross = Cross(
        tuple((row.code, row.label if row.code else _no_place()) for row in data.rows),
        ((data.measure.value, measure_name(data.measure)),),
        tuple((row.minor,) for row in data.rows),
    )
    return ranked_shape(RankedTotals(data.measure, Dimension.COUNTRY, None, cross))


def _no_place() -> str:
    """Return the label of what is for no single country."""
    return say("for a region or the world as a whole")


def places_table(data: PlaceTotals) -> ChartTable:
    """Return every place with its total."""
    columns = (
        ChartColumn(dimension_name(Dimension.COUNTRY), "country"),
        amount(measure_name(data.measure), data.measure.value, Opening(data.measure)),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Member(
                Dimension.COUNTRY,
                row.code,
                row.label if row.code else _no_place(),
            ),
            row.minor,
        )
        for row in data.rows
    )
    return ChartTable(columns, rows, summed(columns, rows))


def places_sentence(data: PlaceTotals, formatter: Formatter) -> str:
    """Count the countries, name the largest, and state the amount for no single country."""
    sentences = []
    first, regional = largest(data.rows), data.regional
    if first is not None:
        sentences.append(
            ngettext(
                "%(amount)s went to activities in %(num)s country or area.",
                "%(amount)s went to activities in %(num)s countries and areas; "
                "%(name)s has most with %(most)s.",
                len(data.countries),
                amount=formatter.short(sum(row.minor for row in data.rows if row.code)),
                name=first.label,
                most=formatter.short(first.minor),
            )
        )
    elif not regional:
        total = formatter.short(sum(row.minor for row in data.rows))
        sentences.append(
            say("%(measure)s: %(total)s.", measure=measure_name(data.measure), total=total)
        )
    if regional:
        sentences.append(
            say(
                "%(amount)s is for a region or the world as a whole and is not on the map.",
                amount=formatter.short(regional),
            )
        )
    return " ".join(sentences)
