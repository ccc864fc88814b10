"""The donor's consent on which an entry rests: the letter, and the day of the letter."""

from datetime import date
from typing import NamedTuple, Protocol

from tracker.fund.ledger.entries import EntryKind

NEEDS_CONSENT = frozenset({EntryKind.TRANSFER})
"""The kinds that rest on the donor's consent."""
DATED = ", "
"""The text between letter and day in the basis of entries recorded before they had fields."""


class Consent(NamedTuple):
    """The letter in which the donor agreed, and its day where that is known."""

    letter: str
    on: date | None


NO_CONSENT = Consent("", None)


class RestsOn(Protocol):
    """What tells on what an entry rests: an entry, its heading, or its terms."""

    @property
    def letter(self) -> str:
        """The letter of the donor's consent."""

    @property
    def consent_on(self) -> date | None:
        """The day of the donor's consent."""

    @property
    def basis(self) -> str:
        """On what else it rests."""


def consent_of(kind: EntryKind, entry: RestsOn) -> Consent:
    """Return the consent of an entry: its fields, else what its basis says.

    Entries recorded before the consent had fields of its own keep it as their basis, which their
    digests cover. Kinds that need no consent have none.
    """
    if kind not in NEEDS_CONSENT:
        return NO_CONSENT
    if entry.letter:
        return Consent(entry.letter, entry.consent_on)
    return consent_in(entry.basis)


def consent_in(basis: str) -> Consent:
    """Return the consent in a basis that ends with a day; the whole is the letter otherwise."""
    letter, _dated, text = basis.rpartition(DATED)
    day = day_in(text)
    return Consent(basis, None) if day is None or not letter else Consent(letter, day)


def day_in(text: str) -> date | None:
    """Return the day in a text written like 2024-06-30, None where it is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None
