"""The errors that the product raises on purpose, each with the HTTP status that tells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class TrackerError(Exception):
    """A refusal with a reason that its reader can act upon."""

    status = 400
    title = "The request cannot be carried out"


class InvalidInput(TrackerError):
    """What was entered is not lawful; `field` names where."""

    status = 422
    title = "What was entered is not valid"

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class TooLarge(InvalidInput):
    """What was sent is larger than what is taken."""

    status = 413
    title = "Too large"


class NotFound(TrackerError):
    """There is nothing under that name."""

    status = 404
    title = "Not found"


class NotAllowed(TrackerError):
    """The person may not do this."""

    status = 403
    title = "Not allowed"


class Conflict(TrackerError):
    """It contradicts what is already on record."""

    status = 409
    title = "This contradicts the record"


class SettingsError(TrackerError):
    """The environment's settings do not allow a start."""

    status = 500
    title = "The settings are wrong"


class MissingRate(InvalidInput):
    """No exchange rate holds on that date; it is an error, never zero."""


class LedgerRefusal(InvalidInput):
    """A ledger rule forbids the posting; nothing of it was kept."""


class PeriodClosed(LedgerRefusal):
    """The day lies in a closed period, where only a correction with its reason may count."""


class ApprovalNeeded(LedgerRefusal):
    """It takes the approval of a second person."""


@dataclass(frozen=True, slots=True)
class Shortage:
    """By how much an account falls short, in US cents."""

    account: str
    available_minor: int
    needed_minor: int


class InsufficientFunds(LedgerRefusal):
    """An account inside the fund would go below zero."""

    def __init__(self, message: str, shortage: Shortage) -> None:
        super().__init__(message, "amount")
        self.shortage = shortage


class Fault(NamedTuple):
    """What is wrong with one field of a draft, in the reader's language."""

    field: str
    message: str


class InvalidDraft(InvalidInput):
    """A draft with faults, all of them listed."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(fault.message for fault in faults), faults[0].field)
        self.faults = tuple(faults)
