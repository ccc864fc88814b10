"""The illustrative allocations from named contributions and pools, and what takes them back."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.programmable_money import programmable_minor
from tracker.reference.codes import ActivityStatus, Earmarking
from tracker.sample.activities import PlannedActivity
from tracker.sample.chance import Chance, add_months
from tracker.sample.contributions import PlannedContribution
from tracker.sample.journal import Journal

SMALLEST = 15_000_00  # no allocation is smaller, unless it is all that is asked for
UNUSED = "Not used within the period of use"
ROUND = 100_00  # allocations that use up nothing are in whole hundreds of US dollars
AHEAD = 3  # months before its start in which an activity is first funded
COVERED = 12  # months in which what is allocated is used, unless the activity ends before
POOLED = frozenset({Earmarking.UNEARMARKED, Earmarking.SOFTLY_EARMARKED})
POOL_SIZE = 6
REFUSED = frozenset({ActivityStatus.SUSPENDED, ActivityStatus.PIPELINE, ActivityStatus.CANCELLED})


@dataclass(slots=True)
class FundedActivity:
    """An activity's plan, its need, what was allocated to it, and entries that may be reversed."""

    plan: PlannedActivity
    need: int
    got: int = 0
    fresh: bool = False
    undoable: list[str] = field(default_factory=list)
    allocations: list[str] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The activity's code."""
        return self.plan.draft.code

    @property
    def status(self) -> ActivityStatus:
        """The activity's status on the last day of the story."""
        return self.plan.draft.status

    def stopped(self, on: date) -> bool:
        """Tell whether the activity neither receives nor spends any more."""
        start = self.plan.start
        if self.status is ActivityStatus.CANCELLED:
            return on >= add_months(start, -1)
        if self.status is ActivityStatus.SUSPENDED:
            return on > add_months(start, 5)
        return False


class Allocations:
    """Posts what is allocated to activities in each month, and what is taken back."""

    def __init__(
        self,
        chance: Chance,
        journal: Journal,
        contributions: Sequence[PlannedContribution],
        planned_activities: Sequence[PlannedActivity],
    ) -> None:
        self._chance = chance
        self._journal = journal
        self._contributions = sorted(
            contributions,
            key=lambda contribution: (
                -int(contribution.draft.earmarking),
                contribution.pledged_on,
                contribution.draft.reference,
            ),
        )
        self.activities = [FundedActivity(each, each.cost_minor) for each in planned_activities]
        self._fitting = {
            activity.code: self._contributions_for(activity) for activity in self.activities
        }
        self._fits = {
            code: frozenset(contributions) for code, contributions in self._fitting.items()
        }
        self._behind: dict[int, dict[str, FundedActivity]] = defaultdict(dict)

    def fund(self, on: date) -> None:
        """Allocate to the activities in need, from the most tightly earmarked contribution on."""
        usable = {
            contribution for contribution in self._contributions if self._usable(contribution, on)
        }
        for activity in self.activities:
            start, end = activity.plan.start, activity.plan.end
            if not add_months(start, -AHEAD) <= on < end or activity.stopped(on):
                continue
            length = max(1, (end - start).days)
            part = min(1.0, ((on - start).days + 300) / length)
            asked = (round(activity.need * part) - activity.got) // ROUND * ROUND
            if asked >= min(SMALLEST, activity.need - activity.got) > 0:
                self._fund_one(activity, asked, on, usable)

    def use_up(self, contribution: PlannedContribution, on: date) -> None:
        """Find activities for what is left of a contribution whose time runs out."""
        left = self._available(contribution)
        if left < SMALLEST:
            return
        able = [
            activity
            for activity in self.activities
            if activity.plan.start <= on < add_months(activity.plan.end, -1)
            and activity.status not in REFUSED
            and contribution in self._fits[activity.code]
            and not activity.stopped(on)
        ]
        able.sort(key=lambda activity: (activity.got / activity.need, activity.code))
        for activity in able[:6]:
            part = min(left, max(SMALLEST, activity.need))
            self._allocate(activity, part, on, contribution)
            left = self._available(contribution)
            if left < SMALLEST:
                return

    def openings(self, on: date) -> Iterator[tuple[PlannedContribution, FundedActivity, int]]:
        """Return which contributions could pay for which running activities, and the most of it."""
        for contribution in self._contributions:
            if self._usable(contribution, on):
                most = self._available(contribution)
                for activity in self.activities:
                    running = activity.plan.start <= on < activity.plan.end
                    fits = contribution in self._fits[activity.code] and _lasts(
                        contribution, activity, on
                    )
                    if running and fits and not activity.stopped(on):
                        yield contribution, activity, most

    def release(self, contribution: PlannedContribution, on: date) -> None:
        """De-allocate what activities have not used of a contribution in time."""
        for activity in self.activities_of(contribution):
            self._release(contribution, activity, on)

    def reverse_cancelled(self, on: date) -> None:
        """Reverse the allocations to cancelled activities."""
        for activity in self.activities:
            if activity.status is ActivityStatus.CANCELLED and on >= activity.plan.start:
                for reference in activity.allocations:
                    self._journal.reverse(reference, on, "The activity is cancelled")
                activity.allocations.clear()
                activity.got = 0

    def _release(
        self, contribution: PlannedContribution, activity: FundedActivity, on: date
    ) -> None:
        """De-commit what an activity has not spent of a contribution, and de-allocate the rest."""
        reference = contribution.draft.reference
        committed = self.held(contribution, activity, AccountKind.COMMITTED)
        if committed:
            self._journal.use(
                EntryKind.DE_COMMITMENT, activity.code, committed, on, reference, note=UNUSED
            )
        held = self.held(contribution, activity, AccountKind.ALLOCATED)
        if held:
            self._journal.use(
                EntryKind.DE_ALLOCATION, activity.code, held, on, reference, note=UNUSED
            )
            activity.got -= held
            activity.allocations.clear()

    def activities_of(self, contribution: PlannedContribution) -> list[FundedActivity]:
        """Return the activities that have received money of a contribution."""
        number = self._journal.numbers.contributions[contribution.draft.reference]
        return list(self._behind[number].values())

    def held(
        self, contribution: PlannedContribution, activity: FundedActivity, kind: AccountKind
    ) -> int:
        """Return what an activity holds of a contribution, in US cents."""
        return self._journal.balance(kind, contribution.draft.reference, activity.code)

    def _fund_one(
        self, activity: FundedActivity, asked: int, on: date, usable: set[PlannedContribution]
    ) -> None:
        """Fund an activity: by a pool of free money now and then, else by name."""
        able = [
            contribution
            for contribution in self._fitting[activity.code]
            if contribution in usable
            and _lasts(contribution, activity, on)
            and self._available(contribution) >= SMALLEST
        ]
        earmarked = [
            contribution for contribution in able if contribution.draft.earmarking not in POOLED
        ]
        for contribution in earmarked[:3]:
            asked -= self._allocate(
                activity, min(asked, self._available(contribution)), on, contribution
            )
            if asked < SMALLEST:
                return
        free = [contribution for contribution in able if contribution.draft.earmarking in POOLED][
            :POOL_SIZE
        ]
        if len(free) > 1 and self._chance.happens(0.8):
            most = sum(self._available(contribution) for contribution in free)
            self._allocate_pool(activity, min(asked, most), on, free)
            return
        for contribution in free[:2]:
            asked -= self._allocate(
                activity, min(asked, self._available(contribution)), on, contribution
            )
            if asked < SMALLEST:
                return

    def _allocate(
        self, activity: FundedActivity, usd: int, on: date, contribution: PlannedContribution
    ) -> int:
        """Allocate from a named contribution; return how much."""
        reference = contribution.draft.reference
        self._keep(activity, self._journal.allocate(activity.code, usd, on, (), reference), usd)
        return usd

    def _allocate_pool(
        self, activity: FundedActivity, usd: int, on: date, free: Sequence[PlannedContribution]
    ) -> None:
        """Allocate by the rule from several contributions."""
        pool = tuple(contribution.draft.reference for contribution in free)
        self._keep(activity, self._journal.allocate(activity.code, usd, on, pool), usd)

    def _keep(self, activity: FundedActivity, reference: str, usd: int) -> None:
        """Remember what an activity was given, and of whose money."""
        for account, *_ in self._journal.book.pending[-1].entry.lines:
            self._behind[account.contribution_id][activity.code] = activity
        activity.got += usd
        activity.need = max(activity.need, activity.got)
        activity.fresh = True
        activity.allocations.append(reference)

    def _available(self, contribution: PlannedContribution) -> int:
        """Return the most that can be allocated of a contribution in the end, in US cents."""
        number = self._journal.numbers.contributions[contribution.draft.reference]
        return programmable_minor(self._journal.book, number, date.max)

    def _usable(self, contribution: PlannedContribution, on: date) -> bool:
        """Tell whether a contribution has money to allocate on the day."""
        first, last = contribution.draft.use_from, contribution.draft.use_until
        in_time = first is not None and last is not None and first <= on <= last
        return in_time and self._available(contribution) >= SMALLEST

    def _contributions_for(self, activity: FundedActivity) -> list[PlannedContribution]:
        """Return the contributions within whose earmark an activity lies."""
        book, numbers = self._journal.book, self._journal.numbers
        scope = book.activity(numbers.activities[activity.code])
        return [
            contribution
            for contribution in self._contributions
            if not book.contribution(
                numbers.contributions[contribution.draft.reference]
            ).earmark.objections(scope)
        ]


def _lasts(contribution: PlannedContribution, activity: FundedActivity, on: date) -> bool:
    """Tell whether a contribution may be used for as long as an activity needs its money."""
    last = contribution.draft.use_until
    needed = min(add_months(activity.plan.end, 2), add_months(on, COVERED))
    return last is not None and last >= needed
