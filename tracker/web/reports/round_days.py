"""The days of a round in an address."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, overload

from flask import request

from tracker.errors import NotFound
from tracker.http import context
from tracker.reports.register.register import find_report
from tracker.reports.rounds.listing import PeriodItem
from tracker.words import say

PERIOD, APART = "period", "_"
"""The name of a period in an address, and what stands between its days."""


@overload
def asked_days(periods: Sequence[PeriodItem]) -> PeriodItem | None: ...
@overload
def asked_days(periods: Sequence[PeriodItem], *, expected: Literal[True]) -> PeriodItem: ...


def asked_days(periods: Sequence[PeriodItem], *, expected: bool = False) -> PeriodItem | None:
    """Return the period that the address names, the latest where it names none.

    Raises NotFound for what is no period, and where one with statements is expected and none there.
    """
    asked = request.args.get(PERIOD)
    for one in periods:
        if not asked or asked == period_code(one.first, one.last):
            return one
    if expected:
        raise NotFound(say("There are no statements of this period."))
    return _read(asked) if asked else None


def period_code(first: date | None, last: date) -> str:
    """Return days as an address has them."""
    return f"{first.isoformat() if first else ''}{APART}{last.isoformat()}"


def _read(code: str) -> PeriodItem:
    """Return the period of an address, which has no statements; raises NotFound."""
    first, _apart, last = code.partition(APART)
    try:
        return PeriodItem(date.fromisoformat(first) if first else None, date.fromisoformat(last), 0)
    except ValueError as error:
        raise NotFound(say("There are no statements of this period.")) from error


def period_of_report(number: int) -> str:
    """Return the period of a statement as an address has it; raises NotFound."""
    row = find_report(context.session(), number)
    return period_code(row.first_day, row.last_day)
