"""The kinds of entries by the fields that they have in a form, a sheet or an answer."""

from tracker.fund.ledger.entries import EntryKind

PLEDGES = frozenset(
    {
        EntryKind.PLEDGE,
        EntryKind.PLEDGE_ADJUSTMENT,
        EntryKind.PLEDGE_CANCELLATION,
        EntryKind.PLEDGE_WRITE_OFF,
        EntryKind.INSTALMENT_DUE,
    }
)
PAYMENTS = PLEDGES | {
    EntryKind.RECEIPT,
    EntryKind.RECEIPT_CORRECTION,
    EntryKind.BANK_CHARGE,
    EntryKind.SUPPORT_COST,
    EntryKind.REFUND,
    EntryKind.WRITE_OFF,
}
"""Kinds of entries of one contribution and no activity."""
USES = frozenset(
    {
        EntryKind.ALLOCATION,
        EntryKind.DE_ALLOCATION,
        EntryKind.COMMITMENT,
        EntryKind.DE_COMMITMENT,
        EntryKind.EXPENDITURE,
    }
)
"""Kinds of entries of an activity, in US dollars."""
ANY_CURRENCY = frozenset(
    {EntryKind.RECEIPT, EntryKind.BANK_CHARGE, EntryKind.SUPPORT_COST, EntryKind.WRITE_OFF}
)
"""Kinds that may be in another currency than the contribution's."""
AT_PLEDGE_RATE = frozenset({EntryKind.PLEDGE_CANCELLATION, EntryKind.PLEDGE_WRITE_OFF})
"""Kinds valued at the pledge's exchange rate."""
BASIS_HOLDS_REASON = frozenset({EntryKind.PLEDGE_WRITE_OFF, EntryKind.WRITE_OFF})
"""Kinds whose `basis` holds the reason."""
LOWERS_UNALLOCATED = frozenset(
    {
        EntryKind.RECEIPT_CORRECTION,
        EntryKind.BANK_CHARGE,
        EntryKind.SUPPORT_COST,
        EntryKind.REFUND,
        EntryKind.WRITE_OFF,
    }
)
"""Kinds that lower unallocated money."""
