"""The contributions of a group at the end of a question's days, and the scope of their money."""

from collections.abc import Callable
from datetime import date

import numpy as np
import numpy.typing as npt

from tracker.fund.ledger.measures import Measure
from tracker.totals.chosen_contributions import OF_CONTRIBUTIONS, chosen_contributions
from tracker.totals.dimensions import Dimension
from tracker.totals.group_codes import (
    ENDS_OF_USE,
    EVER,
    NO_DAY,
    PLEDGE_AGES,
    Bounds,
    ContributionGroup,
    GroupKind,
)
from tracker.totals.labels import dimension_name
from tracker.totals.members import Members
from tracker.totals.money_stocks import ChosenStocks, closing_moment
from tracker.totals.money_terms import NO_LAST_DAY
from tracker.totals.query import Choice, TotalPart, day_number
from tracker.totals.totals import Scope
from tracker.words import say

Mask = npt.NDArray[np.bool_]


def held_stocks(scope: Scope) -> ChosenStocks:
    """Return the stocks of the contributions of a scope at the end of its days.

    Where the scope chooses what contributions are not split by, they are those tied to it alone.
    """
    facts = scope.rollups.facts
    chosen = chosen_contributions(facts.members, scope.choice).whole
    return ChosenStocks.at(facts, chosen, closing_moment(facts, scope.choice))


def within_group(scope: Scope, group: ContributionGroup) -> Scope:
    """Return the scope of all money of the contributions of a group."""
    held, members = held_stocks(scope), scope.rollups.facts.members
    codes, table = (
        members.codes[Dimension.CONTRIBUTION],
        members.leads[Dimension.CONTRIBUTION].table,
    )
    numbers = held.numbers[group_mask(held, group, members)]
    places = numbers if table is None else table[numbers]
    named = TotalPart(Dimension.CONTRIBUTION, tuple(codes[place] for place in places.tolist()))
    chosen = tuple(pair for pair in scope.choice.codes if pair[0] in OF_CONTRIBUTIONS)
    choice = scope.choice._replace(codes=chosen, parts=(*scope.choice.parts, named))
    return scope._replace(choice=choice)


def group_mask(held: ChosenStocks, group: ContributionGroup, members: Members) -> Mask:
    """Tell which contributions have one of the codes of a group."""
    found = np.zeros(len(held.numbers), np.bool_)
    for code in group.codes:
        found |= _HAS_CODE[group.kind](held, code, members)
    return found


def tied_to(members: Members, dimension: Dimension, code: str) -> Mask:
    """Tell of all contributions which are tied to a code of a dimension alone."""
    return chosen_contributions(members, Choice(((dimension, frozenset({code})),))).whole


def _all(held: ChosenStocks, _code: str, _members: Members) -> Mask:
    """Tell that all have been chosen for being tied."""
    return np.ones(len(held.numbers), np.bool_)


def _is_loose(held: ChosenStocks, code: str, members: Members) -> Mask:
    """Tell which are tied to no code of a dimension alone."""
    dimension = Dimension(code)
    tied = np.zeros(members.contributions, np.bool_)
    for one in members.codes[dimension]:
        if one:
            tied |= tied_to(members, dimension, one)
    return np.logical_not(tied[held.numbers])


def _ends(held: ChosenStocks, code: str, _members: Members) -> Mask:
    """Tell whose period of use ends between the bounds of a code."""
    left = held.terms.use_until[held.numbers].astype(np.int64) - held.day
    return _between(left, ENDS_OF_USE[code])


def _is_of_age(held: ChosenStocks, code: str, _members: Members) -> Mask:
    """Tell whose pledge is as old as a code says."""
    pledged_on = held.terms.pledged_on[held.numbers].astype(np.int64)
    dated: Mask = pledged_on != NO_LAST_DAY
    if code == NO_DAY:
        return np.logical_not(dated)
    of_age: Mask = dated & _between(held.day - pledged_on, PLEDGE_AGES[code])
    return of_age


def _is_promised(held: ChosenStocks, code: str, _members: Members) -> Mask:
    """Tell which have a pledge on record, and one that was made in the year of a code."""
    pledged: Mask = held.of(Measure.PLEDGED) > 0
    if code == EVER:
        return pledged
    first, last = (day_number(date(int(code), *day)) for day in ((1, 1), (12, 31)))
    pledged_on = held.terms.pledged_on[held.numbers].astype(np.int64)
    return pledged & _between(pledged_on, Bounds(first - 1, last))


_HAS_CODE: dict[GroupKind, Callable[[ChosenStocks, str, Members], Mask]] = {
    GroupKind.TIED: _all,
    GroupKind.LOOSE: _is_loose,
    GroupKind.ENDING: _ends,
    GroupKind.PLEDGED: _is_of_age,
    GroupKind.PROMISED: _is_promised,
}


def _between(values: npt.NDArray[np.int64], bounds: Bounds) -> Mask:
    """Tell which values lie above one bound and not above the other."""
    found = np.ones(len(values), np.bool_)
    if bounds.least is not None:
        found &= values > bounds.least
    if bounds.most is not None:
        found &= values <= bounds.most
    return found


def group_name(kind: GroupKind) -> str:
    """Return what contributions are grouped by, in words."""
    return {
        GroupKind.TIED: say("Tied to this alone"),
        GroupKind.LOOSE: say("Tied to none of these alone"),
        GroupKind.PLEDGED: say("Years since the pledge"),
        GroupKind.PROMISED: say("Pledges made"),
        GroupKind.ENDING: say("The period of use ends"),
    }[kind]


def group_label(kind: GroupKind, code: str) -> str:
    """Return the label of a code of a group."""
    if kind is GroupKind.PLEDGED and code in PLEDGE_AGES:
        least, _, most = code.partition("-")
        if least == "0":
            return say("up to %(years)s", years=most)
        return f"{least}\N{EN DASH}{most}" if most else say("more than %(years)s", years=least)
    if kind is GroupKind.PROMISED:
        return "" if code == EVER else code
    if kind is GroupKind.LOOSE:
        return dimension_name(Dimension(code))
    return {
        NO_DAY: say("day not on record"),
        "over": say("is over"),
        "3": say("within 3 months"),
        "6": say("in 3 to 6 months"),
        "12": say("in 6 to 12 months"),
    }.get(code, "")


def group_in_words(group: ContributionGroup) -> str:
    """Return a group in words."""
    labels = " / ".join(filter(None, (group_label(group.kind, code) for code in group.codes)))
    name = group_name(group.kind)
    return say("%(measure)s: %(part)s", measure=name, part=labels) if labels else name
