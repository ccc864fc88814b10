"""The dissemination of a tool or of an activity: copies, downloads and people, never added up."""

from tracker.assistance.dissemination_counts import (
    DisseminationBy,
    DisseminationPart,
    DisseminationTable,
    UnitCounts,
    without_people,
    without_small_counts,
)
from tracker.assistance.small_counts import hidden_counts_note
from tracker.assistance.states import DisseminationMeans
from tracker.reports.briefs.parts import note
from tracker.reports.content.blocks import ReportTable, TableRow
from tracker.reports.content.texts import Sentence, Text, sentence
from tracker.reports.statement.cells import count_column, count_of, text_column
from tracker.totals.chart_data.dissemination_words import means_name
from tracker.totals.dissemination_figures import read_dissemination
from tracker.totals.page_source import PageSource
from tracker.words import say


def brief_dissemination(source: PageSource, by: DisseminationBy, code: str) -> DisseminationTable:
    """Return what was disseminated of a tool, or by an activity or programme, by means.

    Small numbers of people are not in it, nor what a table of all tools or activities hides.
    """
    every = without_small_counts(read_dissemination(source, by))
    part = DisseminationPart(by, (code,))
    own = without_small_counts(read_dissemination(source, DisseminationBy.MEANS, (part,)))
    row = next((row for row in every.rows if row.code == code), None)
    return without_people(own) if row is not None and row.counts.people is None else own


def dissemination_blocks(found: DisseminationTable) -> tuple[ReportTable, ...]:
    """Return the means with their counts, where there was any event."""
    if not found.rows:
        return ()
    columns = (
        text_column("means", say("Means")),
        count_column("copies", say("Copies")),
        count_column("downloads", say("Downloads")),
        count_column("people", say("People")),
    )
    rows = tuple(
        TableRow(row.code or "-", (_means(row.code), *_cells(row.counts))) for row in found.rows
    )
    sums = TableRow("total", (sentence("Total"), *_cells(found.all)))
    notes = (note(Sentence(hidden_counts_note())),) if found.suppressed else ()
    title = sentence("Dissemination by means")
    return (ReportTable("dissemination", (title,), columns, rows, sums, notes),)


def _cells(counts: UnitCounts) -> tuple[Text | None, ...]:
    return tuple(map(count_of, counts.each))


def _means(code: str) -> Text:
    return Sentence(means_name(DisseminationMeans(code))) if code else sentence("not specified")
