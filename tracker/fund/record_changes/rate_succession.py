"""The successor of an exchange rate, as a change that takes two persons."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import TypeAdapter
from sqlmodel import Session

from tracker.errors import InvalidDraft
from tracker.fund.approvals.change_kinds import ChangeShown, RecordChangeKind, TwoPersons
from tracker.fund.rates.rate_rules import RateDraft
from tracker.fund.rates.superseded_rates import find_rate, successor_faults, supersede_rate
from tracker.fund.states import RecordChange
from tracker.people.permissions import Permission


@dataclass(frozen=True, slots=True)
class RateSuccession:
    """The successor of the rate of a currency and a day, in local units per 1 USD."""

    currency: str
    effective_on: date
    rate: Decimal
    source: str

    @property
    def draft(self) -> RateDraft:
        """The successor as a draft."""
        return RateDraft(self.currency, self.effective_on, self.rate, self.source)


def show(session: Session, succession: RateSuccession) -> ChangeShown:
    """Return the rate as it is and its successor."""
    row = find_rate(session, succession.currency, succession.effective_on)
    return ChangeShown(
        title=f"{row.currency} {row.effective_on.isoformat()}",
        before={"rate": format(row.rate, "f"), "source": row.source},
        after={"rate": format(succession.rate, "f"), "source": succession.source},
    )


def check(session: Session, succession: RateSuccession, why: str) -> None:
    """Refuse a rate that is not on record, and a successor with faults."""
    del why
    row = find_rate(session, succession.currency, succession.effective_on)
    faults = successor_faults(succession.draft, row)
    if faults:
        raise InvalidDraft(faults)


def apply(session: Session, succession: RateSuccession, persons: TwoPersons) -> None:
    """Supersede the rate."""
    supersede_rate(
        session,
        succession.draft,
        persons.prepared_by,
        persons.why,
        approver=persons.approved_by,
    )


SUPERSEDE_RATE = RecordChangeKind(
    RecordChange.SUPERSEDE_RATE,
    Permission.POST_MONEY,
    TypeAdapter(RateSuccession),
    show,
    check,
    apply,
    lambda one: (f"{one.currency} {one.effective_on.isoformat()}",),
)
