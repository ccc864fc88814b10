"""The budgets of activities, by programme or one by one: what they are planned to cost."""

from collections import defaultdict
from collections.abc import Mapping

from tracker.apportion import apportion_one
from tracker.assistance.cost_shares import CostShares, Weight, weights_of
from tracker.assistance.known_activities import read_known_activities
from tracker.people.permissions import Permission, may
from tracker.reference.codes import ActivityStatus
from tracker.reference.regions import holders_of
from tracker.totals.chosen_activities import code_of_activity, is_chosen
from tracker.totals.dimensions import Dimension
from tracker.totals.page_source import PageSource
from tracker.totals.query import Choice

CHOSEN_BY = frozenset(
    {
        Dimension.PROGRAMME,
        Dimension.PROTOCOL,
        Dimension.TOOL,
        Dimension.COUNTRY,
        Dimension.REGION,
        Dimension.PARAGRAPH,
    }
)
"""The dimensions by whose codes activities are chosen; a donor has no part in a budget."""


def budgets_by(source: PageSource, by: Dimension) -> Mapping[str, int] | None:
    """Return budgets in US cents by programme or activity; None where a choice has none.

    Budgets are of no year and of no donor. The public has those of published activities; cancelled
    ones do not count. Of an activity that serves others too, a chosen part counts by its share.
    """
    scope = source.reader.scope
    chosen = {dimension for dimension, _codes in scope.choice.codes}
    if source.query.first or scope.choice.parts or not chosen <= CHOSEN_BY:
        return None
    members = scope.rollups.facts.members
    known_at = source.query.known_at.moment if source.query.known_at else None
    found: defaultdict[str, int] = defaultdict(int)
    for one in read_known_activities(
        source.session,
        public_only=not may(source.user, Permission.SEE_TERMS),
        known_at=known_at,
    ):
        if one.budget_minor is None or one.status is ActivityStatus.CANCELLED:
            continue
        if one.id < members.activities and is_chosen(one.id, members, scope.choice):
            code = one.code
            if by is Dimension.PROGRAMME:
                code = code_of_activity(members, Dimension.PROGRAMME, one.id)
            shares = members.shares.get(one.id, CostShares())
            found[code] += part_of(one.budget_minor, shares, scope.choice)
    return found


def part_of(minor: int, shares: CostShares, choice: Choice) -> int:
    """Return the part of an amount of an activity that has the chosen codes, to the cent."""
    weights = weights_of(shares)
    parts = apportion_one(minor, [weight.weight for weight in weights])
    return sum(part for weight, part in zip(weights, parts, strict=True) if _has(weight, choice))


def _has(weight: Weight, choice: Choice) -> bool:
    """Return whether a part of an activity has the chosen codes."""
    own = {
        Dimension.PROTOCOL: {weight.instrument},
        Dimension.TOOL: {weight.tool},
        Dimension.COUNTRY: {weight.place},
        Dimension.REGION: set(holders_of(weight.place)),
    }
    return all(
        not own[dimension].isdisjoint(codes)
        for dimension, codes in choice.codes
        if dimension in own
    )
