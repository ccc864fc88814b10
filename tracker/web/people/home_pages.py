"""The home page of signed-in users: their tasks, and where to go."""

from dataclasses import dataclass
from datetime import datetime

from apiflask import APIBlueprint
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.assistance.activity_pace import OPEN
from tracker.assistance.revisions import WaitingRevision, returned_revisions
from tracker.fund.approvals.request_list import (
    ApprovalRequestItem,
    returned_to,
    waiting_of,
)
from tracker.fund.asks.ask_list import AskItem, count_asked, returned_asks
from tracker.http import context
from tracker.http.guard import signed_in
from tracker.http.identity import session_number
from tracker.http.page_tables import TableLink
from tracker.http.record_addresses import donor_page
from tracker.people.history import LatestChange, latest_changes
from tracker.people.permissions import CurrentUser, Permission
from tracker.people.roles import Role
from tracker.people.sessions import last_visit
from tracker.people.subjects import Subject
from tracker.periods import today
from tracker.reference.sessions import session_name
from tracker.reports.content.report import ReportKind
from tracker.web.approvals.correction import correct_address
from tracker.web.history.action_names import action_name
from tracker.web.history.records import KINDS, history_address
from tracker.web.history.trail_table import SUBJECTS
from tracker.web.people.administrator_home import AdministratorTasks, administrator_tasks
from tracker.web.people.donor_home import DonorHome, donor_home
from tracker.web.people.home_tasks import (
    ApproverTasks,
    AssistanceTasks,
    FinanceTasks,
    SecretariatTasks,
    approver_tasks,
    assistance_tasks,
    finance_tasks,
    secretariat_tasks,
)

MOST_CHANGES = 8
SHOWN = tuple(one.subject for one in KINDS.values() if one.subject is not Subject.SESSION)
"""The subjects whose latest changes the home page lists."""
OF_ASSISTANCE = tuple(one for one in SHOWN if one not in {Subject.DONOR, Subject.CONTRIBUTION})
"""Those of them for people who work on assistance alone."""
blueprint = APIBlueprint("home", __name__, template_folder="templates", enable_openapi=False)


@dataclass(frozen=True, slots=True)
class Home:
    """The tasks of a user; each part is None for a user whose role does not have it.

    `last_visit` is when the user was last here before this session, None where it is not known;
    `changes` are those of others since then, or else the latest.
    """

    to_approve: ApproverTasks | None
    prepares: bool
    returned: tuple[ApprovalRequestItem, ...]
    waiting: tuple[ApprovalRequestItem, ...]
    work: FinanceTasks | None
    assistance: AssistanceTasks | None
    secretariat: SecretariatTasks | None
    administration: AdministratorTasks | None
    donor: DonorHome | None
    last_visit: datetime | None
    tells_changes: bool
    names_people: bool
    changes: tuple[LatestChange, ...]
    asks_returned: tuple[AskItem, ...] = ()
    asks_waiting: int = 0
    revisions_returned: tuple[WaitingRevision, ...] = ()


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
        own_ways=_own_ways(),
        open_states=[one.value for one in sorted(OPEN)],
        today=today(),
        correct=correct_address,
        action_name=action_name,
        kind_of=SUBJECTS,
        history_address=history_address,
        session_name=session_name,
    )


def _home(who: CurrentUser) -> Home:
    """Ask each room for the tasks of a user, as far as the role goes."""
    session, may = context.session(), context.may
    prepares, asks = may(Permission.POST_MONEY), may(Permission.ASK_FOR_MONEY)
    donor = donor_home(session, who.donor_code) if _speaks_for_donor(who) else None
    seen = last_visit(session, who.handle, session_number())
    return Home(
        to_approve=approver_tasks(session) if may(Permission.APPROVE_MONEY) else None,
        prepares=prepares,
        returned=returned_to(session, who.handle) if prepares else (),
        waiting=waiting_of(session, who.handle) if prepares else (),
        work=finance_tasks(session) if prepares else None,
        assistance=assistance_tasks(session, tuple(sorted(who.programmes)))
        if may(Permission.CHANGE_ASSISTANCE)
        else None,
        secretariat=secretariat_tasks(session) if may(Permission.CHANGE_SESSIONS) else None,
        administration=administrator_tasks(session) if may(Permission.SEE_TRAIL) else None,
        donor=donor,
        last_visit=seen,
        tells_changes=donor is not None or may(Permission.SEE_HISTORY),
        names_people=may(Permission.SEE_HISTORY),
        changes=_changes(who, donor, seen),
        asks_returned=returned_asks(session, who.handle) if asks else (),
        asks_waiting=count_asked(session, who.handle) if asks else 0,
        revisions_returned=returned_revisions(session, who.handle)
        if may(Permission.CHANGE_ASSISTANCE)
        else (),
    )


def _speaks_for_donor(who: CurrentUser) -> bool:
    """Tell whether a user speaks for a donor."""
    return bool(who.donor_code) and context.may(Permission.SEE_OWN_TERMS)


def _changes(
    who: CurrentUser, donor: DonorHome | None, seen: datetime | None
) -> tuple[LatestChange, ...]:
    """Return what others have changed since the user was here; of a donor its contributions."""
    session = context.session()
    if donor is not None:
        own = (Subject.CONTRIBUTION,)
        found = latest_changes(session, own, who.handle, MOST_CHANGES, donor.references)
    elif context.may(Permission.SEE_HISTORY):
        on_money = not context.may(Permission.CHANGE_ASSISTANCE)
        subjects = SHOWN if on_money or context.may(Permission.POST_MONEY) else OF_ASSISTANCE
        found = latest_changes(session, subjects, who.handle, MOST_CHANGES)
    else:
        return ()
    return tuple(one for one in found if seen is None or one.at > seen)


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
            TableLink(_("Add a programme"), url_for("programme_forms.add")),
            TableLink(_("Add an activity"), url_for("activity_sections.begin")),
            TableLink(_("Add a request"), url_for("request_forms.add")),
            TableLink(_("Record dissemination"), url_for("dissemination.add")),
            TableLink(_("Dissemination of tools"), url_for("dissemination.show_list")),
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
    ]


def _own_ways() -> list[TableLink]:
    """Return the pages of a user's own account."""
    return [
        TableLink(_("Your sessions"), url_for("sessions.show_list")),
        TableLink(_("Your password"), url_for("own_password.show")),
        TableLink(_("Your letters"), url_for("letters.show")),
        TableLink(_("Your API tokens"), url_for("tokens.show_list")),
        TableLink(_("Your second factor"), url_for("second_factor.show")),
    ]
