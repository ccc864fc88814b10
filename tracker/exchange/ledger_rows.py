"""Rows that ask for entries, and the sums in which they count."""

from typing import NamedTuple

from tracker.exchange.cells import Cells
from tracker.exchange.faults import RowFault
from tracker.exchange.import_context import SURE, ImportContext
from tracker.exchange.mapped_rows import MappedRow
from tracker.exchange.profiles import WARN
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.questions import QuestionCode

EVERYTHING: frozenset[str] = frozenset(QuestionCode)
"""The answers of a row that is sure."""
TOTAL = ""
"""The sum of all rows of a sheet."""


class CountedAmount(NamedTuple):
    """An amount of a row in minor units, and the sum in which it counts."""

    what: str
    currency: str
    minor: int


class LedgerRow(NamedTuple):
    """A row with the draft that was read from it, and the faults of its cells."""

    row: MappedRow
    draft: EntryDraft
    amounts: tuple[CountedAmount, ...] = ()
    faults: tuple[RowFault, ...] = ()

    @property
    def reference(self) -> str:
        """The entry's own name."""
        return self.draft.reference


def read_sure(cells: Cells) -> frozenset[str]:
    """Read whether a row answers all that is asked about it, or whether its profile does."""
    return EVERYTHING if cells.yes(SURE) or cells.section.asked == WARN else frozenset()


def count_amounts(context: ImportContext, one: LedgerRow) -> None:
    """Count the amounts of a row without faults."""
    for what, currency, minor in one.amounts:
        if what == TOTAL:
            context.counters.sum_up(one.row, currency, minor)
        else:
            context.counters.count(one.row, what, currency, minor)
