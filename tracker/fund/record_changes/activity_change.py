"""Changes of activities that move figures of a closed period, which take two persons."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter
from sqlmodel import Session

from tracker.assistance.activities import change_activity, find_activity, read_draft
from tracker.assistance.activity_drafts import ActivityDraft
from tracker.errors import InvalidDraft
from tracker.fund.approvals.change_kinds import ChangeShown, RecordChangeKind, TwoPersons
from tracker.fund.approvals.change_requests import hand_in
from tracker.fund.contributions.funding_rules import funded_activity_faults
from tracker.fund.ledger.closed_figures import closed_lines_of_activities
from tracker.fund.record_changes.draft_changes import DraftChange, differs, show_drafts
from tracker.fund.states import RecordChange
from tracker.people.audit import lock_record
from tracker.people.permissions import Permission
from tracker.versions import require_version

BROKEN_DOWN_BY = ("programme", "type", "instruments", "beneficiaries", "tools")
"""The fields of an activity by which figures are broken down."""
DRAFT = TypeAdapter(ActivityDraft)


@dataclass(frozen=True, slots=True)
class ActivityChanges:
    """Changes of one or more activities, each by its draft."""

    drafts: tuple[ActivityDraft, ...]


def moves_closed_figures(session: Session, draft: ActivityDraft) -> bool:
    """Tell whether a change of an activity moves figures of a closed period."""
    row = find_activity(session, draft.code)
    change = _change(session, draft)
    moves = differs(change.before, change.after, BROKEN_DOWN_BY)
    return moves and closed_lines_of_activities(session, [row.id or 0]) > 0


def change_or_hand_in(
    session: Session,
    code: str,
    draft: ActivityDraft,
    actor: str,
    why: str,
    *,
    replaces: int | None = None,
    version: str | None = None,
) -> int:
    """Change an activity, or hand the change in where it moves figures of a closed period.

    Returns the number of the request, 0 where the activity was changed. `replaces` is the number
    of a returned request. Raises ChangedMeanwhile for another `version`.
    """
    lock_record(session)
    require_version(_on_record(session, code), version)
    if draft.code != code or not moves_closed_figures(session, draft):
        change_funded_activity(session, code, draft, actor, why)
        return 0
    changes = ActivityChanges((draft,))
    return hand_in(session, CHANGE_ACTIVITY, changes, actor, why, replaces=replaces)


def change_funded_activity(
    session: Session, code: str, draft: ActivityDraft, actor: str, why: str
) -> None:
    """Change an activity, if that leaves no earmark and no eligibility of what pays for it.

    The one way by which forms, sheets and requests change activities. Raises InvalidDraft.
    """
    lock_record(session)
    row = find_activity(session, code)
    faults = funded_activity_faults(session, row.id or 0, read_draft(session, row), draft)
    if faults:
        raise InvalidDraft(faults)
    change_activity(session, code, draft, actor, why)


def show(session: Session, changes: ActivityChanges) -> ChangeShown:
    """Return the fields that change."""
    numbers = [find_activity(session, draft.code).id or 0 for draft in changes.drafts]
    return show_drafts(
        [_change(session, draft) for draft in changes.drafts],
        closed_lines_of_activities(session, numbers),
        activity_id=numbers[0],
    )


def check(session: Session, changes: ActivityChanges, why: str) -> None:
    """Refuse an activity that is not there; its other rules are asked when it is changed."""
    del why
    for draft in changes.drafts:
        find_activity(session, draft.code)


def apply(session: Session, changes: ActivityChanges, persons: TwoPersons) -> None:
    """Change the activities."""
    for draft in changes.drafts:
        change_funded_activity(session, draft.code, draft, persons.prepared_by, persons.why)


def hand_in_several(session: Session, drafts: Sequence[ActivityDraft], actor: str, why: str) -> int:
    """Hand in changes of activities as one request; return its number."""
    return hand_in(session, CHANGE_ACTIVITY, ActivityChanges(tuple(drafts)), actor, why)


def _change(session: Session, draft: ActivityDraft) -> DraftChange:
    """Return an activity as it is and as the draft has it, in plain values."""
    before = _on_record(session, draft.code)
    return DraftChange(
        draft.code, DRAFT.dump_python(before, mode="json"), DRAFT.dump_python(draft, mode="json")
    )


def _on_record(session: Session, code: str) -> ActivityDraft:
    """Return an activity as it is."""
    return read_draft(session, find_activity(session, code))


CHANGE_ACTIVITY = RecordChangeKind(
    RecordChange.CHANGE_ACTIVITY,
    Permission.CHANGE_ASSISTANCE,
    TypeAdapter(ActivityChanges),
    show,
    check,
    apply,
)
