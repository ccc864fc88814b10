"""What an activity holds of each contribution: not committed, not spent, and spent."""

from collections import defaultdict
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.balances_at import balance_at
from tracker.fund.ledger.tables import LedgerAccount
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor
from tracker.periods import today

KINDS = (AccountKind.ALLOCATED, AccountKind.COMMITTED, AccountKind.SPENT)


class HeldMoney(NamedTuple):
    """The money of one contribution in an activity, in US cents, each part apart.

    `allocated_minor` is allocated and not committed, `committed_minor` committed and not spent.
    """

    contribution: str
    donor: str
    donor_name: str
    allocated_minor: int
    committed_minor: int
    spent_minor: int

    @property
    def unspent_minor(self) -> int:
        """What can be released."""
        return self.allocated_minor + self.committed_minor


def held_by_activity(session: Session, activity_id: int) -> tuple[HeldMoney, ...]:
    """Return the money of each contribution in an activity, by reference."""
    statement = (
        select(
            col(Contribution.reference),
            col(Donor.code),
            col(Donor.name),
            col(LedgerAccount.kind),
            func.sum(balance_at(LedgerAccount, today())),
        )
        .join(Contribution, col(Contribution.id) == col(LedgerAccount.contribution_id))
        .join(Donor, col(Donor.id) == col(Contribution.donor_id))
        .where(col(LedgerAccount.activity_id) == activity_id, col(LedgerAccount.kind).in_(KINDS))
        .group_by(
            col(Contribution.reference), col(Donor.code), col(Donor.name), col(LedgerAccount.kind)
        )
        .order_by(col(Contribution.reference))
    )
    found: defaultdict[tuple[str, str, str], dict[AccountKind, int]] = defaultdict(dict)
    for reference, donor, name, kind, minor in session.execute(statement):
        found[reference, donor, name][kind] = int(minor)
    return tuple(
        HeldMoney(*names, *(sums.get(kind, 0) for kind in KINDS))
        for names, sums in found.items()
        if any(sums.values())
    )
