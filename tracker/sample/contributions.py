"""The illustrative contributions: donor, amount, earmark, instalments and how the pledge ends."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from tracker.fund.contributions.part_drafts import InstalmentDraft
from tracker.fund.contributions.terms import ContributionDraft
from tracker.fund.ledger.support_cost import DEFAULT_RATE_BP
from tracker.fund.states import ContributionKind, ContributionSource, SupportBasis
from tracker.money import USD, largest_remainder
from tracker.reference.codes import ContributorType, Earmarking, FinancingInstrument
from tracker.reference.currencies import exponent
from tracker.sample.activities import PlannedActivity
from tracker.sample.chance import Chance, add_months, round_amount
from tracker.sample.contribution_terms import with_terms
from tracker.sample.earmarking import ChosenEarmark, choose_earmark
from tracker.sample.rates import Rates
from tracker.sample.story import LAST_DAY, GivingProfile, Year, donor_profiles, years

IN_KIND_EVERY = 27  # one contribution in so many is in kind
UNEARMARKED_IN_KIND = 5  # of these, one in so many is unearmarked
CONFISCATED_EVERY = 19  # one in so many comes from confiscated proceeds
IN_KIND_RATE = "A contribution in kind bears no support cost."
SLOW_YEAR = 2020
USED_FOR = 20  # months after its last receipt for which a contribution may be used, at least
MILLION = 1_000_000


class PledgeOutcome(StrEnum):
    """The end of a pledge."""

    KEPT = "kept"  # paid as pledged, some of it late
    RAISED = "raised"  # raised before it is paid
    LOWERED = "lowered"  # lowered before the last part is paid
    OPEN = "open"  # the last part, or all of it, is not paid
    CANCELLED = "cancelled"  # withdrawn before anything is paid
    UNDER_DISCUSSION = "under_discussion"  # not agreed yet


UNAGREED = frozenset({PledgeOutcome.CANCELLED, PledgeOutcome.UNDER_DISCUSSION})


@dataclass(frozen=True, slots=True)
class PlannedInstalment:
    """A part of a contribution in its minor units, when it is due and when it arrives, if so."""

    minor: int
    due_on: date
    paid_on: date | None


@dataclass(frozen=True, slots=True, eq=False)
class PlannedContribution:
    """A contribution and what happens to it before its money can be allocated."""

    draft: ContributionDraft
    pledged_on: date
    instalments: tuple[PlannedInstalment, ...]
    outcome: PledgeOutcome


def planned_contributions(
    chance: Chance, rates: Rates, planned_activities: Sequence[PlannedActivity]
) -> list[PlannedContribution]:
    """Return the contributions of all years in the order of their pledges."""
    maker = _Maker(chance, rates, planned_activities)
    return [contribution for year in years() for contribution in maker.of_year(year)]


class _Maker:
    """Makes the contributions, numbering those of each donor."""

    def __init__(
        self, chance: Chance, rates: Rates, planned_activities: Sequence[PlannedActivity]
    ) -> None:
        self._chance = chance
        self._rates = rates
        self._undertakings = planned_activities
        self._counts: Counter[str] = Counter()
        self._count = 0

    def of_year(self, year: Year) -> list[PlannedContribution]:
        """Make a year's contributions; together they are worth about what the story says."""
        chance = self._chance
        chosen = self._donors(year)
        first = date(year.year, 5 if year is years()[0] else 1, 10)
        last = min(date(year.year, 12, 22), LAST_DAY - timedelta(days=30))
        days = sorted(chance.day(first, last) for _ in chosen)
        sizes = [chance.size(donor.weight, 0.5) for donor in chosen]
        whole = sum(sizes)
        return [
            self._contribution(donor, day, year.usd_millions * MILLION * size / whole)
            for donor, day, size in zip(chosen, days, sizes, strict=True)
        ]

    def _donors(self, year: Year) -> list[GivingProfile]:
        """Choose the donors of a year: first those without a contribution whose time runs out."""
        chance = self._chance
        able = [donor for donor in donor_profiles() if donor.first <= year.year <= donor.last]
        new = [donor for donor in able if not self._counts[donor.code]]
        due = [donor for donor in new if donor.first + 2 <= year.year or chance.happens(0.3)]
        chosen = due[: year.contributions // 2]
        rest = year.contributions - len(chosen)
        chosen += chance.choices(able, [donor.often for donor in able], k=rest)
        chance.shuffle(chosen)
        self._counts.update(donor.code for donor in chosen)
        return chosen

    def _contribution(self, donor: GivingProfile, day: date, usd: float) -> PlannedContribution:
        """Make one contribution of about so many US dollars."""
        self._count += 1
        chance = self._chance
        in_kind = self._count % IN_KIND_EVERY == 0
        usd = min(usd, chance.size(450_000, 0.3)) if in_kind else usd
        category = chance.one_of(tuple(Earmarking), donor.earmarking)
        if in_kind and self._count // IN_KIND_EVERY % UNEARMARKED_IN_KIND == 0:
            category = Earmarking.UNEARMARKED
        earmark = choose_earmark(chance, donor, category, day, usd, self._undertakings)
        currency = USD if in_kind else donor.currency
        units = round_amount(self._rates.units_for(usd, currency, day))
        amount = units * 10 ** exponent(currency)
        outcome = self._outcome(day, in_kind=in_kind)
        agreed = None if outcome in UNAGREED else day + timedelta(days=chance.randint(0, 40))
        parts = self._instalments(agreed or day, amount, usd, outcome, in_kind=in_kind)
        draft = self._draft(donor, earmark, day, amount, currency, agreed, in_kind=in_kind)
        last = self._last_use(agreed, parts) if agreed else None
        due = [InstalmentDraft(part.due_on, part.minor) for part in parts]
        draft = with_terms(replace(draft, use_until=last), due, self._count)
        return PlannedContribution(draft, day, parts, outcome)

    def _last_use(self, agreed: date, parts: Sequence[PlannedInstalment]) -> date:
        """Say until when the money may be used: long enough for what arrives last."""
        usual = self._chance.one_of((24, 36, 48)) + 12 * (len(parts) - 1)
        needed = [add_months(part.paid_on, USED_FOR) for part in parts if part.paid_on]
        return max(add_months(agreed, usual), *needed, agreed)

    def _outcome(self, day: date, *, in_kind: bool) -> PledgeOutcome:
        """Say what becomes of the pledge; recent ones are often open."""
        if in_kind:
            return PledgeOutcome.KEPT
        chance = self._chance
        weights = [78, 4, 5, 3, 3, 0]
        if day > add_months(LAST_DAY, -18):
            weights = [45, 2, 3, 45, 0, 0]
        if day > add_months(LAST_DAY, -5):
            weights = [40, 0, 0, 20, 0, 40]
        return chance.one_of(tuple(PledgeOutcome), weights)

    def _instalments(
        self, agreed: date, amount: int, usd: float, outcome: PledgeOutcome, *, in_kind: bool
    ) -> tuple[PlannedInstalment, ...]:
        """Split the amount into its parts and say when each arrives."""
        if outcome in UNAGREED:
            return ()
        chance = self._chance
        count = 1
        if usd > MILLION and not in_kind:
            count = chance.one_of((1, 2, 3, 4), (3, 4, 3, 1))
        elif chance.happens(0.18):
            count = 2
        parts = largest_remainder(amount, [3] + [2] * (count - 1))
        instalments = []
        for number, minor in enumerate(parts):
            due = max(agreed, add_months(agreed, 12 * number))
            late = chance.happens(0.12)
            lag = chance.randint(110, 320) if late else chance.randint(8, 75)
            paid: date | None = due + timedelta(days=lag)
            if due.year == SLOW_YEAR:
                paid = due + timedelta(days=lag + chance.randint(30, 200))
            unpaid = outcome is PledgeOutcome.OPEN and number == len(parts) - 1
            if unpaid or (paid is not None and paid > LAST_DAY - timedelta(days=5)):
                paid = None
            instalments.append(PlannedInstalment(minor, due, paid))
        return tuple(instalments)

    def _draft(
        self,
        donor: GivingProfile,
        earmark: ChosenEarmark,
        day: date,
        amount: int,
        currency: str,
        agreed: date | None,
        *,
        in_kind: bool,
    ) -> ContributionDraft:
        """Spell the contribution out."""
        number = f"{self._count:03}"
        chance = self._chance
        confiscated = (
            not in_kind
            and donor.type is ContributorType.GOVERNMENT
            and self._count % CONFISCATED_EVERY in {0, 7}
        )
        rate = 0 if in_kind else donor.support_rate_bp
        if earmark.local and not in_kind:
            instrument = FinancingInstrument.LOCAL_RESOURCES
        else:
            instrument = _financing_instrument(donor, earmark.category, in_kind=in_kind)
            rate = DEFAULT_RATE_BP if donor.programme and not in_kind else rate
        reason = IN_KIND_RATE if in_kind else donor.support_rate_reason
        basis = SupportBasis.EXPENDITURE if in_kind or earmark.local else donor.support_basis
        usual = rate == DEFAULT_RATE_BP and basis is SupportBasis.EXPENDITURE
        return ContributionDraft(
            reference=f"{donor.code}-{day.year}-{number}",
            donor=donor.code,
            financing_instrument=instrument,
            earmarking=earmark.category,
            currency=currency,
            amount_minor=amount,
            title=earmark.title,
            donor_reference=f"{donor.code}/{day.year}/{chance.randint(100, 9999)}",
            agreement_number=f"AGR-{day.year}-{number}" if agreed else "",
            kind=ContributionKind.IN_KIND if in_kind else ContributionKind.CASH,
            source=ContributionSource.CONFISCATED if confiscated else ContributionSource.BUDGET,
            scope=earmark.scope,
            support_rate_bp=rate,
            support_rate_reason="" if usual else reason,
            support_basis=basis,
            pledged_on=day,
            agreed_on=agreed,
            use_from=agreed,
        )


def _financing_instrument(
    donor: GivingProfile, category: Earmarking, *, in_kind: bool
) -> FinancingInstrument:
    """Say by which instrument of the data standard the money comes in."""
    untied = category is Earmarking.UNEARMARKED
    if in_kind:
        return (
            FinancingInstrument.UNTIED_IN_KIND if untied else FinancingInstrument.EARMARKED_IN_KIND
        )
    if donor.type is ContributorType.UN_POOLED_FUND:
        return FinancingInstrument.POOLED_FUND
    if untied:
        return FinancingInstrument.UNTIED
    if category is Earmarking.SOFTLY_EARMARKED:
        return FinancingInstrument.THEMATIC_FUND
    return FinancingInstrument.PROJECT
