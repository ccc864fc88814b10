"""The open revision of a published activity as staff see it: by whom, each field old and new."""

from typing import NamedTuple

from flask_babel import gettext as _

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.revisions import Revision, open_revision
from tracker.assistance.states import PublicationState, RevisionState
from tracker.http import context
from tracker.http.actor_names import is_me
from tracker.http.formats import NOTHING
from tracker.people.history import changed_fields
from tracker.people.permissions import Permission
from tracker.versions import content_of, version_of
from tracker.web.forms.field_texts import FIELDS, draft_text


class ShownDifferenceOfRevision(NamedTuple):
    """A field of a revision: its label, as published and as wanted, and whether both changed."""

    label: str
    old: str
    new: str
    clashes: bool


class RevisionPanel(NamedTuple):
    """The open revision of an activity, with what its reader may do; `seen` is its version."""

    code: str
    title: str
    revision: Revision
    fields: tuple[ShownDifferenceOfRevision, ...]
    seen: str
    published: bool
    may_decide: bool
    may_write: bool
    wrote_it: bool

    @property
    def may_repeat(self) -> bool:
        """Tell whether its reader may hand it in again as it is."""
        returned = self.revision.state is RevisionState.RETURNED
        return self.may_write and self.published and returned and not self.revision.clashes


def find_revision_panel(code: str) -> RevisionPanel | None:
    """Return the open revision of the activity with a code; None without one. Raises NotFound."""
    session = context.session()
    row = find_activity(session, code)
    return revision_panel(row.id or 0, read_draft(session, row))


def revision_panel(number: int, live: ActivityDraft) -> RevisionPanel | None:
    """Return the open revision of an activity, by its number; None without one."""
    revision = open_revision(context.session(), number, live)
    if revision is None:
        return None
    published = live.publication is PublicationState.PUBLISHED
    handed_in = revision.state is RevisionState.HANDED_IN
    waits, mine = revision.state is RevisionState.WAITING, is_me(revision.made_by)
    publisher = context.may(Permission.PUBLISH_ASSISTANCE)
    return RevisionPanel(
        live.code,
        live.title,
        revision,
        _differences(live, revision),
        version_of(revision.draft),
        published=published,
        may_decide=waits and published and publisher and not mine,
        may_write=not handed_in and context.may_change_of(live.programme),
        wrote_it=waits and publisher and mine,
    )


def change_message(code: str) -> str:
    """Tell that an activity was changed, and whether a part of it waits."""
    session = context.session()
    row = find_activity(session, code)
    revision = open_revision(session, row.id or 0, read_draft(session, row))
    if revision is None or revision.state is not RevisionState.WAITING:
        return str(_("The activity was changed."))
    told = _(
        "Saved. Status, days and people hold at once; the rest waits until the secretariat "
        "publishes it."
    )
    return str(told)


def _differences(live: ActivityDraft, revision: Revision) -> tuple[ShownDifferenceOfRevision, ...]:
    """Return the fields in which a revision differs from what is published."""
    return tuple(
        ShownDifferenceOfRevision(
            str(FIELDS[one.name]),
            _text(one.name, one.old),
            _text(one.name, one.new),
            one.name in revision.clashes,
        )
        for one in changed_fields(content_of(live), content_of(revision.draft))
    )


def _text(name: str, value: object) -> str:
    """Return a value of a field in words."""
    return NOTHING if value in (None, "", []) else draft_text(ActivityDraft, name, value)
