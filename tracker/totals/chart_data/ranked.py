"""Ranked totals: a measure by one dimension, the largest first, perhaps divided by a second."""

from dataclasses import dataclass

from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.findings import largest, share_of
from tracker.totals.chart_data.grouping import PANEL_BARS, PANELS, Grouped, grouped
from tracker.totals.chart_data.marks import mark_of, measure_mark
from tracker.totals.chart_data.panels import panels
from tracker.totals.chart_data.shapes import BarShape, ChartSeries, PanelShape, us_dollars
from tracker.totals.chart_data.table import (
    Cell,
    ChartColumn,
    ChartColumnKind,
    ChartTable,
    Member,
    amount,
    summed,
)
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.labels import dimension_name
from tracker.totals.measure_words import name as measure_name
from tracker.totals.opening import Opening
from tracker.totals.reader import Cross, Row, TotalsReader
from tracker.words import say

MOST_PARTS = 6
"""The number of codes that are told apart in one bar: more have panels of their own."""


@dataclass(frozen=True, slots=True)
class RankedTotals:
    """Totals in US cents: `cross` has a row for each code of `by`, a column for each of `split`.

    Without a `split` there is one column, the measure's own.
    """

    measure: Measure
    by: Dimension
    split: Dimension | None
    cross: Cross

    @property
    def is_empty(self) -> bool:
        """Whether no code has money."""
        return not self.cross.rows

    @property
    def rows(self) -> list[Row]:
        """The total of each code over all columns."""
        pairs = zip(self.cross.rows, self.cross.minor, strict=True)
        return [Row(code, label, sum(own)) for (code, label), own in pairs]

    @property
    def total(self) -> int:
        """The total of all rows."""
        return sum(map(sum, self.cross.minor))

    def column_opens(self, code: str) -> Opening:
        """Return the opening of a column."""
        opening = Opening(self.measure)
        return opening if self.split is None else opening.at(self.split, code)


def ranked_totals(
    reader: TotalsReader, measure: Measure, by: Dimension, split: Dimension | None = None
) -> RankedTotals:
    """Return a measure by a dimension, divided by `split` where one is named."""
    if split is not None:
        return RankedTotals(measure, by, split, reader.cross(measure, by, split))
    rows = reader.rows(measure, by)
    cross = Cross(
        tuple((row.code, row.label) for row in rows),
        ((measure.value, measure_name(measure)),),
        tuple((row.minor,) for row in rows),
    )
    return RankedTotals(measure, by, None, cross)


def ranked_shape(data: RankedTotals) -> BarShape | PanelShape | None:
    """Return bars: each code while there is room, then others together and what has no code.

    Bars of too many parts are small multiples: a panel for each part.
    """
    members = (Member(data.by, code, label) for code, label in data.cross.rows)
    parts = list(zip(members, data.cross.minor, strict=True))
    found = grouped(parts)
    if not found.named:
        return None
    if (
        data.split is not None
        and sum(bool(code) for code, _label in data.cross.columns) > MOST_PARTS
    ):
        return _panels(data, data.split, grouped(parts, PANEL_BARS))
    series = tuple(
        ChartSeries(
            label,
            values,
            measure_mark(data.measure) if data.split is None else mark_of(data.split, code, place),
            None if data.split is None else Member(data.split, code, label),
            data.column_opens(code),
        )
        for place, ((code, label), values) in enumerate(
            zip(data.cross.columns, found.columns, strict=True)
        )
    )
    return BarShape(found.members, series, us_dollars(), len(found.apart), found.is_cut)


def _panels(data: RankedTotals, split: Dimension, found: Grouped) -> PanelShape:
    """Return a panel for each part, the largest first."""
    members = (Member(split, code, label) for code, label in data.cross.columns)
    parts = sorted(zip(members, found.columns, strict=True), key=lambda part: -sum(part[1]))
    mark = measure_mark(data.measure)
    return panels(found, (grouped(parts, PANELS),), us_dollars(), Opening(data.measure), mark)


def ranked_table(data: RankedTotals) -> ChartTable:
    """Return a row for each code."""
    divided = data.split is not None
    columns = (
        ChartColumn(dimension_name(data.by), data.by.value),
        *(
            amount(label, _name(data, code), data.column_opens(code))
            for code, label in data.cross.columns
        ),
        *((amount(say("Total"), "total", Opening(data.measure)),) if divided else ()),
        ChartColumn(say("Share"), "share_percent", ChartColumnKind.SHARE),
    )
    total = data.total
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Member(data.by, code, label),
            *own,
            *((sum(own),) if divided else ()),
            share_of(sum(own), total),
        )
        for (code, label), own in zip(data.cross.rows, data.cross.minor, strict=True)
    )
    return ChartTable(columns, rows, summed(columns, rows))


def _name(data: RankedTotals, code: str) -> str:
    """Return the name of a code's column in files."""
    return code if data.split is None else f"{data.split}_{code or 'not_specified'}"


def ranked_sentence(data: RankedTotals, formatter: Formatter) -> str:
    """Name the largest code, and state the unspecified amount."""
    rows = data.rows
    first = largest(rows)
    unspecified = sum(row.minor for row in rows if not row.code)
    sentences = []
    if first is not None:
        words = {
            "name": first.label,
            "amount": formatter.short(first.minor),
            "share": formatter.percent(share_of(first.minor, data.total)),
            "total": formatter.short(data.total),
        }
        sentences.append(_finding(data, words))
    elif not unspecified:
        total = formatter.short(data.total)
        sentences.append(
            say("%(measure)s: %(total)s.", measure=measure_name(data.measure), total=total)
        )
    if unspecified:
        sentences.append(_unspecified(data, formatter.short(unspecified)))
    return " ".join(sentences)


def _unspecified(data: RankedTotals, amount: str) -> str:
    """Return the sentence on the amount without a code."""
    if data.by is Dimension.COUNTRY:
        return say("%(amount)s is for no single country.", amount=amount)
    return say("%(amount)s is not specified.", amount=amount)


def _finding(data: RankedTotals, words: dict[str, str]) -> str:
    """Return the sentence on the largest code, in the words of the measure."""
    match data.measure:
        case Measure.RECEIVED:
            return say(
                "Most was received from %(name)s: %(amount)s of %(total)s, or %(share)s.",
                **words,
            )
        case Measure.SPENT if data.by is Dimension.DONOR:
            return say(
                "Of %(total)s spent, the largest part came from %(name)s: "
                "%(amount)s, or %(share)s.",
                **words,
            )
        case Measure.SPENT:
            return say(
                "Of %(total)s spent, the largest part is for %(name)s: %(amount)s, or %(share)s.",
                **words,
            )
        case _:
            return say(
                "Of %(total)s, %(name)s has the largest part: %(amount)s, or %(share)s.",
                **words,
            )
