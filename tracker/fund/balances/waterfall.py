"""The waterfall of a contribution: from the pledge to its balance, in US cents."""

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.balances_at import balance_at
from tracker.fund.ledger.measures import CODES, Measure
from tracker.fund.ledger.support_cost import programmable
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerHold, LedgerLine
from tracker.periods import today


class OppositeParts(NamedTuple):
    """Steps of the other sign, in US cents: they lie within the sums of the waterfall.

    Among several contributions, one may have received more than its pledge while another is
    still owed money, and one has what another gave.
    """

    beyond_pledge_minor: int
    transferred_in_minor: int


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The waterfall of a contribution, or of several together, in US cents unless a name tells.

    Of several, every amount is their sum, and amounts in original currencies are left at zero.

    It adds up to the cent, step by step:

    pledged + exchange difference - written off of the pledge - outstanding = received;
    received + interest - bank charges - transferred - written off = resources;
    resources - support cost (charged, set aside, and to come on what is not allocated)
    = programmable; programmable = allocated + refunded + programmable and not allocated;
    programmable - spent - refunded + support cost set aside and to come = balance, which is
    what the accounts hold: available + uncommitted + committed + support cost set aside.
    """

    pledged_minor: int
    exchange_difference_minor: int  # USD at receipt less USD at pledge
    pledge_written_off_minor: int
    received_minor: int
    interest_minor: int
    bank_charges_minor: int
    transferred_minor: int  # to other contributions of the donor, less transfers from them
    written_off_minor: int
    refunded_minor: int  # at its worth when it came
    refund_difference_minor: int  # USD at refund less USD when it came; counts in no sum
    allocated_minor: int  # without support cost
    committed_minor: int  # all commitments entered into
    committed_open_minor: int  # of these, not yet spent
    uncommitted_minor: int  # allocated, neither committed nor spent
    spent_minor: int
    support_cost_minor: int  # charged
    support_reserved_minor: int  # set aside at allocation, not yet charged
    available_minor: int  # neither allocated nor reserved for support cost
    programmable_minor: int  # of this, what can be allocated so that its support cost fits
    waiting_minor: int = 0  # of the available amount, reserved by waiting requests
    pledged_original_minor: int = 0  # in the contribution's currency
    pledge_written_off_original_minor: int = 0  # in the contribution's currency
    due_original_minor: int = 0  # fallen due, in the contribution's currency
    received_original_minor: int = 0  # in the contribution's currency

    @property
    def opposite(self) -> "OppositeParts":
        """The two steps of one contribution that change their name with their sign."""
        return OppositeParts(max(0, -self.outstanding_minor), max(0, -self.transferred_minor))

    @property
    def outstanding_minor(self) -> int:
        """Pledged and not yet received, at the pledge's exchange rate; below zero beyond it."""
        return (
            self.pledged_minor
            + self.exchange_difference_minor
            - self.pledge_written_off_minor
            - self.received_minor
        )

    @property
    def resources_minor(self) -> int:
        """The resources: received, with interest, less charges, transfers and losses."""
        return (
            self.received_minor
            + self.interest_minor
            - self.bank_charges_minor
            - self.transferred_minor
            - self.written_off_minor
        )

    @property
    def support_to_come_minor(self) -> int:
        """The support cost that would be set aside if all that is available were allocated."""
        return self.available_minor - self.programmable_minor

    @property
    def programmable_total_minor(self) -> int:
        """The programmable total: resources less support cost."""
        return (
            self.resources_minor
            - self.support_cost_minor
            - self.support_reserved_minor
            - self.support_to_come_minor
        )

    @property
    def balance_minor(self) -> int:
        """The balance: available, allocated and not spent, set aside for support cost."""
        return (
            self.available_minor
            + self.uncommitted_minor
            + self.committed_open_minor
            + self.support_reserved_minor
        )


class _Balance(NamedTuple):
    usd: int = 0
    original: int = 0


def waterfall_of(session: Session, contribution_id: int, reserve_rate_bp: int) -> Waterfall:
    """Read the balances, commitments and waiting amounts of a contribution, in three statements.

    `reserve_rate_bp` is the rate that is set aside at allocation, in basis points.
    """
    held = _balances(session, contribution_id)

    def usd(kind: AccountKind) -> int:
        return held[kind].usd

    def original(kind: AccountKind) -> int:
        return held[kind].original

    available = usd(AccountKind.UNALLOCATED)
    waiting = _waiting(session, contribution_id)
    return Waterfall(
        pledged_minor=usd(AccountKind.PLEDGED),
        pledged_original_minor=original(AccountKind.PLEDGED),
        exchange_difference_minor=usd(AccountKind.EXCHANGE_DIFFERENCE),
        pledge_written_off_minor=usd(AccountKind.PLEDGE_WRITTEN_OFF),
        pledge_written_off_original_minor=original(AccountKind.PLEDGE_WRITTEN_OFF),
        due_original_minor=original(AccountKind.DUE),
        received_minor=-usd(AccountKind.DONOR),
        received_original_minor=-original(AccountKind.DONOR),
        interest_minor=-usd(AccountKind.INTEREST),
        bank_charges_minor=usd(AccountKind.BANK_CHARGED),
        transferred_minor=usd(AccountKind.TRANSFERRED),
        written_off_minor=usd(AccountKind.WRITTEN_OFF),
        refunded_minor=usd(AccountKind.REFUNDED),
        refund_difference_minor=usd(AccountKind.REFUND_DIFFERENCE),
        allocated_minor=usd(AccountKind.ALLOCATED)
        + usd(AccountKind.COMMITTED)
        + usd(AccountKind.SPENT),
        committed_minor=_commitments(session, contribution_id),
        committed_open_minor=usd(AccountKind.COMMITTED),
        uncommitted_minor=usd(AccountKind.ALLOCATED),
        spent_minor=usd(AccountKind.SPENT),
        support_cost_minor=usd(AccountKind.SUPPORT_CHARGED),
        support_reserved_minor=usd(AccountKind.SUPPORT_RESERVED),
        available_minor=available,
        programmable_minor=programmable(available, reserve_rate_bp),
        waiting_minor=waiting,
    )


def _balances(session: Session, contribution_id: int) -> defaultdict[AccountKind, _Balance]:
    """Add up the balances of each kind of account."""
    rows = session.execute(
        select(
            col(LedgerAccount.kind),
            func.sum(balance_at(LedgerAccount, today())),
            func.sum(balance_at(LedgerAccount, today(), original=True)),
        )
        .where(col(LedgerAccount.contribution_id) == contribution_id)
        .group_by(col(LedgerAccount.kind))
    )
    found = {kind: _Balance(int(usd), int(original)) for kind, usd, original in rows}
    return defaultdict(_Balance, found)


def _commitments(session: Session, contribution_id: int) -> int:
    """Add up all commitments less what was released, those that were spent since included."""
    statement = (
        select(func.coalesce(func.sum(col(LedgerLine.minor)), 0))
        .join(LedgerAccount, col(LedgerAccount.id) == col(LedgerLine.account_id))
        .join(LedgerEntry, col(LedgerEntry.id) == col(LedgerLine.entry_id))
        .where(
            col(LedgerEntry.effective_on) <= today(),
            col(LedgerAccount.contribution_id) == contribution_id,
            col(LedgerAccount.kind) == AccountKind.COMMITTED,
            col(LedgerLine.measure) == CODES[Measure.COMMITTED],
        )
    )
    return int(session.execute(statement).scalar_one())


def _waiting(session: Session, contribution_id: int) -> int:
    """Add up what waiting requests have reserved of the money that is not allocated."""
    statement = select(func.coalesce(func.sum(col(LedgerHold.minor)), 0)).where(
        col(LedgerHold.contribution_id) == contribution_id,
        col(LedgerHold.kind) == AccountKind.UNALLOCATED,
    )
    return int(session.execute(statement).scalar_one())
