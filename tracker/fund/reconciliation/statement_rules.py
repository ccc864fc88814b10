"""Rules of statements, figures and reconciling items."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from tracker.day_bounds import not_come
from tracker.errors import Fault
from tracker.fund.states import StatementItem
from tracker.periods import today
from tracker.reference.record_codes import LONGEST, code_faults
from tracker.words import say

FIRST_YEAR, LAST_YEAR = 1945, 2200
LONGEST_SOURCE = 300
LONGEST_TEXT = 2000
LARGEST = 10**15
"""The largest figure, in US cents."""


@dataclass(frozen=True, slots=True)
class StatementDraft:
    """A certified statement of a year before it is written."""

    reference: str
    year: int
    source: str
    issued_on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class FigureDraft:
    """A figure of a statement in US cents; without a donor, that of all together."""

    donor: str
    item: StatementItem
    minor: int


@dataclass(frozen=True, slots=True)
class FigureComparison:
    """A figure of the statement beside the ledger's and the explained amount, in US cents."""

    statement_minor: int
    system_minor: int
    explained_minor: int

    @property
    def difference_minor(self) -> int:
        """The statement's figure less the ledger's."""
        return self.statement_minor - self.system_minor

    @property
    def open_minor(self) -> int:
        """The difference less the explained amount."""
        return self.difference_minor - self.explained_minor

    @property
    def is_open(self) -> bool:
        """Tell whether the difference is not explained exactly."""
        return self.open_minor != 0


def statement_faults(draft: StatementDraft) -> list[Fault]:
    """Return the faults of a statement."""
    faults = []
    if not 1 <= len(draft.reference) <= LONGEST:
        why = say("a reference has 1 to 60 letters, digits, points, hyphens or underscores")
        faults.append(Fault("reference", why))
    faults.extend(code_faults("reference", draft.reference))
    if not FIRST_YEAR <= draft.year <= LAST_YEAR:
        why = say("the year lies between %(first)s and %(last)s", first=FIRST_YEAR, last=LAST_YEAR)
        faults.append(Fault("year", why))
    elif draft.issued_on.year < draft.year:
        why = say("a statement is issued in its year or after it")
        faults.append(Fault("issued_on", why))
    if fault := not_come("issued_on", draft.issued_on, today()):
        faults.append(fault)
    if not draft.source or len(draft.source) > LONGEST_SOURCE:
        faults.append(Fault("source", say("say in up to 300 letters who certified it, and where")))
    return faults


def figure_faults(draft: FigureDraft, donors: Collection[str]) -> list[Fault]:
    """Return the faults of a figure; `donors` are the codes on record."""
    faults = []
    if draft.donor and draft.donor not in donors:
        why = say("'%(code)s' is no donor on record", code=draft.donor)
        faults.append(Fault("donor", why))
    if abs(draft.minor) > LARGEST:
        faults.append(Fault("amount", say("this amount is too large")))
    return faults


def explanation_faults(before: FigureComparison, minor: int, text: str) -> list[Fault]:
    """Return the faults of a reconciling item in US cents.

    Together the items never go beyond the difference. Those of the other sign can come first: a
    difference of 100 may be 150 less 50.
    """
    faults = []
    if not text or len(text) > LONGEST_TEXT:
        faults.append(Fault("text", say("say in up to 2,000 letters what explains it")))
    if not minor:
        faults.append(Fault("amount", say("an explanation of nothing explains nothing")))
    elif _overshoots(before, minor):
        faults.append(Fault("amount", _too_much(before)))
    return faults


def _overshoots(before: FigureComparison, minor: int) -> bool:
    """Tell whether the explained amount would go beyond the difference."""
    left = before.open_minor - minor
    if not before.difference_minor:
        return abs(left) > 0
    return left * before.difference_minor < 0


def _too_much(before: FigureComparison) -> str:
    """Return the refusal with the amount that is open."""
    if not before.difference_minor:
        return say("there is no difference to explain")
    return say(
        "that is more than is open: %(open)s USD of a difference of %(difference)s USD",
        open=_dollars(before.open_minor),
        difference=_dollars(before.difference_minor),
    )


def _dollars(minor: int) -> str:
    """Write US cents as dollars."""
    whole, cents = divmod(abs(minor), 100)
    return f"{'-' if minor < 0 else ''}{whole:,}.{cents:02}"
