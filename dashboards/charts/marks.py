"""The marks of codes in a figure that is divided by a dimension."""

from dashboards.figures.parts import INSTRUMENT_MARKS, STEPS, UNSPECIFIED, Marker, solid
from tracker.totals.dimensions import BY_RULE, Dimension

REGIONS = ("002", "019", "142", "150", "009")
PATTERNS = ("", "/", ".", "-", "x", "\\")


def marker_of(dimension: Dimension, code: str, place: int) -> Marker:
    """Return the mark of a code; `place` counts where the dimension has no marks of its own."""
    if not code:
        return UNSPECIFIED
    if dimension is Dimension.PROTOCOL:
        return INSTRUMENT_MARKS[code]
    if dimension is Dimension.EARMARKING:
        return STEPS[int(code) - 1]
    if dimension is Dimension.ATTRIBUTION:
        return solid("money", "/") if code == BY_RULE else solid("money")
    if dimension is Dimension.REGION and code in REGIONS:
        place = REGIONS.index(code)
    return solid(f"series-{place % len(PATTERNS) + 1}", PATTERNS[place % len(PATTERNS)])
