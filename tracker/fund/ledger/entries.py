"""What is posted: kinds of entries, lines, and an entry before it is written."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from tracker.errors import InvalidInput, LedgerRefusal
from tracker.fund.ledger.accounts import AccountKey
from tracker.fund.ledger.measures import Measure
from tracker.words import say

LONGEST_REFERENCE = 120
MOST_MINOR = 10**17
"""No amount of the ledger comes near: sums of ten million such still fit the database."""


class EntryKind(StrEnum):
    """What happened to the money."""

    PLEDGE = "pledge"  # a donor promises
    PLEDGE_ADJUSTMENT = "pledge_adjustment"  # a promise is raised, lowered or withdrawn
    RECEIPT = "receipt"  # money or goods arrive
    RECEIPT_CORRECTION = "receipt_correction"  # what was recorded as received is lowered
    ALLOCATION = "allocation"  # money is given to an activity
    COMMITMENT = "commitment"  # an activity binds itself to pay
    EXPENDITURE = "expenditure"  # an activity has spent
    REFUND = "refund"  # money goes back to the donor
    REVERSAL = "reversal"  # an entry is undone by its mirror image


class Line(NamedTuple):
    """A change of one account in US cents.

    `measure` names the figure in which the line counts (tracker.fund.ledger.measures has its sign).
    `original_minor` is the same in the contribution's currency, where that is known.
    `attributed` tells that the split over contributions followed the rule and not a name.
    """

    account: AccountKey
    minor: int
    measure: Measure | None = None
    attributed: bool = False
    original_minor: int | None = None


@dataclass(frozen=True, slots=True)
class RateUsed:
    """An exchange rate in local units per 1 USD, where it comes from and its date."""

    rate: Decimal
    source: str
    on: date


@dataclass(frozen=True, slots=True)
class Heading:
    """What an entry says beside its lines.

    `reference` is the entry's own name, unique in the ledger; the same reference twice is
    refused, so that running an import again adds nothing.
    """

    effective_on: date
    reference: str
    note: str = ""
    currency: str = "USD"
    original_minor: int | None = None
    rate: RateUsed | None = None

    def __post_init__(self) -> None:
        """Refuse what the two databases would keep differently, or not at all."""
        if type(self.effective_on) is not date:
            raise TypeError("an entry counts from a day, not from a moment")
        reference = self.reference
        if not reference or len(reference) > LONGEST_REFERENCE or not reference.isprintable():
            raise InvalidInput(say("the reference has 1 to 120 printable characters"), "reference")
        if "\x00" in self.note:
            raise InvalidInput(say("the note holds a character that cannot be kept"), "note")


@dataclass(frozen=True, slots=True)
class Posting:
    """An entry before it is written; its lines sum to zero."""

    kind: EntryKind
    heading: Heading
    lines: tuple[Line, ...]
    usd_minor: int
    contribution_id: int | None = None
    activity_id: int | None = None
    reverses_id: int | None = None

    def __post_init__(self) -> None:
        """Refuse an entry that would make or lose money."""
        if not self.lines:
            raise LedgerRefusal(
                say("%(entry)s: an entry needs lines", entry=self.heading.reference)
            )
        if sum([line.minor for line in self.lines]):
            raise LedgerRefusal(
                say("%(entry)s: the lines do not sum to zero", entry=self.heading.reference)
            )
