"""The money of the small fund in plain Python, written anew so that it can disagree.

A move is what it changes: US cents by (what, contribution, activity), activity "" for what
belongs to a contribution itself; a `#` after what marks minor units of the contribution's own
currency. `None` means that the rules forbid the move. What waits for approval is kept as the
plan by which it will be computed anew, and holds money meanwhile.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple

from tests.fund.small_fund import OF_ANOTHER_DONOR, PLACES, TERMS
from tracker.fund.states import SupportBasis

Key = tuple[str, str, str]
Move = dict[Key, int]
Plan = Callable[[], Move | None]
OUTSIDE = {"received", "interest", "transferred"}
"""Places outside the fund, from which a waiting request reserves nothing."""
Piece = tuple[date, int, int]
EUROS_A_DOLLAR = 2
RETURNABLE = {"received", "refunded", "interest", "transferred"}
"""The places of what can go back to the donor."""
Levels = dict[date, int]
"""An amount that holds from a day on, until the next day."""
STILL_THERE = {"unallocated", "allocated", "committed", "support_reserved"}
TWO_PERSONS = {
    "pledge_write_off",
    "receipt_correction",
    "transfer",
    "allocation",
    "de_allocation",
    "refund",
    "write_off",
    "reversal",
}


class Done(NamedTuple):
    """An entry: of which kind, for which day, and what it changed."""

    kind: str
    day: date
    move: Move


class Parts:
    """The split of an amount by the rule: made anew each time, until a request keeps it."""

    def __init__(self, made: Callable[[], dict[str, int] | None]) -> None:
        self._made = made
        self._latest: dict[str, int] | None = None
        self._kept = False

    def __call__(self) -> dict[str, int] | None:
        """Return the parts by contribution."""
        if not self._kept:
            self._latest = self._made()
        return self._latest

    def keep(self) -> None:
        """Keep the parts as they were last made."""
        self._kept = True

    @property
    def kept(self) -> dict[str, int]:
        """The parts that a request keeps, none before."""
        return (self._latest or {}) if self._kept else {}

    def note(self, parts: dict[str, int]) -> None:
        """Note the parts that were made outside."""
        if not self._kept:
            self._latest = parts


def returnable_in(who: str, day: date, move: Move) -> list[Piece]:
    """Return what a move brings, and below zero what it takes, of what can go back to a donor."""
    pieces = [
        (day, move.get(("received#", who, ""), 0), move.get(("received", who, ""), 0)),
        (day, -move.get(("refunded#", who, ""), 0), -move.get(("refunded", who, ""), 0)),
        *(
            (day, sign * usd * EUROS_A_DOLLAR, sign * usd)
            for kind, sign in (("interest", 1), ("transferred", -1))
            for usd in [move.get((kind, who, ""), 0)]
        ),
    ]
    return [one for one in pieces if one[2]]


class Planned(NamedTuple):
    """An entry to be; `undoes` is the number of the entry that it reverses, or 0."""

    kind: str
    day: date
    reason: str
    plan: Plan
    undoes: int = 0
    parts: Parts | None = None


@dataclass
class Waiting:
    """A waiting request: its entries to be, and the money that they would take, by day."""

    entries: Sequence[Planned]
    holds: dict[Key, Levels]
    moves: Sequence[Move] = ()

    def reserved(self, key: Key, day: date) -> int:
        """Return what is reserved on a day."""
        levels = [(on, level) for on, level in self.holds.get(key, {}).items() if on <= day]
        return max(levels)[1] if levels else 0


class Model:
    """Balances, what each entry changed, what waits, and how far the periods are closed."""

    def __init__(self) -> None:
        self.held: Counter[Key] = Counter()
        self.entries: list[Done] = []
        self.undone: set[int] = set()
        self.waiting: dict[int, Waiting] = {}
        self.closed_until = date.min
        self.cancelled: set[str] = set()
        self.day = date.min
        self.tried: list[tuple[date, Move]] = []
        self.shortages: set[tuple[date, int]] = set()

    # What waits, and what is left beside it

    def free_by_day(self, key: Key, day: date | None = None) -> Levels:
        """Return what nothing that waits has reserved, on a day and on each later one."""
        day = day or self.day
        changes = [
            (on, move[key])
            for on, move in [*((done.day, done.move) for done in self.entries), *self.tried]
            if key in move
        ]
        reserved = {on for one in self.waiting.values() for on in one.holds.get(key, {})}
        days = {day, *(on for on, _ in changes), *reserved}
        return {
            each: sum(change for on, change in changes if on <= each)
            - sum(one.reserved(key, each) for one in self.waiting.values())
            for each in sorted(days)
            if each >= day
        }

    def free(self, key: Key, day: date | None = None) -> int:
        """Return the least of what nothing that waits has reserved, from a day on."""
        return min(self.free_by_day(key, day).values())

    def lawful(self, move: Move) -> Move | None:
        """Return the move, unless it takes something below zero or from what is reserved."""
        self.shortages = {
            min((day, there) for day, there in self.free_by_day(key).items() if there + change < 0)
            for key, change in move.items()
            if change < 0 and is_inside(key) and self.free(key) + change < 0
        }
        if self.shortages:
            return None
        for key, change in move.items():
            if change < 0 and key[0] != "transferred" and self.held[key] + change < 0:
                return None
        for (kind, who, _), change in move.items():
            after = self.held[kind, who, ""] + change
            given_up = self.held[kind.replace("pledged", "pledge_written_off"), who, ""]
            if kind in {"pledged", "pledged#"} and after < given_up:
                return None
        return move

    def spoken_for(self) -> set[int]:
        """Return the entries that were reversed, or whose reversal waits."""
        waiting = {each.undoes for one in self.waiting.values() for each in one.entries}
        return self.undone | (waiting - {0})

    def moves(self, planned: Iterable[Planned]) -> list[Move] | None:
        """Return what the entries would change one after the other; None when one is unlawful."""
        before, moves = self.held.copy(), []
        self.shortages = set()
        try:
            for one in planned:
                self.day = self.day_of(one)
                closed = self.day <= self.closed_until and not one.reason.strip()
                taken = one.undoes and one.undoes in self.spoken_for()
                move = None if closed or taken else one.plan()
                if move is None:
                    return None
                moves.append(move)
                self.held.update(move)
                self.tried.append((self.day, move))
        finally:
            self.held = before
            self.tried = []
        return moves

    def day_of(self, one: Planned) -> date:
        """Return the day of an entry: a reversal never counts before what it undoes."""
        return max(one.day, self.entries[one.undoes - 1].day) if one.undoes else one.day

    def takes_two(self, planned: Iterable[Planned]) -> bool:
        """Tell whether a second person has to approve."""
        return any(one.kind in TWO_PERSONS or one.day <= self.closed_until for one in planned)

    def keep(self, planned: Sequence[Planned], moves: Sequence[Move]) -> None:
        """Carry entries out."""
        for one, move in zip(planned, moves, strict=True):
            self.held.update(move)
            self.entries.append(Done(one.kind, self.day_of(one), move))
            if one.undoes:
                self.undone.add(one.undoes)
            if one.kind == "pledge_cancellation":
                self.cancel_states(who for _, who, _ in move)

    def cancel_states(self, owners: Iterable[str]) -> None:
        """Cancel contributions of which nothing is promised and nothing has arrived."""
        for who in owners:
            promised = self.held["pledged#", who, ""] - self.held["pledge_written_off#", who, ""]
            if promised <= 0 and self.held["received#", who, ""] <= 0:
                self.cancelled.add(who)

    def usable(self, who: str, day: date | None = None) -> bool:
        """Tell whether the contribution is open, and the day lies in its period of use."""
        in_period = day is None or date(2024, 1, 1) <= day <= date(2024, 5, 31)
        return who not in self.cancelled and (who != "POOL" or in_period)

    def wait(self, number: int, planned: Sequence[Planned], moves: Sequence[Move]) -> None:
        """Let entries wait and reserve the most that any of them finds taken, on each day."""
        days = [self.day_of(one) for one in planned]
        holds: dict[Key, Levels] = {}
        for key in {key for move in moves for key in move if is_inside(key)}:
            changes = [
                (day, move[key]) for day, move in zip(days, moves, strict=True) if key in move
            ]
            holds[key] = {
                each: max(
                    0,
                    *(
                        -sum(change for day, change in changes[:some] if day <= each)
                        for some in range(1, len(changes) + 1)
                    ),
                )
                for each in {day for day, _ in changes}
            }
        for one in planned:
            if one.parts:
                one.parts.keep()
        self.waiting[number] = Waiting(planned, holds, moves)

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


def is_inside(key: Key) -> bool:
    """Tell whether a place is inside the fund, so that it is never below zero."""
    return key[0] not in OUTSIDE and not key[0].endswith("#")


def split(usd: int, weights: dict[str, int]) -> dict[str, int] | None:
    """Split by weight: whole cents first, then the largest fractions, ties by name."""
    weights = {who: weight for who, weight in sorted(weights.items()) if weight > 0}
    if not weights:
        return None
    exact = {who: Fraction(usd * each, sum(weights.values())) for who, each in weights.items()}
    parts = {who: floor(share) for who, share in exact.items()}
    by_fraction = sorted(exact, key=lambda who: (parts[who] - exact[who], who))
    for who in by_fraction[: usd - sum(parts.values())]:
        parts[who] += 1
    return {who: part for who, part in parts.items() if part}


def pro_rata(usd: int, left: dict[str, int]) -> dict[str, int] | None:
    """Split by what each has left, which must be enough."""
    return split(usd, left) if usd <= sum(max(0, each) for each in left.values()) else None


def floor(exact: Fraction) -> int:
    """Round down."""
    return exact.numerator // exact.denominator


def within_tie(who: str, what: str) -> bool:
    """Tell whether the money may go there."""
    return who != "KEN" or PLACES[what] == "KEN"


def cents(usd: int, who: str) -> int:
    """Return the support cost of an amount on expenditure, half a cent up."""
    if TERMS[who].support_basis is not SupportBasis.EXPENDITURE:
        return 0
    exact = Decimal(usd) * TERMS[who].support_rate_bp / 10_000
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def most_programmable(unallocated: int, who: str) -> int:
    """Search for the most that fits with its support cost."""
    low, high = 0, max(0, unallocated)
    while low < high:
        middle = (low + high + 1) // 2
        if middle + cents(middle, who) <= unallocated:
            low = middle
        else:
            high = middle - 1
    return low
