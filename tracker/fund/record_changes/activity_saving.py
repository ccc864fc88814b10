"""The one way by which forms, sheets on pages and programs save a change of an activity.

What is not published changes on record. Of a published activity status, days, people and answered
requests change at once; the rest waits as a revision until the secretariat publishes it, so that
no figure moves by what waits.
"""

from collections.abc import Collection
from dataclasses import fields
from functools import partial

from sqlmodel import Session

from tracker.assistance.activity_drafts import ActivityDraft, activity_faults
from tracker.assistance.activity_parts import known_numbers
from tracker.assistance.publication_moves import Mover
from tracker.assistance.publication_notices import tell_decided, tell_submitted
from tracker.assistance.publication_workflow import move_publication
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.result_rules import lowering_faults
from tracker.assistance.revisions import (
    DRAFTS,
    in_order,
    open_revision,
    open_row,
    with_at_once,
)
from tracker.assistance.states import PublicationState, RevisionState
from tracker.assistance.tables.activities import Activity
from tracker.assistance.tables.revisions import ActivityRevision
from tracker.edits import EditConflict
from tracker.errors import ChangedMeanwhile, Fault, InvalidDraft, InvalidInput
from tracker.fund.contributions.funding_rules import funded_activity_faults
from tracker.fund.record_changes.activity_change import ACTIVITIES
from tracker.mail.kinds import PublicationNews
from tracker.people.actors import is_same
from tracker.people.audit import Change, lock_record, moment_of_change, record
from tracker.people.own_programmes import expect_own_programmes
from tracker.people.subjects import Subject
from tracker.versions import content_of, require_version, version_of
from tracker.words import say

NEWS = {
    RevisionState.PUBLISHED: PublicationNews.REVISION_PUBLISHED,
    RevisionState.RETURNED: PublicationNews.REVISION_RETURNED,
}
"""What the author of a revision is told by a letter."""


def save_activity(  # noqa: PLR0913 - a write with what its form knows besides
    session: Session,
    code: str,
    draft: ActivityDraft,
    actor: str,
    why: str,
    *,
    replaces: int | None = None,
    version: str | None = None,
    sure: Collection[str] = (),
) -> int:
    """Save a change of an activity; return the number of the request by which it waits, or 0.

    The draft rests on what `draft_to_change` returned, or on the activity as it is on record;
    `version` is that of the one on which it rests, None of the record. `replaces` is the number of
    a returned request, `sure` answers the questions. Raises ChangedMeanwhile for another version,
    InvalidDraft, AskedAbout for questions left.
    """
    lock_record(session)
    row = find_activity(session, code)
    live = read_draft(session, row)
    expect_own_programmes(session, actor, (live.programme, draft.programme))
    wanted = _on_working(session, row, live, in_order(draft), version)
    if wanted.publication is not live.publication:
        raise InvalidDraft([Fault("publication", say("publication has a page of its own"))])
    change = partial(ACTIVITIES.change_or_hand_in, session, code, actor=actor, why=why, sure=sure)
    if live.publication is not PublicationState.PUBLISHED:
        number: int = change(wanted, replaces=replaces)
        if not number:
            _end_what_waited(session, row, live, wanted, actor, why)
        return number
    now = with_at_once(live, wanted)
    if version_of(now) != version_of(live):
        change(now)
    _keep_revision(session, row, now, wanted, actor, why)
    return 0


def publish_revision(
    session: Session, code: str, actor: str, why: str = "", *, version: str | None = None
) -> int:
    """Publish the waiting revision of an activity: the record changes as its author wants it.

    `version` is that of the revision as the actor was shown it. Returns the number of the request
    by which it waits for an approver where it moves figures of a closed period, else 0. Raises
    InvalidInput for its author, and where none waits.
    """
    row, live, found = _to_decide(session, code, actor)
    revision = open_revision(session, row.id or 0, live)
    if revision is None:
        raise InvalidInput(say("no revision of it waits"), "revision")
    require_version(revision.draft, version)
    sure = frozenset(one.code for one in ACTIVITIES.questions(session, revision.draft))
    number = ACTIVITIES.change_or_hand_in(
        session, code, revision.draft, found.made_by, found.why, sure=sure
    )
    _decide(session, row, found, RevisionState.PUBLISHED, actor, why)
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
    _require_shown(session, row, live, version)
    _decide(session, row, found, RevisionState.RETURNED, actor, why)


def drop_revision(
    session: Session, code: str, actor: str, why: str = "", *, version: str | None = None
) -> None:
    """Give up the open revision of an activity, by who writes activities.

    `version` is that of the revision as it was shown; raises ChangedMeanwhile for another.
    """
    lock_record(session)
    row = find_activity(session, code)
    live = read_draft(session, row)
    expect_own_programmes(session, actor, (live.programme,))
    found = open_row(session, row.id or 0)
    if found is None:
        raise InvalidInput(say("no revision of it waits"), "revision")
    _require_shown(session, row, live, version)
    _decide(session, row, found, RevisionState.DROPPED, actor, why)


def _require_shown(
    session: Session, row: Activity, live: ActivityDraft, version: str | None
) -> None:
    """Raise ChangedMeanwhile unless the open revision is that of the version."""
    revision = open_revision(session, row.id or 0, live)
    if revision is not None:
        require_version(revision.draft, version)


def _on_working(
    session: Session, row: Activity, live: ActivityDraft, draft: ActivityDraft, version: str | None
) -> ActivityDraft:
    """Return what is wanted on the open revision, whatever the draft rests on."""
    revision = open_revision(session, row.id or 0, live)
    working = live if revision is None else revision.draft
    if revision is None or version == version_of(working):
        require_version(live if revision is None else working, version)
        return draft
    if version not in (None, version_of(live)):
        require_version(working, version)
    edits = EditConflict(live, working, draft)
    if any(one.proposed is None for one in edits.differences()):
        why = say("a revision of it waits that has this otherwise; go on with the revision")
        raise ChangedMeanwhile(why, working)
    return in_order(edits.merged({}))


def _end_what_waited(
    session: Session,
    row: Activity,
    live: ActivityDraft,
    wanted: ActivityDraft,
    actor: str,
    why: str,
) -> None:
    """Let what was approved and has changed wait again, and end the revision of an earlier time."""
    differs = version_of(with_at_once(wanted, live)) != version_of(live)
    if differs and live.publication is PublicationState.APPROVED:
        submitted = PublicationState.SUBMITTED
        move_publication(session, row.code, submitted, actor, why, by={Mover.OPERATOR})
    found = open_row(session, row.id or 0)
    if found is not None:
        _decide(session, row, found, RevisionState.DROPPED, actor, "")


def _keep_revision(
    session: Session, row: Activity, now: ActivityDraft, wanted: ActivityDraft, actor: str, why: str
) -> None:
    """Keep what waits of a published activity; where nothing is left, no revision is."""
    found = open_row(session, row.id or 0)
    if version_of(wanted) == version_of(now):
        if found is not None:
            _decide(session, row, found, RevisionState.DROPPED, actor, why)
        return
    before = None if found is None else DRAFTS.validate_python(found.wanted)
    if before is not None and version_of(with_at_once(before, now)) == version_of(wanted):
        return
    faults = [
        *activity_faults(wanted, known_numbers(session).codes()),
        *lowering_faults(now.results, wanted.results),
        *funded_activity_faults(session, row.id or 0, now, wanted),
        *([Fault("code", say("a code never changes"))] if wanted.code != row.code else ()),
    ]
    if faults:
        raise InvalidDraft(faults)
    values = {
        "state": RevisionState.WAITING,
        "base": DRAFTS.dump_python(now, mode="json"),
        "wanted": DRAFTS.dump_python(wanted, mode="json"),
        "made_by": actor,
        "made_at": moment_of_change(session),
        "why": why,
        "decided_by": "",
        "decided_at": None,
        "decision": "",
    }
    revision = found or ActivityRevision(activity_id=row.id or 0, **values)
    for name, value in values.items():
        setattr(revision, name, value)
    session.add(revision)
    session.flush()
    changed = {"changed": list(changed_names(now, wanted))}
    subject = Subject.ACTIVITY_REVISION
    record(session, actor, Change("revise", subject, row.code, new=changed, why=why))
    tell_submitted(session, actor)


def changed_names(before: ActivityDraft, after: ActivityDraft) -> tuple[str, ...]:
    """Return the names of the fields in which two drafts differ."""
    old, new = content_of(before), content_of(after)
    names = (field.name for field in fields(after))
    return tuple(name for name in names if old.get(name) != new.get(name))


def _to_decide(
    session: Session, code: str, actor: str
) -> tuple[Activity, ActivityDraft, ActivityRevision]:
    """Return an activity with the waiting revision that somebody decides on."""
    lock_record(session)
    row = find_activity(session, code)
    found = open_row(session, row.id or 0)
    if found is None or found.state is not RevisionState.WAITING:
        raise InvalidInput(say("no revision of it waits"), "revision")
    if is_same(session, found.made_by, actor):
        raise InvalidInput(say("who wrote a revision does not decide on it"), "revision")
    return row, read_draft(session, row), found


def _decide(
    session: Session,
    row: Activity,
    found: ActivityRevision,
    state: RevisionState,
    actor: str,
    why: str,
) -> None:
    """Write what became of a revision."""
    found.state, found.decided_by, found.decision = state, actor, why.strip()
    found.decided_at = moment_of_change(session)
    session.add(found)
    session.flush()
    told = {"state": state.value}
    action = {
        RevisionState.PUBLISHED: "publish",
        RevisionState.RETURNED: "return",
        RevisionState.DROPPED: "drop",
    }[state]
    change = Change(action, Subject.ACTIVITY_REVISION, row.code, new=told, why=found.decision)
    record(session, actor, change)
    if state in NEWS:
        tell_decided(session, row.code, found.made_by, NEWS[state])
