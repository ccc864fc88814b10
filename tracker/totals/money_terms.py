"""The terms of contributions on which balances rest: support cost, period of use, earmark.

Arrays are indexed by the number of a contribution.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from tracker.fund.ledger.support_cost import reserve_rate
from tracker.fund.states import ScopeKind, SupportBasis

Small = npt.NDArray[np.int32]
NO_LAST_DAY = 2**31 - 1
"""The last day of use of a contribution that may be used for ever."""

Scope = frozenset[tuple[ScopeKind, str]]
"""The codes of an earmark, each with its kind; those of one kind are alternatives."""


class MoneyTerms(NamedTuple):
    """The reserve rate in basis points, the last day of use, and the scope of each contribution.

    `pledged_on` is the day of the pledge, NO_LAST_DAY where none is on record.

    `scopes` has each different scope once, first the one without codes; `scope_of` leads to it.
    """

    reserve_rate: Small
    use_until: Small
    pledged_on: Small
    scopes: tuple[Scope, ...]
    scope_of: Small


def money_terms(
    contributions: Iterable[Sequence[Any]], scopes: Iterable[Sequence[Any]]
) -> MoneyTerms:
    """Arrange the terms of the rows that `member_rows.read_members` returns."""
    rows = list(contributions)
    size = max((row[0] for row in rows), default=0) + 1
    rate = np.zeros(size, np.int32)
    until = np.full(size, NO_LAST_DAY, np.int32)
    pledged_on = np.full(size, NO_LAST_DAY, np.int32)
    for number, _donor, _earmarking, _reference, rate_bp, basis, last, pledged, *_of in rows:
        rate[number] = reserve_rate(rate_bp, SupportBasis(basis))
        if last is not None:
            until[number] = last
        if pledged is not None:
            pledged_on[number] = pledged
    known, scope_of = _by_scope(scopes, size)
    return MoneyTerms(rate, until, pledged_on, known, scope_of)


def _by_scope(rows: Iterable[Sequence[Any]], size: int) -> tuple[tuple[Scope, ...], Small]:
    """Return the different scopes, and of each contribution the place of its own among them."""
    codes: defaultdict[int, set[tuple[ScopeKind, str]]] = defaultdict(set)
    for number, kind, code in rows:
        codes[number].add((ScopeKind(kind), code))
    numbers: dict[Scope, int] = {frozenset(): 0}
    scope_of = np.zeros(size, np.int32)
    for number, own in codes.items():
        scope_of[number] = numbers.setdefault(frozenset(own), len(numbers))
    return tuple(numbers), scope_of
