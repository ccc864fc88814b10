"""The form that lowers a receipt, at the rate of that receipt."""

from functools import cached_property
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l

from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.receipt_remainders import ReceiptRemainder
from tracker.fund.ledger.recorded_receipts import receipts_left
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.http import context
from tracker.http.formats import day, money
from tracker.web.entries.entry_form import (
    ContributionEntryForm,
    amount_field,
    note_field,
    reference_field,
)
from tracker.web.forms.choice_fields import RecordField
from tracker.web.forms.suggestions import Suggestions
from tracker.web.forms.validators import Required

WITHOUT_RECEIPT = _l("Choose a receipt of this contribution with something left of it.")


class ReceiptCorrectionForm(ContributionEntryForm):
    """The amount by which a receipt is lowered, in its own currency."""

    FAULTS_OF: ClassVar = ContributionEntryForm.FAULTS_OF | {"rate": "corrects"}

    corrects = RecordField(
        _l("Which receipt is corrected?"),
        validators=[Required(WITHOUT_RECEIPT)],
        unknown=WITHOUT_RECEIPT,
    )
    amount = amount_field()
    reference = reference_field()
    note = note_field()

    def post_process(self, formdata: Any = None) -> None:  # noqa: ANN401 - wtforms' own
        """Offer the receipts; the amount is in the currency of the chosen one."""
        self.corrects.suggestions = Suggestions("receipts", self._receipt_names)
        self.amount.currency = self.receipt.currency if self.receipt else self.item.currency
        super().post_process(formdata)

    @cached_property
    def receipts(self) -> dict[str, ReceiptRemainder]:
        """The receipts of the contribution with a remainder, by reference."""
        return {one.reference: one for one in receipts_left(context.session(), self.item.id)}

    @property
    def receipt(self) -> ReceiptRemainder | None:
        """The chosen receipt."""
        return self.receipts.get(self.corrects.find(self.corrects.data or "") or "")

    def draft(self) -> EntryDraft:
        """Return the entry as it was entered."""
        return self.draft_of(
            self.kind,
            contribution=self.item.reference,
            currency=self.receipt.currency if self.receipt else "",
            corrects=self.corrects.data,
        )

    @classmethod
    def values_of(cls, instruction: PostingInstruction) -> dict[str, Any]:
        """Return the values of the fields behind an instruction."""
        return super().values_of(instruction) | {"corrects": instruction.heading.basis}

    def _receipt_names(self) -> dict[str, str]:
        """Return amount and day of the receipts, by reference."""
        return {
            one.reference: f"{one.currency} {money(one.original_minor, one.currency)}, "
            f"{day(one.effective_on, 'medium')}"
            for one in self.receipts.values()
        }
