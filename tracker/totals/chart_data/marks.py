"""The marks by which charts draw measures and codes: colours by name, with patterns beside them.

A colour is the name of a custom property of the style sheets, such as "money-dark".
"""

from typing import NamedTuple

from tracker.fund.ledger.measures import Measure
from tracker.totals.dimensions import BY_RULE, Dimension


class ChartMark(NamedTuple):
    """A mark: the colour that fills it, "" for an empty one; a pattern; the colour of its edge.

    A pattern is one of Plotly's and tells marks apart without colour.
    """

    colour: str
    pattern: str = ""
    edge: str = ""


def outlined(colour: str) -> ChartMark:
    """Return an empty mark with an outline."""
    return ChartMark("", edge=colour)


MEASURE_MARKS: dict[Measure, ChartMark] = {
    Measure.PLEDGED: outlined("money"),
    Measure.RECEIVED: ChartMark("money"),
    Measure.ALLOCATED: ChartMark("money-light", edge="money"),
    Measure.COMMITTED: ChartMark("money-light", ".", edge="money"),
    Measure.SPENT: ChartMark("money-dark"),
    Measure.SUPPORT_COST: ChartMark("money-dark", "x"),
    Measure.REFUNDED: outlined("money-dark"),
    Measure.EXCHANGE_DIFFERENCE: ChartMark("money-light", "-", edge="money"),
    Measure.AVAILABLE: outlined("money"),
    Measure.BALANCE: ChartMark("money"),
    Measure.REFUND_DIFFERENCE: ChartMark("money-dark", "-"),
    Measure.COMMITTED_OPEN: ChartMark("money-light", ".", edge="money"),
    Measure.UNCOMMITTED: ChartMark("money-light", edge="money"),
}
"""The mark of each measure, the same in every figure."""

UNSPECIFIED = ChartMark("unspecified", edge="line-strong")
"""The mark of money without a code, and of small codes together."""

INSTRUMENT_MARKS: dict[str, ChartMark] = {
    "UNTOC": ChartMark("untoc"),
    "TIP": ChartMark("tip", "/"),
    "SOM": ChartMark("som", "."),
    "FIREARMS": ChartMark("firearms", "-"),
    "": UNSPECIFIED,
}
"""The mark of each instrument, the same in every figure."""

STEPS: tuple[ChartMark, ...] = (
    ChartMark("step-1"),
    ChartMark("step-2", "."),
    ChartMark("step-3", "/", edge="step-2"),
    ChartMark("step-4", "x", edge="step-2"),
)
"""Marks of an ordered list, the loosest first."""

REGIONS = ("002", "019", "142", "150", "009")
PATTERNS = ("", "/", ".", "-", "x", "\\")


def series_mark(place: int) -> ChartMark:
    """Return the mark of a series that has none of its own, by its place."""
    return ChartMark(f"series-{place % len(PATTERNS) + 1}", PATTERNS[place % len(PATTERNS)])


def measure_mark(measure: Measure) -> ChartMark:
    """Return the mark of a measure."""
    return MEASURE_MARKS.get(measure, ChartMark("money"))


def mark_of(dimension: Dimension, code: str, place: int) -> ChartMark:
    """Return the mark of a code; `place` counts where the dimension has no marks of its own."""
    if not code:
        return UNSPECIFIED
    if dimension is Dimension.PROTOCOL:
        return INSTRUMENT_MARKS[code]
    if dimension is Dimension.EARMARKING:
        return STEPS[int(code) - 1]
    if dimension is Dimension.ATTRIBUTION:
        return ChartMark("money", "/") if code == BY_RULE else ChartMark("money")
    if dimension is Dimension.REGION and code in REGIONS:
        place = REGIONS.index(code)
    return series_mark(place)
