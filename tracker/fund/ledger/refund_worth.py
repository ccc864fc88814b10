"""The worth of a refund: what goes back is worth what it was when it came, oldest first.

Pure functions over plain values. `original` means minor units of the contribution's currency, other
amounts are in US cents.
"""

from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from typing import NamedTuple


class MoneyCame(NamedTuple):
    """Money that came: a receipt, interest, a transfer from another contribution."""

    reference: str
    on: date
    original: int
    usd: int


class MoneyGone(NamedTuple):
    """Money that went as it had come; `named` is the receipt that it was taken from, if any."""

    named: str
    on: date
    original: int
    usd: int


class ReturnableMoney(NamedTuple):
    """What came and has not gone back; `gone_original` and `gone_usd` name no receipt."""

    came: tuple[MoneyCame, ...]
    gone_original: int
    gone_usd: int

    @property
    def original(self) -> int:
        """All that can still go back, in the contribution's currency."""
        return sum(one.original for one in self.came) - self.gone_original

    @property
    def usd(self) -> int:
        """What that was worth when it came."""
        return sum(one.usd for one in self.came) - self.gone_usd

    def worth(self, original: int, named: str = "") -> int:
        """Return what a part was worth when it came: of the receipt named, else oldest first.

        All that is left has all its worth, so that no cent stays behind. Where transfers went at
        other rates than the money had come, the difference is spread over what is left.
        """
        if original >= self.original:
            return max(self.usd, 0)
        receipt = next((one for one in self.came if named and one.reference == named), None)
        if receipt is not None and original <= receipt.original:
            return min(receipt.usd * original // receipt.original, max(self.usd, 0))
        before, whole = self._oldest(self.gone_original), sum(one.usd for one in self.came)
        part, rest = self._oldest(self.gone_original + original) - before, whole - before
        return part if rest == self.usd else max(self.usd, 0) * part // max(rest, 1)

    def taken(self, original: int, there: int, named: str = "") -> int:
        """Return the US cents that a refund takes of those that are `there`.

        They are its worth, and the rest that is too little for one unit more.
        """
        worth = self.worth(original, named)
        more = original < self.original and self.worth(original + 1, named) > there
        return there if worth <= there and more else worth

    def most(self, usd: int) -> int:
        """Return the largest part that was worth no more than this when it came."""
        low, high = 0, max(self.original, 0)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.worth(middle) <= usd else (low, middle - 1)
        return low

    def _oldest(self, original: int) -> int:
        """Return the worth of the oldest part of what came."""
        worth = 0
        for one in self.came:
            part = min(original, one.original)
            worth += one.usd if part == one.original else one.usd * part // one.original
            original -= part
            if original <= 0:
                break
        return worth


def returnable(came: Sequence[MoneyCame], gone: Sequence[MoneyGone]) -> ReturnableMoney:
    """Take what has gone off what came: of the receipt that it names, else of all."""
    left = sorted(came, key=lambda one: one.on)
    original = usd = 0
    for one in gone:
        at = next((n for n, lot in enumerate(left) if one.named and lot.reference == one.named), -1)
        if at >= 0 and one.original <= left[at].original and one.usd <= left[at].usd:
            lot = left[at]
            left[at] = lot._replace(original=lot.original - one.original, usd=lot.usd - one.usd)
        else:
            original, usd = original + one.original, usd + one.usd
    return ReturnableMoney(tuple(lot for lot in left if lot.original > 0), original, usd)


def most_from(came: Sequence[MoneyCame], gone: Sequence[MoneyGone], on: date) -> int:
    """Return what can go back on a day so that on no day more has gone than came."""
    changes = [(one.on, one.original) for one in came] + [(one.on, -one.original) for one in gone]
    changes.sort()
    sums = list(accumulate(original for _, original in changes))
    days = [day for day, _ in changes]
    ends = [
        total
        for at, (day, total) in enumerate(zip(days, sums, strict=True))
        if at + 1 == len(days) or days[at + 1] != day
    ]
    last_days = sorted(set(days))
    before = [total for day, total in zip(last_days, ends, strict=True) if day <= on]
    later = [total for day, total in zip(last_days, ends, strict=True) if day > on]
    return min([*(before[-1:] or [0]), *later])
