"""The form of a reversal: its day and its reason."""

from functools import cached_property
from secrets import token_hex
from typing import Any

from flask_babel import lazy_gettext as _l

from tracker.fund.ledger.contribution_entries import EntryItem
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.web.entries.entry_form import DatedForm
from tracker.web.forms.reason import reason_field


class ReversalForm(DatedForm):
    """The effective date of a reversal, and its reason."""

    why = reason_field(_l("Why is it reversed?"), _l("Say why it is reversed."))

    def __init__(self, contribution: str, entry: EntryItem, **keywords: Any) -> None:  # noqa: ANN401 - wtforms' own
        self.contribution = contribution
        self.entry = entry
        super().__init__(**keywords)

    def draft(self) -> EntryDraft:
        """Return the reversal as it was entered."""
        return EntryDraft(
            EntryKind.REVERSAL,
            self.proposed_reference,
            self.effective_on.data,
            contribution=self.contribution,
            reverses=self.entry.reference,
            note=self.why.data,
            correction=self.correction.data,
            sure=self.sure,
        )

    @cached_property
    def proposed_reference(self) -> str:
        """Return a reference of the reversal, another one each time that the form is sent."""
        return f"REVERSAL-{self.entry.id}-{token_hex(4)}"

    @classmethod
    def values_of(cls, instruction: PostingInstruction) -> dict[str, Any]:
        """Return the values of the fields behind an instruction."""
        heading = instruction.heading
        return {
            "effective_on": heading.effective_on,
            "correction": heading.correction,
            "why": heading.note,
        }
