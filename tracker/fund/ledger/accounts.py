"""The accounts of the ledger: their kinds, their keys, and which may fall below zero."""

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class AccountKind(StrEnum):
    """The kind of an account, in US cents; positive unless its line says otherwise."""

    PLEDGED = "pledged"  # memorandum: pledges of the donor
    PLEDGE_CONTROL = "pledge_control"  # memorandum: mirrors the other memoranda
    DUE = "due"  # memorandum: instalments fallen due under the agreement
    PLEDGE_WRITTEN_OFF = "pledge_written_off"  # memorandum: pledges written off
    EXCHANGE_DIFFERENCE = "exchange_difference"  # memorandum: USD at receipt less USD at pledge
    REFUND_DIFFERENCE = "refund_difference"  # memorandum: USD at refund less USD when it came
    DONOR = "donor"  # outside: negative by what the donor has paid in
    INTEREST = "interest"  # outside: negative by the interest that the bank has paid
    TRANSFERRED = "transferred"  # transfers to contributions of the same donor, less those from
    BANK_CHARGED = "bank_charged"  # bank charges
    WRITTEN_OFF = "written_off"  # lost money
    REFUNDED = "refunded"  # outside: refunds to the donor
    UNALLOCATED = "unallocated"  # received, not allocated to an activity
    ALLOCATED = "allocated"  # allocated to an activity, neither committed nor spent
    COMMITTED = "committed"  # legally bound, not yet spent
    SPENT = "spent"  # expenditure without support cost
    SUPPORT_RESERVED = "support_reserved"  # programme support cost set aside at allocation
    SUPPORT_CHARGED = "support_charged"  # programme support cost charged on expenditure


OUTSIDE = frozenset(
    {
        AccountKind.DONOR,
        AccountKind.PLEDGE_CONTROL,
        AccountKind.EXCHANGE_DIFFERENCE,
        AccountKind.REFUND_DIFFERENCE,
        AccountKind.INTEREST,
        AccountKind.TRANSFERRED,
    }
)
"""The kinds of accounts that may fall below zero; every other kind is inside the fund."""


HELD = (
    AccountKind.UNALLOCATED,
    AccountKind.ALLOCATED,
    AccountKind.COMMITTED,
    AccountKind.SUPPORT_RESERVED,
)
"""The kinds of accounts that hold money: their sum is a contribution's balance."""


class AccountKey(NamedTuple):
    """The key of an account: of a contribution, or of a contribution's share of an activity."""

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
    """Return the accounts of a contribution's share of an activity; cached for the many uses."""
    return ShareKeys(
        AccountKey(AccountKind.ALLOCATED, contribution_id, activity_id),
        AccountKey(AccountKind.COMMITTED, contribution_id, activity_id),
        AccountKey(AccountKind.SPENT, contribution_id, activity_id),
        AccountKey(AccountKind.SUPPORT_RESERVED, contribution_id, activity_id),
        AccountKey(AccountKind.SUPPORT_CHARGED, contribution_id, activity_id),
    )


def may_be_negative(kind: AccountKind) -> bool:
    """Tell whether accounts of a kind may fall below zero."""
    return kind in OUTSIDE
