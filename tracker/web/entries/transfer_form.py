"""The form of a transfer to another contribution of the same donor, in US dollars."""

from functools import cached_property
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l

from tracker.fund.contributions.contribution_titles import open_contributions
from tracker.fund.ledger.consents import consent_of
from tracker.fund.ledger.entries import LONGEST_BASIS
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.http import context
from tracker.web.entries.entry_form import (
    ContributionEntryForm,
    amount_field,
    day_field,
    note_field,
    reference_field,
)
from tracker.web.entries.refill import reference_of
from tracker.web.forms.choice_fields import RecordField
from tracker.web.forms.suggestions import Suggestions
from tracker.web.forms.typed_fields import TextField
from tracker.web.forms.validators import Required

WITHOUT_CONTRIBUTION = _l("Choose another open contribution of the same donor.")


class TransferForm(ContributionEntryForm):
    """The other contribution, the amount, and the consent of the donor."""

    FAULTS_OF: ClassVar = ContributionEntryForm.FAULTS_OF | {
        "contribution": "to_contribution",
        "consent_on": "letter_on",
    }

    to_contribution = RecordField(
        _l("To which contribution"),
        validators=[Required(WITHOUT_CONTRIBUTION)],
        unknown=WITHOUT_CONTRIBUTION,
    )
    amount = amount_field()
    letter = TextField(
        _l("The donor's consent"),
        [Required(_l("Name the letter in which the donor agreed."))],
        longest=LONGEST_BASIS,
    )
    letter_on = day_field(_l("Date of the consent"))
    reference = reference_field()
    note = note_field()

    def post_process(self, formdata: Any = None) -> None:  # noqa: ANN401 - wtforms' own
        """Offer the donor's other contributions."""
        self.to_contribution.suggestions = Suggestions("contributions", lambda: self.others)
        super().post_process(formdata)

    @cached_property
    def others(self) -> dict[str, str]:
        """The titles of the donor's other open contributions, by reference."""
        titles = open_contributions(context.session(), self.item.donor)
        return {one: title for one, title in titles.items() if one != self.item.reference}

    def draft(self) -> EntryDraft:
        """Return the entry as it was entered."""
        return self.draft_of(
            self.kind,
            contribution=self.item.reference,
            to_contribution=self.to_contribution.data,
            letter=self.letter.data,
            consent_on=self.letter_on.data,
        )

    @classmethod
    def values_of(cls, instruction: PostingInstruction) -> dict[str, Any]:
        """Return the values of the fields behind an instruction."""
        consent = consent_of(instruction.kind, instruction.heading)
        return super().values_of(instruction) | {
            "to_contribution": reference_of(instruction.to_contribution_id),
            "letter": consent.letter,
            "letter_on": consent.on,
        }
