"""Amounts and reports due of all contributions: open instalments and reports still owed."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import and_, func, select
from sqlmodel import Session, col

from tracker.folding import fold
from tracker.fund.contributions.part_drafts import ContributionParts, InstalmentDraft
from tracker.fund.contributions.schedule import (
    NOTHING_TO_COME,
    DueState,
    due_state,
    instalments_of,
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
    found = [*_instalments(session, today), *_reports(session, today)]
    kinds, states = query.codes("kind"), query.codes("state")
    words = fold(query.words).split()
    kept = sorted(
        (
            item
            for item in found
            if (not kinds or item.kind in kinds)
            and (not states or item.state in states)
            and all(_is_found(item, word) for word in words)
        ),
        key=lambda item: (item.due_on, item.reference, item.kind),
        reverse=query.order.startswith("-"),
    )
    first = (query.page - 1) * query.size
    return Slice(tuple(kept[first : first + query.size]), len(kept), query)


def _is_found(item: DueItem, word: str) -> bool:
    """Tell whether a folded word occurs in the reference or names the donor."""
    text = fold(f"{item.reference} {item.donor} {item.donor_name}")
    return word in text or item.donor in givers_named_like(word)


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
            col(Contribution.state),
            col(Contribution.currency),
            col(Donor.code).label("donor"),
            col(Donor.name).label("donor_name"),
            func.coalesce(-balance_at(LedgerAccount, today, original=True), 0).label("received"),
            *(
                getattr(ContributionInstalment, name).label(f"part_{name}")
                for name in InstalmentDraft.content()
            ),
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
    for _, group in groupby(rows, attrgetter("reference")):
        of_one = list(group)
        head = of_one[0]
        parts = ContributionParts(tuple(InstalmentDraft(*row[6:]) for row in of_one))
        for part in instalments_of(parts, head.state, int(head.received), today):
            if part.open_minor:
                yield DueItem(
                    part.draft.due_on, head.reference, head.donor, head.donor_name,
                    DueKind.INSTALMENT, part.state, head.currency, part.open_minor,
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
