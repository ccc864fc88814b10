"""A cell: the facts of a ledger line that figures need, packed into one whole number.

From its highest bits: measure, contribution, activity (0 for none), year, and whether it was
attributed by the rule. So the cells of a measure are neighbours, among them those of a
contribution's share of an activity, in the order of their years.
"""

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
MEASURE_BITS, NUMBER_BITS, YEAR_BITS, FLAG_BITS = 4, 23, 12, 1
MEASURES = 1 << MEASURE_BITS
STOCK_SHIFT = YEAR_BITS + FLAG_BITS
CONTRIBUTION_SHIFT = STOCK_SHIFT + NUMBER_BITS
MEASURE_SHIFT = CONTRIBUTION_SHIFT + NUMBER_BITS
OPENING = 0
"""The year of entries before the first day that counts."""


def pack(
    measure: Whole, contribution: Whole, activity: Whole, year: Whole, attributed: Whole
) -> Whole:
    """Pack the facts of lines into cells; raises OverflowError for numbers beyond 23 bits."""
    limit = 1 << NUMBER_BITS
    if max(contribution.max(initial=0), activity.max(initial=0)) >= limit:
        raise OverflowError(f"contributions and activities are numbered below {limit}")
    stock = measure.astype(np.int64) << MEASURE_SHIFT
    stock |= contribution.astype(np.int64) << CONTRIBUTION_SHIFT
    stock |= activity.astype(np.int64) << STOCK_SHIFT
    packed: Whole = stock | year << FLAG_BITS | attributed
    return packed


def measure_of(cells: Whole) -> Whole:
    """Return the measures of cells."""
    return cells >> MEASURE_SHIFT


def contribution_of(cells: Whole) -> Whole:
    """Return the contributions of cells."""
    return cells >> CONTRIBUTION_SHIFT & ((1 << NUMBER_BITS) - 1)


def activity_of(cells: Whole) -> Whole:
    """Return the activities of cells, 0 for none."""
    return cells >> STOCK_SHIFT & ((1 << NUMBER_BITS) - 1)


def stock_of(cells: Whole) -> Whole:
    """Return the stocks that cells belong to: measure, contribution and activity, packed."""
    return cells >> STOCK_SHIFT


def year_of(cells: Whole) -> Whole:
    """Return the years of cells."""
    return cells >> FLAG_BITS & ((1 << YEAR_BITS) - 1)


def attributed_of(cells: Whole) -> Whole:
    """Return 1 for cells of money that the rule attributed, 0 for money that was named."""
    return cells & 1


def in_opening(cells: Whole) -> Whole:
    """Return the same cells in the year of the opening."""
    opening: Whole = cells & ~(((1 << YEAR_BITS) - 1) << FLAG_BITS)
    return opening


def calendar_year(days: Whole) -> Whole:
    """Return the calendar year of days counted from 1 January 1970."""
    years: Whole = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    return years
