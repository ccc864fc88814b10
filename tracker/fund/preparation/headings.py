"""The heading of a draft's entry."""

from datetime import date

from tracker.fund.ledger.entries import Heading
from tracker.fund.preparation.bases import basis_of
from tracker.fund.preparation.entry_draft import EntryDraft

LONG_AGO = date.min
"""What stands for a day that is missing."""


def heading_of(draft: EntryDraft) -> Heading:
    """Return the heading of a draft; raises InvalidInput for texts that cannot be kept."""
    return Heading(
        draft.effective_on or LONG_AGO,
        draft.reference,
        draft.note,
        correction=draft.correction,
        basis=basis_of(draft),
        letter=draft.letter.strip(),
        consent_on=draft.consent_on,
    )
