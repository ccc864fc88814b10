"""The reading of the assistance: activities, people, States and requests of both periods."""

from collections.abc import Callable, Iterable
from datetime import date

from tracker.assistance.count_choice import region_codes
from tracker.assistance.counted_activities import SEXES, CountedActivity
from tracker.assistance.indicator_values import indicator_values
from tracker.assistance.people_counts import PeopleBy
from tracker.assistance.request_assistance import RequestOutcome
from tracker.assistance.small_counts import CountRow
from tracker.assistance.work_in_period import by_type, under_way
from tracker.fund.ledger.measures import Measure
from tracker.reference.codes import ActivityType
from tracker.reference.states import states
from tracker.reports.commission.activity_rows import activity_rows
from tracker.reports.commission.assistance import type_text
from tracker.reports.commission.figures import (
    Assistance,
    IndicatorsMeasured,
    KindRow,
    RequestsReceived,
    WorkOfPeriod,
    WorkRow,
)
from tracker.reports.content.charts import member_text
from tracker.resolution.paragraph_content import CommissionContent
from tracker.resolution.work_record import read_work
from tracker.totals.dimensions import Dimension
from tracker.totals.page_source import PageSource
from tracker.totals.people_figures import read_people
from tracker.totals.request_figures import read_requests

Activities = tuple[CountedActivity, ...]
CodesOf = Callable[[CountedActivity], Iterable[str]]
NOBODY = CountRow("", (0,) * len(SEXES), 0)


def read_assistance(source: PageSource, content: CommissionContent) -> Assistance:
    """Read the assistance of a source's period, and of the period before."""
    record = read_work(source)
    now = under_way(record.activities, source.query.span())
    before = source.before
    then = None if before is None else under_way(record.activities, before.query.span())
    earlier = None if before is None or then is None else _period(before, then)
    if earlier is not None and earlier.is_empty:
        then = earlier = None
    requests = [one.outcome for one in read_requests(source)]
    return Assistance(
        now=_period(source, now),
        before=earlier,
        kinds=_kinds(now, then),
        by_instrument=_rows(
            source, now, Dimension.PROTOCOL, PeopleBy.PROTOCOL, lambda one: sorted(one.instruments)
        ),
        by_region=_rows(source, now, Dimension.REGION, PeopleBy.REGION, regions_of),
        requests=RequestsReceived(len(requests), requests.count(RequestOutcome.WITHOUT)),
        activities=activity_rows(source, content, record.activities, now),
        indicators=_indicators(now, source.query.last_day()),
    )


def _indicators(own: Activities, last: date) -> IndicatorsMeasured:
    """Count the indicators of activities that were measured by a day, and those reached."""
    values = [value for one in own for value in indicator_values(one.results, last)]
    told = [value.reached for value in values if value.reached is not None]
    measured = sum(value.actual is not None for value in values)
    return IndicatorsMeasured(measured, len(told), sum(told))


def regions_of(activity: CountedActivity) -> list[str]:
    """Return the regions of an activity's beneficiaries; the world for the world."""
    return sorted({code for place in activity.places for code in region_codes(place)})


def named(activities: Iterable[CountedActivity]) -> frozenset[str]:
    """Return the States that activities name as their beneficiaries."""
    known = states()
    return frozenset(place for one in activities for place in one.places if place in known)


def _period(source: PageSource, own: Activities) -> WorkOfPeriod:
    return WorkOfPeriod(len(own), read_people(source).all, len(named(own)))


def _kinds(now: Activities, then: Activities | None) -> tuple[KindRow, ...]:
    """Count activities by type, in the order of the types, in both periods."""
    here, before = by_type(now), by_type(then or ())
    return tuple(
        KindRow(kind, type_text(kind), here[kind], None if then is None else before[kind])
        for kind in ActivityType
        if here[kind] or before[kind]
    )


def _rows(
    source: PageSource, own: Activities, by: Dimension, people_by: PeopleBy, codes_of: CodesOf
) -> tuple[WorkRow, ...]:
    """Return activities, people, States and what was spent by the codes of a dimension."""
    spent = {row.code: row.minor for row in source.reader.rows(Measure.SPENT, by)}
    table = read_people(source, people_by)
    people = {row.code: row for row in table.rows}
    hides_all = table.suppressed and not table.rows
    groups: dict[str, list[CountedActivity]] = {}
    for one in own:
        for code in codes_of(one) or ("",):
            groups.setdefault(code, []).append(one)
    found = sorted(
        {*spent, *people, *groups}, key=lambda code: (not code, -spent.get(code, 0), code)
    )
    return tuple(
        WorkRow(
            code,
            member_text(by, code, source.reader.label(by, code)),
            len(groups.get(code, ())),
            None if hides_all else people.get(code, NOBODY),
            len(_states_of(groups.get(code, ()), by, code)),
            spent.get(code, 0),
        )
        for code in found
    )


def _states_of(activities: Iterable[CountedActivity], by: Dimension, code: str) -> frozenset[str]:
    """Return the States that activities name; of a region those that lie in it."""
    found = named(activities)
    if by is not Dimension.REGION:
        return found
    return frozenset(state for state in found if code in region_codes(state))
