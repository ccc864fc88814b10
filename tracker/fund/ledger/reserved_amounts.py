"""What entries to come reserve of an account, by day.

Pure functions over plain values; amounts in US cents.
"""

from collections.abc import Sequence
from datetime import date

from tracker.fund.ledger.day_balances import DayBalance


def reserved_by_day(changes: Sequence[tuple[date, int]]) -> list[DayBalance]:
    """Return what must stay on an account so that changes can be posted in their order.

    As steps: from each day on so much more is reserved, or less where it is below zero. On every
    day as much is reserved as the changes up to any of them take from it together, so that no
    change of theirs finds less than it found when they were handed in.
    """
    days = sorted({on for on, _ in changes})
    taken = dict.fromkeys(days, 0)
    most = dict.fromkeys(days, 0)
    for on, minor in changes:
        for day in days:
            if day >= on:
                taken[day] -= minor
                most[day] = max(most[day], taken[day])
    steps = []
    before = 0
    for day in days:
        if most[day] != before:
            steps.append(DayBalance(day, most[day] - before))
        before = most[day]
    return steps
