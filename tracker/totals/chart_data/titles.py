"""The titles of charts that say what is found; "" where there is nothing to find.

A finding has a threshold: below it the figure says nothing that its name does not.
"""

from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.by_year import DividedByYear, MeasuresByYear
from tracker.totals.chart_data.findings import MANIFOLD, share_of
from tracker.totals.chart_data.flow import FlowTotals
from tracker.totals.chart_data.places import PlaceTotals
from tracker.totals.chart_data.ranked import RankedTotals
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.measure_words import name as measure_name
from tracker.totals.reader import Row
from tracker.words import say

LARGE = 3_000
"""The share of the whole, in basis points, from which the largest part is a finding."""
AHEAD = 1.25
"""The number by which the largest part exceeds the next one to be a finding."""
FEW, OF_MANY, MOST_OF_IT = 3, 8, 5_000
"""Three of at least eight that have more than half are a finding."""
CHANGED = 1_000
"""The change from one year to the next, in basis points, that is a finding."""


def ranked_finding(data: RankedTotals, formatter: Formatter) -> str:
    """Say which part is much the largest, or that few have most."""
    rows = [row for row in data.rows if row.code and row.minor > 0]
    rows.sort(key=lambda row: -row.minor)
    if data.total <= 0 or any(row.minor < 0 for row in data.rows):
        return ""
    return _concentrated(rows, data.total, data.measure, data.by, formatter)


def places_finding(data: PlaceTotals, formatter: Formatter) -> str:
    """Say which country has much the largest part, or that few have most."""
    rows = sorted(data.countries, key=lambda row: -row.minor)
    total = sum(row.minor for row in data.rows)
    if total <= 0 or any(row.minor < 0 for row in data.rows):
        return ""
    return _concentrated(rows, total, data.measure, Dimension.COUNTRY, formatter)


def _concentrated(
    rows: list[Row], total: int, measure: Measure, by: Dimension, formatter: Formatter
) -> str:
    """Return the finding on the largest of rows that are sorted by size."""
    if len(rows) < FEW:
        return ""
    first = share_of(rows[0].minor, total)
    if first >= LARGE and rows[0].minor >= AHEAD * rows[1].minor:
        return _largest(rows[0].label, formatter.percent(first), measure, by)
    few = share_of(sum(row.minor for row in rows[:FEW]), total)
    if len(rows) >= OF_MANY and few >= MOST_OF_IT:
        return say(
            "%(measure)s: the three largest of %(number)s have %(share)s",
            measure=measure_name(measure),
            number=formatter.whole(len(rows)),
            share=formatter.percent(few),
        )
    return ""


def _largest(name: str, share: str, measure: Measure, by: Dimension) -> str:
    """Say how much the largest part has, in the words of the measure."""
    words = {"name": name, "share": share}
    match measure, by:
        case Measure.RECEIVED, Dimension.DONOR:
            return say("%(share)s of what was received came from one donor: %(name)s", **words)
        case Measure.SPENT, Dimension.DONOR:
            return say("%(share)s of what was spent came from one donor: %(name)s", **words)
        case Measure.SPENT, _:
            return say("%(share)s of what was spent is for %(name)s", **words)
        case _:
            return say(
                "%(measure)s: %(name)s has %(share)s", measure=measure_name(measure), **words
            )


def divided_finding(data: DividedByYear, formatter: Formatter) -> str:
    """Say how the last whole year compares with the one before."""
    return _change(data.measure, data.years, data.wholes, data.unfinished, formatter)


def measures_finding(data: MeasuresByYear, formatter: Formatter) -> str:
    """Say how the second measure's last whole year compares with the one before."""
    return _change(data.measures[1], data.years, data.amounts[1], data.unfinished, formatter)


def _change(
    measure: Measure,
    years: tuple[str, ...],
    amounts: tuple[int, ...],
    unfinished: str,
    formatter: Formatter,
) -> str:
    """Return the finding on the last two whole years."""
    whole = [
        pair for pair in zip(years, amounts, strict=True) if pair[0] != unfinished or not unfinished
    ]
    if len(whole) < 2:  # noqa: PLR2004 - two years are compared
        return ""
    (before, earlier), (year, later) = whole[-2:]
    if earlier <= 0 or later < 0:
        return ""
    words = {"measure": measure_name(measure), "year": year, "before": before}
    if later > MANIFOLD * earlier:
        return say("%(measure)s: more than ten times as much in %(year)s as in %(before)s", **words)
    change = share_of(later - earlier, earlier)
    share = formatter.percent(abs(change))
    if change >= CHANGED:
        return say(
            "%(measure)s: %(share)s more in %(year)s than in %(before)s", share=share, **words
        )
    if change <= -CHANGED:
        return say(
            "%(measure)s: %(share)s less in %(year)s than in %(before)s", share=share, **words
        )
    return ""


def flow_finding(data: FlowTotals, formatter: Formatter) -> str:
    """Say which way takes a large part of all."""
    first = [path for path in data.paths if not path.column and path.source[0] and path.target[0]]
    if len(first) < FEW or data.total <= 0:
        return ""
    widest = max(first, key=lambda path: path.minor)
    share = share_of(widest.minor, data.total)
    if share < LARGE:
        return ""
    return say(
        "%(measure)s: %(share)s went from %(source)s to %(target)s",
        measure=measure_name(data.measure),
        share=formatter.percent(share),
        source=widest.source[1],
        target=widest.target[1],
    )
