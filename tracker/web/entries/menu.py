"""The menu of entries that can be recorded on the page of a contribution."""

from typing import Any

from flask_babel import lazy_gettext as _l

from tracker.fund.contributions.contribution_list import ContributionItem
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.states import SupportBasis

GROUPS: tuple[tuple[Any, tuple[EntryKind, ...]], ...] = (
    (
        _l("Promise"),
        (
            EntryKind.PLEDGE,
            EntryKind.PLEDGE_ADJUSTMENT,
            EntryKind.PLEDGE_CANCELLATION,
            EntryKind.PLEDGE_WRITE_OFF,
            EntryKind.INSTALMENT_DUE,
        ),
    ),
    (
        _l("Money in"),
        (
            EntryKind.RECEIPT,
            EntryKind.RECEIPT_CORRECTION,
            EntryKind.BANK_CHARGE,
            EntryKind.INTEREST,
            EntryKind.SUPPORT_COST,
        ),
    ),
    (
        _l("Use by activities"),
        (
            EntryKind.ALLOCATION,
            EntryKind.DE_ALLOCATION,
            EntryKind.COMMITMENT,
            EntryKind.DE_COMMITMENT,
            EntryKind.EXPENDITURE,
        ),
    ),
    (
        _l("Money out"),
        (EntryKind.TRANSFER, EntryKind.REFUND, EntryKind.WRITE_OFF),
    ),
)
"""The kinds that can be recorded by hand, in groups, in the order in which they happen."""


def entry_menu(item: ContributionItem) -> list[tuple[str, list[EntryKind]]]:
    """Return the kinds that can be recorded on a contribution, in groups, in their order."""
    lump_sums = item.support_basis is SupportBasis.LUMP_SUM
    left_out = set() if lump_sums else {EntryKind.SUPPORT_COST}
    return [(str(name), [kind for kind in kinds if kind not in left_out]) for name, kinds in GROUPS]
