"""The sentence of the stages: what part of the receipts is spent and what is available."""

from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.shares import share_of
from tracker.totals.chart_data.stages import StageTotals
from tracker.totals.formatter import Formatter
from tracker.words import say


def stages_sentence(data: StageTotals, formatter: Formatter) -> str:
    """Compare the spent and the available amount with the receipts."""
    received, spent = data.of(Measure.RECEIVED), data.of(Measure.SPENT)
    words = {
        "received": formatter.short(received),
        "spent": formatter.short(spent),
        "share": formatter.percent(share_of(spent, received)),
        "available": formatter.short(data.of(Measure.AVAILABLE)),
    }
    if received <= 0:
        return say("%(spent)s is spent.", **words)
    return say(
        "Of %(received)s received, %(spent)s is spent on activities (%(share)s) and "
        "%(available)s is available.",
        **words,
    )
