"""The money of the small fund in plain Python, written anew so that it can disagree.

A move is what it changes: US cents by (what, contribution, activity), activity "" for what
belongs to a contribution itself; a `#` after what marks minor units of the contribution's own
currency. `None` means that the rules forbid the move. What waits for approval is kept as the
plan by which it will be computed anew, and holds money meanwhile.
"""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

from tests.fund.model_balances import ModelBalances
from tests.fund.model_parts import (
    RETURNABLE,
    STILL_THERE,
    Move,
    Parts,
    Piece,
    cents,
    floor,
    most_programmable,
    returnable_in,
    within_tie,
)
from tests.fund.small_fund import OF_ANOTHER_DONOR, TERMS
from tracker.fund.states import SupportBasis


class Model(ModelBalances):
    """The moves of the small fund, each lawful or forbidden."""

    # Promises

    def pledge(self, who: str, usd: int, original: int) -> Move | None:
        """Promise, or change a promise."""
        return self.lawful({("pledged", who, ""): usd, ("pledged#", who, ""): original})

    def open_original(self, who: str) -> int:
        """Return what is promised, has not arrived and is not given up."""
        promised, arrived, given_up = (
            self.held[what, who, ""] for what in ("pledged#", "received#", "pledge_written_off#")
        )
        return promised - arrived - given_up

    def cancel(self, who: str, original: int) -> Move | None:
        """Take a part of the promise back; what is left and not given up rounds down."""
        if original > self.open_original(who):
            return None
        left, whole = (
            self.held[f"pledged{mark}", who, ""] - self.held[f"pledge_written_off{mark}", who, ""]
            for mark in ("", "#")
        )
        usd = left - floor(Fraction(left * (whole - original), whole))
        return self.pledge(who, -usd, -original)

    def write_pledge_off(self, who: str, original: int) -> Move | None:
        """Give a part of the promise up: in all its share of the worth, rounded down."""
        if original > self.open_original(who):
            return None
        before, parts = (self.held[f"pledge_written_off{mark}", who, ""] for mark in ("", "#"))
        worth = Fraction(self.held["pledged", who, ""], self.held["pledged#", who, ""])
        usd = max(before, floor(worth * (parts + original))) - before
        move = {("pledge_written_off", who, ""): usd}
        return self.lawful({**move, ("pledge_written_off#", who, ""): original})

    def not_yet_due(self, who: str) -> int:
        """Return what of the promise has not fallen due, in its own currency."""
        promised, given_up, due = (
            self.held[what, who, ""] for what in ("pledged#", "pledge_written_off#", "due#")
        )
        return promised - given_up - due

    def fall_due(self, who: str, usd: int, original: int) -> Move | None:
        """Note what falls due, within what is promised."""
        if original > self.not_yet_due(who) or not self.usable(who):
            return None
        return self.lawful({("due", who, ""): usd, ("due#", who, ""): original})

    # Cash

    def receive(self, who: str, usd: int, original: int) -> Move | None:
        """Receive, or correct what was received; support cost on receipts follows."""
        if usd > 0 and not self.usable(who):
            return None
        if usd < 0 and not self.is_covered(who, (self.day, original, usd)):
            return None
        charge = 0
        if TERMS[who].support_basis is SupportBasis.RECEIPT:
            received = max(0, self.held["received", who, ""] + usd)
            rate = Fraction(TERMS[who].support_rate_bp, 10_000)
            due = floor(received * rate / (1 + rate) + Fraction(1, 2))
            charged = self.held["support_charged", who, ""]
            charge = max(due - charged, -self.free(("support_charged", who, "")))
        move = {("received", who, ""): usd, ("received#", who, ""): original}
        if charge:
            move["support_charged", who, ""] = charge
        return self.lawful({**move, ("unallocated", who, ""): usd - charge})

    def take(self, who: str, usd: int, to: str) -> Move | None:
        """Take from what is not allocated: a charge, a refund, a loss."""
        return self.lawful({("unallocated", who, ""): -usd, (to, who, ""): usd})

    def refund(self, who: str, usd: int, original: int, parts: Parts) -> Move | None:
        """Give back what was not allocated; euros at their worth when they came."""
        own = original
        if TERMS[who].currency == "EUR":
            worth = self.worth_when_it_came(who, original, parts.kept.get(who))
            if worth is None:
                return None
            parts.note({who: worth})
            usd = worth
        else:
            own = usd
        return self.lawful(
            {
                ("unallocated", who, ""): -usd,
                ("refunded", who, ""): usd,
                ("refunded#", who, ""): own,
            }
        )

    def worth_when_it_came(self, who: str, original: int, fixed: int | None = None) -> int | None:
        """Return what euros were worth when they came, oldest first; None when fewer came."""
        lots, rest, rest_usd = self.left_of(who)
        if original > min(rest, self.most_back(who)) or rest_usd <= 0:
            return None
        if fixed is not None and original < rest and fixed <= rest_usd:
            return fixed

        def worth(units: int) -> int:
            if units == rest:
                return rest_usd
            of_it = 0
            for _, own, usd in lots:
                taken = min(units, own)
                of_it, units = of_it + usd * taken // own, units - taken
            return rest_usd * of_it // max(1, sum(usd for _, _, usd in lots))

        there = self.free(("unallocated", who, ""))
        found = worth(original)
        fits = found <= there and original < rest and worth(original + 1) > there
        return (there if fits else found) or None

    def left_of(self, who: str) -> tuple[list[Piece], int, int]:
        """Return what came and is left, the oldest first, and its euros and US cents in all."""
        lots: list[Piece] = []
        pieces = self.came_and_gone(who)
        owed = 0
        for day, own, usd in pieces:
            if own > 0:
                left, owed = max(own - owed, 0), max(owed - own, 0)
                lots.append((day, left, usd - usd * (own - left) // own))
            else:
                owed -= own
                for place, (on, there, worth) in enumerate(lots):
                    part = min(owed, there)
                    lots[place] = (on, there - part, worth - worth * part // there)
                    owed -= part
            lots = sorted((one for one in lots if one[1]), key=lambda one: one[0])
        return lots, sum(own for _, own, _ in pieces), sum(usd for _, _, usd in pieces)

    def came_and_gone(self, who: str, without: int = 0) -> list[Piece]:
        """Return what came, and below zero what went or waits to: day, euros, US cents."""
        undone = {each.undoes for one in self.waiting.values() for each in one.entries}
        pieces: list[Piece] = []
        for number, one in enumerate(self.entries, start=1):
            if one.kind != "reversal" and number not in {*self.undone, without}:
                found = returnable_in(who, one.day, one.move)
                pieces += [each for each in found if each[2] < 0 or number not in undone]
        for _, request in sorted(self.waiting.items()):
            for planned, move in zip(request.entries, request.moves, strict=True):
                if not planned.undoes:
                    found = returnable_in(who, planned.day, move)
                    pieces += [each for each in found if each[2] < 0]
        for day, move in self.tried:
            pieces += returnable_in(who, day, move)
        return pieces

    def most_back(self, who: str, *more: Piece, without: int = 0) -> int:
        """Return the euros that can go back today so that on no day more have gone than came."""
        changes = [*self.came_and_gone(who, without), *more]
        days = {self.day, *(day for day, _, _ in changes if day > self.day)}
        return min(sum(own for day, own, _ in changes if day <= each) for each in days)

    def is_covered(self, who: str, *more: Piece, without: int = 0) -> bool:
        """Tell whether what went back to the donor, or waits to, still came."""
        waits = any(
            move.get(("refunded", who, ""), 0) > 0
            for one in self.waiting.values()
            for move in one.moves
        )
        if TERMS[who].currency != "EUR" or not (self.held["refunded", who, ""] or waits):
            return True
        after = self.most_back(who, *more, without=without)
        return after >= min(0, self.most_back(who))

    def lump_sum(self, who: str, usd: int) -> Move | None:
        """Charge support cost where it is agreed in lump sums."""
        lump_sums = TERMS[who].support_basis is SupportBasis.LUMP_SUM
        return self.take(who, usd, "support_charged") if lump_sums and self.usable(who) else None

    def transfer(self, giver: str, taker: str, usd: int) -> Move | None:
        """Give to another contribution of the same donor."""
        of_one_donor = (giver in OF_ANOTHER_DONOR) is (taker in OF_ANOTHER_DONOR)
        if giver == taker or not of_one_donor or not self.usable(taker):
            return None
        move = {("unallocated", giver, ""): -usd, ("transferred", giver, ""): usd}
        return self.lawful(
            {**move, ("unallocated", taker, ""): usd, ("transferred", taker, ""): -usd}
        )

    def interest(self, parts: dict[str, int] | None) -> Move | None:
        """Add interest."""
        if not parts or not all(self.usable(who) for who in parts):
            return None
        move: Move = {}
        for who, usd in parts.items():
            move["interest", who, ""] = move["unallocated", who, ""] = usd
        return self.lawful(move)

    def cash_days(self, first: date, last: date) -> dict[str, int]:
        """Add up what each contribution held at the end of each day, day by day."""
        weights: Counter[str] = Counter()
        day = first
        while day <= last:
            for entry in self.entries:
                if entry.day <= day:
                    for (kind, who, _), usd in entry.move.items():
                        weights[who] += usd if kind in STILL_THERE else 0
            day += timedelta(days=1)
        return {who: weight for who, weight in sorted(weights.items()) if weight > 0}

    # Uses

    def allocate(self, parts: dict[str, int] | None, what: str, day: date) -> Move | None:
        """Allocate within the tie and the period, support cost set aside."""
        if parts is None or not all(
            within_tie(who, what) and self.usable(who, day) for who in parts
        ):
            return None
        move: Move = {}
        for who, usd in parts.items():
            reserve = cents(usd, who)
            move["unallocated", who, ""] = -usd - reserve
            move["allocated", who, what] = usd
            move["support_reserved", who, what] = reserve
        return self.lawful(move)

    def deallocate(self, parts: dict[str, int] | None, what: str) -> Move | None:
        """Take back, with the support cost; all of it when nothing is left."""
        if parts is None:
            return None
        move: Move = {}
        for who, usd in parts.items():
            reserve = self.given_back(who, what, usd, cents(usd, who))
            move["allocated", who, what] = -usd
            move["support_reserved", who, what] = -reserve
            move["unallocated", who, ""] = usd + reserve
        return self.lawful(move)

    def use(self, parts: dict[str, int] | None, what: str, source: str, to: str) -> Move | None:
        """Commit, release or spend."""
        if parts is None:
            return None
        move: Move = {}
        for who, usd in parts.items():
            move[source, who, what] = -usd
            move[to, who, what] = usd
            if to == "spent":
                charge = self.charge(who, what, usd)
                move["support_reserved", who, what] = -charge
                move["support_charged", who, what] = charge
        return self.lawful(move)

    def left(self, who: str, what: str) -> int:
        """Return what is left to spend, with what waits."""
        return self.held["allocated", who, what] + self.held["committed", who, what]

    def given_back(self, who: str, what: str, usd: int, own: int) -> int:
        """Return the support cost that comes back with an amount."""
        there = self.free(("support_reserved", who, what))
        return there if self.left(who, what) == usd else min(there, own)

    def charge(self, who: str, what: str, usd: int) -> int:
        """Charge up to the rate of all that is spent; the last expenditure charges the rest."""
        reserved = self.free(("support_reserved", who, what))
        if self.left(who, what) == usd:
            return reserved
        due = cents(self.held["spent", who, what] + usd, who)
        return max(0, min(reserved, due - self.held["support_charged", who, what]))

    # Reversal

    def undo(self, number: int) -> Move | None:
        """Undo an entry by its number, counted from 1."""
        done = self.entries[number - 1]
        if done.kind == "reversal":
            return None
        if done.kind == "allocation":
            return self.undo_allocation(done.move)
        owners = {who for kind, who, _ in done.move if kind in RETURNABLE}
        if not all(self.is_covered(who, without=number) for who in owners):
            return None
        return self.lawful({key: -change for key, change in done.move.items()})

    def undo_allocation(self, move: Move) -> Move | None:
        """Undo an allocation, with what is there of its support cost."""
        undone: Move = {}
        for (kind, who, what), usd in move.items():
            if kind == "allocated":
                back = self.given_back(who, what, usd, move["support_reserved", who, what])
                undone["allocated", who, what] = -usd
                undone["support_reserved", who, what] = -back
                undone["unallocated", who, ""] = usd + back
        return self.lawful(undone)

    # Who carries what

    def pool_left(self, what: str, day: date) -> dict[str, int]:
        """Return what each untied or fitting contribution can still allocate on a day."""
        return {
            who: most_programmable(self.free(("unallocated", who, ""), day), who)
            for who in TERMS
            if within_tie(who, what) and self.usable(who, day)
        }

    def share_left(
        self, what: str, source: str, day: date, *, using: bool = True
    ) -> dict[str, int]:
        """Return what each contribution that may be used, or released, has on the activity."""
        return {
            who: self.free((source, who, what), day)
            for who in TERMS
            if self.usable(who, day if using else None)
        }
