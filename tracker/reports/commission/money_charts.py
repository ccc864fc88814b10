"""The charts of the account: those of the pages, frozen, with what they show in words."""

from collections.abc import Iterator

from tracker.fund.ledger.measures import Measure
from tracker.reports.content.blocks import ReportChart
from tracker.reports.content.charts import frozen_chart, member_text
from tracker.reports.content.texts import Amount, Text, sentence
from tracker.totals.chart_data.ranked import RankedTotals, ranked_shape, ranked_totals
from tracker.totals.chart_data.waterfall import waterfall_data, waterfall_shape
from tracker.totals.dimensions import Dimension
from tracker.totals.page_source import PageSource

FEWEST = 2
"""The fewest bars that a chart compares."""


def money_charts(source: PageSource) -> tuple[ReportChart, ...]:
    """Return the charts for which there is money."""
    return (*_account(source), *_donors(source))


def _account(source: PageSource) -> Iterator[ReportChart]:
    data = waterfall_data(source)
    shape, flows = waterfall_shape(data), data.account.flows
    if shape is None or flows is None:
        return
    alternative = sentence(
        "Steps from the opening balance of %(opening)s to the closing balance of %(closing)s: "
        "%(came)s came and %(went)s went.",
        opening=Amount(flows.opening_minor),
        closing=Amount(flows.closing_minor),
        came=Amount(flows.came_minor),
        went=Amount(-flows.went_minor),
    )
    title = sentence("From the opening to the closing balance")
    yield frozen_chart("account-chart", (title,), (alternative,), shape)


def _donors(source: PageSource) -> Iterator[ReportChart]:
    data = ranked_totals(source.reader, Measure.RECEIVED, Dimension.DONOR)
    shape = ranked_shape(data)
    if shape is None or len(data.rows) < FEWEST:
        return
    title = sentence("Received by donor")
    yield frozen_chart("donors-chart", (title,), (_largest(data),), shape)


def _largest(data: RankedTotals) -> Text:
    first = max(data.rows, key=lambda row: row.minor)
    return sentence(
        "Bars by donor, the largest first: %(name)s with %(amount)s.",
        name=member_text(data.by, first.code, first.label),
        amount=Amount(first.minor),
    )
