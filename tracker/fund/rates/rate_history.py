"""The rates of currencies in the order of their days, to compare a new one with the one before."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from tracker.fund.rates.rate_rules import RateDraft, RateOnFile

AnyRate = RateOnFile | RateDraft


class RateHistory:
    """Rates by currency and day, on record and added since."""

    def __init__(self, on_file: Iterable[RateOnFile]) -> None:
        self._rates: defaultdict[str, list[AnyRate]] = defaultdict(list)
        for one in sorted(on_file, key=_day_of):
            self._rates[one.currency].append(one)

    def before(self, draft: RateDraft) -> AnyRate | None:
        """Return the newest rate of the same currency before a draft's day."""
        rates = self._rates[draft.currency]
        place = bisect_left(rates, draft.effective_on, key=_day_of)
        return rates[place - 1] if place else None

    def add(self, draft: RateDraft) -> None:
        """Add a rate in the order of days."""
        rates = self._rates[draft.currency]
        rates.insert(bisect_left(rates, draft.effective_on, key=_day_of), draft)


def _day_of(one: AnyRate) -> date:
    """Return the day from which a rate holds."""
    return one.effective_on
