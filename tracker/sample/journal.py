"""The journal of the story: tries each move on a book in memory and notes it with its moment."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.rates.operational import Converted
from tracker.sample.assisting import Undertaking
from tracker.sample.chance import Chance
from tracker.sample.giving import Gift
from tracker.sample.moves import MemoryLoader, Move, Numbers, Poster, terms_of
from tracker.sample.tying import scope_of

OFFICE_OPENS = time(9, tzinfo=UTC)
APPROVER = "sample approver"  # the second person of the story
AFTER_ALL = datetime(9999, 1, 1, tzinfo=UTC)
PREFIXES = {
    EntryKind.ALLOCATION: "AL",
    EntryKind.DE_ALLOCATION: "DA",
    EntryKind.COMMITMENT: "OB",
    EntryKind.DE_COMMITMENT: "DO",
    EntryKind.EXPENDITURE: "EX",
    EntryKind.REVERSAL: "RV",
}


class Journal:
    """Moves in the order in which they become known, each lawful when it is noted."""

    def __init__(
        self, chance: Chance, given: Sequence[Gift], undertakings: Sequence[Undertaking]
    ) -> None:
        self._chance = chance
        contributions = {gift.draft.reference: n for n, gift in enumerate(given, start=1)}
        activities = {each.draft.code: n for n, each in enumerate(undertakings, start=1)}
        loader = MemoryLoader(
            {n: terms_of(n, gift.draft) for n, gift in enumerate(given, start=1)},
            {n: scope_of(each.draft) for n, each in enumerate(undertakings, start=1)},
        )
        first = min(gift.pledged_on for gift in given)
        self._moment = datetime.combine(first, OFFICE_OPENS)
        self.numbers = Numbers(contributions, activities)
        self.book = Book(loader, now=AFTER_ALL, approver=APPROVER)
        self.book.prepare(contributions.values(), activities.values())
        self._poster = Poster(self.book, self.numbers)
        self._count: Counter[tuple[EntryKind, int]] = Counter()
        self.moves: list[Move] = []

    def pay(
        self, kind: EntryKind, gift: Gift, worth: Converted, original: int, on: date, mark: str
    ) -> str:
        """Note a payment between a donor and the fund; return its reference."""
        draft = gift.draft
        heading = Heading(
            on,
            f"{draft.reference}-{mark}",
            currency=draft.currency,
            original_minor=original,
            rate=worth.rate,
        )
        return self._note(
            Move(kind, heading, worth.usd_minor, self._now(on), contribution=draft.reference)
        )

    def allocate(
        self, activity: str, usd_minor: int, on: date, pool: tuple[str, ...], named: str = ""
    ) -> str:
        """Note an allocation from a named contribution or from a pool."""
        heading = Heading(on, self._reference(EntryKind.ALLOCATION, on))
        return self._note(
            Move(EntryKind.ALLOCATION, heading, usd_minor, self._now(on), named, activity, pool)
        )

    def use(
        self,
        kind: EntryKind,
        activity: str,
        usd_minor: int,
        on: date,
        named: str = "",
        *,
        committed: bool = False,
    ) -> str:
        """Note a use of an activity's money; an expenditure against a commitment if `committed`."""
        heading = Heading(on, self._reference(kind, on))
        move = Move(kind, heading, usd_minor, self._now(on), named, activity)
        return self._note(replace(move, against_commitment=committed))

    def reverse(self, reference: str, on: date, why: str) -> str:
        """Note that an entry is undone; raises InsufficientFunds when its money has moved on."""
        heading = Heading(on, self._reference(EntryKind.REVERSAL, on), why)
        return self._note(Move(EntryKind.REVERSAL, heading, 0, self._now(on), undoes=reference))

    def balance(self, kind: AccountKind, contribution: str, activity: str = "") -> int:
        """Return a balance in US cents."""
        number = self.numbers.activities[activity] if activity else None
        return self.book.balance(kind, self.numbers.contributions[contribution], number)

    def held_by(self, activity: str, kind: AccountKind) -> int:
        """Return what an activity holds of a kind, of all its contributions, in US cents."""
        number = self.numbers.activities[activity]
        return sum(
            self.book.balance(kind, funder, number) for funder in self.book.funders_of(number)
        )

    def usable(self, activity: str, kind: AccountKind, on: date) -> int:
        """Return what an activity holds of a kind and may use on the day, in US cents."""
        number = self.numbers.activities[activity]
        return sum(
            self.book.balance(kind, funder, number)
            for funder in self.book.funders_of(number)
            if self.book.contribution(funder).may_be_used(on)
        )

    def _note(self, move: Move) -> str:
        """Try a move on the book and keep it; a refused one leaves nothing behind."""
        self._poster.post(move)
        self._moment = move.recorded_at
        self.moves.append(move)
        return move.heading.reference

    def _now(self, on: date) -> datetime:
        """Return the moment at which an entry becomes known: never before the one before it."""
        later = self._moment + timedelta(seconds=self._chance.randint(20, 400))
        return max(later, datetime.combine(on, OFFICE_OPENS))

    def _reference(self, kind: EntryKind, on: date) -> str:
        self._count[kind, on.year] += 1
        return f"{PREFIXES[kind]}-{on.year}-{self._count[kind, on.year]:04}"
