"""The basis of an entry: how the ledger keeps the donor's consent and the days of interest."""

from datetime import date
from typing import NamedTuple

from tracker.fund.ledger.entries import EntryKind
from tracker.fund.preparation.entry_draft import EntryDraft

DATED = ", "
"""The text between a donor's letter and its day."""
DAYS = " / "
"""The text between the first and the last day of interest by the rule."""


class Consent(NamedTuple):
    """The donor's consent to a transfer: its letter, and its day where that is known."""

    letter: str
    on: date | None


def basis_of(draft: EntryDraft) -> str:
    """Return on what the entry of a draft rests, in one text."""
    if draft.kind is EntryKind.TRANSFER:
        day = draft.consent_on.isoformat() if draft.consent_on else ""
        return DATED.join(part for part in (draft.letter.strip(), day) if part)
    if draft.kind is EntryKind.INTEREST and not draft.contribution:
        return DAYS.join(day.isoformat() for day in (draft.first_on, draft.last_on) if day)
    return draft.corrects or draft.basis


def consent_in(basis: str) -> Consent:
    """Return the consent in the basis of a transfer."""
    letter, _dated, text = basis.rpartition(DATED)
    day = day_in(text)
    return Consent(basis, None) if day is None else Consent(letter, day)


def days_in(basis: str) -> tuple[date | None, date | None]:
    """Return the first and the last day in the basis of interest by the rule."""
    first, _and, last = basis.partition(DAYS)
    return day_in(first.strip()), day_in(last.strip())


def day_in(text: str) -> date | None:
    """Return the day in a text, None where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
