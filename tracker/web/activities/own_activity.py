"""The activity of a form, for those alone who may change it: the managers of its programme."""

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.revisions import draft_to_change
from tracker.http import context
from tracker.http.own_programmes import expect_change_of


def activity_to_change(code: str) -> ActivityDraft:
    """Return an activity as its forms show it: as it is, or as its revision has it.

    Raises NotFound, and NotAllowed for an activity of another manager's programme.
    """
    return _own(draft_to_change(context.session(), code))


def activity_to_repeat(code: str) -> ActivityDraft:
    """Return an activity as it is on file. Raises NotFound, and NotAllowed as above."""
    session = context.session()
    return _own(read_draft(session, find_activity(session, code)))


def _own(draft: ActivityDraft) -> ActivityDraft:
    """Return an activity that the user of this request may change."""
    expect_change_of([draft.programme])
    return draft
