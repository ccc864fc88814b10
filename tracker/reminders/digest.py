"""The lines of the weekly digest: the tasks of a role, and what others have changed."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlencode

from sqlmodel import Session

from tracker.assistance.activity_list import list_activities
from tracker.assistance.activity_pace import Pace
from tracker.assistance.assistance_request_list import list_assistance_requests
from tracker.assistance.states import RequestStatus
from tracker.fund.approvals.request_list import returned_to, waiting
from tracker.fund.contributions.due import DueKind, list_due
from tracker.fund.contributions.schedule import DueState
from tracker.listing import FilterChoice, ListQuery
from tracker.people.history import count_changed
from tracker.people.permissions import CurrentUser, Permission, may
from tracker.people.subjects import OF_DATA
from tracker.periods import today
from tracker.words import ngettext, say

Line = tuple[str, str]
"""A sentence, and the path of its page."""


def digest_lines(session: Session, who: CurrentUser, since: datetime) -> tuple[Line, ...]:
    """Return what waits for a user, and how much others have changed; nothing where it is none."""
    found = list(_waiting(session, who))
    if may(who, Permission.SEE_HISTORY):
        changed = count_changed(session, OF_DATA, since, who.handle)
        said = ngettext(
            "%(num)s record was changed by others",
            "%(num)s records were changed by others",
            changed,
        )
        found += [(said, "/home")] if changed else []
    return tuple(found)


def _waiting(session: Session, who: CurrentUser) -> Iterator[Line]:
    """Yield what waits for a user, by role."""
    if may(who, Permission.APPROVE_MONEY) and (number := waiting(session).requests):
        yield say("Requests that wait for approval: %(number)s", number=number), "/approvals"
    if may(who, Permission.POST_MONEY) and (number := len(returned_to(session, who.handle))):
        yield say("Requests that were returned to you: %(number)s", number=number), "/home"
    if may(who, Permission.CHANGE_CONTRIBUTIONS):
        if number := _overdue(session, DueKind.INSTALMENT):
            said = say("Instalments that are overdue: %(number)s", number=number)
            yield said, "/contributions/due"
        if number := _overdue(session, DueKind.REPORT):
            said = say("Reports to donors that are overdue: %(number)s", number=number)
            yield said, "/contributions/due"
    if may(who, Permission.CHANGE_ASSISTANCE):
        yield from _assistance(session, tuple(sorted(who.programmes)))


def _overdue(session: Session, kind: DueKind) -> int:
    """Count the items of a kind that are overdue."""
    chosen = (FilterChoice("kind", kind.value), FilterChoice("state", DueState.OVERDUE.value))
    return list_due(session, ListQuery(chosen=chosen, size=1), today=today()).total


def _assistance(session: Session, programmes: tuple[str, ...]) -> Iterator[Line]:
    """Yield the tasks of programme managers, of their own programmes where they have some."""
    own = tuple(FilterChoice("programme", code) for code in programmes)
    for pace in (Pace.OVERDUE, Pace.WAITING):
        query = ListQuery(chosen=(*own, FilterChoice("pace", pace.value)), size=1)
        if number := list_activities(session, query, unpublished=True).total:
            asked = [("pace", pace.value), *(("programme", code) for code in programmes)]
            yield _out_of_time(pace, number), f"/activities?{urlencode(asked)}"
    received = ListQuery(chosen=(FilterChoice("status", RequestStatus.RECEIVED.value),), size=1)
    if number := list_assistance_requests(session, received, unpublished=True).total:
        said = say("Requests of States to be assessed: %(number)s", number=number)
        yield said, f"/requests/list?status={RequestStatus.RECEIVED.value}"


def _out_of_time(pace: Pace, number: int) -> str:
    """Say how many activities are past their end, or have not begun on their day."""
    if pace is Pace.OVERDUE:
        return say("Activities past their planned end: %(number)s", number=number)
    return say("Activities that should have begun: %(number)s", number=number)
