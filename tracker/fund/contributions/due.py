"""Amounts and reports due of all contributions: open instalments and reports still owed."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import partial
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import NamedTuple

from sqlalchemy import and_, func, select
from sqlmodel import Session, col

from tracker.folding import fold
from tracker.fund.contributions.schedule import (
    NOTHING_TO_COME,
    DueState,
    due_state,
    received_of,
)
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.balances_at import balance_at
from tracker.fund.ledger.tables import LedgerAccount
from tracker.fund.states import ContributionReportKind, ContributionState
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor
from tracker.fund.tables.terms import ContributionInstalment, ContributionReport
from tracker.listing import ListQuery, Slice
from tracker.reference.name_search import givers_named_like


class DueKind(StrEnum):
    """The kind of a due item."""

    INSTALMENT = "instalment"  # money, due from the donor
    REPORT = "report"  # a report, due to the donor


class DueItem(NamedTuple):
    """A due item; the open amount of an instalment in `currency`."""

    due_on: date
    reference: str
    donor: str
    donor_name: str
    kind: DueKind
    state: DueState
    currency: str = ""
    open_minor: int | None = None
    report: ContributionReportKind | None = None
    period: str = ""


def list_due(session: Session, query: ListQuery, *, today: date) -> Slice[DueItem]:
    """Return a page of due items as at a day, the earliest first.

    The filters are `kind` and `state`; receipts after the day do not count.
    """
    kinds, states = query.codes("kind"), query.codes("state")
    reads = {DueKind.INSTALMENT: _instalments, DueKind.REPORT: _reports}
    found: Iterator[DueItem] = (
        item
        for kind, read in reads.items()
        if not kinds or kind.value in kinds
        for item in read(session, today)
        if not states or item.state.value in states
    )
    for word in fold(query.words).split():
        found = filter(partial(_is_found, word, givers_named_like(word)), found)
    kept = sorted(found, key=_KEY, reverse=query.order.startswith("-"))
    first = (query.page - 1) * query.size
    return Slice(tuple(kept[first : first + query.size]), len(kept), query)


_KEY = attrgetter("due_on", "reference", "kind")


def _is_found(word: str, givers: frozenset[str], item: DueItem) -> bool:
    """Tell whether a folded word occurs in the reference or names the donor."""
    text = fold(f"{item.reference} {item.donor} {item.donor_name}")
    return word in text or item.donor in givers


def _instalments(session: Session, today: date) -> Iterator[DueItem]:
    """Return the instalments that are not received in full, with receipts applied in order."""
    paid_in = and_(
        col(LedgerAccount.contribution_id) == col(Contribution.id),
        col(LedgerAccount.kind) == AccountKind.DONOR,
        col(LedgerAccount.activity_id).is_(None),
    )
    rows = session.execute(
        select(
            col(Contribution.reference),
            col(Contribution.currency),
            col(Donor.code).label("donor"),
            col(Donor.name).label("donor_name"),
            func.coalesce(-balance_at(LedgerAccount, today, original=True), 0).label("received"),
            col(ContributionInstalment.due_on),
            col(ContributionInstalment.amount_minor),
        )
        .join(Contribution, col(Contribution.id) == col(ContributionInstalment.contribution_id))
        .join(Donor, col(Donor.id) == col(Contribution.donor_id))
        .outerjoin(LedgerAccount, paid_in)
        .where(
            col(Contribution.state).not_in(NOTHING_TO_COME),
            col(ContributionInstalment.withdrawn_at).is_(None),
        )
        .order_by(col(Contribution.reference), col(ContributionInstalment.number))
    )
    for reference, group in groupby(rows, itemgetter(0)):
        of_one = list(group)
        _, currency, donor, name, received = of_one[0][:5]
        parts = received_of((row[6] for row in of_one), int(received))
        for (*_head, due_on, amount), part in zip(of_one, parts, strict=True):
            if part < amount:
                state = due_state(due_on, today, done=False)
                yield DueItem(
                    due_on, reference, donor, name, DueKind.INSTALMENT, state, currency,
                    amount - part,
                )  # fmt: skip


def _reports(session: Session, today: date) -> Iterator[DueItem]:
    """Return the reports that were not submitted."""
    rows = session.execute(
        select(
            col(ContributionReport.due_on),
            col(Contribution.reference),
            col(Donor.code),
            col(Donor.name),
            col(ContributionReport.kind),
            col(ContributionReport.period),
        )
        .join(Contribution, col(Contribution.id) == col(ContributionReport.contribution_id))
        .join(Donor, col(Donor.id) == col(Contribution.donor_id))
        .where(
            col(ContributionReport.submitted_on).is_(None),
            col(ContributionReport.withdrawn_at).is_(None),
            col(Contribution.state) != ContributionState.CANCELLED,
        )
    )
    for due_on, reference, donor, donor_name, kind, period in rows:
        yield DueItem(
            due_on, reference, donor, donor_name, DueKind.REPORT,
            due_state(due_on, today, done=False), report=kind, period=period,
        )  # fmt: skip
