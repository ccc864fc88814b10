"""The draft of an entry: what a form, a sheet or a program asks for, before any rule was asked."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.fund.ledger.entries import EntryKind


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """One entry as it was asked for; contributions, activities and entries by their codes.

    What could not be read is None or empty. `amount_minor` is in minor units of `currency` and has
    the sign that was typed; an empty currency is the contribution's, or US dollars for kinds that
    are in US dollars. `usd_minor` is the bank's own amount in US cents, `rate` the one used, in
    local units per 1 USD and dated `rate_on` where it is not the entry's day, `rate_source` where
    either of them stands. `settles_minor` is what a receipt in another currency settles of the
    pledge, in minor units of the contribution's currency. Interest by the rule was earned from
    `first_on` to `last_on`. `letter` and `consent_on` are the donor's consent to a transfer,
    `corrects` the receipt that is lowered, `receipt` the one that a refund gives back, empty for
    the oldest first, `reverses` the entry that is undone. `basis` is the
    reason of a write-off, `correction` that of an entry in a closed period. `only_from` narrows
    the contributions by the rule to those whose whole scope is this programme, `among` to those
    that it names. `another` says that a receipt is another one than a like one, `sure` holds the
    codes of answered questions.
    """

    kind: EntryKind
    reference: str
    effective_on: date | None = None
    amount_minor: int | None = None
    currency: str = ""
    contribution: str = ""
    to_contribution: str = ""
    activity: str = ""
    usd_minor: int | None = None
    rate: Decimal | None = None
    rate_source: str = ""
    rate_on: date | None = None
    settles_minor: int | None = None
    first_on: date | None = None
    last_on: date | None = None
    letter: str = ""
    consent_on: date | None = None
    corrects: str = ""
    receipt: str = ""
    reverses: str = ""
    basis: str = ""
    note: str = ""
    correction: str = ""
    against_commitment: bool = False
    only_from: str = ""
    among: tuple[str, ...] = ()
    another: bool = False
    sure: frozenset[str] = frozenset()
