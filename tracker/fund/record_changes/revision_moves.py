"""The moves of a revision from state to state, each in the trail and told by letters.

A revision that was handed in for approval moves with the decision about its request.
"""

from collections.abc import Mapping

from sqlmodel import Session, select

from tracker.assistance.publication_notices import tell_decided
from tracker.assistance.states import RevisionState
from tracker.assistance.tables.activities import Activity
from tracker.assistance.tables.revisions import ActivityRevision
from tracker.fund.approvals.change_kinds import ChangeDecision
from tracker.fund.states import ApprovalRequestState
from tracker.mail.kinds import PublicationNews
from tracker.people.actors import is_same
from tracker.people.audit import Change, moment_of_change, record
from tracker.people.subjects import Subject

ACTIONS: Mapping[RevisionState, str] = {
    RevisionState.HANDED_IN: "take_up",
    RevisionState.PUBLISHED: "publish",
    RevisionState.RETURNED: "return",
    RevisionState.DROPPED: "drop",
}
"""The actions of the trail by the state that a move leads to."""
NEWS: Mapping[RevisionState, PublicationNews] = {
    RevisionState.HANDED_IN: PublicationNews.REVISION_HANDED_IN,
    RevisionState.PUBLISHED: PublicationNews.REVISION_PUBLISHED,
    RevisionState.RETURNED: PublicationNews.REVISION_RETURNED,
}
"""The letters to the author of a revision."""
PUBLISHER_NEWS: Mapping[RevisionState, PublicationNews] = {
    RevisionState.PUBLISHED: PublicationNews.HANDED_IN_PUBLISHED,
    RevisionState.RETURNED: PublicationNews.HANDED_IN_RETURNED,
}
"""The letters to the person who handed a revision in for approval."""
AFTER: Mapping[ApprovalRequestState, RevisionState] = {
    ApprovalRequestState.APPROVED: RevisionState.PUBLISHED,
    ApprovalRequestState.RETURNED: RevisionState.RETURNED,
    ApprovalRequestState.WITHDRAWN: RevisionState.RETURNED,
}
"""The state of a revision after a decision about its request."""


def move_revision(
    session: Session,
    code: str,
    found: ActivityRevision,
    state: RevisionState,
    actor: str,
    why: str,
    *,
    request: int = 0,
) -> None:
    """Write what became of a revision of an activity, under the lock of all writers.

    `request` is the number of the request by which it is handed in.
    """
    publisher = found.decided_by if found.state is RevisionState.HANDED_IN else ""
    found.state, found.decision = state, why.strip()
    found.decided_by, found.decided_at = actor, moment_of_change(session)
    found.request_id = request or found.request_id
    session.add(found)
    session.flush()
    told = {"state": state.value} | ({"request": request} if request else {})
    change = Change(ACTIONS[state], Subject.ACTIVITY_REVISION, code, new=told, why=found.decision)
    record(session, actor, change)
    if state in NEWS and not is_same(session, actor, found.made_by):
        tell_decided(session, code, found.made_by, NEWS[state])
    if publisher and state in PUBLISHER_NEWS:
        tell_decided(session, code, publisher, PUBLISHER_NEWS[state])


def note_decision(session: Session, decision: ChangeDecision) -> None:
    """Move the revision that was handed in by a request, after the decision about it.

    One that was ended meanwhile stays ended.
    """
    statement = select(ActivityRevision, Activity.code).where(
        ActivityRevision.request_id == decision.request,
        ActivityRevision.activity_id == Activity.id,
        ActivityRevision.state == RevisionState.HANDED_IN,
    )
    waiting = session.exec(statement).first()
    if waiting is not None:
        found, code = waiting
        state = AFTER[decision.state]
        move_revision(session, code, found, state, decision.actor, decision.reason)
