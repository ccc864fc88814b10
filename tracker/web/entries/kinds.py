"""The kinds of entries on the pages: their menu, titles of forms, sentences below the titles."""

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


TITLES: dict[EntryKind, Any] = {
    EntryKind.PLEDGE: _l("Record a pledge"),
    EntryKind.PLEDGE_ADJUSTMENT: _l("Change the pledge"),
    EntryKind.PLEDGE_CANCELLATION: _l("Cancel a pledge"),
    EntryKind.PLEDGE_WRITE_OFF: _l("Write off a pledge"),
    EntryKind.INSTALMENT_DUE: _l("Record an instalment due"),
    EntryKind.RECEIPT: _l("Record a receipt"),
    EntryKind.RECEIPT_CORRECTION: _l("Correct a receipt"),
    EntryKind.BANK_CHARGE: _l("Record a bank charge"),
    EntryKind.INTEREST: _l("Record interest"),
    EntryKind.SUPPORT_COST: _l("Charge support cost by agreement"),
    EntryKind.ALLOCATION: _l("Record an allocation"),
    EntryKind.DE_ALLOCATION: _l("Take an allocation back"),
    EntryKind.COMMITMENT: _l("Record a commitment"),
    EntryKind.DE_COMMITMENT: _l("Release a commitment"),
    EntryKind.EXPENDITURE: _l("Record an expenditure"),
    EntryKind.TRANSFER: _l("Transfer to another contribution"),
    EntryKind.REFUND: _l("Record a refund"),
    EntryKind.WRITE_OFF: _l("Write money off"),
}

SUMMARIES: dict[EntryKind, Any] = {
    EntryKind.PLEDGE: _l("What the donor promises."),
    EntryKind.PLEDGE_ADJUSTMENT: _l(
        "The donor promises more or less than before. What was promised stays on record."
    ),
    EntryKind.PLEDGE_CANCELLATION: _l(
        "The donor takes back what is promised and has not arrived, or a part of it. It is worth "
        "its share of the pledge."
    ),
    EntryKind.PLEDGE_WRITE_OFF: _l(
        "What is promised and has not arrived is given up. The pledge itself stays on record."
    ),
    EntryKind.INSTALMENT_DUE: _l("A part of the pledge has fallen due under the agreement."),
    EntryKind.RECEIPT: _l("What has arrived from the donor."),
    EntryKind.RECEIPT_CORRECTION: _l(
        "Lowers what was recorded as received, by an entry of its own, at the rate of the receipt. "
        "Money that is allocated stays."
    ),
    EntryKind.BANK_CHARGE: _l("What a bank has taken. Only money that is not allocated can pay."),
    EntryKind.INTEREST: _l(
        "What the bank has paid, to one contribution by name, or to all that held money."
    ),
    EntryKind.SUPPORT_COST: _l(
        "An amount that the agreement names. Only money that is not allocated can pay."
    ),
    EntryKind.ALLOCATION: _l(
        "Money for an activity, with its support cost set aside. The activity lies within the "
        "earmarking."
    ),
    EntryKind.DE_ALLOCATION: _l(
        "Money that an activity has neither committed nor spent comes back with its support cost."
    ),
    EntryKind.COMMITMENT: _l("Allocated money that an activity binds itself to pay."),
    EntryKind.DE_COMMITMENT: _l("Money that an activity had bound and does not need to pay."),
    EntryKind.EXPENDITURE: _l("What an activity has spent. Its support cost is charged with it."),
    EntryKind.TRANSFER: _l(
        "Money goes to another contribution of the same donor, who agreed. Only money that is not "
        "allocated can."
    ),
    EntryKind.REFUND: _l("What goes back to the donor. Only money that is not allocated can."),
    EntryKind.WRITE_OFF: _l("Money that is lost. Only money that is not allocated can be."),
}
