"""The form of a transfer to another contribution of the same donor, in US dollars."""

from functools import cached_property
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l

from tracker.fund.contributions.contribution_titles import open_contributions
from tracker.fund.contributions.terms import find_contribution
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.http import context
from tracker.web.entries.entry_form import (
    ContributionEntryForm,
    amount_field,
    day_field,
    note_field,
    reference_field,
)
from tracker.web.entries.refill import kept_day, reference_of
from tracker.web.forms.choice_fields import RecordField
from tracker.web.forms.suggestions import Suggestions
from tracker.web.forms.typed_fields import TextField
from tracker.web.forms.validators import Required

LONGEST_LETTER = 400
WITHOUT_CONTRIBUTION = _l("Choose another open contribution of the same donor.")
DATED = ", "
"""The text between the donor's letter and its day in the basis of a transfer."""


class TransferForm(ContributionEntryForm):
    """The other contribution, the amount, and the consent of the donor."""

    FAULTS_OF: ClassVar = ContributionEntryForm.FAULTS_OF | {
        "contribution": "to_contribution",
        "basis": "letter",
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
        longest=LONGEST_LETTER,
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

    def instruction(self) -> PostingInstruction:
        """Return the instruction to post the entry."""
        taker = find_contribution(context.session(), self.to_contribution.data)
        return PostingInstruction(
            self.kind,
            self.heading(basis=f"{self.letter.data}{DATED}{self.letter_on.data.isoformat()}"),
            self.amount.data.minor,
            self.item.id,
            to_contribution_id=taker.id,
        )

    @classmethod
    def values_of(cls, instruction: PostingInstruction) -> dict[str, Any]:
        """Return the values of the fields behind an instruction."""
        letter, _dated, day = instruction.heading.basis.rpartition(DATED)
        return super().values_of(instruction) | {
            "to_contribution": reference_of(instruction.to_contribution_id),
            "letter": letter,
            "letter_on": kept_day(day),
        }
