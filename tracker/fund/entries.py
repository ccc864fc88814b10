"""What is posted: kinds of entries, lines, and an entry before it is written."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from tracker.errors import LedgerRefusal
from tracker.fund.accounts import AccountKey
from tracker.fund.measures import Measure


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

    `measure` names the figure in which the line counts (see tracker.fund.measures for its sign). `original_minor` is the same in the contribution's currency,
    where that is known. `attributed` tells that the split over contributions followed the
    rule and not a name.
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
            raise LedgerRefusal(f"{self.heading.reference}: an entry needs lines")
        if sum(line.minor for line in self.lines):
            raise LedgerRefusal(f"{self.heading.reference}: the lines do not sum to zero")
