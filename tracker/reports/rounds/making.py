"""The drafts of a round: one for each donor with money or entries, each saved by itself.

What was interrupted is asked for again: a donor whose statement of the period is there already is
left alone, so that none is made twice.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker.db import transaction
from tracker.fund.donors.donor_choices import giver_names
from tracker.people.audit import lock_record
from tracker.reports.content.report import ReportKind
from tracker.reports.drawing import draw_report, report_source
from tracker.reports.kinds import KINDS
from tracker.reports.register.drafts import add_report, known_moment
from tracker.reports.register.register import terms_of
from tracker.reports.register.tables import RegisteredReport
from tracker.reports.statement.accounts import account_of_choice
from tracker.reports.statement.donor_source import source_of_donor, with_entries
from tracker.reports.terms import ReportTerms
from tracker.totals.snapshot import Snapshot

Through = Callable[[Sequence[str]], Iterable[str]]
"""Goes through the codes of donors and tells how far it is."""


@dataclass(frozen=True, slots=True)
class RoundPeriod:
    """The days of a round, and the day up to which entries count."""

    first: date | None
    last: date
    as_at: date

    def terms(self, donor: str, known_at: datetime) -> ReportTerms:
        """Return the terms of a donor's statement, of all its contributions."""
        statement = ReportKind.STATEMENT
        return ReportTerms(statement, self.first, self.last, self.as_at, known_at, donor)


class MadeRound(NamedTuple):
    """What a round has made: the numbers of its drafts; how many donors had one, or nothing."""

    numbers: tuple[int, ...]
    there: int
    without: int

    def counts(self) -> Mapping[str, int]:
        """Return the counts by name."""
        return {"made": len(self.numbers), "there": self.there, "without": self.without}


def make_round(
    session: Session, snapshot: Snapshot, period: RoundPeriod, actor: str, through: Through
) -> MadeRound:
    """Draw the statements of all donors as drafts. Raises InvalidDraft for wrong days."""
    with transaction(session):
        known_at = known_moment(session)
    numbers: list[int] = []
    there = without = 0
    for donor in through(sorted(giver_names(session))):
        if has_statement(session, donor, period):
            there += 1
            continue
        with snapshot.reading(session.connection()) as held:
            terms = period.terms(donor, known_at)
            if not _has_anything(session, held, terms):
                without += 1
                continue
            terms = replace(terms, data_version=held.data_version)
            tree = draw_report(session, held, terms, KINDS)
        with transaction(session):
            lock_record(session)
            if has_statement(session, donor, period):  # of another round at work
                there += 1
            else:
                numbers.append(add_report(session, terms, tree, actor))
    return MadeRound(tuple(numbers), there, without)


def has_statement(session: Session, donor: str, period: RoundPeriod) -> bool:
    """Tell whether there is a statement of all of a donor's contributions for the days."""
    statement = select(RegisteredReport).where(
        col(RegisteredReport.kind) == ReportKind.STATEMENT,
        col(RegisteredReport.subject) == donor,
        col(RegisteredReport.first_day) == period.first,
        col(RegisteredReport.last_day) == period.last,
    )
    return any(not terms_of(row).contributions for row in session.exec(statement))


def _has_anything(session: Session, snapshot: Snapshot, terms: ReportTerms) -> bool:
    """Tell whether a donor has a balance, is owed for, or had an entry in the days."""
    source = source_of_donor(report_source(session, snapshot, terms), terms)
    if account_of_choice(source.reader.scope).stands:
        return True
    return bool(with_entries(source, terms, terms.first or date.min))
