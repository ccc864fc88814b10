"""The blocks of the page of delivery: slow activities, ends of use, unpaid pledges, the gap."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from dashboards.blocks import Block, BlockLink, BlockTable
from dashboards.question import Addresses
from tracker.assistance.activity_pace import BEHIND_BP, STUCK_DAYS, Pace
from tracker.fund.ledger.measures import Measure
from tracker.http.record_addresses import code_in_address
from tracker.people.permissions import CurrentUser, Permission, may
from tracker.reference.codes import ActivityStatus, label
from tracker.totals.chart_data.activity_progress import ActivityInProgress, funded_activities
from tracker.totals.chart_data.adequacy import (
    Adequacy,
    adequacy_by,
    adequacy_table,
    requested_cost,
)
from tracker.totals.chart_data.table import (
    Cell,
    ChartColumn,
    ChartColumnKind,
    ChartTable,
    Member,
    OpenedNumber,
    RecordLink,
    amount,
    count,
    summed,
)
from tracker.totals.contribution_groups import group_label, group_name
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.group_codes import GROUP_CODES, GroupKind
from tracker.totals.money_ages import AgeBand, ending_periods, total_of, unpaid_pledges
from tracker.totals.opening import Opening
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query
from tracker.words import say

ORDER = list(Pace)
BY_DONORS = (Dimension.DONOR, Dimension.EARMARKING)


def sees_due(user: CurrentUser, _query: Query) -> bool:
    """Admit those who may see when instalments fall due."""
    return may(user, Permission.SEE_TERMS)


def slow_activities(
    source: PageSource, _addresses: Addresses, formatter: Formatter
) -> Block | None:
    """List the activities that are overdue, stuck, waiting or slow, the most serious first."""
    if source.query.first:
        return None
    activities = funded_activities(source)
    found = [one for one in activities if one.pace]
    found.sort(key=lambda one: (ORDER.index(one.pace or Pace.SLOW), -one.allocated_minor))
    rule = say(
        "Overdue: the planned end is over. Stuck: begun %(days)s days ago or more, with money, and "
        "nothing spent. Waiting: the planned start is over, and it is still planned. Slow: the "
        "share spent lies more than %(share)s points behind the share of time.",
        days=STUCK_DAYS,
        share=BEHIND_BP // 100,
    )
    heading = say("Slow and stuck activities")
    shown = _activities_table(found, source)
    table = BlockTable(heading, shown, say("All are as planned."))
    sentence = say(
        "%(number)s of %(all)s activities that are planned or going on are behind their plan.",
        number=formatter.whole(len(found)),
        all=formatter.whole(len(activities)),
    )
    return Block(heading, (sentence,), (table,), notes=(rule,), wide=True)


def ends_of_use(source: PageSource, _addresses: Addresses, formatter: Formatter) -> Block:
    """Show the unspent money whose period of use is over or ends within a year."""
    bands = ending_periods(source.reader.scope)
    columns = _columns_of(GroupKind.ENDING, (Measure.BALANCE, Measure.TO_ALLOCATE, Measure.UNSPENT))
    rows = tuple(
        (
            _member(GroupKind.ENDING, band),
            band.contributions,
            band.minor,
            band.with_activities_minor,
        )
        for band in bands
    )
    soon = total_of(bands[1:])
    sentence = say(
        "The period of use of %(amount)s that is not allocated ends within twelve months.",
        amount=formatter.short(soon),
    )
    table = ChartTable(columns, rows, summed(columns, rows))
    heading = say("Money whose period of use ends")
    return Block(heading, (sentence,), (BlockTable(heading, table),))


def unpaid(source: PageSource, _addresses: Addresses, formatter: Formatter) -> Block:
    """Show pledges that are not paid by their age since the day of the pledge."""
    bands = [band for band in unpaid_pledges(source.reader.scope) if band.minor]
    columns = _columns_of(GroupKind.PLEDGED, (Measure.OUTSTANDING, Measure.OUTSTANDING))
    rows = tuple(
        (_member(GroupKind.PLEDGED, band), band.contributions, band.minor) for band in bands
    )
    table = ChartTable(columns, rows, summed(columns, rows))
    sentence = say(
        "%(amount)s of what was pledged is not yet received, at the exchange rate of the pledge.",
        amount=formatter.short(total_of(bands)),
    )
    heading = say("Unpaid pledges by age")
    return Block(heading, (sentence,), (BlockTable(heading, table, say("All is paid.")),))


def due(_source: PageSource, _addresses: Addresses, _formatter: Formatter) -> Block:
    """Lead to the instalments that fall due, for those who may see them."""
    link = BlockLink(say("What is due"), "/contributions/due")
    return Block(say("Due dates"), (say("Instalments have due dates of their own."),), (), (link,))


def adequacy(source: PageSource, _addresses: Addresses, formatter: Formatter) -> Block | None:
    """Compare what is needed with what can still be allocated, by programme and instrument."""
    if source.query.first or any(source.query.of(one) for one in BY_DONORS):
        return None
    activities, requests = funded_activities(source), requested_cost(source)
    by_programme = adequacy_by(source, Dimension.PROGRAMME, activities, requests)
    by_instrument = adequacy_by(source, Dimension.PROTOCOL, activities, requests)
    tables = (
        BlockTable(say("Needs and means by programme"), adequacy_table(by_programme, source.query)),
        BlockTable(
            say("Needs and means by instrument"), adequacy_table(by_instrument, source.query)
        ),
    )
    notes = (
        say(
            "Needed are the budgets of activities that are planned or going on, less what they "
            "were given, and the estimated cost of open requests; an activity may answer a request."
        ),
        say(
            "What can be allocated stands where a contribution is tied to that alone; “not "
            "specified” is all else."
        ),
    )
    heading = say("Are contributions adequate?")
    return Block(heading, (_gap(by_programme, formatter),), tables, notes=notes, wide=True)


def _gap(data: Adequacy, formatter: Formatter) -> str:
    """Say how much is lacking, or that nothing is."""
    words = {
        "needed": formatter.short(data.needed),
        "allocable": formatter.short(data.allocable),
        "gap": formatter.short(data.needed - data.allocable),
    }
    if data.needed > data.allocable:
        return say(
            "%(needed)s is needed and %(allocable)s can still be allocated: %(gap)s is lacking.",
            **words,
        )
    return say("%(needed)s is needed and %(allocable)s can still be allocated.", **words)


def _activities_table(found: list[ActivityInProgress], source: PageSource) -> ChartTable:
    """Return a row for each activity, with a link to it; its money is that of all donors."""
    whole = replace(source.query, codes=())
    columns = (
        ChartColumn(say("Activity"), "activity", ChartColumnKind.TEXT),
        ChartColumn(say("Pace"), "pace", ChartColumnKind.TEXT),
        ChartColumn(say("Status"), "status", ChartColumnKind.TEXT),
        ChartColumn(say("Ends on"), "ends_on", ChartColumnKind.DAY),
        ChartColumn(say("Time passed"), "time_passed_percent", ChartColumnKind.SHARE),
        amount(say("Budget"), "budget"),
        amount(say("Allocated"), "allocated"),
        amount(say("Spent"), "spent"),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            RecordLink(
                source.reader.titled(Dimension.ACTIVITY, one.activity.code),
                f"/activities/{quote(code_in_address(one.activity.code))}",
            ),
            pace_name(one.pace),
            label(ActivityStatus, one.activity.status, source.locale),
            one.activity.ends_on,
            one.time_passed_bp,
            one.activity.budget_minor,
            *(
                OpenedNumber(
                    minor, whole, Opening(measure).at(Dimension.ACTIVITY, one.activity.code)
                )
                for measure, minor in (
                    (Measure.ALLOCATED, one.allocated_minor),
                    (Measure.SPENT, one.spent_minor),
                )
            ),
        )
        for one in found
    )
    return ChartTable(columns, rows, summed(columns, rows))


def pace_name(pace: Pace | None) -> str:
    """Return the name of a pace."""
    if pace is None:
        return ""
    return {
        Pace.OVERDUE: say("Overdue"),
        Pace.STUCK: say("Stuck"),
        Pace.WAITING: say("Waiting"),
        Pace.SLOW: say("Slow"),
    }[pace]


def _columns_of(kind: GroupKind, measures: Sequence[Measure]) -> tuple[ChartColumn, ...]:
    """Return the columns of a group: the number of contributions with a measure, and amounts."""
    counted, *amounts = (Opening(one).among(kind, *GROUP_CODES[kind]) for one in measures)
    labels = {
        Measure.TO_ALLOCATE: say("Not allocated"),
        Measure.UNSPENT: say("With activities, not spent"),
        Measure.OUTSTANDING: say("Not yet received"),
    }
    return (
        ChartColumn(group_name(kind), kind.value),
        count(say("Contributions"), "contributions", counted),
        *(amount(labels[one.measure], one.measure.value, one) for one in amounts),
    )


def _member(kind: GroupKind, band: AgeBand) -> Member:
    """Return the code of a band with its label."""
    return Member(None, band.code, group_label(kind, band.code), part=kind.value)
