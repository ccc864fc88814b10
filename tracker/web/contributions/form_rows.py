"""The rows of a contribution's form: instalments, reports to the donor, documents."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form

from tracker.fund.contributions.part_drafts import (
    ContributionDocumentDraft,
    InstalmentDraft,
    ReportDraft,
)
from tracker.fund.states import ContributionDocumentKind, ContributionReportKind
from tracker.web.forms.choice_fields import NONE_OF_THE_LIST, CodeField
from tracker.web.forms.rows import RowIdField
from tracker.web.forms.typed_fields import AmountField, DayField, TextField
from tracker.web.forms.validators import Required

GIVE_AMOUNT = _l("Give the amount.")
SAY_WHEN = _l("Say when it is due.")


class InstalmentRow(Form):  # type: ignore[misc] # wtforms has no types
    """A part of the contribution, and when it is due."""

    id = RowIdField()
    due_on = DayField(_l("Due on"), [Required(SAY_WHEN)])
    amount = AmountField(_l("Amount"), [Required(GIVE_AMOUNT)])
    note = TextField(_l("Note"), longest=500)

    def draft(self) -> InstalmentDraft:
        """Return the instalment as it was entered."""
        return InstalmentDraft(
            self.due_on.data or date.min, self.amount.minor or 0, self.note.data, id=self.id.data
        )


class ReportRow(Form):  # type: ignore[misc] # wtforms has no types
    """A report that the donor is owed."""

    id = RowIdField()
    kind = CodeField(_l("Kind"), ContributionReportKind, [Required(NONE_OF_THE_LIST)], empty=True)
    period = TextField(_l("Period"), longest=60)
    due_on = DayField(_l("Due on"), [Required(SAY_WHEN)])
    submitted_on = DayField(_l("Submitted on"))
    note = TextField(_l("Note"), longest=500)

    def draft(self) -> ReportDraft:
        """Return the report as it was entered."""
        return ReportDraft(**{**self.data, "due_on": self.due_on.data or date.min})


class ContributionDocumentRow(Form):  # type: ignore[misc] # wtforms has no types
    """A document about the contribution."""

    id = RowIdField()
    kind = CodeField(_l("Kind"), ContributionDocumentKind, [Required(NONE_OF_THE_LIST)], empty=True)
    title = TextField(_l("Title"), longest=500)
    address = TextField(_l("Address or number"), longest=1000)
    dated_on = DayField(_l("Date"))
    is_public = BooleanField(_l("Public"))

    def draft(self) -> ContributionDocumentDraft:
        """Return the document as it was entered."""
        return ContributionDocumentDraft(**self.data)
