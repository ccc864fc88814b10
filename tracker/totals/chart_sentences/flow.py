"""The sentence of a flow: the total and the largest path."""

from tracker.totals.chart_data.flow import FlowTotals
from tracker.totals.formatter import Formatter
from tracker.totals.measure_words import name as measure_name
from tracker.words import say


def flow_sentence(data: FlowTotals, formatter: Formatter) -> str:
    """Name the total and the largest path."""
    widest = max(data.paths, key=lambda path: path.minor)
    return say(
        "%(measure)s: %(total)s. The widest way is from %(source)s through %(through)s: "
        "%(amount)s.",
        measure=measure_name(data.measure),
        total=formatter.short(data.total),
        source=widest.source[1],
        through=widest.target[1],
        amount=formatter.short(widest.minor),
    )
