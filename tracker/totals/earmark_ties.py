"""Earmarks against a choice: whether a scope ties money to what was chosen, and to that alone.

What a donor has tied is known; how unearmarked money will be split over countries, Protocols and
programmes is not, so that only tied contributions answer questions about receipts for them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from tracker.assistance.cost_shares import CostShares
from tracker.errors import NotFound
from tracker.fund.states import ScopeKind
from tracker.reference.regions import groups_of, line_of
from tracker.totals.dimensions import Dimension
from tracker.totals.money_terms import Scope

Codes = frozenset[str]
NONE: Codes = frozenset()


class Tie(IntEnum):
    """The tie between a scope and a choice; of several choices the weakest holds."""

    NONE = 0  # not tied to anything chosen
    AMONG_OTHERS = 1  # tied to it or to something else, or to a region that holds it
    ALONE = 2  # tied to what was chosen, and to nothing else


@dataclass(frozen=True, slots=True)
class TiedActivity:
    """An activity to which money may be tied: its programme and its cost shares."""

    programme: str
    shares: CostShares

    def codes(self, dimension: Dimension) -> Codes:
        """Return the codes that the activity has in a dimension."""
        if dimension is Dimension.PROGRAMME:
            return frozenset({self.programme})
        of = {
            Dimension.PROTOCOL: self.shares.instruments,
            Dimension.REGION: self.shares.places,
            Dimension.COUNTRY: self.shares.places,
            Dimension.TOOL: self.shares.tools,
        }
        return frozenset(code for code, _share in of.get(dimension, ()))


KINDS: Mapping[Dimension, tuple[ScopeKind, ...]] = {
    Dimension.PROGRAMME: (ScopeKind.PROGRAMME,),
    Dimension.PROTOCOL: (ScopeKind.INSTRUMENT,),
    Dimension.REGION: (ScopeKind.COUNTRY, ScopeKind.REGION),
    Dimension.COUNTRY: (ScopeKind.COUNTRY, ScopeKind.REGION),
    Dimension.TOOL: (ScopeKind.TOOL,),
}
"""The kinds of scope that tie money to codes of a dimension, the narrowest first."""


def tie_of(
    scope: Scope,
    dimension: Dimension,
    chosen: Codes,
    activity: Callable[[str], TiedActivity | None],
) -> Tie:
    """Return the tie of a scope to the chosen codes; `activity` finds an activity by its code."""
    codes = _codes(scope, dimension, activity)
    places = dimension in (Dimension.REGION, Dimension.COUNTRY)
    within = {code for code in codes if code in chosen or (places and _line(code) & chosen)}
    if within:
        return Tie.ALONE if len(within) == len(codes) else Tie.AMONG_OTHERS
    around = places and any(code in _line(one) for code in codes for one in chosen)
    return Tie.AMONG_OTHERS if around else Tie.NONE


def _codes(
    scope: Scope, dimension: Dimension, activity: Callable[[str], TiedActivity | None]
) -> Codes:
    """Return the codes to which a scope ties money in a dimension, by its activities if need be."""
    for kind in KINDS.get(dimension, ()):
        own = frozenset(code for of, code in scope if of is kind)
        if own:
            return own
    tied = [activity(code) for of, code in scope if of is ScopeKind.ACTIVITY]
    return NONE.union(*(one.codes(dimension) for one in tied if one is not None))


def _line(place: str) -> Codes:
    """Return the regions and groups that hold a place."""
    try:
        return frozenset((*line_of(place), *groups_of(place)))
    except NotFound:
        return NONE
