"""The reading of all figures of the report from one source."""

from tracker.reference.adherence_changes import LateDeposit, late_deposits
from tracker.reports.commission.figures import CommissionFigures
from tracker.reports.commission.money_reading import read_resources
from tracker.reports.commission.tool_reading import read_tools
from tracker.reports.commission.work_reading import read_assistance
from tracker.resolution.commission_content import read_commission
from tracker.totals.chart_data.adherence_scope import adherence_scope
from tracker.totals.page_source import PageSource


def read_figures(source: PageSource) -> CommissionFigures:
    """Read the figures of a source's period, and of the period before."""
    content = read_commission(source)
    return CommissionFigures(
        content,
        _late(source),
        read_assistance(source, content),
        read_tools(source),
        read_resources(source),
    )


def _late(source: PageSource) -> tuple[LateDeposit, ...]:
    """Return the deposits of the period that were missing from a list after their date."""
    scope = adherence_scope(source)
    if not scope.has_days:
        return ()
    found = late_deposits(scope.facts, scope.reach.as_at, scope.reach.known_at)
    return tuple(one for one in found if scope.first is None or one.dated_on >= scope.first)
