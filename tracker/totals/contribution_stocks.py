"""The stock of each measure for each contribution at the end of a year, in US cents.

Small enough to be held whole: its size follows the number of contributions, not the ledger's.
"""

from collections import OrderedDict
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from tracker.fund.ledger.measures import BY_CODE
from tracker.totals.cells import YEAR_BITS, contribution_of, measure_of, year_of
from tracker.totals.flows import CellSums

Whole = npt.NDArray[np.int64]
ALL_YEARS = (1 << YEAR_BITS) - 1
"""A year that no cell is beyond."""

YEARS_KEPT = 4


@dataclass(slots=True)
class ContributionStocks:
    """The stocks at the end of the years that were asked for last; brought up to date by flows."""

    _kept: OrderedDict[int, Whole] = field(default_factory=OrderedDict)

    def kept(self, year: int) -> Whole | None:
        """Return the stocks at the end of a year, where they are at hand."""
        found = self._kept.get(year)
        if found is not None:
            self._kept.move_to_end(year)
        return found

    def make(self, year: int, flows: CellSums) -> Whole:
        """Make the stocks at the end of a year of all flows.

        The row of a measure is its code, the column of a contribution its number.
        """
        size = int(contribution_of(flows.cells).max(initial=0)) + 1
        stocks = np.zeros((max(BY_CODE) + 1, size), np.int64)
        _add(stocks, year, flows)
        self._kept[year] = stocks
        while len(self._kept) > YEARS_KEPT:
            self._kept.popitem(last=False)
        return stocks

    def add(self, flows: CellSums) -> None:
        """Add new flows to all stocks at hand; the cost follows their number."""
        size = int(contribution_of(flows.cells).max(initial=0)) + 1
        for year, stocks in self._kept.items():
            missing = size - stocks.shape[1]
            if missing > 0:
                self._kept[year] = np.pad(stocks, ((0, 0), (0, missing)))
            _add(self._kept[year], year, flows)


def _add(stocks: Whole, year: int, flows: CellSums) -> None:
    """Add the flows up to the end of a year."""
    cells, cents = flows
    counted = year_of(cells) <= year
    cells, cents = cells[counted], cents[counted]
    np.add.at(stocks, (measure_of(cells), contribution_of(cells)), cents)
