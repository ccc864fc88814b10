"""Who may see, prepare, clear and issue a report: pure predicates."""

from collections.abc import Collection

from tracker.people.permissions import CurrentUser, Permission, may, may_see_terms
from tracker.people.roles import Role
from tracker.reports.content.report import ReportKind
from tracker.reports.register.states import ReportState

_CLEARED_BY = {
    ReportKind.COMMISSION: frozenset({Role.SECRETARIAT, Role.APPROVER}),
    ReportKind.STATEMENT: frozenset({Role.FINANCE_OFFICER, Role.APPROVER}),
    ReportKind.BRIEF: frozenset({Role.SECRETARIAT, Role.APPROVER}),
}
"""The roles that clear a report of a kind."""


def may_see_report(user: CurrentUser, kind: ReportKind, state: ReportState, subject: str) -> bool:
    """Tell whether a user may see a report: issued ones of the Commission are public.

    A statement is for its donor and for who may see the terms; drafts are for staff.
    """
    if state is not ReportState.ISSUED:
        return may(user, Permission.SEE_TERMS)
    return kind is not ReportKind.STATEMENT or may_see_terms(user, subject)


def may_prepare(user: CurrentUser) -> bool:
    """Tell whether a user may draw, edit and issue reports."""
    return may(user, Permission.PREPARE_REPORTS)


def may_clear(user: CurrentUser, kind: ReportKind, made_by: Collection[str]) -> bool:
    """Tell whether a user may clear a report: never who prepared it or wrote a text of it."""
    allowed = may(user, Permission.CLEAR_REPORTS) and user.role in _CLEARED_BY[kind]
    return allowed and user.handle not in made_by
