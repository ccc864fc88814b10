"""The journal of the story: prepares each move before an empty record, and notes its moment."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from tracker.errors import InsufficientFunds
from tracker.fund.contributions.pooled_programmes import PooledProgrammes
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.consents import Consent
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.recorded_rates import RecordedRates
from tracker.fund.ledger.returnable_money import ReturnableMoney
from tracker.fund.preparation.eligible import NothingEligible
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.history_desk import HistoryDesk
from tracker.fund.preparation.named_records import NamedRecords
from tracker.fund.preparation.new_contributions import terms_of
from tracker.fund.preparation.preparing import expect_lawful, prepare
from tracker.fund.rates.operational_rates import Converted
from tracker.money import USD, to_usd_cents
from tracker.people.actors import SAMPLE_APPROVER, SAMPLE_OFFICER
from tracker.reference.currencies import exponent
from tracker.sample.activities import PlannedActivity
from tracker.sample.chance import Chance
from tracker.sample.contributions import PlannedContribution
from tracker.sample.earmarking import scope_of
from tracker.sample.moves import Move, Numbers
from tracker.sample.rates import Rates
from tracker.sample.story_record import StoryRecord

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
        record = StoryRecord(
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
        self.book = Book(record, now=AFTER_ALL, approver=APPROVER)
        self.book.prepare(contribution_numbers.values(), activity_numbers.values())
        self._rates = rates
        self._desk = HistoryDesk(
            record,
            self.book,
            NamedRecords(record),
            RecordedRates(rates.of),
            PooledProgrammes({}),
        )
        self._count: Counter[tuple[EntryKind, int]] = Counter()
        self.moves: list[Move] = []

    def pay(  # noqa: PLR0913 - what each kind of payment says
        self,
        kind: EntryKind,
        contribution: PlannedContribution,
        payment: Payment,
        on: date,
        mark: str,
        *,
        basis: str = "",
        corrects: str = "",
        note: str = "",
    ) -> str:
        """Note a payment of a contribution; return its reference, which ends in `mark`."""
        reference = contribution.draft.reference
        currency = payment.currency or contribution.draft.currency
        draft = EntryDraft(
            kind,
            reference + mark,
            on,
            payment.original_minor,
            currency,
            reference,
            settles_minor=payment.settles,
            basis=basis,
            corrects=corrects,
            note=note,
        )
        if corrects:
            worth = replace(draft, usd_minor=payment.worth.usd_minor)
            return self.keep(Move(worth, self._now(on)))
        return self.keep(Move(self._stated(draft, payment.worth), self._now(on)))

    def transfer(
        self,
        contribution: PlannedContribution,
        taker: PlannedContribution,
        usd_minor: int,
        on: date,
        consent: Consent,
    ) -> str:
        """Note that money goes to another contribution of the donor, who agreed."""
        draft = EntryDraft(
            EntryKind.TRANSFER,
            self.reference(EntryKind.TRANSFER, on),
            on,
            usd_minor,
            contribution=contribution.draft.reference,
            to_contribution=taker.draft.reference,
            letter=consent.letter,
            consent_on=consent.on,
        )
        return self.keep(Move(draft, self._now(on)))

    def give_interest(
        self, usd_minor: int, on: date, earned: tuple[date, date], among: tuple[str, ...]
    ) -> str:
        """Note interest of some days, which some contributions share by what they held."""
        reference = self.reference(EntryKind.INTEREST, on)
        draft = EntryDraft(EntryKind.INTEREST, reference, on, usd_minor, among=among)
        first, last = earned
        return self.keep(Move(replace(draft, first_on=first, last_on=last), self._now(on)))

    def allocate(
        self, activity: str, usd_minor: int, on: date, pool: tuple[str, ...], named: str = ""
    ) -> str:
        """Note an allocation from a named contribution, or by the rule from some of a pool."""
        draft = EntryDraft(
            EntryKind.ALLOCATION,
            self.reference(EntryKind.ALLOCATION, on),
            on,
            usd_minor,
            contribution=named,
            activity=activity,
            among=pool,
        )
        return self.keep(Move(draft, self._now(on)))

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
        draft = EntryDraft(
            kind,
            self.reference(kind, on),
            on,
            usd_minor,
            contribution=named,
            activity=activity,
            note=note,
            against_commitment=committed,
        )
        return self.keep(Move(draft, self._now(on)))

    def reverse(self, reference: str, on: date, why: str) -> str:
        """Note that an entry is undone; raises InsufficientFunds when its money has moved on."""
        number = self.reference(EntryKind.REVERSAL, on)
        draft = EntryDraft(EntryKind.REVERSAL, number, on, reverses=reference, note=why)
        return self.keep(Move(draft, self._now(on)))

    def is_given_up(self, contribution: str) -> bool:
        """Tell whether a whole pledge was cancelled and nothing of it came."""
        state = self.book.pledge_state(self.numbers.contributions[contribution])
        return not state.pledged_original and not state.received

    def returnable(self, contribution: str) -> ReturnableMoney:
        """Return what came for a contribution and has not gone back."""
        return self.book.money.of(self.numbers.contributions[contribution])

    def balance(self, kind: AccountKind, contribution: str, activity: str = "") -> int:
        """Return a balance in US cents."""
        number = self.numbers.activities[activity] if activity else None
        return self.book.balance(kind, self.numbers.contributions[contribution], number)

    def least_since(self, on: date, kind: AccountKind, contribution: str, activity: str) -> int:
        """Return the lowest balance of an activity's share from a day on, in US cents."""
        numbers = self.numbers
        place = numbers.activities[activity]
        return self.book.free_from(kind, numbers.contributions[contribution], place, on)

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
        """Prepare a move and keep it; a refused one leaves nothing behind.

        It counts for the first day on which its money is there, up to that on which it is recorded.
        Who tells the story is sure of what is asked about.
        """
        self._desk.record_at(move.recorded_at)
        prepared = prepare(self._desk, move.draft)
        if prepared.open_questions:
            asked = frozenset(one.code for one in prepared.open_questions)
            return self.keep(replace(move, draft=replace(move.draft, sure=asked)))
        later = move.on + timedelta(days=1)
        if isinstance(prepared.refusal, InsufficientFunds | NothingEligible):
            if later > move.recorded_at.date():
                raise prepared.refusal
            return self.keep(replace(move, draft=replace(move.draft, effective_on=later)))
        expect_lawful(prepared)
        self.moment = move.recorded_at
        self.moves.append(move)
        return move.draft.reference

    def _stated(self, draft: EntryDraft, worth: Converted) -> EntryDraft:
        """Return a draft that says its worth, where the rate of its day does not give it."""
        amount, rate = abs(draft.amount_minor or 0), worth.rate
        on = draft.effective_on or date.min
        if rate is None or worth == self._rates.convert(amount, draft.currency, on):
            return draft
        at_rate = to_usd_cents(amount, exponent(draft.currency), rate.rate)
        said = abs(worth.usd_minor)
        return replace(
            draft,
            usd_minor=None if said == at_rate else said,
            rate=rate.rate,
            rate_source=rate.source,
            rate_on=rate.on,
        )

    def _now(self, on: date) -> datetime:
        """Return the moment at which an entry becomes known: never before the one before it."""
        later = self.moment + timedelta(seconds=self._chance.randint(20, 400))
        return max(later, datetime.combine(on, OFFICE_OPENS))

    def reference(self, kind: EntryKind, on: date) -> str:
        """Return the next reference of a kind in the year of a day."""
        self._count[kind, on.year] += 1
        return f"{PREFIXES[kind]}-{on.year}-{self._count[kind, on.year]:04}"
