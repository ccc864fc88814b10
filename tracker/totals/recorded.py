"""What is on record: what is not known because nobody entered it, which is not zero."""

from tracker.fund.ledger.measures import Measure
from tracker.totals.dimensions import Dimension
from tracker.totals.query import Choice
from tracker.totals.reader import TotalsReader
from tracker.totals.totals import Scope

OF_RECORD = (Measure.PLEDGED, Measure.RECEIVED, Measure.ALLOCATED, Measure.SPENT)
"""The measures that every account has in the end."""


def last_recorded_year(scope: Scope) -> int | None:
    """Return the year of the last entry of the whole record, whoever gave; None without one."""
    reader = TotalsReader(scope._replace(choice=Choice()))
    years = [
        int(row.code)
        for measure in OF_RECORD
        for row in reader.rows(measure, Dimension.YEAR)
        if row.code
    ]
    return max(years, default=None)


def has_pledges(scope: Scope) -> bool:
    """Return whether a choice has pledges on record, or no money that would need one."""
    reader = TotalsReader(scope._replace(choice=scope.choice._replace(years=None)))
    return bool(reader.total(Measure.PLEDGED)) or reader.total(Measure.RECEIVED) <= 0
