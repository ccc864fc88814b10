"""The form of a certified statement, without its figures."""

from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext as _l

from tracker.errors import Fault
from tracker.fund.reconciliation.statement_rules import (
    LONGEST_SOURCE,
    StatementDraft,
    statement_faults,
)
from tracker.web.forms.form import RecordForm
from tracker.web.forms.new_codes import NewCodeField
from tracker.web.forms.typed_fields import DayField, LongTextField, TextField, WholeField
from tracker.web.forms.validators import Required


class StatementForm(RecordForm):
    """A certified statement."""

    KEEPS_DRAFT = True
    reference = NewCodeField(_l("Reference"), "statements")
    year = WholeField(_l("Year"))
    source = TextField(_l("Certified by"), longest=LONGEST_SOURCE)
    issued_on = DayField(_l("Issued on"), [Required(_l("Give the date."))])
    note = LongTextField(_l("Note"), rows=2)

    def draft(self) -> StatementDraft:
        """Return the statement as it was entered."""
        return StatementDraft(
            reference=self.reference.data,
            year=self.year.data or 0,
            source=self.source.data,
            issued_on=self.issued_on.data or date.min,
            note=self.note.data,
        )

    def rule_faults(self) -> Iterable[Fault]:
        """Return what the rules of statements refuse."""
        return statement_faults(self.draft())
