"""The annexes: contributions by donor, activities, tools, and the paragraphs side by side."""

from tracker.assistance.people_counts import PeopleBy
from tracker.assistance.small_counts import hidden_counts_note
from tracker.fund.ledger.measures import Measure
from tracker.reports.commission.figures import ActivityRow, CommissionFigures, GivenContribution
from tracker.reports.commission.links import Links
from tracker.reports.commission.matrix import matrix_table
from tracker.reports.commission.parts import (
    amount,
    amount_column,
    code_column,
    count_column,
    day_column,
    on,
    opened_row,
    text_column,
    total_row,
)
from tracker.reports.commission.tools import tools_table
from tracker.reports.content.blocks import ReportSection, ReportTable
from tracker.reports.content.texts import Name, PlainText, Sentence, sentence
from tracker.totals.chart_data.people import OPENS
from tracker.totals.dimensions import Dimension
from tracker.totals.opening import Opening

GIVEN = (Measure.PLEDGED, Measure.RECEIVED, Measure.SPENT)
"""The measures of the columns of contributions."""


def annexes(found: CommissionFigures, links: Links) -> tuple[ReportSection, ...]:
    """Return the annexes; one without a row is left out."""
    every = (
        (
            "annex-contributions",
            sentence("Contributions by donor"),
            contributions_table(found.resources.contributions, links),
        ),
        (
            "annex-activities",
            sentence("Activities"),
            activities_table(found.assistance.activities, links),
        ),
        ("annex-tools", sentence("Tools"), tools_table(found.tools, links)),
        (
            "annex-paragraphs",
            sentence("Implementation of the operative paragraphs"),
            matrix_table(found.content, links),
        ),
    )
    return tuple(ReportSection(code, title, own) for code, title, own in every if own)


def contributions_table(
    rows: tuple[GivenContribution, ...], links: Links
) -> tuple[ReportTable, ...]:
    """Return the contributions with money in the period, by donor."""
    if not rows:
        return ()
    columns = (
        text_column("donor", sentence("Donor")),
        code_column("contribution", sentence("Contribution")),
        text_column("earmarking", sentence("Earmarking")),
        text_column("financing", sentence("Financing instrument")),
        amount_column("pledged", sentence("Pledged (USD)")),
        amount_column("received", sentence("Received (USD)")),
        amount_column("spent", sentence("Spent (USD)")),
    )
    made = tuple(
        opened_row(
            row.reference or "-",
            row.donor,
            PlainText(row.reference),
            row.earmarking,
            row.financing,
            *(
                links.money(minor, _opening(measure, row), row.reference)
                for measure, minor in zip(GIVEN, _given(row), strict=True)
            ),
        )
        for row in rows
    )
    each = zip(*map(_given, rows), strict=True)
    totals = (
        links.money(sum(own), Opening(measure)) for measure, own in zip(GIVEN, each, strict=True)
    )
    sums = total_row(None, None, None, *totals)
    title = sentence("Contributions with money in the period")
    behind = links.totals(Measure.RECEIVED, Dimension.CONTRIBUTION)
    return (ReportTable("contributions", (title,), columns, made, sums, behind=behind),)


def activities_table(rows: tuple[ActivityRow, ...], links: Links) -> tuple[ReportTable, ...]:
    """Return the activities under way in the period, or with money in it."""
    if not rows:
        return ()
    columns = (
        code_column("code", sentence("Code")),
        text_column("title", sentence("Activity")),
        text_column("type", sentence("Type")),
        day_column("starts_on", sentence("Start")),
        day_column("ends_on", sentence("End")),
        count_column("people", sentence("Participations")),
        amount_column("spent", sentence("Spent (USD)")),
    )
    made = tuple(
        opened_row(
            row.code,
            PlainText(row.code),
            row.title,
            row.type,
            on(row.starts_on),
            on(row.ends_on),
            links.number(row.people, OPENS.at(PeopleBy.ACTIVITY, row.code)),
            links.money(row.spent, Opening(Measure.SPENT).at(Dimension.ACTIVITY, row.code))
            if row.type is not None
            else amount(row.spent),
        )
        for row in rows
    )
    spent = links.money(sum(row.spent for row in rows), Opening(Measure.SPENT))
    sums = total_row(*(None,) * 5, spent)
    hidden = any(row.people is None and row.type is not None for row in rows)
    notes = ((Sentence(hidden_counts_note()),),) if hidden else ()
    title = sentence("Activities under way in the period, or with money in it")
    behind = links.totals(Measure.SPENT, Dimension.ACTIVITY)
    return (ReportTable("activities-listed", (title,), columns, made, sums, notes, behind),)


def _given(row: GivenContribution) -> tuple[int, ...]:
    return row.pledged, row.received, row.spent


def _opening(measure: Measure, row: GivenContribution) -> Opening:
    """Return the rows of a contribution, and of the donor at its side."""
    own = Opening(measure).at(Dimension.CONTRIBUTION, row.reference)
    return own.at(Dimension.DONOR, row.donor.code) if isinstance(row.donor, Name) else own
