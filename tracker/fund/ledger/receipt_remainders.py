"""The remainders of a contribution's receipts, after the corrections that lower them.

Pure functions over plain values.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from tracker.errors import LedgerRefusal
from tracker.fund.ledger.entries import EntryKind, RateUsed
from tracker.fund.ledger.receipt_moves import ReceiptMove
from tracker.fund.ledger.refusals import in_units
from tracker.words import say


@dataclass(frozen=True, slots=True)
class ReceiptRemainder:
    """A receipt and its remainder.

    `original_minor` in minor units of `currency`, `settled_minor` in those of the contribution's
    currency, `usd_minor` in US cents.
    """

    reference: str
    effective_on: date
    currency: str
    original_minor: int
    settled_minor: int
    usd_minor: int
    rate: RateUsed | None = None

    @property
    def has_some(self) -> bool:
        """Tell whether something is left to be lowered."""
        return self.original_minor > 0 and self.usd_minor > 0

    def part(self, original_minor: int) -> tuple[int, int]:
        """Return the US cents of a part of the remainder, and the amount that it settled.

        The whole remainder has all of both, so that no cent stays behind. Raises LedgerRefusal
        for more than there is.
        """
        self.expect(original_minor)
        if original_minor == self.original_minor:
            return self.usd_minor, self.settled_minor
        share = Fraction(original_minor, self.original_minor)
        return round(self.usd_minor * share), round(self.settled_minor * share)

    def may_be_worth(self, original_minor: int, usd_minor: int) -> bool:
        """Tell whether US cents are the worth of a part, to the rounding of its last unit."""
        if original_minor >= self.original_minor:
            return usd_minor == self.usd_minor
        least = self.usd_minor * (original_minor - 1) // self.original_minor
        most = -(-self.usd_minor * (original_minor + 1) // self.original_minor)
        return max(least, 1) <= usd_minor <= most

    def expect(self, original_minor: int) -> None:
        """Refuse to lower the receipt by more than its remainder."""
        if original_minor <= self.original_minor:
            return
        most = f"{self.currency} {in_units(max(self.original_minor, 0), self.currency)}"
        text = say(
            "%(receipt)s can be lowered by %(most)s at most", receipt=self.reference, most=most
        )
        raise LedgerRefusal(text, "amount")


def remainders(moves: Iterable[ReceiptMove]) -> list[ReceiptRemainder]:
    """Return all receipts with what is left of them, the newest first.

    A correction lowers the receipt that it names. One of old that names none lowers those in its
    currency `nearest_first` to its day.
    """
    known = list(moves)
    left = {one.reference: one for one in known if one.kind is EntryKind.RECEIPT}
    lowering = [one for one in known if one.kind is not EntryKind.RECEIPT]
    for one in lowering:
        if one.named in left:
            left[one.named] = _lowered(left[one.named], one)
    for one in lowering:
        if one.named not in left:
            _lower_in_order(left, one)
    oldest_first = sorted(left.values(), key=lambda receipt: receipt.effective_on)
    return [_remainder(receipt) for receipt in reversed(oldest_first)]


def nearest_first(receipts: Iterable[ReceiptRemainder], on: date) -> list[ReceiptRemainder]:
    """Return receipts in the order in which a correction of a day lowers them.

    The latest received by that day comes first, then older ones, then later ones.
    """
    return sorted(receipts, key=lambda receipt: nearness(receipt.effective_on, on))


def nearness(received_on: date, on: date) -> tuple[bool, int]:
    """Return the key of the order in which a correction of a day lowers what was received."""
    return received_on > on, abs(on.toordinal() - received_on.toordinal())


def receipt_to_lower(
    receipts: Sequence[ReceiptRemainder], on: date, currency: str, original_minor: int
) -> ReceiptRemainder | None:
    """Return the receipt that a correction without a name lowers: the first that has enough."""
    for receipt in nearest_first(receipts, on):
        if receipt.currency == currency and receipt.original_minor >= original_minor:
            return receipt
    return None


def _lower_in_order(left: dict[str, ReceiptMove], correction: ReceiptMove) -> None:
    """Take a correction that names no receipt off those in its currency."""
    rest = correction
    receipts = [one for one in left.values() if one.currency == correction.currency]
    on = correction.effective_on
    for receipt in sorted(receipts, key=lambda one: nearness(one.effective_on, on)):
        part = _part(rest, min(receipt.original_minor, rest.original_minor))
        left[receipt.reference] = _lowered(receipt, part)
        rest = _lowered(rest, part)


def _part(move: ReceiptMove, original_minor: int) -> ReceiptMove:
    """Return a part of a move."""
    share = Fraction(original_minor, move.original_minor) if move.original_minor else Fraction()
    return replace(
        move,
        original_minor=original_minor,
        settled_minor=round(move.settled_minor * share),
        usd_minor=round(move.usd_minor * share),
    )


def _lowered(move: ReceiptMove, by: ReceiptMove) -> ReceiptMove:
    """Return a move less another."""
    return replace(
        move,
        original_minor=move.original_minor - by.original_minor,
        settled_minor=move.settled_minor - by.settled_minor,
        usd_minor=move.usd_minor - by.usd_minor,
    )


def _remainder(receipt: ReceiptMove) -> ReceiptRemainder:
    """Return what is left of a receipt."""
    return ReceiptRemainder(
        receipt.reference,
        receipt.effective_on,
        receipt.currency,
        receipt.original_minor,
        receipt.settled_minor,
        receipt.usd_minor,
        receipt.rate,
    )
