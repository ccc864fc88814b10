"""What funded activities and their contributions may change: earmark, eligibility, period of use.

The rules of allocations hold afterwards too. A change is refused for what it takes out of an
earmark, out of eligibility or out of a period of use, and not for what lay outside before.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.activity_scopes import scopes_of_activities
from tracker.assistance.tables.activities import Activity
from tracker.errors import Fault
from tracker.fund.contributions.pooled_programmes import PooledProgrammes, pooled_programmes
from tracker.fund.ledger.book_loader import not_assisted
from tracker.fund.ledger.earmarks import ActivityScope, Earmark
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine
from tracker.fund.states import ScopeKind
from tracker.fund.tables.contributions import Contribution, ContributionScope
from tracker.reference.codes import Earmarking
from tracker.reference.regions import line_of
from tracker.words import say, spell

FIELDS = {
    ScopeKind.PROGRAMME: "programme",
    ScopeKind.INSTRUMENT: "instruments",
    ScopeKind.COUNTRY: "beneficiaries",
    ScopeKind.REGION: "beneficiaries",
    ScopeKind.TOOL: "tools",
    ScopeKind.ACTIVITY: "code",
}
"""The field of an activity in which its codes of a kind of scope stand."""
USING = (EntryKind.ALLOCATION, EntryKind.COMMITMENT, EntryKind.EXPENDITURE)
POOLED = (Earmarking.UNEARMARKED, Earmarking.SOFTLY_EARMARKED)
MOST_NAMED = 5
ScopeItems = Iterable[tuple[ScopeKind, str]]


class FundingTerms(NamedTuple):
    """The terms of a contribution by which it may pay: category, scope, period of use."""

    earmarking: Earmarking
    scope: tuple[tuple[ScopeKind, str], ...]
    use_from: date | None
    use_until: date | None

    @property
    def earmark(self) -> Earmark:
        """The earmark of the scope."""
        return earmark_of(self.scope)

    def may_be_pooled(self, pooled: PooledProgrammes, on: date) -> bool:
        """Tell whether the rule may take the money on a day without its being named."""
        if self.earmarking in POOLED:
            return True
        codes = {code for kind, code in self.scope if kind is ScopeKind.PROGRAMME}
        return len(set(self.scope)) == len(codes) == 1 and pooled.on(codes.pop(), on)

    def is_within(self, other: "FundingTerms") -> bool:
        """Tell whether other terms are as wide: no higher category, and no code less."""
        kinds, others = self.earmark.allowed, other.earmark.allowed
        wider = set(others) <= set(kinds) and all(kinds[kind] <= others[kind] for kind in others)
        return wider and other.earmarking <= self.earmarking


def scope_of_draft(draft: ActivityDraft) -> ActivityScope:
    """Return the scope that an activity has by its draft."""
    places = [share.code for share in draft.beneficiaries]
    countries = frozenset(place for place in places if place.isalpha())
    codes = {
        ScopeKind.ACTIVITY: frozenset({draft.code}),
        ScopeKind.PROGRAMME: frozenset({draft.programme}),
        ScopeKind.INSTRUMENT: frozenset(share.code for share in draft.instruments),
        ScopeKind.COUNTRY: countries,
        ScopeKind.REGION: frozenset(region for place in places for region in line_of(place)),
        ScopeKind.TOOL: frozenset(item.tool for item in draft.tools),
    }
    return ActivityScope(draft.code, codes, not_assisted(countries))


def earmark_of(scope: ScopeItems) -> Earmark:
    """Return the earmark of a contribution's scope."""
    allowed: defaultdict[ScopeKind, set[str]] = defaultdict(set)
    for kind, code in scope:
        allowed[kind].add(code)
    return Earmark({kind: frozenset(codes) for kind, codes in allowed.items()})


def funded_activity_faults(
    session: Session, number: int, before: ActivityDraft, after: ActivityDraft
) -> list[Fault]:
    """Return the faults of a change of an activity, naming the contributions behind it."""
    old, new = scope_of_draft(before), scope_of_draft(after)
    if old == new:
        return []
    earmarks = _earmarks_behind(session, number)
    if not earmarks:
        return []
    faults = []
    places = new.ineligible - old.ineligible
    if places:
        faults.append(
            Fault(
                "beneficiaries",
                say(
                    "%(places)s is not eligible for assistance, and the activity has money of "
                    "%(contributions)s",
                    places=", ".join(sorted(places)),
                    contributions=_named(earmarks),
                ),
            )
        )
    outside: defaultdict[ScopeKind, list[str]] = defaultdict(list)
    for reference, earmark in earmarks.items():
        for kind in set(earmark.objections(new)) - set(earmark.objections(old)):
            outside[kind].append(reference)
    faults.extend(
        Fault(
            FIELDS[kind],
            say(
                "the activity has money of %(contributions)s, whose earmark it would leave",
                contributions=_named(references),
            ),
        )
        for kind, references in sorted(outside.items())
    )
    return faults


def funded_terms_faults(
    session: Session, number: int, before: FundingTerms, after: FundingTerms
) -> list[Fault]:
    """Return the faults of a change of terms, naming the activities or days that were funded."""
    faults = []
    if set(before.scope) != set(after.scope):
        faults += _scope_faults(session, number, before.earmark, after.earmark)
    faults += _pool_faults(session, number, before, after)
    for field, days in _days_outside(session, number, before, after).items():
        named = _named(str(spell(day)) for day in days)
        faults.append(Fault(field, say("money of it was used on %(days)s", days=named)))
    return faults


def _pool_faults(
    session: Session, contribution: int, before: FundingTerms, after: FundingTerms
) -> list[Fault]:
    """Return the fault of terms under which the rule would not have given what it gave."""
    if before.is_within(after):
        return []
    pooled = pooled_programmes(session)
    lost = {
        code
        for code, on in _allocations_by_rule(session, contribution)
        if before.may_be_pooled(pooled, on) and not after.may_be_pooled(pooled, on)
    }
    if not lost:
        return []
    why = say(
        "the rule has given money of it to %(activities)s, which takes un-earmarked or softly "
        "earmarked money, or all money of one programme that is pooled",
        activities=_named(sorted(lost)),
    )
    changed = "earmarking" if before.earmarking is not after.earmarking else "scope-programme"
    return [Fault(changed, why)]


def _scope_faults(session: Session, contribution: int, old: Earmark, new: Earmark) -> list[Fault]:
    """Return the kinds of scope in which funded activities would lie outside."""
    funded = _funded_activities(session, contribution)
    outside: defaultdict[ScopeKind, list[str]] = defaultdict(list)
    for facts in scopes_of_activities(session, funded).values():
        scope = ActivityScope(
            facts.code,
            {
                ScopeKind.ACTIVITY: frozenset({facts.code}),
                ScopeKind.PROGRAMME: frozenset({facts.programme}),
                ScopeKind.INSTRUMENT: facts.instruments,
                ScopeKind.COUNTRY: facts.countries,
                ScopeKind.REGION: facts.regions,
                ScopeKind.TOOL: facts.tools,
            },
        )
        for kind in set(new.objections(scope)) - set(old.objections(scope)):
            outside[kind].append(facts.code)
    return [
        Fault(
            f"scope-{kind.value}",
            say("%(activities)s has money of it and would lie outside", activities=_named(codes)),
        )
        for kind, codes in sorted(outside.items())
    ]


def _earmarks_behind(session: Session, activity: int) -> dict[str, Earmark]:
    """Return the earmarks of the contributions with money in an activity, by reference."""
    account = LedgerAccount
    statement = (
        select(col(Contribution.id), col(Contribution.reference))
        .join(account, col(account.contribution_id) == col(Contribution.id))
        .where(col(account.activity_id) == activity, col(account.balance_minor) != 0)
        .distinct()
        .order_by(col(Contribution.reference))
    )
    references = {row.id: row.reference for row in session.execute(statement)}
    scopes: defaultdict[int, list[tuple[ScopeKind, str]]] = defaultdict(list)
    found = select(ContributionScope).where(col(ContributionScope.contribution_id).in_(references))
    for item in session.execute(found).scalars():
        scopes[item.contribution_id].append((item.kind, item.code))
    return {reference: earmark_of(scopes[number]) for number, reference in references.items()}


def _funded_activities(session: Session, contribution: int) -> list[int]:
    """Return the numbers of the activities in which a contribution has money."""
    account = LedgerAccount
    statement = (
        select(col(account.activity_id))
        .where(
            col(account.contribution_id) == contribution,
            col(account.activity_id).is_not(None),
            col(account.balance_minor) != 0,
        )
        .distinct()
    )
    return [number for number in session.execute(statement).scalars() if number is not None]


def _allocations_by_rule(session: Session, contribution: int) -> list[tuple[str, date]]:
    """Return the funded activities to which the rule gave money, each with the days."""
    statement = (
        select(col(Activity.code), col(LedgerEntry.effective_on))
        .join(LedgerAccount, col(LedgerAccount.activity_id) == col(Activity.id))
        .join(LedgerLine, col(LedgerLine.account_id) == col(LedgerAccount.id))
        .join(LedgerEntry, col(LedgerEntry.id) == col(LedgerLine.entry_id))
        .where(
            col(LedgerAccount.contribution_id) == contribution,
            col(LedgerAccount.balance_minor) != 0,
            col(LedgerLine.attributed),
            col(LedgerEntry.kind) == EntryKind.ALLOCATION,
            ~_is_reversed(),
        )
        .distinct()
    )
    return [(code, on) for code, on in session.execute(statement)]


def _days_outside(
    session: Session, contribution: int, before: FundingTerms, after: FundingTerms
) -> dict[str, list[date]]:
    """Return the days of use that a new period leaves out, by the field that does so."""
    on = col(LedgerEntry.effective_on)
    was_inside = [
        *([on >= before.use_from] if before.use_from else []),
        *([on <= before.use_until] if before.use_until else []),
    ]
    limits = {}
    if after.use_from and after.use_from != before.use_from:
        limits["use_from"] = on < after.use_from
    if after.use_until and after.use_until != before.use_until:
        limits["use_until"] = on > after.use_until
    statement = (
        select(on)
        .join(LedgerLine, col(LedgerLine.entry_id) == col(LedgerEntry.id))
        .join(LedgerAccount, col(LedgerAccount.id) == col(LedgerLine.account_id))
        .where(
            col(LedgerAccount.contribution_id) == contribution,
            col(LedgerEntry.kind).in_(USING),
            ~_is_reversed(),
            *was_inside,
        )
        .distinct()
        .order_by(on)
    )
    found = {
        field: list(session.execute(statement.where(outside)).scalars())
        for field, outside in limits.items()
    }
    return {field: days for field, days in found.items() if days}


def _is_reversed() -> Any:  # noqa: ANN401 - a condition of SQLAlchemy
    """Return the condition of entries that another entry reverses."""
    later = aliased(LedgerEntry)
    return select(col(later.id)).where(col(later.reverses_id) == col(LedgerEntry.id)).exists()


def _named(names: Iterable[str]) -> str:
    """Name the first of some, and how many there are besides."""
    listed = list(names)
    more = len(listed) - MOST_NAMED
    return ", ".join(listed[:MOST_NAMED]) + (f" (+{more})" if more > 0 else "")
