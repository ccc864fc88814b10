"""What is on record: what is not known because nobody entered it, which is not zero."""

from typing import NamedTuple

from tracker.fund.ledger.measures import Measure
from tracker.totals.dimensions import Dimension
from tracker.totals.query import Choice
from tracker.totals.reader import TotalsReader
from tracker.totals.totals import Scope

OF_RECORD = (Measure.PLEDGED, Measure.RECEIVED, Measure.ALLOCATED, Measure.SPENT)
"""The measures that every account has in the end."""


class RecordedYears(NamedTuple):
    """The years of the first and the last entry of the whole record."""

    first: int
    last: int


def recorded_years(scope: Scope) -> RecordedYears | None:
    """Return the years of the whole record, whoever gave; None without an entry."""
    reader = TotalsReader(scope._replace(choice=Choice()))
    years = [
        int(row.code)
        for measure in OF_RECORD
        for row in reader.rows(measure, Dimension.YEAR)
        if row.code
    ]
    return RecordedYears(min(years), max(years)) if years else None


def has_pledges(scope: Scope) -> bool:
    """Return whether a choice has pledges on record, or no money that would need one."""
    reader = TotalsReader(scope._replace(choice=scope.choice._replace(years=None)))
    return bool(reader.total(Measure.PLEDGED)) or reader.total(Measure.RECEIVED) <= 0
