"""Whether contributions are adequate: what is needed against what can still be allocated.

Needed are the budgets of approved activities, less what they were given, and the estimated cost
of open requests. What can be allocated counts where a contribution is tied to one code alone.
Each amount leads to what it is made of: activities, requests, contributions.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from tracker.apportion import apportion_one
from tracker.assistance.cost_shares import CostShares, weights_of
from tracker.assistance.needs import read_needs
from tracker.assistance.states import RequestStatus
from tracker.fund.ledger.measures import Measure
from tracker.people.permissions import Permission, may
from tracker.totals.chart_data.activity_progress import ActivityInProgress
from tracker.totals.chart_data.table import ChartColumn, ChartTable, Member, OpenedNumber, amount
from tracker.totals.contribution_groups import held_stocks, tied_to
from tracker.totals.dimensions import Dimension
from tracker.totals.group_codes import ALONE, GroupKind
from tracker.totals.labels import dimension_name
from tracker.totals.opening import Opening, RowKind
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query
from tracker.totals.record_opening import RecordOpening
from tracker.totals.request_figures import RequestBy
from tracker.words import say

OPEN_REQUESTS = (RequestStatus.RECEIVED, RequestStatus.ASSESSED, RequestStatus.PLANNED)
"""The states of requests that no activity answers yet."""
BUDGETS = RecordOpening(RowKind.BUDGETS)
REQUESTS = RecordOpening(RowKind.REQUESTS).at(RequestBy.STATUS, *OPEN_REQUESTS)
TIED = (GroupKind.TIED, ALONE)


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
    means = _means(source, by)
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


def adequacy_table(data: Adequacy, query: Query) -> ChartTable:
    """Return a row for each code, and the sums."""
    columns = (
        ChartColumn(dimension_name(data.by), data.by.value),
        amount(say("Budgets not funded"), "unfunded"),
        amount(say("Requests, estimated"), "requested"),
        amount(say("Can still be allocated"), "allocable"),
        amount(say("Gap"), "gap"),
    )
    rows = tuple((row.member, *_opened(data.by, row, query), row.gap) for row in data.rows)
    if not rows:
        return ChartTable(columns, rows)
    return ChartTable(
        columns, rows, (None, *_opened_sums(data, query), data.needed - data.allocable)
    )


def _opened(
    by: Dimension, row: AdequacyRow, query: Query
) -> tuple[OpenedNumber, OpenedNumber, OpenedNumber]:
    """Return the amounts of a row with what is behind each."""
    code = row.member.code
    requests = REQUESTS.at(RequestBy.PROTOCOL, code) if by is Dimension.PROTOCOL else REQUESTS
    available = Opening(Measure.AVAILABLE)
    tied = (
        OpenedNumber(row.allocable, query.having(by, code), available.among(*TIED))
        if code
        else OpenedNumber(row.allocable, query, available.among(GroupKind.LOOSE, by.value))
    )
    return (
        OpenedNumber(row.unfunded, query, BUDGETS.at(by.value, code)),
        OpenedNumber(row.requested, _of_requests(query), requests),
        tied,
    )


def _opened_sums(data: Adequacy, query: Query) -> tuple[OpenedNumber, OpenedNumber, OpenedNumber]:
    """Return the sums of all rows with what is behind each."""
    unfunded, requested = (
        sum(one) for one in zip(*((row.unfunded, row.requested) for row in data.rows), strict=True)
    )
    return (
        OpenedNumber(unfunded, query, BUDGETS),
        OpenedNumber(requested, _of_requests(query), REQUESTS),
        OpenedNumber(data.allocable, query, Opening(Measure.AVAILABLE).among(*TIED)),
    )


def _of_requests(query: Query) -> Query:
    """Return the query of open requests: all that are known, whatever was chosen."""
    return Query(query.today, known_at=query.known_at)


def _unfunded(by: Dimension, activities: Iterable[ActivityInProgress]) -> dict[str, int]:
    """Return what activities lack, by code."""
    found: defaultdict[str, int] = defaultdict(int)
    for one in activities:
        for code, minor in unfunded_by(by, one):
            found[code] += minor
    return dict(found)


def unfunded_by(by: Dimension, one: ActivityInProgress) -> Iterator[tuple[str, int]]:
    """Yield what an activity lacks by code; of several instruments by their shares, to the cent."""
    if by is Dimension.PROGRAMME:
        yield one.programme, one.unfunded_minor
        return
    weights = weights_of(CostShares(one.shares.instruments))
    parts = apportion_one(one.unfunded_minor, [weight.weight for weight in weights])
    for weight, part in zip(weights, parts, strict=True):
        yield weight.instrument, part


def requested_cost(source: PageSource) -> dict[str, int]:
    """Return the estimated cost of open requests by instrument, as far as the reader may see."""
    known_at = source.query.known_at.moment if source.query.known_at else None
    public_only = not may(source.user, Permission.SEE_TERMS)
    found: defaultdict[str, int] = defaultdict(int)
    for need in read_needs(source.session, public_only=public_only, known_at=known_at):
        if need.status in OPEN_REQUESTS:
            found[need.instrument.value] += need.estimated_cost_minor or 0
    return dict(found)


def _means(source: PageSource, by: Dimension) -> Mapping[str, int]:
    """Return what can be allocated and is tied to one code alone, and under "" all the rest."""
    scope = source.reader.scope
    held, members = held_stocks(scope), scope.rollups.facts.members
    allocable = held.allocable()
    found = {
        code: int(allocable[tied_to(members, by, code)[held.numbers]].sum())
        for code in members.codes[by]
        if code
    }
    found[""] = int(allocable.sum()) - sum(found.values())
    return found
