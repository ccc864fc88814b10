"""The publication of an activity as its page shows it to staff: state, moves, what is missing."""

from typing import NamedTuple

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.publication_moves import NEEDS_REASON, Mover, steps_from
from tracker.assistance.publication_record import PublicationMoved, moves_of
from tracker.assistance.states import PublicationState
from tracker.assistance.submission import missing_for_submission
from tracker.http import context
from tracker.http.actor_names import is_me
from tracker.people.permissions import Permission
from tracker.versions import version_of
from tracker.web.forms.field_texts import FIELDS


class PublicationPanel(NamedTuple):
    """The state of an activity, its moves, and what its reader may do.

    `missing` are the labels of what it lacks for its submission, `seen` the version shown. Who
    has `submitted_it` decides nothing about it.
    """

    code: str
    state: PublicationState
    moves: tuple[PublicationMoved, ...]
    missing: tuple[str, ...]
    author: tuple[PublicationState, ...]
    publisher: tuple[PublicationState, ...]
    seen: str
    submitted_it: bool

    @property
    def needs_reason(self) -> bool:
        """Tell whether one of the decisions takes a reason."""
        return bool(NEEDS_REASON.intersection(self.publisher))


def publication_panel(draft: ActivityDraft) -> PublicationPanel:
    """Return the publication of an activity, with what the reader may do."""
    state, moves = draft.publication, moves_of(context.session(), draft.code)
    may_write = context.may_change_of(draft.programme)
    may_publish = context.may(Permission.PUBLISH_ASSISTANCE)
    submission = next((one for one in moves if one.after is PublicationState.SUBMITTED), None)
    mine = may_publish and submission is not None and is_me(submission.moved_by)
    unpublished = state is not PublicationState.PUBLISHED
    missing = missing_for_submission(draft) if unpublished else ()
    return PublicationPanel(
        code=draft.code,
        state=state,
        moves=moves,
        missing=tuple(str(FIELDS[name]) for name in missing),
        author=steps_from(state, {Mover.AUTHOR}) if may_write else (),
        publisher=steps_from(state, {Mover.PUBLISHER}) if may_publish and not mine else (),
        seen=version_of(draft),
        submitted_it=mine,
    )
