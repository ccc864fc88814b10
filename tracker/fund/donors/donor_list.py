"""The list of donors with the sums of their contributions, in US cents."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, and_, func, select, type_coerce
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker.fund.donor_search import donor_named_like, shown_donor_order
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.balances_at import balance_at
from tracker.fund.ledger.tables import LedgerAccount
from tracker.fund.states import DonorStatus
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor
from tracker.listing import ListQuery, Slice, Source, fetch
from tracker.periods import today
from tracker.reference.code_filters import among_capitals
from tracker.reference.codes import ContributorType

FILTERS = ("type", "status", "country")
ORDERS = ("name", "code", "type", "contributions", "pledged", "received", "available")


@dataclass(frozen=True, slots=True)
class DonorItem:
    """A donor in a list; amounts in US cents, `state` is the code of a State."""

    code: str
    name: str
    type: ContributorType
    state: str
    status: DonorStatus
    contributions: int
    pledged_minor: int
    received_minor: int
    available_minor: int


def list_donors(session: Session, query: ListQuery) -> Slice[DonorItem]:
    """Return a page of donors, without those merged into another."""
    return fetch(session, _source(), query)


def _source() -> Source[DonorItem]:
    """Describe the list's source: statement, search, filters, orders."""
    given = _given()
    contributions, pledged, received, available = (
        func.coalesce(column, 0) for column in list(given.c)[1:]
    )
    return Source(
        statement=select(
            col(Donor.code), col(Donor.name), col(Donor.type), col(Donor.state), col(Donor.status),
            contributions, pledged, received, available,
        )
        .select_from(Donor)
        .outerjoin(given, given.c.donor_id == col(Donor.id))
        .where(col(Donor.status) != DonorStatus.MERGED),
        make=_item,
        tie=col(Donor.id),
        folded=[col(Donor.folded)],
        finders=[donor_named_like],
        filters={
            "type": lambda codes: type_coerce(col(Donor.type), String).in_(codes),
            "status": lambda codes: type_coerce(col(Donor.status), String).in_(codes),
            "country": among_capitals(col(Donor.state)),
        },
        orders={
            "name": shown_donor_order(),
            "code": col(Donor.code),
            "type": col(Donor.type),
            "contributions": contributions,
            "pledged": pledged,
            "received": received,
            "available": available,
        },
        sums={"pledged": pledged, "received": received, "available": available},
    )  # fmt: skip


def _given() -> Any:  # noqa: ANN401 - a subquery
    """Add up the contributions of each donor."""
    pledged, paid_in, unallocated = (aliased(LedgerAccount) for _ in range(3))
    statement = select(
        col(Contribution.donor_id),
        func.count().label("contributions"),
        func.sum(balance_at(pledged, today())).label("pledged"),
        (-func.sum(balance_at(paid_in, today()))).label("received"),
        func.sum(balance_at(unallocated, today())).label("available"),
    )
    for account, kind in (
        (pledged, AccountKind.PLEDGED),
        (paid_in, AccountKind.DONOR),
        (unallocated, AccountKind.UNALLOCATED),
    ):
        of_contribution = and_(
            col(account.contribution_id) == col(Contribution.id),
            col(account.kind) == kind,
            col(account.activity_id).is_(None),
        )
        statement = statement.outerjoin(account, of_contribution)
    return statement.group_by(col(Contribution.donor_id)).subquery()


def _item(*row: Any) -> DonorItem:  # noqa: ANN401 - columns of many types
    """Make a donor of its row; PostgreSQL sums whole numbers as decimals."""
    return DonorItem(*row[:5], *(int(value) for value in row[5:]))
