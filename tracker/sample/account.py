"""The whole illustrative account, made without a database: catalogue and moves of money."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.assistance_requests import AssistanceRequestDraft
from tracker.assistance.disseminations import DisseminationDraft
from tracker.assistance.programmes import ProgrammeDraft
from tracker.assistance.tools import ToolDraft
from tracker.fund.contributions.terms import ContributionDraft
from tracker.fund.donors.registry import DonorDraft
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.rates.rate_rules import RateDraft
from tracker.reference.organisations import giver_name
from tracker.sample.activities import planned_activities
from tracker.sample.allocations import Allocations, FundedActivity
from tracker.sample.approval_requests import FinalRequests, SubmittedRequest
from tracker.sample.assistance_requests import requests, with_reviews_and_costs
from tracker.sample.chance import Chance, add_months
from tracker.sample.contributions import PlannedContribution, planned_contributions
from tracker.sample.dated_outcomes import with_days
from tracker.sample.expenditures import Expenditures
from tracker.sample.interest import Interest
from tracker.sample.journal import Journal
from tracker.sample.moves import Move
from tracker.sample.publication import with_themes_and_publication
from tracker.sample.rates import Rates
from tracker.sample.receipts import Receipts
from tracker.sample.refunds import Refunds
from tracker.sample.story import LAST_DAY, donor_profiles, programme_profiles
from tracker.sample.tools import disseminations, tool_drafts

SEED = 34
FUNDED_FROM = 22  # day of the month; what arrived by then, or two days before, can be allocated
Progress = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Account:
    """The whole account: drafts by kind, the moves in their order, and the states at the end."""

    donors: tuple[DonorDraft, ...]
    rates: tuple[RateDraft, ...]
    programmes: tuple[ProgrammeDraft, ...]
    tools: tuple[ToolDraft, ...]
    requests: tuple[AssistanceRequestDraft, ...]
    activities: tuple[ActivityDraft, ...]
    disseminations: tuple[DisseminationDraft, ...]
    contributions: tuple[ContributionDraft, ...]
    moves: tuple[Move, ...]
    closed: tuple[str, ...]
    corrections: tuple[Move, ...] = ()
    approval_requests: tuple[SubmittedRequest, ...] = ()


def make_account(seed: int = SEED, progress: Progress = lambda _: None) -> Account:
    """Make the account of a seed; `progress` hears of each month's number of moves."""
    chance = Chance(seed)
    tools = tool_drafts()
    requested, planned = requests(chance, planned_activities(chance, tools))
    rates = Rates(chance)
    contributions = planned_contributions(chance, rates, planned)
    journal = Journal(chance, contributions, planned, rates)
    allocations = Allocations(chance, journal, contributions, planned)
    refunds = Refunds(chance, rates, journal, contributions)
    fund = _Fund(
        Receipts(chance, rates, journal, contributions),
        Interest(journal),
        allocations,
        Expenditures(chance, journal, allocations),
        refunds,
    )
    _post_months(chance, journal, fund, contributions, progress)
    moves = tuple(journal.moves)
    closed = tuple(
        contribution.draft.reference
        for contribution in contributions
        if _is_over(journal, contribution)
    )
    final = FinalRequests(journal, allocations, refunds, contributions)
    corrections, approval_requests = tuple(final.correct()), tuple(final.approval_requests())
    budgeted = tuple(_with_budget(chance, activity) for activity in allocations.activities)
    activities = with_days(seed, budgeted)
    told = Chance(f"told of {seed}")
    return Account(
        donors=donor_drafts(),
        rates=tuple(rates.drafts()),
        programmes=programme_drafts(),
        tools=tuple(tools),
        requests=with_reviews_and_costs(told, requested),
        activities=with_themes_and_publication(told, activities),
        disseminations=tuple(disseminations(chance, tools, list(activities))),
        contributions=tuple(contribution.draft for contribution in contributions),
        moves=moves,
        closed=closed,
        corrections=corrections,
        approval_requests=approval_requests,
    )


def donor_drafts() -> tuple[DonorDraft, ...]:
    """Return the donors of the story."""
    return tuple(
        DonorDraft(donor.code, donor.name or giver_name(donor.code), donor.type, donor.state)
        for donor in donor_profiles()
    )


def programme_drafts() -> tuple[ProgrammeDraft, ...]:
    """Return the programmes of the story."""
    return tuple(
        ProgrammeDraft(
            programme.code,
            programme.title,
            programme.kind,
            programme.place,
            programme.description,
            programme.starts,
        )
        for programme in programme_profiles().values()
    )


class _Fund(NamedTuple):
    """Those who post the entries of each kind."""

    receipts: Receipts
    interest: Interest
    allocations: Allocations
    expenditures: Expenditures
    refunds: Refunds


def _post_months(
    chance: Chance,
    journal: Journal,
    fund: _Fund,
    contributions: list[PlannedContribution],
    progress: Progress,
) -> None:
    """Post what each month brings, in its order."""
    for year, month in _months(min(contribution.pledged_on for contribution in contributions)):
        before = len(journal.moves)
        fund.receipts.month(year, month)
        if month == 1 and year > contributions[0].pledged_on.year:
            fund.interest.give(year - 1, fund.refunds.ended)
        fund.expenditures.spend(year, month)
        day = date(year, month, chance.randint(FUNDED_FROM, 28))
        fund.allocations.reverse_cancelled(day)
        fund.refunds.lose(year, month, day)
        _end_use(fund, contributions, day)
        fund.allocations.fund(day)
        progress(len(journal.moves) - before)


def _end_use(fund: _Fund, contributions: list[PlannedContribution], day: date) -> None:
    """Use up, take back and in the end refund the contributions whose time of use runs out."""
    for contribution in contributions:
        last = contribution.draft.use_until
        if last is None or not add_months(last, -14) <= day < add_months(last, 7):
            continue
        if day <= add_months(last, -4):
            fund.allocations.use_up(contribution, day)
        elif day <= last < add_months(day, 1):
            fund.expenditures.wind_up(contribution, day)
        elif last < day < add_months(last, 6):
            fund.allocations.release(contribution, day)
        elif day >= add_months(last, 6):
            fund.refunds.end(contribution, day)


def _months(first: date) -> Iterator[tuple[int, int]]:
    """Return the months from the first day to the last of the story."""
    for month in range(first.year * 12 + first.month - 1, LAST_DAY.year * 12 + LAST_DAY.month):
        yield month // 12, month % 12 + 1


def _with_budget(chance: Chance, activity: FundedActivity) -> ActivityDraft:
    """Give an activity the budget that it was planned with, rounded to thousands."""
    planned_minor = max(activity.got, activity.plan.cost_minor // 2)
    return replace(
        activity.plan.draft,
        budget_minor=round(planned_minor * chance.uniform(1.0, 1.15) / 100_000_00) * 100_000_00
        or 50_000_00,
    )


def _is_over(journal: Journal, contribution: PlannedContribution) -> bool:
    """Tell whether a contribution is received and used up, so that it can be closed."""
    reference, last = contribution.draft.reference, contribution.draft.use_until
    if last is None or last > add_months(LAST_DAY, -6):
        return False
    number = journal.numbers.contributions[reference]
    inside = (
        AccountKind.UNALLOCATED,
        AccountKind.ALLOCATED,
        AccountKind.COMMITTED,
        AccountKind.SUPPORT_RESERVED,
    )
    held = sum(
        account.minor
        for key, account in journal.book.accounts.items()
        if key.contribution_id == number and key.kind in inside
    )
    received = journal.balance(AccountKind.DONOR, reference)
    return held == 0 and received < 0
