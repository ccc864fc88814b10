"""The activities that contributions paid for: their share beside the whole, and what was done.

What was done is counted whole: never multiplied by a share of money, never added over donors.
"""

from dataclasses import dataclass
from typing import NamedTuple

from tracker.assistance.counted_activities import CountedActivity
from tracker.assistance.indicator_values import indicator_values
from tracker.assistance.people_counts import PeopleBy
from tracker.assistance.small_counts import CountTable
from tracker.assistance.texts import coded
from tracker.assistance.unpublished import UNPUBLISHED
from tracker.fund.ledger.measures import Measure
from tracker.reference.states import states
from tracker.totals.chart_data.findings import share_of
from tracker.totals.chart_data.people import OPENS, notes_of
from tracker.totals.chart_data.table import (
    Cell,
    ChartColumn,
    ChartColumnKind,
    ChartTable,
    Member,
    OpenedNumber,
    amount,
    count,
    summed,
)
from tracker.totals.chosen_contributions import OF_CONTRIBUTIONS
from tracker.totals.counted_records import counted_activities, hidden_activities
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.labels import dimension_name
from tracker.totals.measure_words import name as measure_name
from tracker.totals.opening import Opening
from tracker.totals.page_source import PageSource
from tracker.totals.people_figures import read_people
from tracker.totals.query import Query
from tracker.totals.reader import TotalsReader
from tracker.words import say


class ActivityShare(NamedTuple):
    """What contributions gave to an activity, and all of what it was given and spent, in US cents.

    `code` is "-" for the activities that are not published, together. It is that of a tool where
    shares of tools are asked for, "" for the money of no tool.
    """

    code: str
    label: str
    allocated: int
    spent: int
    whole_allocated: int
    whole_spent: int

    @property
    def share_bp(self) -> int | None:
        """The share of what was spent, in basis points; None where nothing was."""
        return share_of(self.spent, self.whole_spent) if self.whole_spent > 0 else None


class ActivityOutcome(NamedTuple):
    """What was done by an activity, counted whole.

    `results` are the indicators that were measured, `reached` those of them that have come to
    their target. `people` is None where their number is not shown.
    """

    people: int | None
    states: int
    tools: int
    results: int
    reached: int


class DonorActivity(NamedTuple):
    """An activity with the share of it that was paid, and its outcome where it is published."""

    share: ActivityShare
    outcome: ActivityOutcome | None


@dataclass(frozen=True, slots=True)
class DonorActivities:
    """The activities that contributions paid for, by what they spent on each."""

    rows: tuple[DonorActivity, ...]
    people: CountTable
    query: Query

    @property
    def is_empty(self) -> bool:
        """Whether no activity was given anything."""
        return not self.rows


def activity_shares(reader: TotalsReader) -> tuple[ActivityShare, ...]:
    """Return the activities of the contributions of a scope, the most spent first.

    Over activities the shares add up to what was allocated and spent; over the donors of an
    activity to the whole of it, under the same places, instruments and days.
    """
    return paid_shares(reader, Dimension.ACTIVITY)


def paid_shares(reader: TotalsReader, by: Dimension) -> tuple[ActivityShare, ...]:
    """Return the same shares of activities or of tools."""
    whole = _of_all_contributions(reader)
    amounts = [
        {row.code: row for row in one.rows(measure, by)}
        for one in (reader, whole)
        for measure in (Measure.ALLOCATED, Measure.SPENT)
    ]
    own = {**amounts[0], **amounts[1]}
    shares = (
        ActivityShare(code, row.label, *(of[code].minor if code in of else 0 for of in amounts))
        for code, row in own.items()
    )
    return tuple(
        sorted(shares, key=lambda one: (not one.code, -one.spent, -one.allocated, one.code))
    )


def paid_activities_of(source: PageSource) -> DonorActivities:
    """Read the activities that the contributions of a query paid for, with their outcomes."""
    people = read_people(source, PeopleBy.ACTIVITY)
    totals = {row.code: row.total for row in people.rows}
    hidden = hidden_activities(source)
    known = {one.code: one for one in counted_activities(source) if one.code not in hidden}
    rows_hidden = people.suppressed and not people.rows
    rows = []
    for share in activity_shares(source.reader):
        one = known.get(share.code)
        number = None if rows_hidden else totals.get(share.code, 0)
        outcome = None if one is None else _outcome(one, number, source.query)
        rows.append(DonorActivity(share, outcome))
    return DonorActivities(tuple(rows), people, source.query)


def _of_all_contributions(reader: TotalsReader) -> TotalsReader:
    """Return a reader of the same days, places and instruments over all contributions."""
    choice = reader.scope.choice
    codes = tuple(pair for pair in choice.codes if pair[0] not in OF_CONTRIBUTIONS)
    parts = tuple(part for part in choice.parts if part.dimension not in OF_CONTRIBUTIONS)
    return TotalsReader(reader.scope._replace(choice=choice._replace(codes=codes, parts=parts)))


def _outcome(one: CountedActivity, people: int | None, query: Query) -> ActivityOutcome:
    """Count what was done by an activity up to the last day of a query."""
    values = indicator_values(one.results, query.last_day())
    return ActivityOutcome(
        people,
        len(one.places & states().keys()),
        len(one.tools),
        sum(value.actual is not None for value in values),
        sum(value.reached is True for value in values),
    )


def paid_table(data: DonorActivities) -> ChartTable:
    """Return a row for each activity; what the contributions gave has sums, the wholes none."""
    allocated, spent = Opening(Measure.ALLOCATED), Opening(Measure.SPENT)
    columns = (
        ChartColumn(dimension_name(Dimension.ACTIVITY), Dimension.ACTIVITY.value),
        amount(measure_name(Measure.ALLOCATED), "allocated", allocated),
        amount(measure_name(Measure.SPENT), "spent", spent),
        amount(say("Spent by all donors"), "whole_spent"),
        ChartColumn(say("Share"), "share_percent", ChartColumnKind.SHARE),
        count(say("People"), "people"),
        count(say("States"), "states"),
        count(say("Tools"), "tools"),
        count(say("Results measured"), "results"),
        count(say("Targets reached"), "targets_reached"),
    )
    every = data.query.having(Dimension.DONOR).having(Dimension.EARMARKING)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Member(Dimension.ACTIVITY, row.share.code, _label(row.share)),
            row.share.allocated,
            row.share.spent,
            OpenedNumber(
                row.share.whole_spent, every, spent.at(Dimension.ACTIVITY, row.share.code)
            ),
            row.share.share_bp,
            *_outcome_cells(row, data.query),
        )
        for row in data.rows
    )
    sums = summed(columns, rows)
    whole = 3
    return ChartTable(columns, rows, sums and (*sums[:whole], None, *sums[whole + 1 :]))


def _outcome_cells(row: DonorActivity, query: Query) -> tuple[Cell, ...]:
    """Return what was done, people with their participations; nothing where it is not shown."""
    if row.outcome is None:
        return (None,) * len(ActivityOutcome._fields)
    people, *rest = row.outcome
    counted = OPENS.at(PeopleBy.ACTIVITY, row.share.code)
    return (None if people is None else OpenedNumber(people, query, counted), *rest)


def _label(share: ActivityShare) -> str:
    """Return the code and title of an activity."""
    named = share.code not in ("", UNPUBLISHED)
    return coded(share.code, share.label) if named else share.label


def paid_sentence(data: DonorActivities, formatter: Formatter) -> str:
    """Say how many activities were paid for, and what was done by the largest with whose share."""
    number = formatter.whole(len(data.rows))
    total = formatter.short(sum(row.share.spent for row in data.rows))
    told = say("%(total)s spent on %(number)s activities.", total=total, number=number)
    named = [row for row in data.rows if row.outcome and row.outcome.people and row.share.share_bp]
    if not named:
        return told
    first = named[0]
    people = first.outcome.people if first.outcome else 0
    more = say(
        "%(activity)s counted %(people)s people; %(share)s of what it spent was paid from here.",
        activity=first.share.label,
        people=formatter.whole(people or 0),
        share=formatter.percent(first.share.share_bp or 0),
    )
    return f"{told} {more}"


def paid_notes(data: DonorActivities) -> tuple[str, ...]:
    """Say what is counted whole, and which numbers are not shown."""
    whole = say(
        "People, States, tools and results are those of the whole activity: they are not "
        "multiplied by the share of money, and must not be added up over donors."
    )
    return (whole, *notes_of(data.people))
