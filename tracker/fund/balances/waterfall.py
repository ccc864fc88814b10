"""What became of a contribution, from the pledge to the last cent, in US cents."""

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.measures import CODES, Measure
from tracker.fund.ledger.models import LedgerAccount, LedgerLine
from tracker.fund.ledger.support_cost import programmable


@dataclass(frozen=True, slots=True)
class Waterfall:
    """What became of a contribution, in US cents unless a name says otherwise.

    received = refunded + allocated + support_cost + support_reserved + available, and
    allocated = spent + committed_open + uncommitted.
    """

    pledged_minor: int
    pledged_original_minor: int  # in the contribution's currency
    exchange_difference_minor: int  # USD at receipt less USD at pledge
    received_minor: int
    received_original_minor: int  # in the contribution's currency
    refunded_minor: int
    allocated_minor: int  # given to activities, without support cost
    committed_minor: int  # all commitments entered into
    committed_open_minor: int  # of these, not yet spent
    uncommitted_minor: int  # allocated, neither committed nor spent
    spent_minor: int
    support_cost_minor: int  # charged on expenditure
    support_reserved_minor: int  # set aside at allocation, not yet charged
    available_minor: int  # received, neither refunded, allocated nor reserved
    programmable_minor: int  # of this, what can be allocated so that its support cost fits


class _Balance(NamedTuple):
    usd: int = 0
    original: int = 0


def waterfall_of(session: Session, contribution_id: int, support_rate_bp: int) -> Waterfall:
    """Read the balances of a contribution's accounts and its commitments, in two statements."""
    held = _balances(session, contribution_id)
    uncommitted = held[AccountKind.ALLOCATED].usd
    committed = held[AccountKind.COMMITTED].usd
    spent = held[AccountKind.SPENT].usd
    available = held[AccountKind.UNALLOCATED].usd
    return Waterfall(
        pledged_minor=held[AccountKind.PLEDGED].usd,
        pledged_original_minor=held[AccountKind.PLEDGED].original,
        exchange_difference_minor=held[AccountKind.EXCHANGE_DIFFERENCE].usd,
        received_minor=-held[AccountKind.DONOR].usd,
        received_original_minor=-held[AccountKind.DONOR].original,
        refunded_minor=held[AccountKind.REFUNDED].usd,
        allocated_minor=uncommitted + committed + spent,
        committed_minor=_commitments(session, contribution_id),
        committed_open_minor=committed,
        uncommitted_minor=uncommitted,
        spent_minor=spent,
        support_cost_minor=held[AccountKind.SUPPORT_CHARGED].usd,
        support_reserved_minor=held[AccountKind.SUPPORT_RESERVED].usd,
        available_minor=available,
        programmable_minor=programmable(available, support_rate_bp),
    )


def _balances(session: Session, contribution_id: int) -> defaultdict[AccountKind, _Balance]:
    """Add up the balances of each kind of account."""
    rows = session.execute(
        select(
            col(LedgerAccount.kind),
            func.sum(col(LedgerAccount.balance_minor)),
            func.sum(col(LedgerAccount.original_minor)),
        )
        .where(col(LedgerAccount.contribution_id) == contribution_id)
        .group_by(col(LedgerAccount.kind))
    )
    found = {kind: _Balance(int(usd), int(original)) for kind, usd, original in rows}
    return defaultdict(_Balance, found)


def _commitments(session: Session, contribution_id: int) -> int:
    """Add up all commitments, those that were spent since included."""
    statement = (
        select(func.coalesce(func.sum(col(LedgerLine.minor)), 0))
        .join(LedgerAccount, col(LedgerAccount.id) == col(LedgerLine.account_id))
        .where(
            col(LedgerAccount.contribution_id) == contribution_id,
            col(LedgerAccount.kind) == AccountKind.COMMITTED,
            col(LedgerLine.measure) == CODES[Measure.COMMITTED],
        )
    )
    return int(session.execute(statement).scalar_one())
