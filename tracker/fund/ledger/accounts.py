"""The accounts of the ledger: what each holds, and which may never fall below zero."""

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class AccountKind(StrEnum):
    """What an account holds, in US cents; positive unless its line says otherwise."""

    PLEDGED = "pledged"  # memorandum: what the donor has promised
    PLEDGE_CONTROL = "pledge_control"  # memorandum: mirrors the other memoranda
    DUE = "due"  # memorandum: what has fallen due under the agreement
    PLEDGE_WRITTEN_OFF = "pledge_written_off"  # memorandum: promised, and given up
    EXCHANGE_DIFFERENCE = "exchange_difference"  # memorandum: USD at receipt less USD at pledge
    DONOR = "donor"  # outside: negative by what the donor has paid in
    INTEREST = "interest"  # outside: negative by the interest that the bank has paid
    TRANSFERRED = "transferred"  # what went to other contributions of the donor, less what came
    BANK_CHARGED = "bank_charged"  # what the bank has taken
    WRITTEN_OFF = "written_off"  # money that is lost
    REFUNDED = "refunded"  # outside: what went back to the donor
    UNALLOCATED = "unallocated"  # received and not yet given to an activity
    ALLOCATED = "allocated"  # given to an activity, neither committed nor spent
    COMMITTED = "committed"  # legally bound, not yet spent
    SPENT = "spent"  # expenditure without support cost
    SUPPORT_RESERVED = "support_reserved"  # programme support cost set aside at allocation
    SUPPORT_CHARGED = "support_charged"  # programme support cost charged on expenditure


OUTSIDE = frozenset(
    {
        AccountKind.DONOR,
        AccountKind.PLEDGE_CONTROL,
        AccountKind.EXCHANGE_DIFFERENCE,
        AccountKind.INTEREST,
        AccountKind.TRANSFERRED,
    }
)
"""The accounts that may fall below zero; every other is inside the fund and may not."""


HELD = (
    AccountKind.UNALLOCATED,
    AccountKind.ALLOCATED,
    AccountKind.COMMITTED,
    AccountKind.SUPPORT_RESERVED,
)
"""The accounts whose money is still there: their sum is a contribution's balance."""


class AccountKey(NamedTuple):
    """One account: of a contribution, or of a contribution's share of an activity."""

    kind: AccountKind
    contribution_id: int
    activity_id: int | None = None


class ShareKeys(NamedTuple):
    """The accounts of a contribution's share of an activity."""

    allocated: AccountKey
    committed: AccountKey
    spent: AccountKey
    reserved: AccountKey
    charged: AccountKey


@lru_cache(maxsize=65_536)
def share_keys(contribution_id: int, activity_id: int) -> ShareKeys:
    """Return the accounts of a contribution's share of an activity; kept, as uses come often."""
    return ShareKeys(
        AccountKey(AccountKind.ALLOCATED, contribution_id, activity_id),
        AccountKey(AccountKind.COMMITTED, contribution_id, activity_id),
        AccountKey(AccountKind.SPENT, contribution_id, activity_id),
        AccountKey(AccountKind.SUPPORT_RESERVED, contribution_id, activity_id),
        AccountKey(AccountKind.SUPPORT_CHARGED, contribution_id, activity_id),
    )


def may_be_negative(kind: AccountKind) -> bool:
    """Tell whether an account of this kind may fall below zero."""
    return kind in OUTSIDE
