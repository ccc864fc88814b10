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
from tracker.assistance.publication_notices import tell_submitted
from tracker.assistance.publication_workflow import move_publication
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.result_rules import lowering_faults
from tracker.assistance.revisions import (
    DRAFTS,
    in_order,
    open_revision,
    open_row,
    revision_on,
    with_at_once,
)
from tracker.assistance.states import PublicationState, RevisionState
from tracker.assistance.tables.activities import Activity
from tracker.assistance.tables.revisions import ActivityRevision
from tracker.edits import EditConflict
from tracker.errors import ChangedMeanwhile, Fault, InvalidDraft
from tracker.fund.contributions.funding_rules import funded_activity_faults
from tracker.fund.record_changes.activity_change import ACTIVITIES
from tracker.fund.record_changes.revision_moves import move_revision
from tracker.people.audit import Change, lock_record, moment_of_change, record
from tracker.people.own_programmes import expect_own_programmes
from tracker.people.subjects import Subject
from tracker.versions import content_of, require_version, version_of
from tracker.words import say


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
    settles: bool = False,
) -> int:
    """Save a change of an activity; return the number of the request by which it waits, or 0.

    The draft rests on what `draft_to_change` returned, or on the activity as it is on record;
    `version` is that of the one on which it rests, None of the record. `replaces` is the number of
    a returned request, `sure` answers the questions. One that `settles` a revision under which the
    record was changed rests on the record, and is the revision from now on. Raises ChangedMeanwhile
    for another version, AskedAbout for questions left, and InvalidDraft, also while a revision
    that it would change waits for an approver.
    """
    lock_record(session)
    row = find_activity(session, code)
    live = read_draft(session, row)
    expect_own_programmes(session, actor, (live.programme, draft.programme))
    wanted = in_order(draft)
    if settles:
        require_version(live, version)
    else:
        wanted = _on_working(session, row, live, wanted, version)
    if wanted.publication is not live.publication:
        raise InvalidDraft([Fault("publication", say("publication has a page of its own"))])
    change = partial(ACTIVITIES.change_or_hand_in, session, code, actor=actor, why=why, sure=sure)
    if live.publication is not PublicationState.PUBLISHED:
        expect_not_handed_in(open_row(session, row.id or 0))
        number: int = change(wanted, replaces=replaces)
        if not number:
            _end_what_waited(session, row, live, wanted, actor, why)
        return number
    now = with_at_once(live, wanted)
    if version_of(now) != version_of(live):
        change(now)
    keep = write_revision if settles else _keep_revision
    keep(session, row, now, wanted, actor, why)
    return 0


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
        move_revision(session, row.code, found, RevisionState.DROPPED, actor, "")


def _keep_revision(
    session: Session, row: Activity, now: ActivityDraft, wanted: ActivityDraft, actor: str, why: str
) -> None:
    """Keep what waits of a published activity; where nothing is left, no revision is.

    A change of what holds at once leaves the revision and its author alone.
    """
    found = open_row(session, row.id or 0)
    if found is not None and version_of(revision_on(found, now).draft) == version_of(wanted):
        return
    write_revision(session, row, now, wanted, actor, why)


def write_revision(
    session: Session, row: Activity, now: ActivityDraft, wanted: ActivityDraft, actor: str, why: str
) -> None:
    """Write the open revision of an activity anew on what is on record now, to be decided.

    Where it wants no more than that, it ends. Raises InvalidDraft, and while it waits for an
    approver.
    """
    found = open_row(session, row.id or 0)
    expect_not_handed_in(found)
    if version_of(wanted) == version_of(now):
        if found is not None:
            move_revision(session, row.code, found, RevisionState.DROPPED, actor, why)
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


def expect_not_handed_in(found: ActivityRevision | None) -> None:
    """Raise InvalidDraft for a revision that waits for an approver, which stays as it is."""
    if found is not None and found.state is RevisionState.HANDED_IN:
        text = say(
            "its revision waits for approval as request %(number)s; it can be changed when that "
            "is decided or taken back",
            number=found.request_id,
        )
        raise InvalidDraft([Fault("revision", text)])


def changed_names(before: ActivityDraft, after: ActivityDraft) -> tuple[str, ...]:
    """Return the names of the fields in which two drafts differ."""
    old, new = content_of(before), content_of(after)
    names = (field.name for field in fields(after))
    return tuple(name for name in names if old.get(name) != new.get(name))
