"""The progress reports to the Commission that were issued: operative paragraph 11."""

from dashboards.blocks import BlockTable
from tracker.periods import day_of
from tracker.reports.register.register import issued_progress_reports
from tracker.totals.chart_data.table import Cell, ChartTable, RecordLink, day, text
from tracker.totals.counted_records import moment_of_knowledge
from tracker.totals.page_source import PageSource
from tracker.words import say


def issued_reports(source: PageSource) -> BlockTable:
    """List the reports issued in the period, as far as that was known, the newest first."""
    columns = (
        text(say("Report"), "report"),
        day(say("From"), "from"),
        day(say("To"), "to"),
        day(say("Issued"), "issued_on"),
    )
    span, known = source.query.span(), moment_of_knowledge(source.query)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            RecordLink(say("Report %(number)s", number=one.number), f"/reports/{one.number}"),
            one.first,
            one.last,
            day_of(one.issued_at),
        )
        for one in issued_progress_reports(source.session)
        if day_of(one.issued_at) in span and (known is None or one.issued_at <= known)
    )
    caption = say("Progress reports issued")
    return BlockTable(caption, ChartTable(columns, rows), say("None was issued in the period."))
