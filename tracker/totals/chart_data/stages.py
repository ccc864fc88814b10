"""The measures in the order in which money passes them, from received to available."""

from dataclasses import dataclass

from tracker.fund.ledger.measures import Measure
from tracker.totals.reader import TotalsReader

STAGES = (
    Measure.RECEIVED,
    Measure.REFUNDED,
    Measure.ALLOCATED,
    Measure.COMMITTED,
    Measure.SPENT,
    Measure.SUPPORT_COST,
    Measure.AVAILABLE,
)
"""The measures in the order in which money passes them."""


@dataclass(frozen=True, slots=True)
class StageTotals:
    """The total of each of the STAGES, in US cents and in their order."""

    amounts: tuple[int, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no stage has money."""
        return not any(self.amounts)

    def of(self, measure: Measure) -> int:
        """Return the total of one stage."""
        return self.amounts[STAGES.index(measure)]


def stage_totals(reader: TotalsReader) -> StageTotals:
    """Return the totals of the stages."""
    return StageTotals(tuple(reader.total(measure) for measure in STAGES))
