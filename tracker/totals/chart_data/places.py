"""A measure by country, and for a region or the world as a whole."""

from dataclasses import dataclass

from tracker.fund.ledger.measures import Measure
from tracker.totals.dimensions import Dimension
from tracker.totals.reader import Row, TotalsReader


@dataclass(frozen=True, slots=True)
class PlaceTotals:
    """Totals in US cents by country; the row with the code "" is for no single country."""

    measure: Measure
    rows: tuple[Row, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no place has money."""
        return not self.rows

    @property
    def countries(self) -> tuple[Row, ...]:
        """The countries and areas whose total is above zero."""
        return tuple(row for row in self.rows if row.code and row.minor > 0)

    @property
    def regional(self) -> int:
        """The total for a region or the world as a whole."""
        return sum(row.minor for row in self.rows if not row.code)


def place_totals(reader: TotalsReader, measure: Measure) -> PlaceTotals:
    """Return a measure by country."""
    return PlaceTotals(measure, tuple(reader.rows(measure, Dimension.COUNTRY)))
