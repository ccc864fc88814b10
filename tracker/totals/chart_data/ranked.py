"""A measure by one dimension, the largest first, and perhaps divided by a second."""

from dataclasses import dataclass

from tracker.fund.ledger.measures import Measure
from tracker.totals.dimensions import Dimension
from tracker.totals.measure_words import name as measure_name
from tracker.totals.reader import Cross, Row, TotalsReader
from tracker.words import say

TOP = 12


@dataclass(frozen=True, slots=True)
class RankedTotals:
    """Totals in US cents: `cross` has a row for each code of `by`, a column for each of `split`.

    Without a `split` there is one column, the measure's own.
    """

    measure: Measure
    by: Dimension
    split: Dimension | None
    cross: Cross

    @property
    def is_empty(self) -> bool:
        """Whether no code has money."""
        return not self.cross.rows

    @property
    def rows(self) -> list[Row]:
        """The total of each code over all columns."""
        pairs = zip(self.cross.rows, self.cross.minor, strict=True)
        return [Row(code, label, sum(own)) for (code, label), own in pairs]

    @property
    def total(self) -> int:
        """The total of all rows."""
        return sum(map(sum, self.cross.minor))

    def largest(self) -> Cross:
        """Return the largest rows with all others as one.

        Of countries the others are left out: together they would dwarf each.
        """
        if self.by is Dimension.COUNTRY:
            places = [place for place, (code, _label) in enumerate(self.cross.rows) if code][:TOP]
            return Cross(
                tuple(self.cross.rows[place] for place in places),
                self.cross.columns,
                tuple(self.cross.minor[place] for place in places),
            )
        if len(self.cross.rows) <= TOP:
            return self.cross
        rest = self.cross.minor[TOP - 1 :]
        others = say("%(number)s others", number=len(rest))
        return Cross(
            (*self.cross.rows[: TOP - 1], ("", others)),
            self.cross.columns,
            (*self.cross.minor[: TOP - 1], tuple(map(sum, zip(*rest, strict=True)))),
        )


def ranked_totals(
    reader: TotalsReader, measure: Measure, by: Dimension, split: Dimension | None = None
) -> RankedTotals:
    """Return a measure by a dimension, divided by `split` where one is named."""
    if split is not None:
        return RankedTotals(measure, by, split, reader.cross(measure, by, split))
    rows = reader.rows(measure, by)
    cross = Cross(
        tuple((row.code, row.label) for row in rows),
        ((measure.value, measure_name(measure)),),
        tuple((row.minor,) for row in rows),
    )
    return RankedTotals(measure, by, None, cross)
