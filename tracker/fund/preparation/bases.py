"""The basis of an entry: how the ledger keeps its reason, its receipt, or its days of interest."""

from datetime import date

from tracker.fund.ledger.consents import day_in
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.preparation.entry_draft import EntryDraft

DAYS = " / "
"""The text between the first and the last day of interest by the rule."""


def basis_of(draft: EntryDraft) -> str:
    """Return on what the entry of a draft rests beside the donor's consent, in one text."""
    if draft.kind is EntryKind.INTEREST and not draft.contribution:
        return DAYS.join(day.isoformat() for day in (draft.first_on, draft.last_on) if day)
    return draft.corrects or draft.receipt or draft.basis


def days_in(basis: str) -> tuple[date | None, date | None]:
    """Return the first and the last day in the basis of interest by the rule."""
    first, _and, last = basis.partition(DAYS)
    return day_in(first.strip()), day_in(last.strip())
