"""Earmarks of the illustrative contributions, chosen so that activities will use the money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.fund.contributions.terms import ScopeItem
from tracker.fund.ledger.earmarks import ActivityScope
from tracker.fund.states import ScopeKind
from tracker.reference.codes import ActivityStatus, Earmarking
from tracker.reference.instruments import Instrument
from tracker.reference.regions import line_of
from tracker.sample.activities import PlannedActivity
from tracker.sample.chance import Chance, add_months
from tracker.sample.places import in_a_sentence
from tracker.sample.story import GivingProfile, assisted, programme_profiles

NEVER_DONE = frozenset({ActivityStatus.CANCELLED, ActivityStatus.SUSPENDED})
INSTRUMENT_NAMES = {
    Instrument.UNTOC: "the Organized Crime Convention",
    Instrument.TIP: "the Trafficking in Persons Protocol",
    Instrument.SOM: "the Smuggling of Migrants Protocol",
    Instrument.FIREARMS: "the Firearms Protocol",
}


@dataclass(frozen=True, slots=True)
class ChosenEarmark:
    """An earmarking category with its scope, the title that says so, and whether it is local."""

    category: Earmarking
    scope: tuple[ScopeItem, ...]
    title: str
    local: bool = False


def choose_earmark(
    chance: Chance,
    donor: GivingProfile,
    category: Earmarking,
    day: date,
    usd: float,
    planned_activities: Sequence[PlannedActivity],
) -> ChosenEarmark:
    """Choose a scope of the category that the donor prefers and that activities will serve."""
    first, last = add_months(day, -2), add_months(day, 16)
    coming = [
        each
        for each in planned_activities
        if first <= each.start <= last
        and each.draft.status not in NEVER_DONE
        and each.draft.beneficiaries
    ]
    if category is Earmarking.UNEARMARKED or not coming:
        return ChosenEarmark(Earmarking.UNEARMARKED, (), "Contribution to the account, unearmarked")
    preferred = [each for each in coming if _prefers(donor, each.draft)] or coming
    if category is Earmarking.SOFTLY_EARMARKED:
        return _softly(chance, donor, preferred)
    if category is Earmarking.EARMARKED:
        return _for_programme(chance, donor, preferred)
    return _tightly(chance, preferred, usd)


def scope_of(draft: ActivityDraft) -> ActivityScope:
    """Return what an activity is about, as an earmark sees it."""
    places = [share.code for share in draft.beneficiaries]
    return ActivityScope(
        draft.code,
        {
            ScopeKind.ACTIVITY: frozenset({draft.code}),
            ScopeKind.PROGRAMME: frozenset({draft.programme}),
            ScopeKind.INSTRUMENT: frozenset(share.code for share in draft.instruments),
            ScopeKind.COUNTRY: frozenset(place for place in places if place.isalpha()),
            ScopeKind.REGION: frozenset(region for place in places for region in line_of(place)),
            ScopeKind.TOOL: frozenset(share.tool for share in draft.tools),
        },
    )


def _prefers(donor: GivingProfile, draft: ActivityDraft) -> bool:
    """Tell whether an activity lies within the donor's preferred instruments and regions."""
    codes = scope_of(draft).codes
    return bool(set(donor.preferences) & (codes[ScopeKind.INSTRUMENT] | codes[ScopeKind.REGION]))


def _softly(
    chance: Chance, donor: GivingProfile, preferred: Sequence[PlannedActivity]
) -> ChosenEarmark:
    """Earmark softly: for an instrument or a region that the donor prefers."""
    choice = chance.one_of(donor.preferences) if donor.preferences else "UNTOC"
    if choice in set(Instrument):
        instrument = Instrument(choice)
        scope = ((ScopeKind.INSTRUMENT, choice),)
        return ChosenEarmark(
            Earmarking.SOFTLY_EARMARKED,
            scope,
            f"Support to the implementation of {INSTRUMENT_NAMES[instrument]}",
        )
    served = any(choice in scope_of(each.draft).codes[ScopeKind.REGION] for each in preferred)
    region = choice if served else line_of(choice)[1]
    title = f"Support to assistance in {in_a_sentence(region)}"
    return ChosenEarmark(Earmarking.SOFTLY_EARMARKED, ((ScopeKind.REGION, region),), title)


def _for_programme(
    chance: Chance, donor: GivingProfile, preferred: Sequence[PlannedActivity]
) -> ChosenEarmark:
    """Earmark for a programme, or for a few countries."""
    if donor.programme:
        programme = programme_profiles()[donor.programme]
        scope = ((ScopeKind.PROGRAMME, programme.code),)
        return ChosenEarmark(Earmarking.EARMARKED, scope, programme.title, local=True)
    chosen = chance.one_of(preferred).draft
    countries = [share.code for share in chosen.beneficiaries if share.code in assisted()]
    if countries and chance.happens(0.3):
        names = ", ".join(in_a_sentence(code) for code in countries[:3])
        return ChosenEarmark(
            Earmarking.EARMARKED,
            tuple((ScopeKind.COUNTRY, code) for code in countries),
            f"Assistance to {names}{' and others' if len(countries) > 3 else ''}",  # noqa: PLR2004 - as many as are named
        )
    programme = programme_profiles()[chosen.programme]
    return ChosenEarmark(
        Earmarking.EARMARKED, ((ScopeKind.PROGRAMME, programme.code),), programme.title
    )


def _tightly(chance: Chance, preferred: Sequence[PlannedActivity], usd: float) -> ChosenEarmark:
    """Earmark tightly: for one activity or, when it costs less, several; at times for a tool."""
    with_tools = [each for each in preferred if each.draft.tools]
    if with_tools and chance.happens(0.15):
        draft = chance.one_of(with_tools).draft
        scope = ((ScopeKind.TOOL, draft.tools[0].tool),)
        return ChosenEarmark(
            Earmarking.TIGHTLY_EARMARKED, scope, f"For a tool: {draft.title}"[:200]
        )
    order = chance.sample(list(preferred), len(preferred))
    chosen: list[ActivityDraft] = []
    covered = 0
    for each in order:
        chosen.append(each.draft)
        covered += each.cost_minor
        if covered > usd * 80:
            break
    return ChosenEarmark(
        Earmarking.TIGHTLY_EARMARKED,
        tuple((ScopeKind.ACTIVITY, draft.code) for draft in chosen),
        chosen[0].title if len(chosen) == 1 else f"{chosen[0].title} and {len(chosen) - 1} more",
    )
