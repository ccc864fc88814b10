"""The menu of entries that can be recorded on the page of a contribution."""

from tracker.fund.contributions.contribution_list import ContributionItem
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.states import SupportBasis
from tracker.web.entries.labels import GROUPS


def entry_menu(item: ContributionItem) -> list[tuple[str, list[EntryKind]]]:
    """Return what can be recorded on a contribution, in groups, as things happen."""
    lump_sums = item.support_basis is SupportBasis.LUMP_SUM
    left_out = set() if lump_sums else {EntryKind.SUPPORT_COST}
    return [(str(name), [kind for kind in kinds if kind not in left_out]) for name, kinds in GROUPS]
