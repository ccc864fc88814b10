"""The home page of signed-in users: their tasks, and where to go."""

from dataclasses import dataclass

from apiflask import APIBlueprint
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.assistance.activity_list import list_activities
from tracker.assistance.activity_pace import Pace
from tracker.assistance.assistance_request_list import list_assistance_requests
from tracker.assistance.states import PublicationState, RequestStatus
from tracker.fund.approvals.request_list import (
    ApprovalRequestItem,
    WaitingSum,
    returned_to,
    waiting,
    waiting_of,
)
from tracker.fund.asks.ask_list import AskItem, count_asked, returned_asks
from tracker.fund.closing.period_calendar import Closable, closable
from tracker.fund.contributions.due import DueKind, list_due
from tracker.fund.contributions.reporting_dates import reporting_dates
from tracker.fund.contributions.schedule import DueState
from tracker.fund.reconciliation.statement_comparison import reconcile_all
from tracker.http import context
from tracker.http.guard import signed_in
from tracker.http.page_tables import TableLink
from tracker.http.record_addresses import donor_page
from tracker.listing import FilterChoice, ListQuery
from tracker.people.history import LatestChange, latest_changes
from tracker.people.permissions import CurrentUser, Permission
from tracker.people.roles import Role
from tracker.people.subjects import Subject
from tracker.periods import today
from tracker.reports.content.report import ReportKind
from tracker.web.approvals.correction import correct_address
from tracker.web.history.action_names import action_name
from tracker.web.history.records import KINDS, history_address
from tracker.web.history.trail_table import SUBJECTS

MOST_CHANGES = 8
SHOWN = tuple(one.subject for one in KINDS.values() if one.subject is not Subject.SESSION)
"""What the latest changes are told of."""
blueprint = APIBlueprint("home", __name__, template_folder="templates", enable_openapi=False)


@dataclass(frozen=True, slots=True)
class Home:
    """The tasks of a user; `to_approve` is None for a user who approves nothing.

    `work` holds the tasks of finance officers, and is None for others.
    """

    to_approve: WaitingSum | None
    prepares: bool
    returned: tuple[ApprovalRequestItem, ...]
    waiting: tuple[ApprovalRequestItem, ...]
    work: "FinanceTasks | None"
    assistance: "AssistanceTasks | None"
    changes: tuple[LatestChange, ...] = ()
    asks_returned: tuple[AskItem, ...] = ()
    asks_waiting: int = 0


@dataclass(frozen=True, slots=True)
class AssistanceTasks:
    """The tasks of programme managers: activities out of time, drafts, requests to be assessed."""

    overdue: int
    waiting: int
    unpublished: int
    received: int


@dataclass(frozen=True, slots=True)
class FinanceTasks:
    """The tasks of finance officers: what is overdue, closable periods, open differences."""

    overdue: int
    statements: int
    closable: Closable
    open_lines: int
    asked: int


@blueprint.get("/home")
@signed_in
def show() -> ResponseReturnValue:
    """Show the tasks of the user."""
    who = context.user()
    return render_template(
        "people/home.html",
        home=_home(who),
        who=who,
        ways=_ways(who),
        today=today(),
        correct=correct_address,
        action_name=action_name,
        kind_of=SUBJECTS,
        history_address=history_address,
    )


def _home(who: CurrentUser) -> Home:
    """Ask each room for the tasks of a user, as far as the role goes."""
    session = context.session()
    prepares, asks = context.may(Permission.POST_MONEY), context.may(Permission.ASK_FOR_MONEY)
    return Home(
        to_approve=waiting(session) if context.may(Permission.APPROVE_MONEY) else None,
        prepares=prepares,
        returned=returned_to(session, who.handle) if prepares else (),
        waiting=waiting_of(session, who.handle) if prepares else (),
        work=_work() if prepares else None,
        assistance=_assistance() if context.may(Permission.CHANGE_ASSISTANCE) else None,
        changes=latest_changes(session, SHOWN, who.handle, MOST_CHANGES)
        if context.may(Permission.SEE_HISTORY)
        else (),
        asks_returned=returned_asks(session, who.handle) if asks else (),
        asks_waiting=count_asked(session, who.handle) if asks else 0,
    )


def _work() -> FinanceTasks:
    """Return the tasks of finance officers."""
    session, on = context.session(), today()
    overdue = ListQuery(
        chosen=(
            FilterChoice("kind", DueKind.INSTALMENT.value),
            FilterChoice("state", DueState.OVERDUE.value),
        ),
        size=1,
    )
    return FinanceTasks(
        overdue=list_due(session, overdue, today=on).total,
        statements=sum(one.state is DueState.OVERDUE for one in reporting_dates(session, on)),
        closable=closable(session, on),
        open_lines=sum(one.open_lines for one in reconcile_all(session)),
        asked=count_asked(session),
    )


def _assistance() -> AssistanceTasks:
    """Return the tasks of programme managers."""
    session = context.session()

    def activities(*chosen: FilterChoice) -> int:
        return list_activities(session, ListQuery(chosen=chosen, size=1), unpublished=True).total

    received = ListQuery(chosen=(FilterChoice("status", RequestStatus.RECEIVED.value),), size=1)
    return AssistanceTasks(
        overdue=activities(FilterChoice("pace", Pace.OVERDUE.value)),
        waiting=activities(FilterChoice("pace", Pace.WAITING.value)),
        unpublished=activities(
            *(
                FilterChoice("publication", one.value)
                for one in PublicationState
                if one is not PublicationState.PUBLISHED
            )
        ),
        received=list_assistance_requests(session, received, unpublished=True).total,
    )


def _ways(who: CurrentUser) -> list[TableLink]:
    """Return the pages that a user of the role mostly needs."""
    may = context.may
    ways = []
    if who.role is Role.DONOR and who.donor_code:
        own = url_for("contributions.show_list", donor=who.donor_code)
        statements = url_for("reports.show_list", kind=ReportKind.STATEMENT)
        ways += [
            TableLink(_("Your page as a donor"), donor_page(who.donor_code)),
            TableLink(_("Your contributions"), own),
            TableLink(_("Your statements"), statements),
        ]
    if may(Permission.SEE_TERMS):
        ways += [
            TableLink(_("Approvals"), url_for("approvals.show_list")),
            TableLink(_("What is due"), url_for("due.show_list")),
            TableLink(_("Statements of donors"), url_for("rounds.show")),
            TableLink(_("Periods"), url_for("periods.show_list")),
        ]
    if may(Permission.CHANGE_CONTRIBUTIONS):
        ways.append(TableLink(_("Add a contribution"), url_for("contribution_forms.add")))
    if may(Permission.CHANGE_ASSISTANCE):
        ways += [
            TableLink(_("Add an activity"), url_for("activity_sections.begin")),
            TableLink(_("Add a request"), url_for("request_forms.add")),
            TableLink(_("Record dissemination"), url_for("dissemination.add")),
        ]
    if may(Permission.DECIDE_DONORS):
        ways.append(TableLink(_("Donor registry"), url_for("donors.show_list")))
    if may(Permission.SEE_PEOPLE):
        ways.append(TableLink(_("People who can sign in"), url_for("people.show_list")))
    if may(Permission.REVOKE_TOKENS):
        ways.append(TableLink(_("API tokens of all people"), url_for("tokens.show_all")))
    return [
        *ways,
        TableLink(_("Contributions"), url_for("contributions.show_list")),
        TableLink(_("Activities"), url_for("activities.show_list")),
        TableLink(_("Overview of the account"), "/"),
        TableLink(_("Your sessions"), url_for("sessions.show_list")),
        TableLink(_("Your password"), url_for("own_password.show")),
        TableLink(_("Your API tokens"), url_for("tokens.show_list")),
        TableLink(_("Your second factor"), url_for("second_factor.show")),
    ]
