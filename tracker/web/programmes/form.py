"""The form of a programme: what it is, and why that is changed."""

from collections.abc import Iterable
from dataclasses import asdict

from flask_babel import lazy_gettext as _l

from tracker.assistance.programmes import ProgrammeDraft, programme_faults
from tracker.assistance.states import ProgrammeKind
from tracker.errors import Fault
from tracker.web.forms.choice_fields import CodeField, RecordField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.new_codes import NewCodeField
from tracker.web.forms.reason import change_reason_field
from tracker.web.forms.suggestions import PLACES
from tracker.web.forms.text_rows import (
    in_languages,
    original_language_field,
    rows_of_texts,
    texts_field,
)
from tracker.web.forms.typed_fields import DayField, LongTextField, TextField
from tracker.web.forms.versioned_form import VersionedForm


class ProgrammeForm(RecordForm):
    """A new programme."""

    KEEPS_DRAFT = True

    code = NewCodeField(_l("Code"), "programmes")
    title = TextField(_l("Title"), longest=500)
    kind = CodeField(_l("Kind"), ProgrammeKind)
    place = RecordField(_l("State or region"), PLACES, by_name=True)
    starts_on = DayField(_l("Starts on"))
    ends_on = DayField(_l("Ends on"))
    description = LongTextField(_l("Description"))
    written_in = original_language_field()
    texts = texts_field()

    def draft(self) -> ProgrammeDraft:
        """Return the programme as it was entered."""
        return ProgrammeDraft(
            code=self.code.data,
            title=self.title.data,
            kind=self.kind.data,
            place=self.place.data,
            description=self.description.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            **in_languages(self),
        )

    def rule_faults(self) -> Iterable[Fault]:
        """Return the faults of the programme."""
        return programme_faults(self.draft())


class ProgrammeChangeForm(VersionedForm, ProgrammeForm):
    """A programme on file, and why it is changed."""

    KIND = ProgrammeDraft
    code = TextField(_l("Code"), longest=60)
    why = change_reason_field()


def filled_programme_form(draft: ProgrammeDraft) -> ProgrammeChangeForm:
    """Return the form with a programme as it is."""
    return ProgrammeChangeForm(
        formdata=None, data=asdict(draft) | rows_of_texts(draft), filled_from=draft
    )
