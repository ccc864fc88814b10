"""The publication that sheets of activities name: a state on record moves as a form moves it.

An import at the server takes the state that is named, and publishes where none is. On a page a
programme manager imports drafts and submissions; the secretariat publishes them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlmodel import Session

from tracker.assistance.activities import add_activities
from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.publication_moves import Mover, move_faults
from tracker.assistance.publication_notices import tell_submitted
from tracker.assistance.publication_workflow import move_publication, submission_faults
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.states import PublicationState
from tracker.errors import Fault
from tracker.exchange.cells import Cells
from tracker.exchange.import_context import ImportContext
from tracker.fund.record_changes.activity_change import ACTIVITIES
from tracker.fund.record_changes.activity_saving import save_activity
from tracker.versions import version_of
from tracker.words import say

OnFile = Mapping[str, ActivityDraft]
COLUMN = "publication"


def named_state(
    context: ImportContext, before: ActivityDraft | None, cells: Cells
) -> PublicationState | None:
    """Return the state that a row names; without one that on record, or that of a new activity."""
    usual = PublicationState.PUBLISHED if context.approver else PublicationState.DRAFT
    state = usual if before is None else before.publication
    return cells.choice(COLUMN, PublicationState, state) if cells.has(COLUMN) else state


def publication_faults(
    context: ImportContext, before: ActivityDraft | None, after: ActivityDraft
) -> list[Fault]:
    """Return what is wrong with the state of a row, and what it lacks to be submitted."""
    old = None if before is None else before.publication
    if old is after.publication:
        return []
    movers = _movers(context)
    return [
        *move_faults(old, after.publication, movers),
        *submission_faults(after, after.publication, movers),
    ]


def add_and_tell(context: ImportContext, drafts: list[ActivityDraft]) -> None:
    """Add activities; the secretariat is told of what a page submits."""
    add_activities(context.session, drafts, context.actor)
    submitted = PublicationState.SUBMITTED
    if not context.approver and any(one.publication is submitted for one in drafts):
        tell_submitted(context.session, context.actor)


def change_and_move(
    context: ImportContext, on_file: OnFile, code: str, draft: ActivityDraft
) -> str:
    """Change an activity, and move its publication where the row names another state.

    Returns what is told of the row.
    """
    before = on_file[code]
    content, told = replace(draft, publication=before.publication), ""
    if version_of(content) != version_of(before):
        told = _change(context, code, content)
    _move(context, before, draft)
    return told


def waits_for_approver(session: Session, on_file: OnFile, draft: ActivityDraft) -> bool:
    """Tell whether a change takes an approver now; one of a published activity waits before."""
    published = on_file[draft.code].publication is PublicationState.PUBLISHED
    return not published and ACTIVITIES.moves_closed_figures(session, draft)


def _change(context: ImportContext, code: str, draft: ActivityDraft) -> str:
    """Change an activity as its form does, on the record at the server; tell where it waits."""
    session, actor, why = context.session, context.actor, context.why
    if context.approver:
        ACTIVITIES.change(session, code, draft, actor, why)
        return ""
    sure = frozenset(one.code for one in ACTIVITIES.questions(session, draft))
    save_activity(session, code, draft, actor, why, sure=sure)
    live = read_draft(session, find_activity(session, code))
    if version_of(live) == version_of(draft):
        return ""
    return say("status, days and people hold at once; the rest waits to be published")


def move_and_hand_in(
    context: ImportContext,
    on_file: OnFile,
    session: Session,
    drafts: Sequence[ActivityDraft],
    actor: str,
    why: str,
) -> int:
    """Move the publication of activities whose other changes wait for a second person."""
    for draft in drafts:
        _move(context, on_file[draft.code], draft)
    return ACTIVITIES.hand_in_several(session, drafts, actor, why)


def _move(context: ImportContext, before: ActivityDraft, after: ActivityDraft) -> None:
    """Move the publication of an activity to that of its row."""
    if before.publication is not after.publication:
        move_publication(
            context.session,
            after.code,
            after.publication,
            context.actor,
            context.why,
            by=_movers(context),
        )


def _movers(context: ImportContext) -> frozenset[Mover]:
    """Return the part in which an import moves publications."""
    return frozenset({Mover.OPERATOR if context.approver else Mover.AUTHOR})
