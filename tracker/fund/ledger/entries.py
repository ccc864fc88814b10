"""Entries: their kinds, lines and headings, and an entry before it is written."""

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
LONGEST_BASIS = 500
"""The most characters of a basis, and of the letter of a consent."""
LONGEST_REASON = 2_000
LONGEST = {"correction": LONGEST_REASON, "basis": LONGEST_BASIS, "letter": LONGEST_BASIS}
"""The most characters of a heading's texts."""
MOST_MINOR = 10**17
"""The largest amount of an entry: sums of ten million such amounts fit the database."""


class EntryKind(StrEnum):
    """The kind of an entry."""

    PLEDGE = "pledge"  # a donor pledges
    PLEDGE_ADJUSTMENT = "pledge_adjustment"  # a pledge is raised or lowered
    PLEDGE_CANCELLATION = "pledge_cancellation"  # the donor cancels what is outstanding of a pledge
    PLEDGE_WRITE_OFF = "pledge_write_off"  # the outstanding part of a pledge is written off
    INSTALMENT_DUE = "instalment_due"  # an instalment falls due under the agreement
    RECEIPT = "receipt"  # money or goods arrive
    RECEIPT_CORRECTION = "receipt_correction"  # a receipt is lowered
    BANK_CHARGE = "bank_charge"  # a bank deducts its charge
    INTEREST = "interest"  # interest is credited to the contributions that earned it
    SUPPORT_COST = "support_cost"  # support cost by agreement, on another basis than expenditure
    TRANSFER = "transfer"  # money is transferred to another contribution of the same donor
    ALLOCATION = "allocation"  # money is allocated to an activity
    DE_ALLOCATION = "de_allocation"  # money is taken back from an activity
    COMMITMENT = "commitment"  # an activity enters into a commitment
    DE_COMMITMENT = "de_commitment"  # a commitment is released
    EXPENDITURE = "expenditure"  # an activity spends
    REFUND = "refund"  # money is refunded to the donor
    WRITE_OFF = "write_off"  # money is lost
    REVERSAL = "reversal"  # an entry is reversed by its mirror image


NEEDS_SECOND_PERSON = frozenset(
    {
        EntryKind.PLEDGE_WRITE_OFF,
        EntryKind.RECEIPT_CORRECTION,
        EntryKind.TRANSFER,
        EntryKind.ALLOCATION,
        EntryKind.DE_ALLOCATION,
        EntryKind.REFUND,
        EntryKind.WRITE_OFF,
        EntryKind.REVERSAL,
    }
)
"""The kinds under dual control; a correction of a closed period needs a second person too."""


class Line(NamedTuple):
    """A change of one account in US cents.

    `measure` is the figure in which the line counts (tracker.fund.ledger.measures has its sign).
    `original_minor` is the same amount in the contribution's currency, where that is known.
    `attributed` marks a split over contributions by the rule.
    """

    account: AccountKey
    minor: int
    measure: Measure | None = None
    attributed: bool = False
    original_minor: int | None = None


@dataclass(frozen=True, slots=True)
class RateUsed:
    """An exchange rate in local units per 1 USD, its source and its date.

    An implied one follows from the bank's own amount; nothing is converted with it.
    """

    rate: Decimal
    source: str
    on: date
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of an entry: its effective date, reference, original amount, rate and texts.

    `reference` is the entry's own name, unique in the ledger; the same reference twice is
    refused, so that running an import again adds nothing. `correction` is the reason of an entry
    in a closed period, `letter` and `consent_on` the donor's consent, `basis` the agreement or
    rule on which it rests.
    """

    effective_on: date
    reference: str
    note: str = ""
    currency: str = "USD"
    original_minor: int | None = None
    rate: RateUsed | None = None
    correction: str = ""
    basis: str = ""
    letter: str = ""
    consent_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse texts that the two databases store differently, or not at all."""
        if type(self.effective_on) is not date:
            raise TypeError("an entry counts from a day, not from a moment")
        reference = self.reference
        if not reference or len(reference) > LONGEST_REFERENCE or not reference.isprintable():
            raise InvalidInput(say("the reference has 1 to 120 printable characters"), "reference")
        for name in ("note", *LONGEST):
            if "\x00" in getattr(self, name):
                raise InvalidInput(say("the text holds a character that cannot be kept"), name)
        for name, longest in LONGEST.items():
            if len(getattr(self, name)) > longest:
                raise InvalidInput(
                    say("the text has at most %(number)s characters", number=longest), name
                )


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry before it is written; its lines sum to zero."""

    kind: EntryKind
    heading: Heading
    lines: tuple[Line, ...]
    usd_minor: int
    contribution_id: int | None = None
    activity_id: int | None = None
    reverses_id: int | None = None

    def __post_init__(self) -> None:
        """Refuse an entry whose lines do not sum to zero."""
        if not self.lines:
            raise LedgerRefusal(
                say("%(entry)s: an entry needs lines", entry=self.heading.reference)
            )
        if sum([line.minor for line in self.lines]):
            raise LedgerRefusal(
                say("%(entry)s: the lines do not sum to zero", entry=self.heading.reference)
            )
