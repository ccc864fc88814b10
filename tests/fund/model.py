"""The money of the small fund in plain Python, written anew so that it can disagree.

A move is what it changes: US cents by (what, contribution, activity), activity 0 for what
belongs to a contribution itself. `None` means that the rules forbid the move.
"""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from tests.fund.small_fund import PLACES, TERMS

Key = tuple[str, str, str]
Move = dict[Key, int]


class Model:
    """Balances, and what each entry changed."""

    def __init__(self) -> None:
        self.held: Counter[Key] = Counter()

    def lawful(self, move: Move) -> Move | None:
        """Return the move, unless it takes something below zero."""
        return move if all(self.held[key] + change >= 0 for key, change in move.items()) else None

    def apply(self, move: Move) -> None:
        """Carry the move out."""
        for key, change in move.items():
            self.held[key] += change

    def pledge(self, who: str, usd: int, original: int) -> Move | None:
        """Promise, or change a promise."""
        return self.lawful({("pledged", who, ""): usd, ("pledged#", who, ""): original})

    def receive(self, who: str, usd: int, original: int) -> Move | None:
        """Receive, or correct what was received."""
        move = {("received", who, ""): usd, ("unallocated", who, ""): usd}
        return self.lawful({**move, ("received#", who, ""): original})

    def refund(self, who: str, usd: int) -> Move | None:
        """Give back."""
        return self.lawful({("unallocated", who, ""): -usd, ("refunded", who, ""): usd})

    def allocate(self, parts: dict[str, int] | None, what: str) -> Move | None:
        """Allocate within the tie, support cost set aside."""
        if parts is None or not all(self.within_tie(who, what) for who in parts):
            return None
        move: Move = {}
        for who, usd in parts.items():
            reserve = cents(usd, who)
            move[("unallocated", who, "")] = -usd - reserve
            move[("allocated", who, what)] = usd
            move[("support_reserved", who, what)] = reserve
        return self.lawful(move)

    def use(self, parts: dict[str, int] | None, what: str, source: str, to: str) -> Move | None:
        """Commit or spend."""
        if parts is None:
            return None
        move: Move = {}
        for who, usd in parts.items():
            move[(source, who, what)] = -usd
            move[(to, who, what)] = usd
            if to == "spent":
                charge = self.charge(who, what, usd)
                move[("support_reserved", who, what)] = -charge
                move[("support_charged", who, what)] = charge
        return self.lawful(move)

    def charge(self, who: str, what: str, usd: int) -> int:
        """Charge up to the rate of all that is spent; the last expenditure charges the rest."""
        reserved = self.held[("support_reserved", who, what)]
        left = self.held[("allocated", who, what)] + self.held[("committed", who, what)]
        if left == usd:
            return reserved
        due = cents(self.held[("spent", who, what)] + usd, who)
        return max(0, min(reserved, due - self.held[("support_charged", who, what)]))

    def undo(self, move: Move) -> Move | None:
        """Undo an entry that is no allocation."""
        return self.lawful({key: -change for key, change in move.items()})

    def undo_allocation(self, move: Move) -> Move | None:
        """Undo an allocation, with what is there of its support cost."""
        undone: Move = {}
        for (kind, who, what), usd in move.items():
            if kind != "allocated":
                continue
            there = self.held[("support_reserved", who, what)]
            left = self.held[("allocated", who, what)] + self.held[("committed", who, what)] - usd
            back = there if left == 0 else min(there, move[("support_reserved", who, what)])
            undone[("allocated", who, what)] = -usd
            undone[("support_reserved", who, what)] = -back
            undone[("unallocated", who, "")] = usd + back
        return self.lawful(undone)

    def pro_rata(self, usd: int, left: dict[str, int]) -> dict[str, int] | None:
        """Split by what each has left: whole cents first, then the largest fractions."""
        left = {who: amount for who, amount in sorted(left.items()) if amount > 0}
        there = sum(left.values())
        if usd > there:
            return None
        exact = {who: Fraction(usd * amount, there) for who, amount in left.items()}
        parts = {who: int(share) for who, share in exact.items()}
        by_fraction = sorted(exact, key=lambda who: (parts[who] - exact[who], who))
        for who in by_fraction[: usd - sum(parts.values())]:
            parts[who] += 1
        return {who: part for who, part in parts.items() if part}

    def pool_left(self, what: str) -> dict[str, int]:
        """Return what each untied or fitting contribution can still allocate."""
        return {
            who: most_programmable(self.held[("unallocated", who, "")], who)
            for who in TERMS
            if self.within_tie(who, what)
        }

    def share_left(self, what: str, source: str) -> dict[str, int]:
        """Return what each contribution has left on the activity."""
        return {who: self.held[(source, who, what)] for who in TERMS}

    @staticmethod
    def within_tie(who: str, what: str) -> bool:
        """Tell whether the money may go there."""
        return who != "KEN" or PLACES[what] == "KEN"


def cents(usd: int, who: str) -> int:
    """Return the support cost of an amount, half a cent up."""
    exact = Decimal(usd) * TERMS[who].support_rate_bp / 10_000
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def most_programmable(unallocated: int, who: str) -> int:
    """Search for the most that fits with its support cost."""
    low, high = 0, unallocated
    while low < high:
        middle = (low + high + 1) // 2
        if middle + cents(middle, who) <= unallocated:
            low = middle
        else:
            high = middle - 1
    return low
