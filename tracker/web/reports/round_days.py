"""The days of a round in an address."""

from collections.abc import Sequence
from datetime import date

from flask import request

from tracker.errors import NotFound
from tracker.http import context
from tracker.reports.register.register import find_report
from tracker.reports.rounds.listing import PeriodItem
from tracker.words import say

PERIOD, APART = "period", "_"
"""The name of a period in an address, and what stands between its days."""


def asked_days(periods: Sequence[PeriodItem]) -> PeriodItem | None:
    """Return the period that the address names, the latest where it names none.

    Raises NotFound for what is no period.
    """
    asked = request.args.get(PERIOD)
    if not asked:
        return periods[0] if periods else None
    known = (one for one in periods if asked == period_code(one.first, one.last))
    return next(known, None) or _read(asked)


def find_period(periods: Sequence[PeriodItem], asked: str) -> PeriodItem:
    """Return a period with statements; raises NotFound for any other."""
    for one in periods:
        if asked == period_code(one.first, one.last):
            return one
    raise NotFound(say("There are no statements of this period."))


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
