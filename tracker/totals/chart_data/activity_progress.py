"""The activities that are still to be done: their budgets, money and pace, as a reader may see."""

from datetime import date, timedelta
from typing import NamedTuple

from tracker.assistance.activity_pace import ActivityProgress, Pace, pace_of, time_passed_bp
from tracker.assistance.cost_shares import CostShares
from tracker.assistance.known_activities import KnownActivity, read_open_activities
from tracker.fund.ledger.measures import Measure
from tracker.people.permissions import Permission, may
from tracker.totals.chosen_activities import code_of_activity, is_chosen
from tracker.totals.dimensions import Dimension
from tracker.totals.members import Members
from tracker.totals.money_stocks import closing_moment
from tracker.totals.page_source import PageSource
from tracker.totals.query import EPOCH, Choice
from tracker.totals.reader import TotalsReader


class ActivityInProgress(NamedTuple):
    """An open activity with its programme and shares, its money in US cents, and its pace."""

    activity: KnownActivity
    programme: str
    shares: CostShares
    allocated_minor: int
    spent_minor: int
    pace: Pace | None
    time_passed_bp: int | None

    @property
    def unfunded_minor(self) -> int:
        """The part of its budget that is not allocated."""
        return max((self.activity.budget_minor or 0) - self.allocated_minor, 0)


def funded_activities(source: PageSource) -> tuple[ActivityInProgress, ...]:
    """Return the open activities of a choice at the end of its days, by code.

    The public has those that are published. Their money is all that they were given and spent,
    whoever gave it; days with a first one, which are no whole years, have no such sum.
    """
    scope = source.reader.scope
    facts, members = scope.rollups.facts, scope.rollups.facts.members
    years = scope.choice.years and (date.min.year, scope.choice.years[1])
    reader = TotalsReader(scope._replace(choice=Choice((), years)))
    on = EPOCH + timedelta(days=closing_moment(facts, scope.choice).day)
    allocated, spent = (
        reader.amounts(measure, Dimension.ACTIVITY)
        for measure in (Measure.ALLOCATED, Measure.SPENT)
    )
    found = read_open_activities(
        source.session,
        public_only=not may(source.user, Permission.SEE_TERMS),
        known_at=source.query.known_at.moment if source.query.known_at else None,
    )
    funded = (
        _funded(one, members, (allocated.get(one.code, 0), spent.get(one.code, 0)), on)
        for one in found
        if one.id < members.activities
    )
    return tuple(one for one in funded if is_chosen(one.activity.id, members, scope.choice))


def _funded(
    one: KnownActivity, members: Members, money: tuple[int, int], on: date
) -> ActivityInProgress:
    """Return an activity with its money and its pace."""
    progress = ActivityProgress(one.status, one.starts_on, one.ends_on, *money)
    return ActivityInProgress(
        one,
        code_of_activity(members, Dimension.PROGRAMME, one.id),
        members.shares.get(one.id, CostShares()),
        *money,
        pace_of(progress, on),
        time_passed_bp(progress, on),
    )
