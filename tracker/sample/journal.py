"""The journal of the story: tries each move on a book in memory and notes it with its moment."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from tracker.errors import InsufficientFunds
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.refund_worth import ReturnableMoney, returnable
from tracker.fund.preparation.new_contributions import terms_of
from tracker.fund.rates.operational_rates import Converted
from tracker.money import USD
from tracker.people.actors import SAMPLE_APPROVER, SAMPLE_OFFICER
from tracker.sample.activities import PlannedActivity
from tracker.sample.chance import Chance
from tracker.sample.contributions import PlannedContribution
from tracker.sample.earmarking import scope_of
from tracker.sample.moves import MemoryLoader, Move, Numbers, Poster
from tracker.sample.rates import Rates

OFFICE_OPENS = time(9, tzinfo=UTC)
PREPARER = SAMPLE_OFFICER
APPROVER = SAMPLE_APPROVER
AFTER_ALL = datetime(9999, 1, 1, tzinfo=UTC)
PREFIXES = {
    EntryKind.ALLOCATION: "AL",
    EntryKind.DE_ALLOCATION: "DA",
    EntryKind.COMMITMENT: "OB",
    EntryKind.DE_COMMITMENT: "DO",
    EntryKind.EXPENDITURE: "EX",
    EntryKind.TRANSFER: "TR",
    EntryKind.INTEREST: "IN",
    EntryKind.REVERSAL: "RV",
}


@dataclass(frozen=True, slots=True)
class Payment:
    """An amount of a contribution: its worth, and what it is in its own currency.

    `currency` is the contribution's when it is empty; `settles` is what money in another one
    settles of the pledge, in minor units of the contribution's currency.
    """

    worth: Converted
    original_minor: int
    currency: str = ""
    settles: int | None = None


def dollars(usd_minor: int) -> Payment:
    """Return a payment in US dollars, whatever the contribution's currency."""
    return Payment(Converted(usd_minor, None), usd_minor, USD)


class Journal:
    """Moves in the order in which they become known, each lawful when it is noted."""

    def __init__(
        self,
        chance: Chance,
        contributions: Sequence[PlannedContribution],
        activities: Sequence[PlannedActivity],
        rates: Rates,
    ) -> None:
        self._chance = chance
        contribution_numbers = {one.draft.reference: n for n, one in enumerate(contributions, 1)}
        activity_numbers = {one.draft.code: n for n, one in enumerate(activities, 1)}
        donors = {code: n for n, code in enumerate({one.draft.donor: 0 for one in contributions})}
        loader = MemoryLoader(
            {
                n: terms_of(n, one.draft, donors[one.draft.donor])
                for n, one in enumerate(contributions, 1)
            },
            {n: scope_of(one.draft) for n, one in enumerate(activities, 1)},
            rates,
        )
        first = min(one.pledged_on for one in contributions)
        self.moment = datetime.combine(first, OFFICE_OPENS)
        self.numbers = Numbers(contribution_numbers, activity_numbers)
        self.book = Book(loader, now=AFTER_ALL, approver=APPROVER)
        self.book.prepare(contribution_numbers.values(), activity_numbers.values())
        self._poster = Poster(self.book, self.numbers)
        self._count: Counter[tuple[EntryKind, int]] = Counter()
        self.moves: list[Move] = []

    def pay(
        self,
        kind: EntryKind,
        contribution: PlannedContribution,
        payment: Payment,
        on: date,
        mark: str,
        *,
        basis: str = "",
        note: str = "",
    ) -> str:
        """Note a payment of a contribution; return its reference, which ends in `mark`."""
        reference = contribution.draft.reference
        heading = Heading(
            on,
            reference + mark,
            note,
            payment.currency or contribution.draft.currency,
            payment.original_minor,
            payment.worth.rate,
            basis=basis,
        )
        move = Move(kind, heading, payment.worth.usd_minor, self._now(on), contribution=reference)
        return self.keep(replace(move, settles_original=payment.settles))

    def transfer(
        self,
        contribution: PlannedContribution,
        taker: PlannedContribution,
        usd_minor: int,
        on: date,
        basis: str,
    ) -> str:
        """Note that money goes to another contribution of the donor, who agreed."""
        reference = contribution.draft.reference
        heading = Heading(on, self.reference(EntryKind.TRANSFER, on), basis=basis)
        move = Move(EntryKind.TRANSFER, heading, usd_minor, self._now(on), reference)
        return self.keep(replace(move, to_contribution=taker.draft.reference))

    def give_interest(
        self, usd_minor: int, on: date, earned: tuple[tuple[str, int], ...], basis: str
    ) -> str:
        """Note interest that is given to contributions by what each held."""
        heading = Heading(on, self.reference(EntryKind.INTEREST, on), basis=basis)
        move = Move(EntryKind.INTEREST, heading, usd_minor, self._now(on))
        return self.keep(replace(move, earned=earned))

    def allocate(
        self, activity: str, usd_minor: int, on: date, pool: tuple[str, ...], named: str = ""
    ) -> str:
        """Note an allocation from a named contribution or from a pool."""
        heading = Heading(on, self.reference(EntryKind.ALLOCATION, on))
        return self.keep(
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
        note: str = "",
    ) -> str:
        """Note a use of an activity's money; an expenditure against a commitment if `committed`."""
        heading = Heading(on, self.reference(kind, on), note)
        move = Move(kind, heading, usd_minor, self._now(on), named, activity)
        return self.keep(replace(move, against_commitment=committed))

    def reverse(self, reference: str, on: date, why: str) -> str:
        """Note that an entry is undone; raises InsufficientFunds when its money has moved on."""
        heading = Heading(on, self.reference(EntryKind.REVERSAL, on), why)
        return self.keep(Move(EntryKind.REVERSAL, heading, 0, self._now(on), undoes=reference))

    def returnable(self, contribution: str) -> ReturnableMoney:
        """Return what came for a contribution and has not gone back."""
        return returnable(*self.book.came_and_gone(self.numbers.contributions[contribution]))

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

    def keep(self, move: Move) -> str:
        """Try a move on the book and keep it; a refused one leaves nothing behind.

        It counts for the first day on which its money is there, up to that on which it is recorded.
        """
        try:
            self._poster.post(move)
        except InsufficientFunds:
            later = move.heading.effective_on + timedelta(days=1)
            if later > move.recorded_at.date():
                raise
            heading = replace(move.heading, effective_on=later)
            return self.keep(replace(move, heading=heading))
        self.moment = move.recorded_at
        self.moves.append(move)
        return move.heading.reference

    def _now(self, on: date) -> datetime:
        """Return the moment at which an entry becomes known: never before the one before it."""
        later = self.moment + timedelta(seconds=self._chance.randint(20, 400))
        return max(later, datetime.combine(on, OFFICE_OPENS))

    def reference(self, kind: EntryKind, on: date) -> str:
        """Return the next reference of a kind in the year of a day."""
        self._count[kind, on.year] += 1
        return f"{PREFIXES[kind]}-{on.year}-{self._count[kind, on.year]:04}"
