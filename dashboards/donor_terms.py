"""The blocks of a donor's page for the donor and for staff: what is due, documents, terms, lines.

Each is open to those alone who may see the terms of the donor's contributions.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar
from urllib.parse import quote, urlencode

from dashboards.blocks import Block, BlockLink, BlockTable
from dashboards.donor_blocks import donor_of
from dashboards.question import Addresses
from tracker.fund.contributions.donor_schedules import ContributionSchedule, read_donor_schedules
from tracker.fund.contributions.schedule import DueState, ScheduledInstalment, ScheduledReport
from tracker.fund.ledger.measures import Measure
from tracker.http.record_addresses import code_in_address
from tracker.money import Money
from tracker.totals.chart_data.table import (
    Cell,
    ChartColumn,
    ChartColumnKind,
    ChartTable,
    RecordLink,
    day,
    original,
    text,
)
from tracker.totals.chart_data.term_words import document_name, report_name, state_name
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.labels import dimension_name
from tracker.totals.measure_words import name as measure_name
from tracker.totals.opening import Opening, RowKind
from tracker.totals.page_source import PageSource
from tracker.totals.promises import days_to_receipt
from tracker.words import say

Scheduled = ScheduledInstalment | ScheduledReport
Due = TypeVar("Due", bound=Scheduled)
DONE_SHOWN = 10
"""How many instalments or reports that are done stand below those that are due."""
DOCUMENTS_SHOWN = 25
LINES = (
    Measure.PLEDGED,
    Measure.RECEIVED,
    Measure.ALLOCATED,
    Measure.SPENT,
    Measure.SUPPORT_COST,
    Measure.REFUNDED,
)


def instalments(source: PageSource, _addresses: Addresses, formatter: Formatter) -> Block:
    """List the instalments with what was received of each, what is late first."""
    found = [(one, part) for one in _schedules(source) for part in one.instalments]
    shown = _due_first(found)
    columns = (
        _reference_column(),
        day(say("Due on"), "due_on"),
        text(say("State"), "state"),
        original(say("Amount"), "amount"),
        original(say("Received"), "received"),
        original(say("Still open"), "still_open"),
    )
    rows = tuple(_instalment(one, part) for one, part in shown)
    heading = say("Instalments")
    table = BlockTable(heading, ChartTable(columns, rows), say("No instalment is agreed."))
    sentence = _due_sentence([part for _one, part in found], formatter)
    notes = (
        say("What was received fills the instalments in their order."),
        *_left_out(len(found) - len(shown), formatter),
    )
    return Block(heading, (sentence,), (table,), notes=notes, wide=True)


def reports(source: PageSource, _addresses: Addresses, formatter: Formatter) -> Block:
    """List the reports to the donor with their due dates, what is late first."""
    found = [(one, report) for one in _schedules(source) for report in one.reports]
    shown = _due_first(found)
    columns = (
        _reference_column(),
        text(say("Report"), "report"),
        text(say("Period"), "period"),
        day(say("Due on"), "due_on"),
        day(say("Submitted"), "submitted_on"),
        text(say("State"), "state"),
    )
    rows = tuple(_report(one, report) for one, report in shown)
    heading = say("Reports to the donor")
    table = BlockTable(heading, ChartTable(columns, rows), say("No report is agreed."))
    sentence = _due_sentence([report for _one, report in found], formatter)
    notes = _left_out(len(found) - len(shown), formatter)
    return Block(heading, (sentence,), (table,), notes=notes, wide=True)


def documents(source: PageSource, _addresses: Addresses, formatter: Formatter) -> Block:
    """List the documents of the contributions."""
    columns = (
        text(say("Title"), "title"),
        text(say("Kind"), "kind"),
        day(say("Date"), "dated_on"),
        text(say("Number"), "number"),
        _reference_column(),
    )
    papers = [(one, paper) for one in _schedules(source) for paper in one.documents]
    papers.sort(key=lambda pair: pair[1].dated_on or date.min, reverse=True)
    shown = papers[:DOCUMENTS_SHOWN]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            RecordLink(paper.title, paper.link),
            document_name(paper.kind),
            paper.dated_on,
            "" if paper.link else paper.address,
            _reference(one),
        )
        for one, paper in shown
    )
    heading = say("Documents")
    table = BlockTable(heading, ChartTable(columns, rows), say("No document is on file."))
    notes = _left_out(len(papers) - len(shown), formatter)
    return Block(heading, (), (table,), _summary(source), notes)


def terms(source: PageSource, _addresses: Addresses, _formatter: Formatter) -> Block:
    """List the terms of the contributions: agreement, the donor's reference, use, conditions."""
    columns = (
        _reference_column(),
        text(say("Agreement"), "agreement_number"),
        text(say("Donor's reference"), "donor_reference"),
        day(say("To be used until"), "use_until"),
        text(say("Conditions"), "conditions"),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            _reference(one),
            one.agreement_number,
            one.donor_reference,
            one.use_until,
            one.conditions,
        )
        for one in _schedules(source)
    )
    heading = say("Terms")
    table = BlockTable(heading, ChartTable(columns, rows), say("No contribution is on file."))
    return Block(heading, (), (table,))


def lines(source: PageSource, addresses: Addresses, formatter: Formatter) -> Block:
    """Lead to the donor's lines of the ledger, and say how long its money took to come."""
    links = tuple(
        BlockLink(measure_name(measure), addresses.rows(Opening(measure).as_rows(RowKind.ENTRIES)))
        for measure in LINES
    )
    days = days_to_receipt(source.session.connection(), source.reader.scope)
    told = (
        (
            say(
                "On average, a dollar came %(days)s days after its pledge.",
                days=formatter.whole(days),
            ),
        )
        if days is not None
        else ()
    )
    return Block(say("Lines of the ledger"), told, (), links)


def _summary(source: PageSource) -> tuple[BlockLink, ...]:
    """Lead to the summary of the donor, over the days of the page where it has some."""
    donor, query = donor_of(source), source.query
    if not donor:
        return ()
    days = {
        name: day.isoformat()
        for name, day in (("from", query.first), ("to", query.last), ("as_at", query.as_at))
        if day is not None
    }
    address = f"/donors/{quote(code_in_address(donor))}/statement"
    text = say("Summary for a period, with all payments, to read and to download")
    return (BlockLink(text, f"{address}?{urlencode(days)}" if days else address),)


def _schedules(source: PageSource) -> tuple[ContributionSchedule, ...]:
    """Read the schedules of the donor of a page, once for all blocks."""
    return source.once(_read_schedules)


def _read_schedules(source: PageSource) -> tuple[ContributionSchedule, ...]:
    """Read the schedules as at the last day that counts."""
    donor = donor_of(source)
    return read_donor_schedules(source.session, donor, source.query.counted_to()) if donor else ()


def _instalment(one: ContributionSchedule, part: ScheduledInstalment) -> tuple[Cell, ...]:
    """Return the row of an instalment."""
    amounts = (part.draft.amount_minor, part.received_minor, part.open_minor)
    return (
        _reference(one),
        part.draft.due_on,
        _instalment_state(part),
        *(Money(minor, one.currency) for minor in amounts),
    )


def _instalment_state(part: ScheduledInstalment) -> str:
    """Return the state of an instalment in words."""
    if not part.open_minor:
        return say("Received")
    return state_name(part.state)


def _report(one: ContributionSchedule, report: ScheduledReport) -> tuple[Cell, ...]:
    """Return the row of a report."""
    draft = report.draft
    return (
        _reference(one),
        report_name(draft.kind),
        draft.period,
        draft.due_on,
        draft.submitted_on,
        say("Submitted") if draft.submitted_on else state_name(report.state),
    )


def _due_sentence(found: Sequence[Scheduled], formatter: Formatter) -> str:
    """Say how many are overdue and to come, and when the next is due."""
    states = [one.state for one in found]
    days = (one.draft.due_on for one in found if one.state is DueState.TO_COME)
    following = min(days, default=None)
    words = {
        "late": formatter.whole(states.count(DueState.OVERDUE)),
        "coming": formatter.whole(states.count(DueState.TO_COME)),
    }
    if following is None:
        return say("%(late)s overdue, none to come.", **words)
    return say(
        "%(late)s overdue, %(coming)s to come, the next on %(day)s.",
        day=formatter.day(following),
        **words,
    )


def _due_first(
    found: Iterable[tuple[ContributionSchedule, Due]],
) -> list[tuple[ContributionSchedule, Due]]:
    """Return what is late, then what is to come by its day, then the last that are done."""
    ordered = sorted(found, key=lambda pair: (pair[1].draft.due_on, pair[0].reference))
    late = [pair for pair in ordered if pair[1].state is DueState.OVERDUE]
    coming = [pair for pair in ordered if pair[1].state is DueState.TO_COME]
    done = [pair for pair in reversed(ordered) if pair[1].state is DueState.DONE]
    return [*late, *coming, *done[:DONE_SHOWN]]


def _left_out(number: int, formatter: Formatter) -> tuple[str, ...]:
    """Say how many that are done are left out, and where they stand."""
    if not number:
        return ()
    told = say(
        "%(number)s earlier ones stand on the pages of the contributions.",
        number=formatter.whole(number),
    )
    return (told,)


def _reference_column() -> ChartColumn:
    """Return the column of the contribution."""
    return ChartColumn(dimension_name(Dimension.CONTRIBUTION), "contribution", ChartColumnKind.TEXT)


def _reference(one: ContributionSchedule) -> RecordLink:
    """Return the reference of a contribution, which leads to its page."""
    return RecordLink(one.reference, f"/contributions/{quote(code_in_address(one.reference))}")
