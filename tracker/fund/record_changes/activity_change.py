"""Changes of activities, which take two persons where they move figures of a closed period."""

from sqlmodel import Session

from tracker.assistance.activity_changes import change_activity
from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.revisions import AT_ONCE
from tracker.assistance.states import PublicationState
from tracker.assistance.tables.activities import Activity
from tracker.errors import InvalidDraft
from tracker.fund.approvals.request_list import waiting_for_activity
from tracker.fund.balances.held_money import held_by_activity
from tracker.fund.contributions.funding_rules import funded_activity_faults
from tracker.fund.ledger.closed_figures import closed_lines_of_activities
from tracker.fund.ledger.refusals import in_dollars
from tracker.fund.record_changes.draft_changes import DraftChanges
from tracker.fund.record_changes.revision_moves import note_decision
from tracker.fund.states import RecordChange
from tracker.people.audit import lock_record
from tracker.people.own_programmes import expect_own_programmes
from tracker.people.permissions import Permission
from tracker.questions import DraftQuestion, QuestionCode
from tracker.reference.codes import ActivityStatus
from tracker.words import say


def change_funded_activity(
    session: Session, code: str, draft: ActivityDraft, actor: str, why: str
) -> None:
    """Change an activity, if that leaves no earmark and no eligibility of what pays for it.

    The one way by which forms, sheets and requests change activities. Raises InvalidDraft, also
    for an actor of other programmes.
    """
    lock_record(session)
    before = read_draft(session, find_activity(session, code))
    expect_own_programmes(session, actor, (before.programme, draft.programme))
    change_decided_activity(session, code, draft, actor, why)


def change_decided_activity(
    session: Session, code: str, draft: ActivityDraft, author: str, why: str
) -> None:
    """Change an activity as another person than the author of the change has decided.

    Raises InvalidDraft; the author's programmes were checked when the change was handed in.
    """
    lock_record(session)
    row = find_activity(session, code)
    before = read_draft(session, row)
    faults = funded_activity_faults(session, row.id or 0, before, draft)
    if faults:
        raise InvalidDraft(faults)
    change_activity(session, code, draft, author, why)


def fields_beside(draft: ActivityDraft) -> tuple[str, ...]:
    """Return the fields that need no request: those that change at once, of a published one."""
    return AT_ONCE if draft.publication is PublicationState.PUBLISHED else ()


def cancellation_questions(
    session: Session, row: Activity, draft: ActivityDraft
) -> tuple[DraftQuestion, ...]:
    """Ask about the cancelling of an activity that holds money, or for which requests wait."""
    if draft.status is not ActivityStatus.CANCELLED or row.status is draft.status:
        return ()
    told = []
    held = held_by_activity(session, row.id or 0)
    if any(one.unspent_minor for one in held):
        told.append(
            say(
                "the activity holds money: USD %(allocated)s is allocated and not committed, "
                "USD %(committed)s committed and not spent, USD %(spent)s spent",
                allocated=in_dollars(sum(one.allocated_minor for one in held)),
                committed=in_dollars(sum(one.committed_minor for one in held)),
                spent=in_dollars(sum(one.spent_minor for one in held)),
            )
        )
    waiting = waiting_for_activity(session, row.id or 0)
    if waiting:
        told.append(
            say(
                "requests wait for its money and can then be approved no more: %(numbers)s",
                numbers=", ".join(map(str, waiting)),
            )
        )
    if not told:
        return ()
    return (DraftQuestion(QuestionCode.CANCELLED_WITH_MONEY, "status", "; ".join(told)),)


ACTIVITIES = DraftChanges(
    name=RecordChange.CHANGE_ACTIVITY,
    permission=Permission.CHANGE_ASSISTANCE,
    draft=ActivityDraft,
    code="code",
    broken_down_by=("programme", "type", "instruments", "beneficiaries", "tools"),
    find=find_activity,
    on_record=read_draft,
    change=change_funded_activity,
    closed_lines=closed_lines_of_activities,
    ask=cancellation_questions,
    owner="activity_id",
    unordered=("instruments", "beneficiaries", "tools"),
    change_decided=change_decided_activity,
    beside=fields_beside,
    note=note_decision,
)
"""How activities are changed: by forms, sheets and requests."""
CHANGE_ACTIVITY = ACTIVITIES.kind
