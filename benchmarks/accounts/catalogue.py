"""The catalogue of a large account: contributions and activities by the thousand, made fast."""

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, select

from tracker.assistance.activity_drafts import ActivityDraft, ToolShare
from tracker.assistance.programmes import add_programmes
from tracker.assistance.recorded_activities import OWN_COLUMNS
from tracker.assistance.shares import Share
from tracker.assistance.states import ToolUse
from tracker.assistance.tables.activities import (
    Activity,
    ActivityBeneficiary,
    ActivityInstrument,
)
from tracker.assistance.tables.tools import ActivityTool
from tracker.assistance.tools import ToolDraft, add_tools
from tracker.fund.contributions.terms import APART, ContributionDraft, ScopeItem
from tracker.fund.donors.registry import add_donors
from tracker.fund.ledger.support_cost import DEFAULT_RATE_BP
from tracker.fund.rates.operational_rates import add_rates
from tracker.fund.states import ContributionState, ScopeKind
from tracker.fund.tables.contributions import Contribution, ContributionScope
from tracker.people.audit import Change, record
from tracker.people.subjects import Subject
from tracker.questions import QuestionCode
from tracker.reference.codes import ActivityStatus, ActivityType, Earmarking, FinancingInstrument
from tracker.reference.currencies import exponent
from tracker.reference.instruments import Instrument
from tracker.sample.account import donor_drafts, programme_drafts
from tracker.sample.chance import Chance, add_months, round_amount
from tracker.sample.loading import ACTOR
from tracker.sample.moves import Numbers
from tracker.sample.places import states_of
from tracker.sample.rates import Rates
from tracker.sample.story import (
    GivingProfile,
    assisted,
    donor_profiles,
    programme_profiles,
    subjects,
)
from tracker.sample.tools import tool_drafts

FIRST_DAY = date(2013, 1, 1)
DAYS = 4_383  # to the end of 2024
LAST_PLEDGE = 4_000  # leaves time to use the money
ENTRIES_A_CONTRIBUTION = 200
ENTRIES_AN_ACTIVITY = 50
POOLED_PART = 25  # one in so many is unearmarked and used by the rule
LIFE = 900  # days for which a contribution's money can be used; that of pools, always
USD_TYPICAL = 400_000


class AccountShape(NamedTuple):
    """How many contributions and activities an account has."""

    contributions: int
    activities: int


def usual_shape(entries: int) -> AccountShape:
    """Return the shape of an account of so many entries where none is asked for."""
    return AccountShape(
        max(10, entries // ENTRIES_A_CONTRIBUTION), max(20, entries // ENTRIES_AN_ACTIVITY)
    )


@dataclass(frozen=True, slots=True)
class Funding:
    """A contribution, the days of its pledge and receipt, and the activities within its earmark.

    Days count from FIRST_DAY, activities by their place in the catalogue.
    """

    draft: ContributionDraft
    pledged: int
    received: int
    within: tuple[int, ...]
    pooled: bool


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that is written but money; the first `pooled_activities` are funded by pools."""

    rates: Rates
    tools: tuple[ToolDraft, ...]
    activities: tuple[ActivityDraft, ...]
    fundings: tuple[Funding, ...]
    pooled_activities: int


def make_catalogue(entries: int, seed: int, shape: AccountShape | None = None) -> Catalogue:
    """Make the catalogue of an account of about so many entries."""
    chance, shape = Chance(seed), shape or usual_shape(entries)
    tools = tuple(tool_drafts())
    activities = tuple(
        _activity(chance, number, tools) for number in range(1, shape.activities + 1)
    )
    pooled = max(2, shape.activities // POOLED_PART)
    maker = _Fundings(chance, activities, pooled)
    fundings = tuple(maker.make(number) for number in range(shape.contributions))
    return Catalogue(maker.rates, tools, activities, fundings, pooled)


def write_catalogue(session: Session, catalogue: Catalogue) -> Numbers:
    """Write the catalogue past the ORM; return the numbers that the ledger needs."""
    donors = add_donors(session, donor_drafts(), ACTOR)
    add_rates(session, catalogue.rates.drafts(), ACTOR, sure={QuestionCode.INVERSE_RATE})
    programmes = add_programmes(session, programme_drafts(), ACTOR)
    tools = add_tools(session, catalogue.tools, ACTOR)
    session.flush()
    activities = _write_activities(session, catalogue.activities, programmes, tools)
    contributions = _write_contributions(session, catalogue.fundings, donors)
    size = f"{len(contributions)} contributions, {len(activities)} activities"
    record(session, ACTOR, Change("add", Subject.SAMPLE, "large account", new={"size": size}))
    return Numbers(contributions, activities)


def _activity(chance: Chance, number: int, tools: tuple[ToolDraft, ...]) -> ActivityDraft:
    """Make one activity, with up to four instruments and a few States."""
    programme = chance.one_of(tuple(programme_profiles().values()))
    subject = chance.one_of(subjects())
    states = chance.some_of(states_of(programme.code), 4)
    instruments = chance.some_of(tuple(Instrument), 4)
    start = FIRST_DAY + timedelta(days=chance.randint(0, DAYS))
    kind = chance.one_of(tuple(ActivityType))
    worked_with = chance.one_of(tools) if chance.happens(0.3) else None
    return ActivityDraft(
        code=f"A-{number:06}",
        title=f"{assisted()[states[0]].city}: assistance on {subject.text} (number {number})",
        programme=programme.code,
        type=kind,
        status=ActivityStatus.CLOSED,
        planned_start=start,
        planned_end=add_months(start, chance.randint(6, 30)),
        instruments=tuple(
            Share(code.value, part)
            for code, part in zip(instruments, chance.shares(len(instruments)), strict=True)
        ),
        beneficiaries=tuple(
            Share(state, part)
            for state, part in zip(states, chance.shares(len(states)), strict=True)
        ),
        tools=(ToolShare(worked_with.code, ToolUse.USED, 1_000),) if worked_with else (),
    )


class _Fundings:
    """Makes contributions whose earmarks leave something to fund."""

    def __init__(self, chance: Chance, activities: tuple[ActivityDraft, ...], pooled: int) -> None:
        self._chance = chance
        self.rates = Rates(chance)
        self._pools_fund = tuple(range(pooled))
        self._all = tuple(range(pooled, len(activities)))
        self._codes = [draft.code for draft in activities]
        by_instrument, by_programme = defaultdict(list), defaultdict(list)
        for place in self._all:
            by_programme[activities[place].programme].append(place)
            for share in activities[place].instruments:
                by_instrument[share.code].append(place)
        # Contributions of one earmark hold one tuple: a copy each would take memory by the square.
        self._by_instrument = {code: tuple(places) for code, places in by_instrument.items()}
        self._by_programme = {code: tuple(places) for code, places in by_programme.items()}

    def make(self, number: int) -> Funding:
        """Make one contribution; one in POOLED_PART is part of the pools."""
        chance = self._chance
        donor = chance.one_of(donor_profiles(), [donor.often for donor in donor_profiles()])
        pooled = number % POOLED_PART == 0 or number < 3  # noqa: PLR2004 - a pool has several
        pledged = 0 if pooled else chance.randint(0, LAST_PLEDGE)
        earmarking, scope, within = self._tie(pooled=pooled)
        life = DAYS if pooled else LIFE
        draft = self._draft(number, donor, pledged, life, earmarking, scope)
        return Funding(draft, pledged, pledged + chance.randint(5, 60), within, pooled)

    def _tie(self, *, pooled: bool) -> tuple[Earmarking, tuple[ScopeItem, ...], tuple[int, ...]]:
        """Choose a category and the activities within it."""
        chance = self._chance
        if pooled:
            return Earmarking.UNEARMARKED, (), self._pools_fund
        category = chance.one_of(tuple(Earmarking), (2, 3, 3, 2))
        kind = ScopeKind.ACTIVITY
        if category is Earmarking.UNEARMARKED:
            return category, (), self._all
        if category is Earmarking.SOFTLY_EARMARKED:
            kind, groups = ScopeKind.INSTRUMENT, self._by_instrument
        elif category is Earmarking.EARMARKED:
            kind, groups = ScopeKind.PROGRAMME, self._by_programme
        else:
            chosen = chance.some_of(self._all, 12)
            return category, tuple((kind, self._codes[place]) for place in chosen), tuple(chosen)
        code = chance.one_of(tuple(groups))
        return category, ((kind, code),), groups[code]

    def _draft(
        self,
        number: int,
        donor: GivingProfile,
        pledged: int,
        life: int,
        earmarking: Earmarking,
        scope: tuple[ScopeItem, ...],
    ) -> ContributionDraft:
        """Spell the contribution out."""
        day = FIRST_DAY + timedelta(days=pledged)
        usd = self._chance.size(USD_TYPICAL * donor.weight**0.5, 0.8) + 50_000
        units = round_amount(self.rates.units_for(usd, donor.currency, day))
        local = donor.support_rate_bp != DEFAULT_RATE_BP
        return ContributionDraft(
            reference=f"C-{number + 1:06}",
            donor=donor.code,
            financing_instrument=FinancingInstrument.PROJECT
            if scope
            else FinancingInstrument.UNTIED,
            earmarking=earmarking,
            currency=donor.currency,
            amount_minor=units * 10 ** exponent(donor.currency),
            title=f"Contribution number {number + 1}",
            scope=scope,
            support_rate_bp=donor.support_rate_bp,
            support_rate_reason=donor.support_rate_reason if local else "",
            pledged_on=day,
            agreed_on=day,
            use_from=day,
            use_until=day + timedelta(days=life),
        )


def _write_activities(
    session: Session,
    drafts: tuple[ActivityDraft, ...],
    programmes: dict[str, int],
    tools: dict[str, int],
) -> dict[str, int]:
    """Write activities with their shares; return their numbers by code."""
    _insert(
        session,
        Activity,
        [
            {name: getattr(draft, name) for name in OWN_COLUMNS}
            | {"programme_id": programmes[draft.programme]}
            for draft in drafts
        ],
    )
    numbers = {
        code: number or 0 for code, number in session.exec(select(Activity.code, Activity.id))
    }
    _insert(
        session,
        ActivityInstrument,
        [
            {
                "activity_id": numbers[draft.code],
                "instrument": Instrument(share.code),
                "share_bp": share.share_bp,
            }
            for draft in drafts
            for share in draft.instruments
        ],
    )
    _insert(
        session,
        ActivityBeneficiary,
        [
            {"activity_id": numbers[draft.code], "place": share.code, "share_bp": share.share_bp}
            for draft in drafts
            for share in draft.beneficiaries
        ],
    )
    _insert(
        session,
        ActivityTool,
        [
            {
                "activity_id": numbers[draft.code],
                "tool_id": tools[share.tool],
                "use": share.use,
                "share_bp": share.share_bp,
            }
            for draft in drafts
            for share in draft.tools
        ],
    )
    return numbers


def _write_contributions(
    session: Session, fundings: tuple[Funding, ...], donors: dict[str, int]
) -> dict[str, int]:
    """Write contributions with their scopes, all received; return their numbers by reference."""
    rows = []
    for funding in fundings:
        values = {name: held for name, held in asdict(funding.draft).items() if name not in APART}
        donor = donors[funding.draft.donor]
        rows.append(values | {"donor_id": donor, "state": ContributionState.RECEIVED})
    _insert(session, Contribution, rows)
    numbers = {
        reference: number or 0
        for reference, number in session.exec(select(Contribution.reference, Contribution.id))
    }
    _insert(
        session,
        ContributionScope,
        [
            {"contribution_id": numbers[funding.draft.reference], "kind": kind, "code": code}
            for funding in fundings
            for kind, code in funding.draft.scope
        ],
    )
    return numbers


def _insert(session: Session, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    """Write rows in one go."""
    if rows:
        session.connection().execute(insert(table), rows)
