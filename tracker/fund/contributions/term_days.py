"""The days among the terms of a contribution: which may lie ahead, and which are asked about."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple, Protocol

from tracker.day_bounds import happened_fault, planned_fault
from tracker.errors import Fault, cell_name
from tracker.fund.contributions.part_drafts import ContributionParts
from tracker.fund.ledger.entry_days import far_ahead, is_far_ahead
from tracker.questions import DraftQuestion, QuestionCode


class DatedTerms(Protocol):
    """The terms of a contribution that are days."""

    @property
    def pledged_on(self) -> date | None:
        """The day of the pledge, which may be announced before it."""

    @property
    def agreed_on(self) -> date | None:
        """The day on which the agreement was signed."""

    @property
    def valued_on(self) -> date | None:
        """The day on which a contribution in kind was valued."""

    @property
    def use_from(self) -> date | None:
        """The first day of the period of use."""

    @property
    def use_until(self) -> date | None:
        """The last day of the period of use."""

    @property
    def parts(self) -> ContributionParts:
        """The instalments, reports and documents."""


class TermDay(NamedTuple):
    """A day among the terms, by its field; one that is promised may lie ahead."""

    field: str
    on: date
    is_promise: bool


def term_days(terms: DatedTerms) -> Iterator[TermDay]:
    """Yield all days of the terms, those of their parts by the cells of their rows."""
    for name, on, is_promise in (
        ("pledged_on", terms.pledged_on, True),
        ("agreed_on", terms.agreed_on, False),
        ("valued_on", terms.valued_on, False),
        ("use_from", terms.use_from, True),
        ("use_until", terms.use_until, True),
    ):
        if on:
            yield TermDay(name, on, is_promise)
    parts = terms.parts
    for row, instalment in enumerate(parts.instalments):
        yield TermDay(cell_name("instalments", row, "due_on"), instalment.due_on, True)
    for row, report in enumerate(parts.reports):
        yield TermDay(cell_name("reports", row, "due_on"), report.due_on, True)
        if report.submitted_on:
            yield TermDay(cell_name("reports", row, "submitted_on"), report.submitted_on, False)
    for row, document in enumerate(parts.documents):
        if document.dated_on:
            yield TermDay(cell_name("documents", row, "dated_on"), document.dated_on, False)


def term_day_faults(terms: DatedTerms, before: DatedTerms | None, today: date) -> list[Fault]:
    """Return the faults of the days that are not on record yet.

    No day is out of bounds; what has happened is dated today or before.
    """
    found = (
        (planned_fault if day.is_promise else happened_fault)(day.field, day.on, today)
        for day in _new_days(terms, before)
    )
    return [fault for fault in found if fault]


def term_day_questions(
    terms: DatedTerms, before: DatedTerms | None, today: date
) -> Iterator[DraftQuestion]:
    """Yield the question about each promised day far ahead that is not on record yet."""
    for day in _new_days(terms, before):
        if day.is_promise and is_far_ahead(day.on, today):
            yield DraftQuestion(QuestionCode.FAR_AHEAD, day.field, far_ahead(day.on))


def _new_days(terms: DatedTerms, before: DatedTerms | None) -> list[TermDay]:
    """Return the days that are not on record; a part that moves to another row keeps its day."""
    known = {_place(day) for day in term_days(before)} if before else set()
    return [day for day in term_days(terms) if _place(day) not in known]


def _place(day: TermDay) -> tuple[str, str, date]:
    """Return the part, the field in it and the day, without the row."""
    part, _, cell = day.field.partition("-")
    return part, cell.rpartition("-")[2], day.on
