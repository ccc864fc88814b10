"""The whole illustrative account, made without a database: catalogue and moves of money."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.assistance_requests import AssistanceRequestDraft
from tracker.assistance.programmes import ProgrammeDraft
from tracker.assistance.tools import DisseminationDraft, ToolDraft
from tracker.fund.contributions.terms import ContributionDraft
from tracker.fund.donors.registry import DonorDraft
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.rates.rate_rules import RateDraft
from tracker.reference.organisations import giver_name
from tracker.sample.asking import requests
from tracker.sample.assisting import undertakings
from tracker.sample.chance import Chance, add_months
from tracker.sample.giving import Gift, gifts
from tracker.sample.income import Income
from tracker.sample.interest import Interest
from tracker.sample.journal import Journal
from tracker.sample.leftovers import Leftovers
from tracker.sample.moves import Move
from tracker.sample.outlay import Course, Outlay
from tracker.sample.petitions import Desk, Petition
from tracker.sample.rates import Rates
from tracker.sample.story import LAST_DAY, givers, schemes
from tracker.sample.tools_told import disseminations, tool_drafts

SEED = 34
FUNDED_FROM = 22  # day of the month; what arrived by then, or two days before, can be allocated
Progress = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Account:
    """What is written: drafts by kind, the moves in their order, and the states at the end."""

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
    petitions: tuple[Petition, ...] = ()


def make_account(seed: int = SEED, progress: Progress = lambda _: None) -> Account:
    """Tell the story of a seed; `progress` hears of each month's number of moves."""
    chance = Chance(seed)
    tools = tool_drafts()
    asked, undertaken = requests(chance, undertakings(chance, tools))
    rates = Rates(chance)
    given = gifts(chance, rates, undertaken)
    journal = Journal(chance, given, undertaken)
    outlay = Outlay(chance, journal, given, undertaken)
    leftovers = Leftovers(chance, rates, journal, given)
    _live(
        chance, journal, Income(chance, rates, journal, given), outlay, leftovers, given, progress
    )
    told = tuple(journal.moves)
    closed = tuple(gift.draft.reference for gift in given if _is_over(journal, gift))
    desk = Desk(journal, outlay, leftovers, given)
    corrections, petitions = tuple(desk.correct()), tuple(desk.petitions())
    activities = tuple(_with_budget(chance, course) for course in outlay.courses)
    return Account(
        donors=donor_drafts(),
        rates=tuple(rates.drafts()),
        programmes=programme_drafts(),
        tools=tuple(tools),
        requests=tuple(asked),
        activities=activities,
        disseminations=tuple(disseminations(chance, tools, list(activities))),
        contributions=tuple(gift.draft for gift in given),
        moves=told,
        closed=closed,
        corrections=corrections,
        petitions=petitions,
    )


def donor_drafts() -> tuple[DonorDraft, ...]:
    """Return the donors of the story."""
    return tuple(
        DonorDraft(giver.code, giver.name or giver_name(giver.code), giver.type, giver.state)
        for giver in givers()
    )


def programme_drafts() -> tuple[ProgrammeDraft, ...]:
    """Return the programmes of the story."""
    return tuple(
        ProgrammeDraft(
            scheme.code,
            scheme.title,
            scheme.kind,
            scheme.place,
            scheme.description,
            scheme.starts,
        )
        for scheme in schemes().values()
    )


def _live(
    chance: Chance,
    journal: Journal,
    income: Income,
    outlay: Outlay,
    leftovers: Leftovers,
    given: list[Gift],
    progress: Progress,
) -> None:
    """Let the months pass."""
    interest = Interest(journal)
    for year, month in _months(min(gift.pledged_on for gift in given)):
        before = len(journal.moves)
        income.month(year, month)
        if month == 1 and year > given[0].pledged_on.year:
            interest.give(year - 1, leftovers.ended)
        outlay.spend(year, month)
        day = date(year, month, chance.randint(FUNDED_FROM, 28))
        outlay.give_up(day)
        leftovers.lose(year, month, day)
        _end_of_use(leftovers, outlay, given, day)
        outlay.fund(day)
        progress(len(journal.moves) - before)


def _end_of_use(leftovers: Leftovers, outlay: Outlay, given: list[Gift], day: date) -> None:
    """Use up, take back and in the end refund the contributions whose time of use runs out."""
    for gift in given:
        last = gift.draft.use_until
        if last is None or not add_months(last, -14) <= day < add_months(last, 7):
            continue
        if day <= add_months(last, -4):
            outlay.use_up(gift, day)
        elif day <= last < add_months(day, 1):
            outlay.wind_up(gift, day)
        elif last < day < add_months(last, 6):
            outlay.release(gift, day)
        elif day >= add_months(last, 6):
            leftovers.end(gift, day)


def _months(first: date) -> Iterator[tuple[int, int]]:
    """Return the months from the first day to the last of the story."""
    for month in range(first.year * 12 + first.month - 1, LAST_DAY.year * 12 + LAST_DAY.month):
        yield month // 12, month % 12 + 1


def _with_budget(chance: Chance, course: Course) -> ActivityDraft:
    """Give an activity the budget that it was planned with, rounded to thousands."""
    planned = max(course.got, course.undertaking.cost_minor // 2)
    return replace(
        course.undertaking.draft,
        budget_minor=round(planned * chance.uniform(1.0, 1.15) / 100_000_00) * 100_000_00
        or 50_000_00,
    )


def _is_over(journal: Journal, gift: Gift) -> bool:
    """Tell whether a contribution is received and used up, so that it can be closed."""
    reference, last = gift.draft.reference, gift.draft.use_until
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
