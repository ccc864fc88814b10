"""The form of a donor, and the reason of a change."""

from collections.abc import Iterable
from dataclasses import asdict

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from tracker.errors import Fault
from tracker.fund.donors.registry import DonorDraft, donor_faults
from tracker.fund.states import DonorStatus
from tracker.reference.codes import ContributorType
from tracker.web.forms.choice_fields import CodeField, RecordField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.new_codes import NewCodeField
from tracker.web.forms.reason import change_reason_field
from tracker.web.forms.suggestions import STATES
from tracker.web.forms.typed_fields import LongTextField, TextField
from tracker.web.forms.versioned_form import VersionedForm


class DonorForm(RecordForm):
    """A new donor."""

    KEEPS_DRAFT = True

    code = NewCodeField(_l("Code"), "donors", longest=20)
    name = TextField(_l("Name"), longest=300)
    type = CodeField(_l("Type"), ContributorType)
    state = RecordField(_l("State or area"), STATES, by_name=True)
    note = LongTextField(_l("Note"))

    def draft(self, status: DonorStatus = DonorStatus.DECIDED) -> DonorDraft:
        """Return the draft of the entered donor."""
        return DonorDraft(
            code=self.code.data,
            name=self.name.data,
            type=self.type.data,
            state=self.state.data,
            status=status,
            note=self.note.data,
        )

    def rule_faults(self) -> Iterable[Fault]:
        """Return the registry's refusals."""
        return donor_faults(self.draft())


class DonorChangeForm(VersionedForm, DonorForm):
    """A donor on file, and the reason of the change."""

    KIND = DonorDraft
    code = TextField(_l("Code"), longest=20)
    decided = BooleanField(_l("It is a donor of its own, and none of those on file"))
    why = change_reason_field()

    def draft(self, status: DonorStatus = DonorStatus.DECIDED) -> DonorDraft:
        """Return the draft of the entered donor; an undecided donor may become decided."""
        return super().draft(DonorStatus.DECIDED if self.decided.data else status)


def filled_donor_form(draft: DonorDraft, filled_from: DonorDraft | None = None) -> DonorChangeForm:
    """Return the form with a donor as it is, or as a returned request of it has it."""
    return DonorChangeForm(formdata=None, data=asdict(draft), filled_from=filled_from or draft)
