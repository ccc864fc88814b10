"""What becomes of a revision: published, handed in for approval, returned, handed in again, ended.

Publishing one is the secretariat's decision: the programmes of its author were asked about when it
was written. What moves figures of a closed period is decided by an approver besides, and until
then the revision waits.
"""

from sqlmodel import Session

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.revisions import Revision, open_row, revision_on
from tracker.assistance.states import PublicationState, RevisionState
from tracker.assistance.tables.activities import Activity
from tracker.assistance.tables.revisions import ActivityRevision
from tracker.errors import InvalidInput
from tracker.fund.approvals.submission import GIVEN_BACK, is_replaced
from tracker.fund.record_changes.activity_change import ACTIVITIES, change_decided_activity
from tracker.fund.record_changes.activity_saving import expect_not_handed_in, write_revision
from tracker.fund.record_changes.revision_moves import move_revision
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.people.actors import is_same
from tracker.people.audit import lock_record
from tracker.people.own_programmes import expect_own_programmes
from tracker.versions import require_version
from tracker.words import say


def publish_revision(
    session: Session, code: str, actor: str, why: str = "", *, version: str | None = None
) -> int:
    """Publish the waiting revision of an activity: the record changes as its author wants it.

    `version` is that of the revision as the actor was shown it. Where it moves figures of a
    closed period, it is handed in for approval; returns the number of that request, else 0.
    Raises InvalidInput for its author, and where none waits.
    """
    row, live, found = _to_decide(session, code, actor)
    _expect_published(live)
    draft = revision_on(found, live).draft
    require_version(draft, version)
    reason = found.why or why
    if not ACTIVITIES.moves_closed_figures(session, draft):
        change_decided_activity(session, code, draft, found.made_by, reason)
        move_revision(session, row.code, found, RevisionState.PUBLISHED, actor, why)
        return 0
    number = ACTIVITIES.hand_in_decided(
        session, draft, found.made_by, reason, by=actor, replaces=_given_back(session, found)
    )
    state = RevisionState.HANDED_IN
    move_revision(session, row.code, found, state, actor, why, request=number)
    return number


def return_revision(
    session: Session, code: str, actor: str, why: str, *, version: str | None = None
) -> None:
    """Return the waiting revision of an activity to its author, with the reason.

    `version` is that of the revision as it was shown; raises ChangedMeanwhile for another.
    """
    row, live, found = _to_decide(session, code, actor)
    if not why.strip():
        raise InvalidInput(say("say why it is returned"), "why")
    require_version(revision_on(found, live).draft, version)
    move_revision(session, row.code, found, RevisionState.RETURNED, actor, why)


def drop_revision(
    session: Session, code: str, actor: str, why: str = "", *, version: str | None = None
) -> None:
    """Give up the open revision of an activity, by who writes activities.

    `version` is that of the revision as it was shown; raises ChangedMeanwhile for another.
    """
    row, _live, found, _revision = _to_write(session, code, actor, version)
    move_revision(session, row.code, found, RevisionState.DROPPED, actor, why)


def hand_in_again(
    session: Session, code: str, actor: str, why: str = "", *, version: str | None = None
) -> None:
    """Hand a returned revision of an activity in again as it is, by who writes activities.

    `version` is that of the revision as it was shown; raises ChangedMeanwhile for another.
    """
    row, live, found, revision = _to_write(session, code, actor, version)
    _expect_published(live)
    if found.state is not RevisionState.RETURNED:
        raise InvalidInput(say("the revision was not returned; it waits already"), "revision")
    if revision.clashes:
        text = say("decide first what holds of what was changed on record too")
        raise InvalidInput(text, "revision")
    write_revision(session, row, live, revision.draft, actor, why.strip() or found.why)


def _to_decide(
    session: Session, code: str, actor: str
) -> tuple[Activity, ActivityDraft, ActivityRevision]:
    """Return an activity with the waiting revision that somebody decides on."""
    lock_record(session)
    row = find_activity(session, code)
    found = open_row(session, row.id or 0)
    expect_not_handed_in(found)
    if found is None or found.state is not RevisionState.WAITING:
        raise InvalidInput(say("no revision of it waits"), "revision")
    if is_same(session, found.made_by, actor):
        raise InvalidInput(say("who wrote a revision does not decide on it"), "revision")
    return row, read_draft(session, row), found


def _to_write(
    session: Session, code: str, actor: str, version: str | None
) -> tuple[Activity, ActivityDraft, ActivityRevision, Revision]:
    """Return an activity with its open revision, for who writes activities of its programme."""
    lock_record(session)
    row = find_activity(session, code)
    live = read_draft(session, row)
    expect_own_programmes(session, actor, (live.programme,))
    found = open_row(session, row.id or 0)
    if found is None:
        raise InvalidInput(say("no revision of it waits"), "revision")
    expect_not_handed_in(found)
    revision = revision_on(found, live)
    require_version(revision.draft, version)
    return row, live, found, revision


def _expect_published(live: ActivityDraft) -> None:
    """Refuse to publish a revision of what is not published, or to hand it in for that."""
    if live.publication is not PublicationState.PUBLISHED:
        text = say("the activity is not published; its author goes on with the revision")
        raise InvalidInput(text, "revision")


def _given_back(session: Session, found: ActivityRevision) -> int | None:
    """Return the number of the request that a revision's next one replaces; None without one."""
    before = session.get(ApprovalRequest, found.request_id) if found.request_id else None
    if (
        before is None
        or before.state not in GIVEN_BACK
        or not is_same(session, before.prepared_by, found.made_by)
        or is_replaced(session, before.id or 0)
    ):
        return None
    return before.id
