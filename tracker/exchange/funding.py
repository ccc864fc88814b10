"""Funds the projects of a sheet from their programme's contributions, up to their amount."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import col, select

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.tables.activities import Activity
from tracker.exchange.import_context import ImportContext, Unfunded
from tracker.exchange.ledger_rows import EntryFacts, entries_on_file
from tracker.exchange.mapping import MappedRow
from tracker.exchange.pools import Received, by_programme, come_by, with_money_left
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import Allocation
from tracker.fund.ledger.use_entries import allocate, programmable_minor
from tracker.money import USD
from tracker.words import say

APPROVED = "_approved_on"
BATCH = 5_000


class Project(NamedTuple):
    """An activity to be funded with its budget, and the first day on which it may be."""

    effective_on: date
    code: str
    programme: str
    budget_minor: int

    @property
    def reference(self) -> str:
        """Return the reference of its allocation."""
        return f"{self.code}/allocation"


def fund_from_programmes(
    context: ImportContext, pairs: Sequence[tuple[MappedRow, ActivityDraft]]
) -> None:
    """Allocate each project its budget from the contributions earmarked to its programme.

    In the order of approval, pro rata to the programmable amount of each contribution received by
    then. The rest of a budget stays unfunded and is reported by programme.
    """
    projects = sorted(_projects(context, pairs))
    numbers = _numbers(context, projects)
    on_file = entries_on_file(context.session, (project.reference for project in projects))
    with context.open_book() as book:
        received = with_money_left(context.session)
        book.prepare((one.contribution_id for one in received), numbers.values())
        pools = by_programme(book, received)
        for project in context.progress(projects, say("Allocating")):
            before = on_file.get(project.reference)
            funded = (
                _fund(book, project, numbers[project.code], pools.get(project.programme, []))
                if before is None
                else before.amount.minor
            )
            _count(context, project, funded, before)


def _projects(
    context: ImportContext, pairs: Sequence[tuple[MappedRow, ActivityDraft]]
) -> list[Project]:
    """Return the projects: activities with a budget and the first day of their funding."""
    found = []
    without = 0
    for row, draft in pairs:
        if not draft.budget_minor:
            continue
        approved = context.cells(row).day(APPROVED)
        on = approved or draft.actual_start or draft.planned_start
        without += approved is None
        if on is None:
            _leave_unfunded(context, draft.programme, draft.budget_minor)
        else:
            found.append(Project(on, draft.code, draft.programme, draft.budget_minor))
    if without:
        context.counters.notes.append(
            say("%(count)s rows without a day of approval: their first day is used", count=without)
        )
    return found


def _numbers(context: ImportContext, projects: Sequence[Project]) -> dict[str, int]:
    """Return the numbers of the activities by code."""
    codes = [project.code for project in projects]
    found: dict[str, int] = {}
    for start in range(0, len(codes), BATCH):
        statement = select(Activity.code, Activity.id).where(
            col(Activity.code).in_(codes[start : start + BATCH])
        )
        found.update((code, number or 0) for code, number in context.session.exec(statement))
    return found


def _fund(book: Book, project: Project, activity_id: int, received: Sequence[Received]) -> int:
    """Allocate up to the budget from the pool; return the amount."""
    left = {
        number: programmable_minor(book, number, project.effective_on)
        for number in come_by(received, project.effective_on)
    }
    pool = tuple(number for number, minor in left.items() if minor)
    amount = min(project.budget_minor, sum(left.values()))
    if amount:
        heading = Heading(
            project.effective_on, project.reference, say("from the contributions to its fund")
        )
        allocate(book, Allocation(activity_id, amount, heading, pool=pool))
    return amount


def _count(
    context: ImportContext, project: Project, funded: int, before: EntryFacts | None
) -> None:
    """Count the allocated amount and the unfunded rest."""
    if funded and before is None:
        context.counters.also_added["allocations"] += 1
    context.counters.count("allocated", USD, funded)
    if funded < project.budget_minor:
        _leave_unfunded(context, project.programme, project.budget_minor - funded)


def _leave_unfunded(context: ImportContext, programme: str, minor: int) -> None:
    """Add to the unfunded amount of a programme."""
    before = context.counters.unfunded.get(programme, Unfunded(0, 0))
    context.counters.unfunded[programme] = Unfunded(before.activities + 1, before.minor + minor)
