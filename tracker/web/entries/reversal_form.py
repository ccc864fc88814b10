"""The form of a reversal: its day and its reason."""

from secrets import token_hex
from typing import Any

from flask_babel import lazy_gettext as _l

from tracker.fund.contributions.contribution_list import ContributionItem
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.web.entries.entry_form import DatedForm
from tracker.web.forms.reason import reason_field


class ReversalForm(DatedForm):
    """The effective date of a reversal, and its reason."""

    why = reason_field(_l("Why is it reversed?"), _l("Say why it is reversed."))

    def instruction(self, item: ContributionItem, number: int) -> PostingInstruction:
        """Return the instruction to reverse that entry."""
        heading = Heading(
            self.effective_on.data,
            f"REVERSAL-{number}-{token_hex(4)}",
            self.why.data,
            correction=self.correction.data,
        )
        return PostingInstruction(
            EntryKind.REVERSAL, heading, contribution_id=item.id, reverses_id=number
        )

    @classmethod
    def values_of(cls, instruction: PostingInstruction) -> dict[str, Any]:
        """Return the values of the fields behind an instruction."""
        heading = instruction.heading
        return {
            "effective_on": heading.effective_on,
            "correction": heading.correction,
            "why": heading.note,
        }
