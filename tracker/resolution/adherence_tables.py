"""The tables of adherence in the reported period: counts by instrument, and who joined."""

from tracker.resolution.paragraph_content import AdherenceReported, JoinedParty
from tracker.totals.chart_data.adherence_scope import action_name, instrument_name, party_cell
from tracker.totals.chart_data.table import (
    Cell,
    ChartColumn,
    ChartTable,
    ListingPage,
    Member,
    OpenedNumber,
    count,
    day,
    text,
)
from tracker.totals.dimensions import Dimension
from tracker.totals.query import Query
from tracker.words import say

NEW_PARTIES = ListingPage("adherence", "new-parties")
STATES = ListingPage("adherence", "states")


def adherence_table(
    adherence: AdherenceReported, query: Query, before: Query | None, locale: str
) -> ChartTable:
    """Return the parties to each instrument at the start and the end, and how many joined.

    Beside them stand those who joined in the period before, where that has a first day.
    """
    before = before if before and before.first else None
    columns = [
        ChartColumn(say("Convention or Protocol"), "protocol"),
        count(say("Parties at the start"), "at_start"),
        count(say("Parties at the end"), "at_end"),
        count(say("Joined"), "joined"),
    ]
    if before is not None:
        columns.append(count(say("Joined in the period before"), "joined_before"))
    rows = []
    for one in adherence.instruments:
        own = query.having(Dimension.PARAGRAPH).having(Dimension.PROTOCOL, one.instrument)
        cells: list[Cell] = [
            Member(Dimension.PROTOCOL, one.instrument, instrument_name(one.instrument, locale)),
            one.at_start,
            _listed(one.at_end, own, STATES),
            _listed(one.joined, own, NEW_PARTIES),
        ]
        if before is not None:
            then = before.having(Dimension.PARAGRAPH).having(Dimension.PROTOCOL, one.instrument)
            cells.append(_listed(one.joined_before, then, NEW_PARTIES))
        rows.append(tuple(cells))
    return ChartTable(tuple(columns), tuple(rows))


def joined_table(adherence: AdherenceReported, locale: str) -> ChartTable:
    """Return a row for each new party, with the activities that had named it before."""
    columns = (
        ChartColumn(say("State or organization"), "state"),
        text(say("Convention or Protocol"), "protocol"),
        day(say("Date"), "dated_on"),
        text(say("Act"), "act"),
        text(say("Activities that had named it on the instrument"), "activities"),
    )
    return ChartTable(columns, tuple(_joined_row(one, locale) for one in adherence.joined))


def _joined_row(one: JoinedParty, locale: str) -> tuple[Cell, ...]:
    """Return the row of a new party."""
    return (
        party_cell(one.party, locale),
        instrument_name(one.instrument, locale),
        one.dated_on,
        action_name(one.action),
        ", ".join(one.activities) or None,
    )


def _listed(number: int | None, query: Query, page: ListingPage) -> Cell:
    """Return a number with the page that lists what it counts; None where nobody knows it."""
    return None if number is None else OpenedNumber(number, query, page)
