"""IV: the technical assistance tools, and how they reached their readers."""

from collections.abc import Iterable, Sequence

from tracker.assistance.dissemination_counts import DisseminationBy, UnitCounts
from tracker.assistance.small_counts import hidden_counts_note
from tracker.assistance.states import DisseminationUnit
from tracker.reports.commission.figures import CodedUnits, Tools
from tracker.reports.commission.links import Links, Opened
from tracker.reports.commission.parts import (
    blocks,
    code_column,
    count_column,
    opened_row,
    paragraph,
    said,
    text_column,
    total_row,
)
from tracker.reports.content.blocks import Block, ReportColumn, ReportSection, ReportTable
from tracker.reports.content.record_texts import record_text
from tracker.reports.content.texts import (
    Listing,
    PlainText,
    Sentence,
    Text,
    Words,
    counted,
    sentence,
)
from tracker.resolution.work_tables import WORK
from tracker.totals.chart_data.disseminated import EVENTS
from tracker.totals.opened_work import WorkBy
from tracker.totals.record_opening import RecordOpening

TITLE = sentence("Tools and their dissemination")


def tools_section(found: Tools, links: Links) -> ReportSection:
    """Return how many tools there were, what was disseminated, and by which means."""
    return ReportSection("tools", TITLE, blocks(*_blocks(found, links)))


def tools_table(found: Tools, links: Links) -> tuple[ReportTable, ...]:
    """Return the table of all tools, where there are any."""
    if not found.by_tool:
        return ()
    columns = (
        code_column("code", sentence("Code")),
        text_column("tool", sentence("Tool")),
        count_column("activities", sentence("Activities under way")),
        *_unit_columns(),
    )
    rows = tuple(
        opened_row(
            tool.code,
            PlainText(tool.code),
            record_text(tool.title),
            links.number(tool.activities, WORK.at(WorkBy.TOOL, tool.code)),
            *_unit_cells(tool.disseminated, links, EVENTS.at(DisseminationBy.TOOL, tool.code)),
        )
        for tool in found.by_tool
    )
    sums = total_row(None, None, *_unit_cells(found.now, links)[:2], None)
    units = [tool.disseminated for tool in found.by_tool]
    title, behind = sentence("Tools"), links.answer("dissemination", by="tool")
    return (ReportTable("tools-listed", (title,), columns, rows, sums, _notes(units), behind),)


def disseminated_in_words(found: Tools) -> Words:
    """Say what was disseminated in the period, and in the period before."""
    return said(
        _figures("now", found.now), None if found.before is None else _figures("", found.before)
    )


def _blocks(found: Tools, links: Links) -> Iterable[Iterable[Block]]:
    page = links.answer("dissemination")
    if found.by_tool:
        number = counted(
            "One technical assistance tool was worked with or disseminated in the period.",
            "%(count)s technical assistance tools were worked with or disseminated in the period.",
            len(found.by_tool),
        )
        yield paragraph("tools-number", (number,), links.paragraph(6))
    yield paragraph("disseminated", disseminated_in_words(found), page)
    if found.by_means:
        yield (_by_means(found, links),)
    if found.by_language:
        yield (_by_language(found, links),)


def _figures(when: str, units: UnitCounts) -> Text | None:
    """Return copies, downloads and people; what is none or not shown is left out."""
    copies, downloads, people = (one or 0 for one in (units.copies, units.downloads, units.people))
    every = (
        (copies, counted("one copy", "%(count)s copies", copies)),
        (downloads, counted("one download", "%(count)s downloads", downloads)),
        (people, counted("one reader counted", "%(count)s readers counted", people)),
    )
    figures = Listing(tuple(text for number, text in every if number))
    if not figures.values:
        return None
    if when:
        return sentence("Disseminated in the period: %(figures)s.", figures=figures)
    return sentence("In the period before: %(figures)s.", figures=figures)


def _by_means(found: Tools, links: Links) -> ReportTable:
    title, heading = sentence("Dissemination by means"), sentence("Means")
    return _broken_down(DisseminationBy.MEANS, title, heading, found.by_means, found.now, links)


def _by_language(found: Tools, links: Links) -> ReportTable:
    title, heading = sentence("Dissemination by language"), sentence("Language")
    return _broken_down(
        DisseminationBy.LANGUAGE, title, heading, found.by_language, found.now, links
    )


def _broken_down(
    by: DisseminationBy,
    title: Text,
    heading: Text,
    found: Sequence[CodedUnits],
    every: UnitCounts,
    links: Links,
) -> ReportTable:
    """Return copies, downloads and people by the codes of a breakdown."""
    columns = (text_column(by, heading), *_unit_columns())
    rows = tuple(
        opened_row(code or "-", name, *_unit_cells(units, links, EVENTS.at(by, code)))
        for code, name, units in found
    )
    sums = total_row(*_unit_cells(every, links)[:2], None)
    notes = _notes([units for *_, units in found])
    behind = links.answer("dissemination", by=by)
    return ReportTable(f"dissemination-{by}", (title,), columns, rows, sums, notes, behind)


def _unit_columns() -> tuple[ReportColumn, ...]:
    return (
        count_column("copies", sentence("Copies")),
        count_column("downloads", sentence("Downloads")),
        count_column("people", sentence("People")),
    )


def _unit_cells(
    units: UnitCounts, links: Links, opening: RecordOpening = EVENTS
) -> tuple[Opened, ...]:
    return tuple(
        links.number(units.of(unit), opening.at(DisseminationBy.UNIT, unit))
        for unit in DisseminationUnit
    )


def _notes(units: Iterable[UnitCounts]) -> tuple[Words, ...]:
    """Say that people are not added up, and that small numbers are not shown where any is."""
    never = sentence("People are not added up: the same people may have been counted twice.")
    hidden = any(one.people is None for one in units)
    return ((never,), *(((Sentence(hidden_counts_note()),),) if hidden else ()))
