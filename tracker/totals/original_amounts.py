"""What was pledged, received and refunded, each contribution in its own currency.

Amounts of different currencies are never added.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, func, select
from sqlmodel import col

from tracker.fund.ledger.measures import CODES, SIGNS, Measure
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine
from tracker.money import USD
from tracker.totals.dimensions import Dimension
from tracker.totals.load import MOST_NAMED
from tracker.totals.members import Members
from tracker.totals.query import Choice, date_of, day_number, moment_of
from tracker.totals.rollups import chosen_codes
from tracker.totals.totals import Scope

Mask = npt.NDArray[np.bool_]
IN_ORIGINAL = (
    Measure.PLEDGED,
    Measure.RECEIVED,
    Measure.PLEDGE_WRITTEN_OFF,
    Measure.REFUNDED,
)
"""The measures whose lines have an amount in the currency of the contribution."""


class OriginalAmounts(NamedTuple):
    """The amounts of a contribution in minor units of its currency, within the days of a scope.

    `outstanding` is pledged and neither received nor written off; None within days that have a
    first one. `apart` are the US cents of refunds that were paid in another currency, for which
    there is no amount in this one.
    """

    contribution: str
    currency: str
    pledged: int
    received: int
    refunded: int
    outstanding: int | None
    apart: int


def original_amounts(
    connection: Connection, scope: Scope, *, to_date: bool = False
) -> tuple[OriginalAmounts, ...]:
    """Return the contributions of a scope with their amounts, by reference.

    There are none where the scope is of places, instruments or else that does not split them.
    `to_date` counts from the beginning to the last of the days, whatever their first.
    """
    members = scope.rollups.facts.members
    chosen = _chosen(members, scope.choice)
    if chosen is None:
        return ()
    numbers, years = np.flatnonzero(chosen[0]).tolist(), chosen[1]
    sums: dict[int, dict[Measure, int]] = defaultdict(lambda: defaultdict(int))
    apart: dict[int, int] = defaultdict(int)
    currencies = _codes(members, Dimension.CURRENCY)
    first = None if to_date else scope.rollups.facts.days.first
    for number, code, day, original, lacking in _lines(connection, scope, numbers):
        counts = chosen[0][number] and years[day.year]
        if not counts or (first is not None and day_number(day) < first):
            continue
        measure = MEASURES[code]
        usd = currencies[number] == USD
        sums[number][measure] += SIGNS[measure] * (original + (lacking if usd else 0))
        apart[number] += 0 if usd else lacking
    references = _codes(members, Dimension.CONTRIBUTION)
    is_whole = first is None and _counts_all_years(scope)
    found = (
        _amounts(references[number], currencies[number], own, apart[number], whole=is_whole)
        for number, own in sums.items()
    )
    return tuple(sorted(found))


MEASURES = {CODES[measure]: measure for measure in IN_ORIGINAL}


def counts_from_the_beginning(scope: Scope) -> bool:
    """Tell whether the days of a scope have no first one, so that a stock can be told from them."""
    return scope.rollups.facts.days.first is None and _counts_all_years(scope)


def _counts_all_years(scope: Scope) -> bool:
    """Tell whether a choice leaves no year before its last one out."""
    choice = scope.choice
    years = choice.years is None or choice.years[0] == date.min.year
    return years and not any(part.dimension is Dimension.YEAR for part in choice.parts)


def _amounts(
    reference: str, currency: str, own: dict[Measure, int], apart: int, *, whole: bool
) -> OriginalAmounts:
    """Return the amounts of a contribution from the sums of its measures."""
    pledged, received, written_off, refunded = (own[measure] for measure in IN_ORIGINAL)
    outstanding = max(pledged - written_off - received, 0) if whole else None
    return OriginalAmounts(reference, currency, pledged, received, refunded, outstanding, apart)


def _chosen(members: Members, choice: Choice) -> tuple[Mask, Mask] | None:
    """Return the chosen contributions, by number, and years; None for another choice."""
    contributions = np.ones(members.contributions, np.bool_)
    years = np.ones(len(members.codes[Dimension.YEAR]), np.bool_)
    for name, codes in chosen_codes(members, choice):
        source, table = members.leads[name]
        own = codes if table is None else codes[table]
        if source == "contribution":
            contributions &= own
        elif source == Dimension.YEAR:
            years &= own
        else:
            return None
    return contributions, years


def _lines(
    connection: Connection, scope: Scope, numbers: Sequence[int]
) -> list[tuple[int, int, date, int, int]]:
    """Read sums of lines: contribution, measure, day, original amount, US cents without one."""
    days = scope.rollups.facts.days
    without = func.sum(func.coalesce(col(LedgerLine.original_minor) * 0, col(LedgerLine.minor)))
    account, entry, line = LedgerAccount, LedgerEntry, LedgerLine
    by = (col(account.contribution_id), col(line.measure), col(entry.effective_on))
    statement = (
        select(*by, func.coalesce(func.sum(col(line.original_minor)), 0), without)
        .join(entry, col(entry.id) == col(line.entry_id))
        .join(account, col(account.id) == col(line.account_id))
        .where(col(line.measure).in_(MEASURES), col(entry.effective_on) <= date_of(days.last))
        .group_by(*by)
    )
    if days.known is not None:
        statement = statement.where(col(entry.recorded_at) <= moment_of(days.known))
    if len(numbers) <= MOST_NAMED:
        statement = statement.where(col(account.contribution_id).in_(numbers))
    rows: Sequence[Any] = connection.execute(statement).all()
    return [
        (number, measure, day, int(original), int(lacking))
        for number, measure, day, original, lacking in rows
    ]


def _codes(members: Members, dimension: Dimension) -> list[str]:
    """Return the code of each contribution in a dimension, by its number."""
    table, codes = members.leads[dimension].table, members.codes[dimension]
    return [] if table is None else [codes[place] for place in table.tolist()]
