"""The errors that the product raises on purpose, each with its HTTP status."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class TrackerError(Exception):
    """A refusal, with a reason that its reader can act upon."""

    status = 400
    title = "The request cannot be carried out"


class InvalidInput(TrackerError):
    """An unlawful value; `field` names its field."""

    status = 422
    title = "What was entered is not valid"

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class TooLarge(InvalidInput):
    """A request or file larger than the limit."""

    status = 413
    title = "Too large"


class LimitReached(InvalidInput):
    """A person asks for more at once than one person may."""

    status = 429
    title = "Too much at once"


class OnlyShown(TrackerError):
    """A write by a request that shows a form again, and does nothing else."""

    status = 409


class NotFound(TrackerError):
    """A thing that does not exist."""

    status = 404
    title = "Not found"


class NotAllowed(TrackerError):
    """An action that the user may not take."""

    status = 403
    title = "Not allowed"


class Conflict(TrackerError):
    """A contradiction to the record; `field` names the field of the draft, where it has one."""

    status = 409
    title = "This contradicts the record"

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class ShownChanged(Conflict):
    """What a person was shown has changed since, so that what they decided does not hold for it."""


class RecordedMeanwhile(Conflict):
    """A write that collided with another of the same moment, of which nothing was saved."""


class ChangedMeanwhile(TrackerError):
    """A change of a record that somebody else has changed; `current` is its draft as it is now."""

    status = 409
    title = "This was changed meanwhile"

    def __init__(self, message: str, current: object) -> None:
        super().__init__(message)
        self.current = current


class SettingsError(TrackerError):
    """Settings of the environment that do not allow a start."""

    status = 500
    title = "The settings are wrong"


class MissingRate(InvalidInput):
    """A missing exchange rate on a date; it is an error, never zero."""


class LedgerRefusal(InvalidInput):
    """An entry that a rule of the ledger forbids; nothing of it was written."""


class PeriodClosed(LedgerRefusal):
    """A day in a closed period, for which only a correction with its reason may count."""


class ApprovalNeeded(LedgerRefusal):
    """An entry that needs the approval of a second person."""


@dataclass(frozen=True, slots=True)
class Shortage:
    """The shortage of an account on the first day on which it is short, in US cents."""

    account: str
    available_minor: int
    needed_minor: int
    on: date


class InsufficientFunds(LedgerRefusal):
    """An account inside the fund would be below zero at the end of a day."""

    def __init__(self, message: str, shortage: Shortage) -> None:
        super().__init__(message, "amount")
        self.shortage = shortage


class Fault(NamedTuple):
    """A fault of one field of a draft, or of one cell of its rows, in the reader's language."""

    field: str
    message: str

    @property
    def part(self) -> str:
        """The field, or the part of the draft to which the cell belongs."""
        return self.field.partition("-")[0]


def cell_name(part: str, row: int, name: str) -> str:
    """Return the name of a cell of a part's rows, which are counted from 0: "reports-1-period"."""
    return f"{part}-{row}-{name}"


class InvalidDraft(InvalidInput):
    """A draft with faults, all of them listed."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(fault.message for fault in faults), faults[0].field)
        self.faults = tuple(faults)
