"""The list of contributions with their amounts in US cents, and one with its terms."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, String, and_, case, exists, func, select, type_coerce
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col

from tracker.errors import NotFound
from tracker.fund.donor_search import donor_named_like, shown_donor_order
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.balances_at import balance_at
from tracker.fund.ledger.support_cost import reserve_rate
from tracker.fund.ledger.tables import LedgerAccount
from tracker.fund.states import (
    ContributionKind,
    ContributionSource,
    ContributionState,
    ScopeKind,
    SupportBasis,
)
from tracker.fund.tables.contributions import Contribution, ContributionScope
from tracker.fund.tables.donors import Donor
from tracker.listing import ListQuery, Slice, Source, by_day, fetch
from tracker.people.permissions import NO_TERMS, TermsSeen
from tracker.periods import Span, today
from tracker.reference.code_filters import among_capitals, among_records
from tracker.reference.codes import (
    ContributorType,
    Earmarking,
    EarmarkingModality,
    FinancingInstrument,
)
from tracker.reference.record_codes import normal_code
from tracker.words import say

FILTERS = (
    "donor", "donor_type", "earmarking", "state", "kind", "source", "financing", "modality",
    "currency", "programme", "protocol", "country", "tool", "from", "to", "ends_from", "ends_to",
)  # fmt: skip
ORDERS = (
    "reference", "donor", "title", "state", "earmarking", "pledged_on",
    "pledged", "received", "available",
)  # fmt: skip

_PLEDGED, _PAID_IN, _UNALLOCATED = (aliased(LedgerAccount) for _ in range(3))


class ScopeItem(NamedTuple):
    """A code of a contribution's earmark, with its kind."""

    kind: ScopeKind
    code: str


@dataclass(frozen=True, slots=True)
class ContributionItem:
    """A contribution in a list.

    `amount_minor` is the pledge in minor units of `currency`; the other amounts are in US
    cents. `available_minor` is neither allocated nor set aside for support cost.
    """

    id: int
    reference: str
    title: str
    donor: str
    donor_name: str
    donor_type: ContributorType
    financing_instrument: FinancingInstrument
    kind: ContributionKind
    source: ContributionSource
    source_article: str
    earmarking: Earmarking
    earmarking_modality: EarmarkingModality | None
    state: ContributionState
    currency: str
    amount_minor: int
    support_rate_bp: int
    support_basis: SupportBasis
    pledged_on: date | None
    agreed_on: date | None
    use_from: date | None
    use_until: date | None
    pledged_minor: int
    received_minor: int
    available_minor: int
    spent_minor: int = 0

    @property
    def reserve_rate_bp(self) -> int:
        """The rate of the support cost reserved at allocation, in basis points."""
        return reserve_rate(self.support_rate_bp, self.support_basis)


@dataclass(frozen=True, slots=True)
class ContributionTerms:
    """The terms of a contribution, which the public does not see."""

    donor_reference: str
    agreement_number: str
    support_rate_reason: str
    valuation_basis: str
    valued_by: str
    valued_on: date | None
    conditions: str
    note: str


@dataclass(frozen=True, slots=True)
class ContributionFacts:
    """One contribution with its earmark and its terms."""

    item: ContributionItem
    scope: tuple[ScopeItem, ...]
    terms: ContributionTerms


def list_contributions(
    session: Session, query: ListQuery, *, seen: TermsSeen = NO_TERMS
) -> Slice[ContributionItem]:
    """Return a page of contributions, with the sums `pledged`, `received` and `available`.

    Words are also searched for in the donor's reference and the number of the agreement, as far
    as the reader may see them (`seen`). A contribution whose reference or other key equals the
    words comes first.
    """
    page = fetch(session, _source(seen), query)
    return replace(page, rows=_with_spent(session, page.rows))


def currencies_used(session: Session) -> tuple[str, ...]:
    """Return the currencies of the contributions on record, in their order."""
    currency = col(Contribution.currency)
    return tuple(session.execute(select(currency).distinct().order_by(currency)).scalars())


def ending_contributions(
    session: Session, span: Span, most: int
) -> tuple[tuple[ContributionItem, ...], int]:
    """Return the contributions whose period of use ends within some days, and their number.

    Those that end first, `most` of them; closed and cancelled ones are left out.
    """
    ends = (
        col(Contribution.use_until).between(span.first, span.last),
        col(Contribution.state).not_in((ContributionState.CLOSED, ContributionState.CANCELLED)),
    )
    number = session.execute(select(func.count(col(Contribution.id))).where(*ends)).scalar_one()
    statement = _statement().where(*ends)
    first = statement.order_by(col(Contribution.use_until), col(Contribution.reference))
    return tuple(ContributionItem(*row) for row in session.execute(first.limit(most))), number


def read_contribution(session: Session, reference: str) -> ContributionFacts:
    """Return one contribution; raises NotFound."""
    terms = [field.name for field in fields(ContributionTerms)]
    statement = _statement().add_columns(*(getattr(Contribution, name) for name in terms))
    row = session.execute(statement.where(col(Contribution.reference) == reference)).first()
    if row is None:
        raise NotFound(say("no contribution has the reference %(ref)s", ref=reference))
    item = ContributionItem(*row[: -len(terms)])
    scope = session.execute(
        select(col(ContributionScope.kind), col(ContributionScope.code))
        .where(col(ContributionScope.contribution_id) == item.id)
        .order_by(col(ContributionScope.kind), col(ContributionScope.code))
    )
    return ContributionFacts(
        item=_with_spent(session, (item,))[0],
        scope=tuple(ScopeItem(*row) for row in scope),
        terms=ContributionTerms(*row[-len(terms) :]),
    )


def spent_by_contribution(session: Session, ids: Collection[int]) -> dict[int, int]:
    """Return the expenditure of contributions in US cents, without support cost."""
    rows = session.execute(
        select(col(LedgerAccount.contribution_id), func.sum(balance_at(LedgerAccount, today())))
        .where(
            col(LedgerAccount.contribution_id).in_(ids),
            col(LedgerAccount.kind) == AccountKind.SPENT,
        )
        .group_by(col(LedgerAccount.contribution_id))
    )
    return {number: int(minor) for number, minor in rows}


def _with_spent(
    session: Session, items: tuple[ContributionItem, ...]
) -> tuple[ContributionItem, ...]:
    """Add the expenditure, which has one account for each activity."""
    spent = spent_by_contribution(session, [item.id for item in items]) if items else {}
    return tuple(replace(item, spent_minor=spent.get(item.id, 0)) for item in items)


def _statement() -> Select[Any]:
    """Select the columns of a list's rows but the last."""
    own = (field.name for field in fields(ContributionItem))
    columns: dict[str, Any] = {
        "donor": col(Donor.code),
        "donor_name": col(Donor.name),
        "donor_type": col(Donor.type),
        "pledged_minor": func.coalesce(balance_at(_PLEDGED, today()), 0),
        "received_minor": -func.coalesce(balance_at(_PAID_IN, today()), 0),
        "available_minor": func.coalesce(balance_at(_UNALLOCATED, today()), 0),
    }
    chosen = [
        columns[name] if name in columns else getattr(Contribution, name)
        for name in own
        if name != "spent_minor"
    ]
    statement = select(*chosen).join(Donor, col(Donor.id) == col(Contribution.donor_id))
    for account, kind in (
        (_PLEDGED, AccountKind.PLEDGED),
        (_PAID_IN, AccountKind.DONOR),
        (_UNALLOCATED, AccountKind.UNALLOCATED),
    ):
        of_contribution = and_(
            col(account.contribution_id) == col(Contribution.id),
            col(account.kind) == kind,
            col(account.activity_id).is_(None),
        )
        statement = statement.outerjoin(account, of_contribution)
    return statement


def _source(seen: TermsSeen) -> Source[ContributionItem]:
    """Describe the list's source: statement, search, filters, orders."""
    amounts = {
        "pledged": func.coalesce(balance_at(_PLEDGED, today()), 0),
        "received": -func.coalesce(balance_at(_PAID_IN, today()), 0),
        "available": func.coalesce(balance_at(_UNALLOCATED, today()), 0),
    }
    seen_keys = _seen_keys(seen)
    coded = {
        "donor_type": col(Donor.type),
        "earmarking": col(Contribution.earmarking),
        "state": col(Contribution.state),
        "kind": col(Contribution.kind),
        "source": col(Contribution.source),
        "financing": col(Contribution.financing_instrument),
        "modality": col(Contribution.earmarking_modality),
    }
    return Source(
        statement=_statement(),
        make=ContributionItem,
        tie=col(Contribution.id),
        folded=[col(Contribution.folded), *seen_keys],
        finders=[donor_named_like],
        keys=[func.lower(col(Contribution.reference)), *seen_keys],
        filters={
            "donor": among_records(col(Donor.code), col(Donor.code_key)),
            **{name: _among(column) for name, column in coded.items()},
            "currency": among_capitals(col(Contribution.currency)),
            "programme": _earmarked_for(ScopeKind.PROGRAMME),
            "protocol": _earmarked_for(ScopeKind.INSTRUMENT),
            "country": _earmarked_for(ScopeKind.COUNTRY),
            "tool": _earmarked_for(ScopeKind.TOOL),
            "from": lambda days: by_day(days, col(Contribution.pledged_on).__ge__),
            "to": lambda days: by_day(days, col(Contribution.pledged_on).__le__),
            "ends_from": lambda days: by_day(days, col(Contribution.use_until).__ge__),
            "ends_to": lambda days: by_day(days, col(Contribution.use_until).__le__),
        },
        orders={
            "reference": col(Contribution.reference),
            "donor": shown_donor_order(),
            "title": col(Contribution.folded),
            "state": col(Contribution.state),
            "earmarking": col(Contribution.earmarking),
            "pledged_on": col(Contribution.pledged_on),
            **amounts,
        },
        sums=amounts,
    )


def _seen_keys(seen: TermsSeen) -> list[Any]:
    """Return the keys that are not public, empty where the reader may not see them."""
    keys = (col(Contribution.folded_donor_reference), col(Contribution.folded_agreement_number))
    if seen.all:
        return list(keys)
    if not seen.donor:
        return []
    return [case((col(Donor.code) == seen.donor, key), else_="") for key in keys]


def _earmarked_for(kind: ScopeKind) -> Callable[[tuple[str, ...]], ColumnElement[bool]]:
    """Return the filter by codes of one kind that an earmark names.

    There is none by activities: an earmark may name one that the public does not see.
    """
    return lambda codes: exists().where(
        col(ContributionScope.contribution_id) == col(Contribution.id),
        col(ContributionScope.kind) == kind,
        func.upper(col(ContributionScope.code)).in_([normal_code(code).upper() for code in codes]),
    )


def _among(column: Any) -> Any:  # noqa: ANN401 - a column of any type, a condition of its codes
    """Return a function from codes to their condition; an unknown code matches nothing."""
    return lambda codes: type_coerce(column, String).in_(codes)
