"""The form of an event of dissemination: which tool reached whom, by which means, how many."""

from collections.abc import Iterable
from dataclasses import asdict

from flask_babel import lazy_gettext as _l

from tracker.assistance.disseminations import (
    DisseminationDraft,
    dissemination_faults,
    known_dissemination_codes,
)
from tracker.assistance.states import DisseminationMeans, DisseminationUnit
from tracker.errors import Fault
from tracker.http import context
from tracker.periods import proposed_day
from tracker.reference.codes import ParticipantFunction
from tracker.web.forms.choice_fields import CodeField, RecordField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.new_codes import NewCodeField
from tracker.web.forms.reason import change_reason_field
from tracker.web.forms.suggestions import ACTIVITIES, LANGUAGES, PLACES, TOOLS
from tracker.web.forms.typed_fields import DayField, LongTextField, TextField, WholeField
from tracker.web.forms.validators import Required
from tracker.web.forms.versioned_form import VersionedForm


class DisseminationForm(RecordForm):
    """A new event of dissemination."""

    KEEPS_DRAFT = True

    code = NewCodeField(_l("Code"), "dissemination")
    tool = RecordField(_l("Tool"), TOOLS, [Required(_l("Name the tool."))])
    held_on = DayField(_l("Day"), [Required(_l("Enter a date."))], default=proposed_day)
    means = CodeField(_l("Means"), DisseminationMeans)
    number = WholeField(_l("Number"), [Required(_l("Enter how many."))])
    unit = CodeField(_l("Unit"), DisseminationUnit)
    place = RecordField(_l("State or area"), PLACES, by_name=True)
    language = RecordField(
        _l("Language"),
        LANGUAGES,
        unknown=_l("No language has this name or code; write it like French or fr."),
        by_name=True,
    )
    audience = CodeField(
        _l("Audience"), ParticipantFunction, default=ParticipantFunction.NOT_SPECIFIED
    )
    activity = RecordField(_l("Part of the activity"), ACTIVITIES)
    note = LongTextField(_l("Note"), rows=2, longest=500)

    def draft(self) -> DisseminationDraft:
        """Return the event as it was entered; a missing day counts as today's."""
        return DisseminationDraft(
            code=self.code.data,
            tool=self.tool.data,
            means=self.means.data,
            unit=self.unit.data,
            held_on=self.held_on.data or proposed_day(),
            number=self.number.data or 0,
            place=self.place.data,
            language=self.language.data,
            audience=self.audience.data,
            activity=self.activity.data,
            note=self.note.data,
        )

    def rule_faults(self) -> Iterable[Fault]:
        """Return the faults of the event."""
        return dissemination_faults(self.draft(), known_dissemination_codes(context.session()))


class DisseminationChangeForm(VersionedForm, DisseminationForm):
    """An event on file, and why it is changed."""

    KIND = DisseminationDraft
    code = TextField(_l("Code"), longest=60)
    why = change_reason_field()


def filled_dissemination_form(draft: DisseminationDraft) -> DisseminationChangeForm:
    """Return the form with an event as it is."""
    return DisseminationChangeForm(formdata=None, data=asdict(draft), filled_from=draft)
