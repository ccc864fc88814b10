"""The money that goes out: allocations, commitments, expenditures and what is undone."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.errors import InsufficientFunds
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.use_entries import programmable_minor
from tracker.reference.codes import ActivityStatus, Earmarking
from tracker.sample.assisting import Undertaking
from tracker.sample.chance import Chance, add_months
from tracker.sample.giving import Gift
from tracker.sample.journal import Journal

SMALLEST = 15_000_00  # no allocation is smaller, unless it is all that is asked for
SPARED = 0.25  # odds that an activity costs less than it was given
UNBOUND = 0.02  # odds that a contract is cut short instead of an expenditure
CHEAPER = "The activity has ended and cost less"
CUT_SHORT = "The contract was cut short"
UNUSED = "Not used within the period of use"
ROUND = 100_00  # allocations that use up nothing are in whole hundreds of US dollars
AHEAD = 3  # months before its start in which an activity is first funded
COVERED = 12  # months in which what is allocated is used, unless the activity ends before
POOLED = frozenset({Earmarking.UNEARMARKED, Earmarking.SOFTLY_EARMARKED})
POOL_SIZE = 6
NO_TRAVEL = (date(2020, 4, 1), date(2020, 12, 31))
USUAL_ODDS = (6, 10, 5)  # of no expenditure in a month, of one, of two
HALTED_ODDS = (8, 1, 0)
REFUSED = frozenset({ActivityStatus.SUSPENDED, ActivityStatus.PIPELINE, ActivityStatus.CANCELLED})


@dataclass(slots=True)
class Course:
    """How an activity fares: what it needs, what it has got, what may be undone."""

    undertaking: Undertaking
    need: int
    got: int = 0
    fresh: bool = False
    undoable: list[str] = field(default_factory=list)
    allocations: list[str] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The activity's code."""
        return self.undertaking.draft.code

    @property
    def status(self) -> ActivityStatus:
        """The activity's status on the last day of the story."""
        return self.undertaking.draft.status


class Outlay:
    """Notes, month by month, what the activities receive and use."""

    def __init__(
        self,
        chance: Chance,
        journal: Journal,
        given: Sequence[Gift],
        undertakings: Sequence[Undertaking],
    ) -> None:
        self._chance = chance
        self._journal = journal
        self._gifts = sorted(
            given,
            key=lambda gift: (-int(gift.draft.earmarking), gift.pledged_on, gift.draft.reference),
        )
        self.courses = [Course(each, each.cost_minor) for each in undertakings]
        self._fitting = {course.code: self._gifts_for(course) for course in self.courses}
        self._fits = {code: frozenset(gifts) for code, gifts in self._fitting.items()}
        self._behind: dict[int, dict[str, Course]] = defaultdict(dict)

    def fund(self, on: date) -> None:
        """Give money to the activities that need some, from the most tightly tied on."""
        usable = {gift for gift in self._gifts if self._usable(gift, on)}
        for course in self.courses:
            start, end = course.undertaking.start, course.undertaking.end
            if not add_months(start, -AHEAD) <= on < end or self._stopped(course, on):
                continue
            length = max(1, (end - start).days)
            part = min(1.0, ((on - start).days + 300) / length)
            asked = (round(course.need * part) - course.got) // ROUND * ROUND
            if asked >= min(SMALLEST, course.need - course.got) > 0:
                self._fund_one(course, asked, on, usable)

    def use_up(self, gift: Gift, on: date) -> None:
        """Find activities for what is left of a contribution whose time runs out."""
        left = self._available(gift)
        if left < SMALLEST:
            return
        able = [
            course
            for course in self.courses
            if course.undertaking.start <= on < add_months(course.undertaking.end, -1)
            and course.status not in REFUSED
            and gift in self._fits[course.code]
            and not self._stopped(course, on)
        ]
        able.sort(key=lambda course: (course.got / course.need, course.code))
        for course in able[:6]:
            part = min(left, max(SMALLEST, course.need))
            self._allocate(course, part, on, gift)
            left = self._available(gift)
            if left < SMALLEST:
                return

    def spend(self, year: int, month: int) -> None:
        """Commit and spend in a month, by day."""
        first = date(year, month, 1)
        due: list[tuple[date, Course, bool]] = []
        for course in self.courses:
            start, end = course.undertaking.start, course.undertaking.end
            if not course.got or start > add_months(first, 1) or self._stopped(course, first):
                continue
            halted = NO_TRAVEL[0] <= first <= NO_TRAVEL[1] and not _meets_online(course)
            over = first > end and not halted
            usual = HALTED_ODDS if halted else USUAL_ODDS
            times = 1 if over or course.fresh else self._chance.one_of((0, 1, 2), usual)
            last = date(year, month, 28)
            due.extend((self._chance.day(first, last), course, over) for _ in range(times))
        for on, course, over in sorted(due, key=lambda each: (each[0], each[1].code)):
            self._undo(course, on)
            if over:
                self._finish(course, on)
            elif course.fresh:
                self._commit(course, on)
            elif self._chance.happens(UNBOUND):
                self._unbind(course, on)
            else:
                self._spend_some(course, on)

    def wind_up(self, gift: Gift, on: date) -> None:
        """Spend what activities hold of a contribution in the last weeks of its use."""
        for course in self.courses_of(gift):
            if course.undertaking.start > on or self._stopped(course, on):
                continue
            for committed in (True, False):
                held = self._held(gift, course, _source(committed=committed))
                part = 1.0 if committed or self._chance.happens(0.6) else 0.85
                if round(held * part):
                    self._journal.use(
                        EntryKind.EXPENDITURE,
                        course.code,
                        round(held * part),
                        on,
                        gift.draft.reference,
                        committed=committed,
                    )

    def openings(self, on: date) -> Iterator[tuple[Gift, Course, int]]:
        """Return which contributions could pay for which running activities, and the most of it."""
        for gift in self._gifts:
            if self._usable(gift, on):
                most = self._available(gift)
                for course in self.courses:
                    running = course.undertaking.start <= on < course.undertaking.end
                    fits = gift in self._fits[course.code] and _lasts(gift, course, on)
                    if running and fits and not self._stopped(course, on):
                        yield gift, course, most

    def release(self, gift: Gift, on: date) -> None:
        """Take back what activities have not used of a contribution in time."""
        for course in self.courses_of(gift):
            self._release(gift, course, on)

    def give_up(self, on: date) -> None:
        """Take the money back from activities that are cancelled."""
        for course in self.courses:
            if course.status is ActivityStatus.CANCELLED and on >= course.undertaking.start:
                for reference in course.allocations:
                    self._journal.reverse(reference, on, "The activity is cancelled")
                course.allocations.clear()
                course.got = 0

    def _release(self, gift: Gift, course: Course, on: date) -> None:
        """Free what an activity has bound and not spent, and take back what it holds."""
        reference = gift.draft.reference
        bound = self._held(gift, course, AccountKind.COMMITTED)
        if bound:
            self._journal.use(
                EntryKind.DE_COMMITMENT, course.code, bound, on, reference, note=UNUSED
            )
        held = self._held(gift, course, AccountKind.ALLOCATED)
        if held:
            self._journal.use(
                EntryKind.DE_ALLOCATION, course.code, held, on, reference, note=UNUSED
            )
            course.got -= held
            course.allocations.clear()

    def courses_of(self, gift: Gift) -> list[Course]:
        """Return the activities that have received money of a contribution."""
        number = self._journal.numbers.contributions[gift.draft.reference]
        return list(self._behind[number].values())

    def _held(self, gift: Gift, course: Course, kind: AccountKind) -> int:
        """Return what an activity holds of a contribution, in US cents."""
        return self._journal.balance(kind, gift.draft.reference, course.code)

    def _stopped(self, course: Course, on: date) -> bool:
        """Tell whether an activity neither receives nor spends any more."""
        start = course.undertaking.start
        if course.status is ActivityStatus.CANCELLED:
            return on >= add_months(start, -1)
        if course.status is ActivityStatus.SUSPENDED:
            return on > add_months(start, 5)
        return False

    def _fund_one(self, course: Course, asked: int, on: date, usable: set[Gift]) -> None:
        """Fund an activity: by a pool of free money now and then, else by name."""
        able = [
            gift
            for gift in self._fitting[course.code]
            if gift in usable and _lasts(gift, course, on) and self._available(gift) >= SMALLEST
        ]
        tied = [gift for gift in able if gift.draft.earmarking not in POOLED]
        for gift in tied[:3]:
            asked -= self._allocate(course, min(asked, self._available(gift)), on, gift)
            if asked < SMALLEST:
                return
        free = [gift for gift in able if gift.draft.earmarking in POOLED][:POOL_SIZE]
        if len(free) > 1 and self._chance.happens(0.8):
            most = sum(self._available(gift) for gift in free)
            self._allocate_pool(course, min(asked, most), on, free)
            return
        for gift in free[:2]:
            asked -= self._allocate(course, min(asked, self._available(gift)), on, gift)
            if asked < SMALLEST:
                return

    def _allocate(self, course: Course, usd: int, on: date, gift: Gift) -> int:
        """Allocate from a named contribution; return how much."""
        reference = gift.draft.reference
        self._keep(course, self._journal.allocate(course.code, usd, on, (), reference), usd)
        return usd

    def _allocate_pool(self, course: Course, usd: int, on: date, free: Sequence[Gift]) -> None:
        """Allocate by the rule from several contributions."""
        pool = tuple(gift.draft.reference for gift in free)
        self._keep(course, self._journal.allocate(course.code, usd, on, pool), usd)

    def _keep(self, course: Course, reference: str, usd: int) -> None:
        """Remember what an activity was given, and of whose money."""
        for account, *_ in self._journal.book.pending[-1].entry.lines:
            self._behind[account.contribution_id][course.code] = course
        course.got += usd
        course.need = max(course.need, course.got)
        course.fresh = True
        course.allocations.append(reference)

    def _available(self, gift: Gift) -> int:
        """Return the most that can be allocated of a contribution, in US cents."""
        return programmable_minor(
            self._journal.book, self._journal.numbers.contributions[gift.draft.reference]
        )

    def _usable(self, gift: Gift, on: date) -> bool:
        """Tell whether a contribution has money to allocate on the day."""
        first, last = gift.draft.use_from, gift.draft.use_until
        in_time = first is not None and last is not None and first <= on <= last
        return in_time and self._available(gift) >= SMALLEST

    def _gifts_for(self, course: Course) -> list[Gift]:
        """Return the contributions within whose earmark an activity lies."""
        book, numbers = self._journal.book, self._journal.numbers
        scope = book.activity(numbers.activities[course.code])
        return [
            gift
            for gift in self._gifts
            if not book.contribution(
                numbers.contributions[gift.draft.reference]
            ).earmark.objections(scope)
        ]

    def _commit(self, course: Course, on: date) -> None:
        """Bind a part of what an activity was given."""
        course.fresh = False
        free = self._journal.usable(course.code, AccountKind.ALLOCATED, on)
        amount = round(free * self._chance.uniform(0.3, 0.7))
        if amount > 0:
            done = self._journal.use(EntryKind.COMMITMENT, course.code, amount, on)
            if self._chance.happens(0.02):
                course.undoable.append(done)

    def _spend_some(self, course: Course, on: date) -> None:
        """Spend what is due by the progress of the activity."""
        journal, chance = self._journal, self._chance
        start, end = course.undertaking.start, course.undertaking.end
        part = max(0.06, min(0.98, ((on - start).days + 20) / max(30, (end - start).days)))
        spent = journal.held_by(course.code, AccountKind.SPENT)
        wanted = round((course.got * part - spent) * chance.uniform(0.6, 1.1))
        committed = chance.happens(0.6)
        held = journal.usable(course.code, _source(committed=committed), on)
        amount = min(wanted, held)
        if amount > 0:
            named = self._one_funder(course, amount, on, committed=committed)
            done = journal.use(
                EntryKind.EXPENDITURE, course.code, amount, on, named, committed=committed
            )
            if chance.happens(0.015):
                course.undoable.append(done)

    def _one_funder(self, course: Course, amount: int, on: date, *, committed: bool) -> str:
        """Name a contribution that pays alone: the only one, or now and then one of several."""
        book, numbers = self._journal.book, self._journal.numbers
        activity = numbers.activities[course.code]
        funders = book.funders_of(activity)
        if len(funders) > 1 and not self._chance.happens(0.3):
            return ""
        able = [
            n
            for n in funders
            if book.contribution(n).may_be_used(on)
            and book.balance(_source(committed=committed), n, activity) >= amount
        ]
        return book.contribution(self._chance.one_of(able)).reference if able else ""

    def _finish(self, course: Course, on: date) -> None:
        """Spend what an activity that is over still holds and may use, or give some of it back."""
        spared = self._chance.happens(SPARED)
        for committed in (True, False):
            held = self._journal.usable(course.code, _source(committed=committed), on)
            if held and not committed and spared:
                self._spare(course, held, on)
                continue
            if held:
                self._journal.use(EntryKind.EXPENDITURE, course.code, held, on, committed=committed)

    def _spare(self, course: Course, held: int, on: date) -> None:
        """Spend most of what is left, and give the rest back: the activity cost less."""
        spent = round(held * self._chance.uniform(0.4, 0.9))
        if spent:
            self._journal.use(EntryKind.EXPENDITURE, course.code, spent, on)
        left = self._journal.held_by(course.code, AccountKind.ALLOCATED)
        if left:
            self._journal.use(EntryKind.DE_ALLOCATION, course.code, left, on, note=CHEAPER)
            course.got -= left
            course.allocations.clear()

    def _unbind(self, course: Course, on: date) -> None:
        """Free a part of what an activity has bound: a contract is cut short."""
        bound = self._journal.held_by(course.code, AccountKind.COMMITTED)
        part = bound * self._chance.randint(20, 60) // 100
        if part:
            self._journal.use(EntryKind.DE_COMMITMENT, course.code, part, on, note=CUT_SHORT)

    def _undo(self, course: Course, on: date) -> None:
        """Reverse what was a mistake, unless its money has moved on."""
        for reference in course.undoable:
            try:
                self._journal.reverse(reference, on, "Posted on the wrong activity")
            except InsufficientFunds:
                continue
        course.undoable.clear()


def _lasts(gift: Gift, course: Course, on: date) -> bool:
    """Tell whether a contribution may be used for as long as an activity needs its money."""
    last = gift.draft.use_until
    needed = min(add_months(course.undertaking.end, 2), add_months(on, COVERED))
    return last is not None and last >= needed


def _meets_online(course: Course) -> bool:
    return course.undertaking.draft.venue == "Online"


def _source(*, committed: bool) -> AccountKind:
    return AccountKind.COMMITTED if committed else AccountKind.ALLOCATED
