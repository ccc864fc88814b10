"""The source of a statement: the record of one donor, of all or of some of its contributions."""

from dataclasses import replace
from datetime import date

import numpy as np
import numpy.typing as npt
from sqlalchemy import select
from sqlmodel import Session, col

from tracker.errors import NotFound
from tracker.fund.donors.finding import find_donor, successor_code
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine
from tracker.fund.tables.contributions import Contribution
from tracker.reports.terms import ReportTerms
from tracker.totals.chosen_contributions import chosen_contributions
from tracker.totals.dimensions import Dimension
from tracker.totals.page_source import PageSource
from tracker.totals.reader import TotalsReader
from tracker.words import say

Mask = npt.NDArray[np.bool_]


def contributions_of(session: Session, donor: str) -> dict[str, str]:
    """Return the titles of a donor's contributions by reference, in the order of references."""
    rows = session.execute(
        select(col(Contribution.reference), col(Contribution.title))
        .where(col(Contribution.donor_id) == find_donor(session, donor).id)
        .order_by(col(Contribution.reference))
    )
    return {row.reference: row.title for row in rows}


def expect_contributions(session: Session, donor: str, references: tuple[str, ...]) -> None:
    """Raise NotFound for a reference that is none of the donor's contributions."""
    known = contributions_of(session, donor)
    for reference in references:
        if reference not in known:
            raise NotFound(say("there is no contribution %(reference)s", reference=reference))


def with_donor(session: Session, terms: ReportTerms) -> ReportTerms:
    """Return the terms with the donor that the subject was merged into in the end, if any.

    Raises NotFound for an unknown donor, and for contributions that are not this donor's.
    """
    donor = successor_code(session, terms.subject)
    expect_contributions(session, donor, terms.contributions)
    return replace(terms, subject=donor, contributions=tuple(sorted(set(terms.contributions))))


def source_of_donor(source: PageSource, terms: ReportTerms) -> PageSource:
    """Return the source narrowed to the donor and the contributions of the terms."""
    query = source.query.having(Dimension.DONOR, terms.subject)
    choice = query.choice()
    if terms.contributions:
        own = (Dimension.CONTRIBUTION, frozenset(terms.contributions))
        choice = choice._replace(codes=(*choice.codes, own))
    reader = TotalsReader(source.reader.scope._replace(choice=choice))
    return PageSource(reader, source.session, query, source.user)


def contributions_shown(source: PageSource, terms: ReportTerms) -> list[int]:
    """Return the numbers of the contributions of a statement, by reference.

    They are those with an entry that was known and counts, and those that were asked for by name.
    """
    facts = source.reader.scope.rollups.facts
    mask: Mask = chosen_contributions(facts.members, source.reader.scope.choice).whole
    numbers = set(np.flatnonzero(mask).tolist())
    if not terms.contributions:
        numbers &= with_entries(source, terms)
    rows = source.session.execute(
        select(col(Contribution.id), col(Contribution.reference))
        .where(col(Contribution.id).in_(numbers))
        .order_by(col(Contribution.reference))
    )
    return [number for number, _reference in rows]


def only(source: PageSource, number: int) -> Mask:
    """Return the mask of one contribution."""
    mask: Mask = np.zeros(source.reader.scope.rollups.facts.members.contributions, np.bool_)
    mask[number] = True
    return mask


def with_entries(source: PageSource, terms: ReportTerms, first: date = date.min) -> set[int]:
    """Return the contributions with an entry from a day on, as known at the moment of the terms."""
    statement = (
        select(col(LedgerAccount.contribution_id))
        .join(LedgerLine, col(LedgerLine.account_id) == col(LedgerAccount.id))
        .join(LedgerEntry, col(LedgerEntry.id) == col(LedgerLine.entry_id))
        .join(Contribution, col(Contribution.id) == col(LedgerAccount.contribution_id))
        .where(
            col(LedgerEntry.effective_on).between(first, source.query.last_day()),
            col(LedgerEntry.recorded_at) <= terms.known_at,
            col(Contribution.donor_id) == find_donor(source.session, terms.subject).id,
        )
        .distinct()
    )
    return set(source.session.execute(statement).scalars())
