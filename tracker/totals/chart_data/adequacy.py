"""Whether contributions are adequate: what is needed against what can still be allocated.

Needed are the budgets of approved activities, less what they were given, and the estimated cost
of open requests. What can be allocated counts where a contribution is tied to one code alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from tracker.apportion import apportion_one
from tracker.assistance.cost_shares import CostShares, weights_of
from tracker.assistance.needs import read_needs
from tracker.assistance.states import RequestStatus
from tracker.people.permissions import Permission, may
from tracker.totals.chart_data.activity_progress import ActivityInProgress
from tracker.totals.chart_data.table import ChartColumn, ChartTable, Member, amount, summed
from tracker.totals.chosen_contributions import chosen_contributions
from tracker.totals.dimensions import Dimension
from tracker.totals.labels import dimension_name
from tracker.totals.money_stocks import closing_moment, money_stocks
from tracker.totals.page_source import PageSource
from tracker.totals.query import Choice
from tracker.words import say

OPEN_REQUESTS = frozenset(
    {RequestStatus.RECEIVED, RequestStatus.UNDER_REVIEW, RequestStatus.ACCEPTED}
)
"""The states of requests that no activity answers yet."""


class AdequacyRow(NamedTuple):
    """What a code needs and what is tied to it alone, in US cents; "" is what is not tied."""

    member: Member
    unfunded: int
    requested: int
    allocable: int

    @property
    def gap(self) -> int:
        """What is needed beyond what is there; below zero where more is there."""
        return self.unfunded + self.requested - self.allocable


@dataclass(frozen=True, slots=True)
class Adequacy:
    """The rows of a dimension, the largest need first."""

    by: Dimension
    rows: tuple[AdequacyRow, ...]

    @property
    def needed(self) -> int:
        """All that is needed."""
        return sum(row.unfunded + row.requested for row in self.rows)

    @property
    def allocable(self) -> int:
        """All that can still be allocated."""
        return sum(row.allocable for row in self.rows)


def adequacy_by(
    source: PageSource,
    by: Dimension,
    activities: Iterable[ActivityInProgress],
    requests: Mapping[str, int],
) -> Adequacy:
    """Return needs and means by programme or by instrument; `requests` are by instrument."""
    unfunded = _unfunded(by, activities)
    requested = requests if by is Dimension.PROTOCOL else {"": sum(requests.values())}
    means = _means(source, by, {*unfunded, *requested} - {""})
    rows = [
        AdequacyRow(
            Member(by, code, source.reader.label(by, code)),
            unfunded.get(code, 0),
            requested.get(code, 0),
            means.get(code, 0),
        )
        for code in {*unfunded, *requested, *means}
    ]
    shown = [row for row in rows if row.unfunded or row.requested or row.allocable]
    shown.sort(key=lambda row: (not row.member.code, -row.unfunded - row.requested, row.member))
    return Adequacy(by, tuple(shown))


def adequacy_table(data: Adequacy) -> ChartTable:
    """Return a row for each code."""
    columns = (
        ChartColumn(dimension_name(data.by), data.by.value),
        amount(say("Budgets not funded"), "unfunded"),
        amount(say("Requests, estimated"), "requested"),
        amount(say("Can still be allocated"), "allocable"),
        amount(say("Gap"), "gap"),
    )
    rows = tuple(
        (row.member, row.unfunded, row.requested, row.allocable, row.gap) for row in data.rows
    )
    return ChartTable(columns, rows, summed(columns, rows))


def _unfunded(by: Dimension, activities: Iterable[ActivityInProgress]) -> dict[str, int]:
    """Return what activities lack, by code; of several instruments by their shares, to the cent."""
    found: defaultdict[str, int] = defaultdict(int)
    for one in activities:
        if by is Dimension.PROGRAMME:
            found[one.programme] += one.unfunded_minor
            continue
        weights = weights_of(CostShares(one.shares.instruments))
        parts = apportion_one(one.unfunded_minor, [weight.weight for weight in weights])
        for weight, part in zip(weights, parts, strict=True):
            found[weight.instrument] += part
    return dict(found)


def requested_cost(source: PageSource) -> dict[str, int]:
    """Return the estimated cost of open requests by instrument, as far as the reader may see."""
    known_at = source.query.known_at.moment if source.query.known_at else None
    public_only = not may(source.user, Permission.SEE_TERMS)
    found: defaultdict[str, int] = defaultdict(int)
    for need in read_needs(source.session, public_only=public_only, known_at=known_at):
        if need.status in OPEN_REQUESTS:
            found[need.instrument.value] += need.estimated_cost_minor or 0
    return dict(found)


def _means(source: PageSource, by: Dimension, codes: Iterable[str]) -> Mapping[str, int]:
    """Return what can be allocated and is tied to one code alone, and under "" all the rest."""
    scope = source.reader.scope
    facts, moment = scope.rollups.facts, closing_moment(scope.rollups.facts, scope.choice)
    all_of = chosen_contributions(facts.members, scope.choice).whole
    rest = money_stocks(facts, all_of, moment).allocable_minor
    found: dict[str, int] = {}
    for code in codes:
        tied = chosen_contributions(facts.members, Choice(((by, frozenset({code})),))).whole
        found[code] = money_stocks(facts, all_of & tied, moment).allocable_minor
        rest -= found[code]
    found[""] = rest
    return found
