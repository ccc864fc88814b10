"""What each kind of entry says: which fields it has in a form, a sheet or an answer."""

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
"""What belongs to one contribution and to no activity."""
USES = frozenset(
    {
        EntryKind.ALLOCATION,
        EntryKind.DE_ALLOCATION,
        EntryKind.COMMITMENT,
        EntryKind.DE_COMMITMENT,
        EntryKind.EXPENDITURE,
    }
)
"""What an activity is given and does with it, in US dollars."""
ANY_CURRENCY = frozenset(
    {EntryKind.RECEIPT, EntryKind.BANK_CHARGE, EntryKind.SUPPORT_COST, EntryKind.WRITE_OFF}
)
"""What may come in another currency than the contribution's."""
AT_PLEDGE_RATE = frozenset({EntryKind.PLEDGE_CANCELLATION, EntryKind.PLEDGE_WRITE_OFF})
"""What is worth in US dollars what it was worth when it was pledged."""
BASIS_HOLDS_REASON = frozenset({EntryKind.PLEDGE_WRITE_OFF, EntryKind.WRITE_OFF})
"""What has its reason as its basis."""
LOWERS_UNALLOCATED = frozenset(
    {
        EntryKind.RECEIPT_CORRECTION,
        EntryKind.BANK_CHARGE,
        EntryKind.SUPPORT_COST,
        EntryKind.REFUND,
        EntryKind.WRITE_OFF,
    }
)
"""What takes from money that is not allocated."""
