"""The kinds of reports with what draws each."""

from collections.abc import Mapping

from tracker.reports.commission.report import commission_report
from tracker.reports.content.report import ReportKind
from tracker.reports.drawing import DrawKind
from tracker.reports.statement.statement import draw_statement

KINDS: Mapping[ReportKind, DrawKind] = {
    ReportKind.COMMISSION: commission_report,
    ReportKind.STATEMENT: draw_statement,
}
"""What makes the tree of each kind of report."""
