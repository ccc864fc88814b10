"""Donors as lists show them, with what they promised and paid in US cents."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, and_, case, func, select, type_coerce
from sqlmodel import Session, col

from tracker.fund.accounts import AccountKind
from tracker.fund.ledger_models import LedgerAccount
from tracker.fund.models import Contribution, Donor
from tracker.fund.states import DonorStatus
from tracker.listing import ListRequest, Slice, Source, fetch
from tracker.reference.codes import ContributorType

FILTERS = ("type", "status")
ORDERS = ("name", "code", "type", "contributions", "pledged", "received", "available")


@dataclass(frozen=True, slots=True)
class DonorItem:
    """A donor in a list; amounts in US cents, `state` the code of the State that it is."""

    code: str
    name: str
    type: ContributorType
    state: str
    status: DonorStatus
    contributions: int
    pledged_minor: int
    received_minor: int
    available_minor: int


def list_donors(session: Session, request: ListRequest) -> Slice[DonorItem]:
    """Return a page of donors; who was decided to be another donor is left out."""
    return fetch(session, _source(), request)


def _source() -> Source[DonorItem]:
    """Say where the list comes from."""
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
        searched=[col(Donor.code), col(Donor.name)],
        filters={
            "type": lambda codes: type_coerce(col(Donor.type), String).in_(codes),
            "status": lambda codes: type_coerce(col(Donor.status), String).in_(codes),
        },
        orders={
            "name": col(Donor.name),
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

    def sum_of(kind: AccountKind, sign: int) -> Any:  # noqa: ANN401 - a column
        balance = case((col(LedgerAccount.kind) == kind, col(LedgerAccount.balance_minor)), else_=0)
        return sign * func.sum(balance)

    own_accounts = and_(
        col(LedgerAccount.contribution_id) == col(Contribution.id),
        col(LedgerAccount.activity_id).is_(None),
    )
    return (
        select(
            col(Contribution.donor_id),
            func.count(func.distinct(col(Contribution.id))).label("contributions"),
            sum_of(AccountKind.PLEDGED, 1).label("pledged"),
            sum_of(AccountKind.DONOR, -1).label("received"),
            sum_of(AccountKind.UNALLOCATED, 1).label("available"),
        )
        .outerjoin(LedgerAccount, own_accounts)
        .group_by(col(Contribution.donor_id))
        .subquery()
    )


def _item(*row: Any) -> DonorItem:  # noqa: ANN401 - columns of many types
    """Make a donor of its row; PostgreSQL sums whole numbers as decimals."""
    return DonorItem(*row[:5], *(int(value) for value in row[5:]))
