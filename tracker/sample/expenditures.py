"""The illustrative commitments and expenditures, and the reversals of mistaken ones."""

from datetime import date

from tracker.errors import InsufficientFunds
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.entries import EntryKind
from tracker.sample.allocations import Allocations, FundedActivity
from tracker.sample.chance import Chance, add_months
from tracker.sample.contributions import PlannedContribution
from tracker.sample.journal import Journal

SPARED = 0.25  # odds that an activity costs less than it was given
DECOMMITTED = 0.02  # odds that a contract is cut short instead of an expenditure
CHEAPER = "The activity has ended and cost less"
CUT_SHORT = "The contract was cut short"
NO_TRAVEL = (date(2020, 4, 1), date(2020, 12, 31))
USUAL_ODDS = (6, 10, 5)  # of no expenditure in a month, of one, of two
HALTED_ODDS = (8, 1, 0)


class Expenditures:
    """Posts what activities commit and spend in each month."""

    def __init__(self, chance: Chance, journal: Journal, allocations: Allocations) -> None:
        self._chance = chance
        self._journal = journal
        self._allocations = allocations

    def spend(self, year: int, month: int) -> None:
        """Commit and spend in a month, by day."""
        first = date(year, month, 1)
        due: list[tuple[date, FundedActivity, bool]] = []
        for activity in self._allocations.activities:
            start, end = activity.plan.start, activity.plan.end
            if not activity.got or start > add_months(first, 1) or activity.stopped(first):
                continue
            halted = NO_TRAVEL[0] <= first <= NO_TRAVEL[1] and not _meets_online(activity)
            over = first > end and not halted
            usual = HALTED_ODDS if halted else USUAL_ODDS
            times = 1 if over or activity.fresh else self._chance.one_of((0, 1, 2), usual)
            last = date(year, month, 28)
            due.extend((self._chance.day(first, last), activity, over) for _ in range(times))
        for on, activity, over in sorted(due, key=lambda each: (each[0], each[1].code)):
            self._undo(activity, on)
            if over:
                self._finish(activity, on)
            elif activity.fresh:
                self._commit(activity, on)
            elif self._chance.happens(DECOMMITTED):
                self._decommit(activity, on)
            else:
                self._spend_some(activity, on)

    def wind_up(self, contribution: PlannedContribution, on: date) -> None:
        """Spend what activities hold of a contribution in the last weeks of its use."""
        for activity in self._allocations.activities_of(contribution):
            if activity.plan.start > on or activity.stopped(on):
                continue
            for committed in (True, False):
                held = self._allocations.held(contribution, activity, _source(committed=committed))
                part = 1.0 if committed or self._chance.happens(0.6) else 0.85
                if round(held * part):
                    self._journal.use(
                        EntryKind.EXPENDITURE,
                        activity.code,
                        round(held * part),
                        on,
                        contribution.draft.reference,
                        committed=committed,
                    )

    def _commit(self, activity: FundedActivity, on: date) -> None:
        """Commit a part of what was allocated to an activity."""
        activity.fresh = False
        free = self._journal.usable(activity.code, AccountKind.ALLOCATED, on)
        amount = round(free * self._chance.uniform(0.3, 0.7))
        if amount > 0:
            done = self._journal.use(EntryKind.COMMITMENT, activity.code, amount, on)
            if self._chance.happens(0.02):
                activity.undoable.append(done)

    def _spend_some(self, activity: FundedActivity, on: date) -> None:
        """Spend what is due by the progress of the activity."""
        journal, chance = self._journal, self._chance
        start, end = activity.plan.start, activity.plan.end
        part = max(0.06, min(0.98, ((on - start).days + 20) / max(30, (end - start).days)))
        spent = journal.held_by(activity.code, AccountKind.SPENT)
        wanted = round((activity.got * part - spent) * chance.uniform(0.6, 1.1))
        committed = chance.happens(0.6)
        held = journal.usable(activity.code, _source(committed=committed), on)
        amount = min(wanted, held)
        if amount > 0:
            named = self._one_funder(activity, amount, on, committed=committed)
            done = journal.use(
                EntryKind.EXPENDITURE, activity.code, amount, on, named, committed=committed
            )
            if chance.happens(0.015):
                activity.undoable.append(done)

    def _one_funder(
        self, activity: FundedActivity, amount: int, on: date, *, committed: bool
    ) -> str:
        """Name a contribution that pays alone: the only one, or now and then one of several."""
        book, numbers = self._journal.book, self._journal.numbers
        number = numbers.activities[activity.code]
        funders = book.funders_of(number)
        if len(funders) > 1 and not self._chance.happens(0.3):
            return ""
        able = [
            n
            for n in funders
            if book.contribution(n).may_be_used(on)
            and book.balance(_source(committed=committed), n, number) >= amount
        ]
        return book.contribution(self._chance.one_of(able)).reference if able else ""

    def _finish(self, activity: FundedActivity, on: date) -> None:
        """Spend what an activity that is over still holds and may use, or give some of it back."""
        spared = self._chance.happens(SPARED)
        for committed in (True, False):
            held = self._journal.usable(activity.code, _source(committed=committed), on)
            if held and not committed and spared:
                self._return_unspent(activity, held, on)
                continue
            if held:
                self._journal.use(
                    EntryKind.EXPENDITURE, activity.code, held, on, committed=committed
                )

    def _return_unspent(self, activity: FundedActivity, held: int, on: date) -> None:
        """Spend most of what is left, and give the rest back: the activity cost less."""
        spent = round(held * self._chance.uniform(0.4, 0.9))
        if spent:
            self._journal.use(EntryKind.EXPENDITURE, activity.code, spent, on)
        left = self._journal.held_by(activity.code, AccountKind.ALLOCATED)
        if left:
            self._journal.use(EntryKind.DE_ALLOCATION, activity.code, left, on, note=CHEAPER)
            activity.got -= left
            activity.allocations.clear()

    def _decommit(self, activity: FundedActivity, on: date) -> None:
        """De-commit a part of what an activity has committed: a contract is cut short."""
        committed = self._journal.held_by(activity.code, AccountKind.COMMITTED)
        part = committed * self._chance.randint(20, 60) // 100
        if part:
            self._journal.use(EntryKind.DE_COMMITMENT, activity.code, part, on, note=CUT_SHORT)

    def _undo(self, activity: FundedActivity, on: date) -> None:
        """Reverse what was a mistake, unless its money has moved on."""
        for reference in activity.undoable:
            try:
                self._journal.reverse(reference, on, "Posted on the wrong activity")
            except InsufficientFunds:
                continue
        activity.undoable.clear()


def _meets_online(activity: FundedActivity) -> bool:
    return activity.plan.draft.venue == "Online"


def _source(*, committed: bool) -> AccountKind:
    return AccountKind.COMMITTED if committed else AccountKind.ALLOCATED
