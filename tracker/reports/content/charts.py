"""Charts of a report: the shape that a page draws, frozen, and made a shape again in a language."""

import re
from collections.abc import Callable

from tracker.reports.content.blocks import Category, ChartKind, ReportChart, Series
from tracker.reports.content.record_texts import record_text
from tracker.reports.content.texts import Name, NameKind, PlainText, Sentence, Text, Words, sentence
from tracker.totals.chart_data.marks import ChartMark
from tracker.totals.chart_data.shapes import (
    BarShape,
    ChartSeries,
    ColumnShape,
    LineShape,
    Shape,
    StepBar,
    Unit,
    WaterfallShape,
)
from tracker.totals.chart_data.table import Member
from tracker.totals.dimensions import Dimension

_NAMES = {
    Dimension.DONOR: NameKind.PARTY,
    Dimension.COUNTRY: NameKind.PLACE,
    Dimension.REGION: NameKind.PLACE,
    Dimension.SUBREGION: NameKind.PLACE,
    Dimension.REGIONAL_GROUP: NameKind.PLACE,
    Dimension.PROTOCOL: NameKind.INSTRUMENT,
    Dimension.EARMARKING: NameKind.EARMARKING,
    Dimension.DONOR_TYPE: NameKind.CONTRIBUTOR,
}
_OTHERS = re.compile(r"(\d+) others")
"""What totals say of the codes that have no bar of their own."""
_TITLES = (
    Dimension.PROGRAMME,
    Dimension.ACTIVITY,
    Dimension.TOOL,
    Dimension.CONTRIBUTION,
    Dimension.YEAR,
)
"""Dimensions whose labels are texts of the record."""


def member_text(dimension: Dimension | None, code: str, label: str) -> Text:
    """Return the text of a code with its label: a name, a title of the record, or a message.

    What a room says of a code, such as "others", is a message of the catalogues in the language in
    which reports are drawn.
    """
    if code and dimension in _NAMES:
        return Name(_NAMES[dimension], code, label)
    if code and dimension in _TITLES:
        return record_text(label)
    if others := _OTHERS.fullmatch(label):
        return sentence("%(number)s others", number=PlainText(others[1]))
    return Sentence(label)


def frozen_chart(identity: str, title: Words, alternative: Words, shape: Shape) -> ReportChart:
    """Return a shape as the chart of a report."""
    if isinstance(shape, WaterfallShape):
        return _frozen_waterfall(identity, title, alternative, shape)
    return ReportChart(
        identity,
        title,
        alternative,
        _KINDS[type(shape)],
        tuple(Category(one.code, _of(one)) for one in shape.categories),
        tuple(_series(one) for one in shape.series),
        Sentence(shape.unit.label),
        is_money=shape.unit.is_money,
        apart=shape.apart if isinstance(shape, BarShape) else 0,
        stacked=isinstance(shape, ColumnShape) and shape.stacked,
        unfinished="" if isinstance(shape, BarShape) else shape.unfinished,
    )


def shape_of(chart: ReportChart, spell: Callable[[Text], str]) -> Shape:
    """Return the shape of a chart with its texts written by `spell`."""
    unit = Unit(spell(chart.unit), chart.is_money)
    categories = tuple(Member(None, one.code, spell(one.name)) for one in chart.categories)
    if chart.of is ChartKind.WATERFALL:
        rows = zip(categories, chart.starts, chart.series, strict=True)
        return WaterfallShape(
            tuple(
                StepBar(member, before, own.values[0], ChartMark(*own.mark))
                for member, before, own in rows
            ),
            unit,
        )
    series = tuple(
        ChartSeries(spell(one.name), one.values, ChartMark(*one.mark), Member(None, one.code, ""))
        if one.code
        else ChartSeries(spell(one.name), one.values, ChartMark(*one.mark))
        for one in chart.series
    )
    if chart.of is ChartKind.BARS:
        return BarShape(categories, series, unit, chart.apart)
    if chart.of is ChartKind.COLUMNS:
        return ColumnShape(categories, series, unit, chart.stacked, chart.unfinished)
    return LineShape(categories, series, unit, chart.unfinished)


_KINDS: dict[type, ChartKind] = {
    BarShape: ChartKind.BARS,
    ColumnShape: ChartKind.COLUMNS,
    LineShape: ChartKind.LINES,
}


def frozen_mark(mark: ChartMark) -> tuple[str, str, str]:
    """Return a mark as a plain value."""
    return mark.colour, mark.pattern, mark.edge


def _of(member: Member) -> Text:
    return member_text(member.dimension, member.code, member.label)


def _series(one: ChartSeries) -> Series:
    text = _of(one.member) if one.member else Sentence(one.name)
    return Series(one.member.code if one.member else "", text, one.values, frozen_mark(one.mark))


def _frozen_waterfall(
    identity: str, title: Words, alternative: Words, shape: WaterfallShape
) -> ReportChart:
    return ReportChart(
        identity,
        title,
        alternative,
        ChartKind.WATERFALL,
        tuple(Category(step.category.code, _of(step.category)) for step in shape.steps),
        tuple(
            Series("", _of(step.category), (step.minor,), frozen_mark(step.mark))
            for step in shape.steps
        ),
        Sentence(shape.unit.label),
        starts=tuple(step.before for step in shape.steps),
    )
