"""To what the illustrative contributions are tied, so that there is something to spend on."""

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
from tracker.sample.assisting import Undertaking
from tracker.sample.chance import Chance, add_months
from tracker.sample.places import in_a_sentence
from tracker.sample.story import Giver, assisted, schemes

NEVER_DONE = frozenset({ActivityStatus.CANCELLED, ActivityStatus.SUSPENDED})
INSTRUMENT_NAMES = {
    Instrument.UNTOC: "the Organized Crime Convention",
    Instrument.TIP: "the Trafficking in Persons Protocol",
    Instrument.SOM: "the Smuggling of Migrants Protocol",
    Instrument.FIREARMS: "the Firearms Protocol",
}


@dataclass(frozen=True, slots=True)
class Tie:
    """An earmarking category with its scope, the title that says so, and whether it is local."""

    category: Earmarking
    scope: tuple[ScopeItem, ...]
    title: str
    local: bool = False


def tie(
    chance: Chance,
    giver: Giver,
    category: Earmarking,
    day: date,
    usd: float,
    undertakings: Sequence[Undertaking],
) -> Tie:
    """Choose a scope of the category that the giver likes and that activities will serve."""
    first, last = add_months(day, -2), add_months(day, 16)
    coming = [
        each
        for each in undertakings
        if first <= each.start <= last
        and each.draft.status not in NEVER_DONE
        and each.draft.beneficiaries
    ]
    if category is Earmarking.UNEARMARKED or not coming:
        return Tie(Earmarking.UNEARMARKED, (), "Contribution to the account, unearmarked")
    liked = [each for each in coming if _likes(giver, each.draft)] or coming
    if category is Earmarking.SOFTLY_EARMARKED:
        return _soft(chance, giver, liked)
    if category is Earmarking.EARMARKED:
        return _programme(chance, giver, liked)
    return _tight(chance, liked, usd)


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


def _likes(giver: Giver, draft: ActivityDraft) -> bool:
    """Tell whether an activity touches what the giver cares about."""
    codes = scope_of(draft).codes
    return bool(set(giver.likes) & (codes[ScopeKind.INSTRUMENT] | codes[ScopeKind.REGION]))


def _soft(chance: Chance, giver: Giver, liked: Sequence[Undertaking]) -> Tie:
    """Tie to an instrument or a region that the giver likes."""
    choice = chance.one_of(giver.likes) if giver.likes else "UNTOC"
    if choice in set(Instrument):
        instrument = Instrument(choice)
        scope = ((ScopeKind.INSTRUMENT, choice),)
        return Tie(
            Earmarking.SOFTLY_EARMARKED,
            scope,
            f"Support to the implementation of {INSTRUMENT_NAMES[instrument]}",
        )
    served = any(choice in scope_of(each.draft).codes[ScopeKind.REGION] for each in liked)
    region = choice if served else line_of(choice)[1]
    title = f"Support to assistance in {in_a_sentence(region)}"
    return Tie(Earmarking.SOFTLY_EARMARKED, ((ScopeKind.REGION, region),), title)


def _programme(chance: Chance, giver: Giver, liked: Sequence[Undertaking]) -> Tie:
    """Tie to a programme, or to a few countries."""
    if giver.programme:
        scheme = schemes()[giver.programme]
        scope = ((ScopeKind.PROGRAMME, scheme.code),)
        return Tie(Earmarking.EARMARKED, scope, scheme.title, local=True)
    chosen = chance.one_of(liked).draft
    countries = [share.code for share in chosen.beneficiaries if share.code in assisted()]
    if countries and chance.happens(0.3):
        names = ", ".join(in_a_sentence(code) for code in countries[:3])
        return Tie(
            Earmarking.EARMARKED,
            tuple((ScopeKind.COUNTRY, code) for code in countries),
            f"Assistance to {names}{' and others' if len(countries) > 3 else ''}",  # noqa: PLR2004 - as many as are named
        )
    scheme = schemes()[chosen.programme]
    return Tie(Earmarking.EARMARKED, ((ScopeKind.PROGRAMME, scheme.code),), scheme.title)


def _tight(chance: Chance, liked: Sequence[Undertaking], usd: float) -> Tie:
    """Tie to one activity or, when that costs less, to several; now and then to a tool."""
    with_tools = [each for each in liked if each.draft.tools]
    if with_tools and chance.happens(0.15):
        draft = chance.one_of(with_tools).draft
        scope = ((ScopeKind.TOOL, draft.tools[0].tool),)
        return Tie(Earmarking.TIGHTLY_EARMARKED, scope, f"For a tool: {draft.title}"[:200])
    order = chance.sample(list(liked), len(liked))
    chosen: list[ActivityDraft] = []
    covered = 0
    for each in order:
        chosen.append(each.draft)
        covered += each.cost_minor
        if covered > usd * 80:
            break
    return Tie(
        Earmarking.TIGHTLY_EARMARKED,
        tuple((ScopeKind.ACTIVITY, draft.code) for draft in chosen),
        chosen[0].title if len(chosen) == 1 else f"{chosen[0].title} and {len(chosen) - 1} more",
    )
