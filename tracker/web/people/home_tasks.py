"""The tasks of each role at home, counted by the rules of the lists to which they lead."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session

from tracker.assistance.activity_list import ActivityItem, list_activities
from tracker.assistance.activity_pace import OPEN, Pace
from tracker.assistance.added_sessions import all_sessions
from tracker.assistance.assistance_request_list import list_assistance_requests
from tracker.assistance.open_activities import open_activities
from tracker.assistance.revisions import count_waiting_revisions
from tracker.assistance.states import TO_PUBLISH, PublicationState, RequestStatus
from tracker.assistance.titles import programme_titles
from tracker.fund.approvals.request_list import (
    OLDEST_FIRST,
    ApprovalRequestItem,
    WaitingSum,
    list_requests,
    waiting,
)
from tracker.fund.asks.ask_list import count_asked
from tracker.fund.closing.period_calendar import Closable, closable
from tracker.fund.contributions.contribution_list import ContributionItem, ending_contributions
from tracker.fund.contributions.due import DueItem, DueKind, list_due
from tracker.fund.contributions.reporting_dates import reporting_dates
from tracker.fund.contributions.schedule import DueState
from tracker.fund.preparation.money_for_activity import (
    money_for_activities,
    money_for_programmes,
)
from tracker.fund.reconciliation.statement_comparison import reconcile_all
from tracker.fund.states import ApprovalRequestState
from tracker.http import context
from tracker.listing import FilterChoice, ListQuery
from tracker.periods import Span, today
from tracker.reference.sessions import BodySession
from tracker.reports.content.report import ReportKind
from tracker.reports.register.register import ReportItem, list_reports
from tracker.reports.register.states import ReportState

FEW = 5
"""How many records a home names; a link leads to the others."""
SOON = timedelta(days=30)
ENDS_SOON = timedelta(days=90)
ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class ApproverTasks:
    """What waits for a decision: its number and sum, and the oldest of it."""

    waiting: WaitingSum
    oldest: tuple[ApprovalRequestItem, ...]


@dataclass(frozen=True, slots=True)
class FinanceTasks:
    """The tasks of finance officers.

    `soon` are the instalments due within SOON, `ending` the contributions whose period of use ends
    within ENDS_SOON: the first of each, and how many there are.
    """

    overdue: int
    statements: int
    closable: Closable
    open_lines: int
    asked: int
    soon: tuple[DueItem, ...]
    soon_in_all: int
    ending: tuple[ContributionItem, ...]
    ending_in_all: int


class MoneyOfActivity(NamedTuple):
    """An open activity, and what it can have today by the rule and by name, in US cents."""

    activity: ActivityItem
    minor: int


class MoneyOfProgramme(NamedTuple):
    """A programme, how many open activities it has, and what they can have today, in US cents."""

    programme: str
    title: str
    activities: int
    minor: int


@dataclass(frozen=True, slots=True)
class AssistanceTasks:
    """The tasks of programme managers: activities out of time, drafts, requests to be assessed.

    `programmes` are the user's own, none where all are; `money` tells of the open activities that
    end first what each can have. The amounts are of the same contributions, and never added.
    """

    overdue: int
    waiting: int
    unpublished: int
    returned: int
    received: int
    programmes: tuple[MoneyOfProgramme, ...]
    money: tuple[MoneyOfActivity, ...]


@dataclass(frozen=True, slots=True)
class SecretariatTasks:
    """The tasks of the secretariat: what is to be published, reported, answered, and attended."""

    to_publish: int
    revisions: int
    statements: int
    reports: tuple[ReportItem, ...]
    sessions: tuple[BodySession, ...]
    received: int
    assessed: int
    planned: int


def approver_tasks(session: Session) -> ApproverTasks:
    """Return what waits for a decision."""
    query = ListQuery(
        chosen=(FilterChoice("state", ApprovalRequestState.WAITING.value),),
        order=OLDEST_FIRST,
        size=FEW,
    )
    return ApproverTasks(waiting(session), list_requests(session, query).rows)


def finance_tasks(session: Session) -> FinanceTasks:
    """Return the tasks of finance officers."""
    on = today()
    instalments = ListQuery(chosen=(FilterChoice("kind", DueKind.INSTALMENT.value),), size=ALL)
    due = list_due(session, instalments, today=on).rows
    soon = [one for one in due if one.state is DueState.TO_COME and one.due_on <= on + SOON]
    ending, ending_in_all = ending_contributions(session, Span(on, on + ENDS_SOON), FEW)
    return FinanceTasks(
        overdue=sum(one.state is DueState.OVERDUE for one in due),
        statements=_statements_overdue(session, on),
        closable=closable(session, on),
        open_lines=sum(one.open_lines for one in reconcile_all(session)),
        asked=count_asked(session),
        soon=tuple(soon[:FEW]),
        soon_in_all=len(soon),
        ending=ending,
        ending_in_all=ending_in_all,
    )


def assistance_tasks(session: Session, programmes: tuple[str, ...] = ()) -> AssistanceTasks:
    """Return the tasks of programme managers, of some programmes where they are named."""
    own = tuple(FilterChoice("programme", code) for code in programmes)

    def activities(*chosen: FilterChoice) -> int:
        query = ListQuery(chosen=(*own, *chosen), size=1)
        return list_activities(session, query, unpublished=True).total

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
        returned=activities(FilterChoice("publication", PublicationState.RETURNED.value)),
        received=_requests(session, RequestStatus.RECEIVED),
        programmes=_of_programmes(session, programmes),
        money=_money(session, own),
    )


def secretariat_tasks(session: Session) -> SecretariatTasks:
    """Return the tasks of the secretariat."""
    on = today()
    to_publish = ListQuery(
        chosen=tuple(FilterChoice("publication", one.value) for one in TO_PUBLISH), size=1
    )
    ahead = [one for one in all_sessions(session) if one.last >= on]
    return SecretariatTasks(
        to_publish=list_activities(session, to_publish, unpublished=True).total,
        revisions=count_waiting_revisions(session),
        statements=_statements_overdue(session, on),
        reports=_reports_in_hand(session),
        sessions=tuple(sorted(ahead, key=lambda one: one.first))[:FEW],
        received=_requests(session, RequestStatus.RECEIVED),
        assessed=_requests(session, RequestStatus.ASSESSED),
        planned=_requests(session, RequestStatus.PLANNED),
    )


def _of_programmes(session: Session, programmes: tuple[str, ...]) -> tuple[MoneyOfProgramme, ...]:
    """Return what the open activities of some programmes can have."""
    if not programmes:
        return ()
    still_open = open_activities(session, programmes)
    found = money_for_programmes(session, still_open, today())
    titles = programme_titles(session)
    return tuple(
        MoneyOfProgramme(code, titles.get(code, ""), len(still_open[code]), found[code])
        for code in programmes
    )


def _money(session: Session, own: tuple[FilterChoice, ...]) -> tuple[MoneyOfActivity, ...]:
    """Return the open activities that end first, with what each can have today."""
    still_open = tuple(FilterChoice("status", status.value) for status in sorted(OPEN))
    query = ListQuery(chosen=(*own, *still_open), order="end", size=FEW)
    rows = list_activities(session, query, unpublished=True).rows
    found = money_for_activities(session, [one.id for one in rows], today())
    return tuple(MoneyOfActivity(one, found[one.id]) for one in rows)


def _reports_in_hand(session: Session) -> tuple[ReportItem, ...]:
    """Return the reports to the Commission that are drawn and not issued, the newest first."""
    return tuple(
        one
        for one in list_reports(session, context.user())
        if one.kind is ReportKind.COMMISSION and one.state is not ReportState.ISSUED
    )[:FEW]


def _statements_overdue(session: Session, on: date) -> int:
    """Count the reports on money that are overdue to donors."""
    return sum(one.state is DueState.OVERDUE for one in reporting_dates(session, on))


def _requests(session: Session, status: RequestStatus) -> int:
    """Count the requests of States in a state."""
    query = ListQuery(chosen=(FilterChoice("status", status.value),), size=1)
    return list_assistance_requests(session, query, unpublished=True).total
