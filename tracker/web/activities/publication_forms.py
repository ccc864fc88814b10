"""The forms by which activities move to publication: of one, and of several at once."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField

from tracker.assistance.publication_moves import Mover
from tracker.assistance.publication_workflow import reason_faults
from tracker.assistance.states import PublicationState
from tracker.errors import Fault
from tracker.web.forms.form import RecordForm
from tracker.web.forms.reason import LONGEST_REASON
from tracker.web.forms.typed_fields import TextField
from tracker.words import say


class PublicationForm(RecordForm):
    """A move of one activity: to which state, of which version, and why."""

    intent = HiddenField()
    seen = HiddenField()
    why = TextField(_l("Reason or remark"), longest=LONGEST_REASON)

    @property
    def state(self) -> PublicationState | None:
        """The state that was asked for; None for no state."""
        return _state(self.intent.data)

    def rule_faults(self) -> Iterable[Fault]:
        """Refuse what names no state."""
        if self.state is None:
            yield Fault("", say("press one of the buttons"))


class RevisionForm(PublicationForm):
    """A decision about a revision: it is published, or returned."""

    def rule_faults(self) -> Iterable[Fault]:
        """Refuse any other state."""
        if self.state not in (PublicationState.PUBLISHED, PublicationState.RETURNED):
            yield Fault("", say("press one of the buttons"))


class SeenActivity(NamedTuple):
    """An activity as a list showed it: its code and version."""

    code: str
    version: str


class SeenActivitiesField(Field):  # type: ignore[misc] # wtforms has no types
    """Ticked activities, each by code and version; their boxes stand in the list."""

    data: tuple[SeenActivity, ...]

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the boxes that were ticked."""
        split = (text.rpartition(" ") for text in valuelist)
        self.data = tuple(SeenActivity(code, version) for code, _space, version in split if code)


class SeveralActivitiesForm(PublicationForm):
    """A decision about several activities; refused as a whole, it comes back as it was sent."""

    activity = SeenActivitiesField(default=())

    def rule_faults(self) -> Iterable[Fault]:
        """Refuse a decision about none, and a return without its reason."""
        yield from super().rule_faults()
        if not self.activity.data:
            yield Fault("", say("Tick the activities first."))
        if self.state is not None:
            yield from reason_faults(self.state, self.why.data, {Mover.PUBLISHER})

    def ticked_as_shown(self, versions: Mapping[str, str]) -> frozenset[str]:
        """Return the codes that were ticked and are still as they were shown, by version."""
        return frozenset(
            one.code for one in self.activity.data if versions.get(one.code) == one.version
        )


def done_message(code: str, state: PublicationState) -> str:
    """Tell what was done with an activity."""
    messages: dict[PublicationState, str] = {
        PublicationState.DRAFT: _("%(code)s is a draft again.", code=code),
        PublicationState.SUBMITTED: _("%(code)s was submitted for publication.", code=code),
        PublicationState.RETURNED: _("%(code)s was returned with its reason.", code=code),
        PublicationState.APPROVED: _("%(code)s was approved.", code=code),
        PublicationState.PUBLISHED: _("%(code)s is published.", code=code),
    }
    return messages[state]


def _state(text: str | None) -> PublicationState | None:
    """Return the state of a button's value."""
    return PublicationState(text) if text in set(PublicationState) else None
