"""Funds the projects of a sheet from their programme's contributions, up to their amount."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.errors import TrackerError
from tracker.exchange.import_context import ImportContext, RowRefused, Unfunded
from tracker.exchange.mapped_rows import MappedRow
from tracker.fund.approvals.known_entries import EntryFacts, entries_on_file
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.preparation.desk import Desk
from tracker.fund.preparation.eligible import eligible
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.preparing import expect_lawful, prepare
from tracker.money import USD
from tracker.words import ngettext, say

APPROVED = "_approved_on"
AT_ONCE = 500
"""So many projects are allocated their money before it is written."""


class Project(NamedTuple):
    """An activity to be funded with its budget, and the first day on which it may be."""

    effective_on: date
    code: str
    programme: str
    budget_minor: int
    row: MappedRow

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
    projects = sorted(_projects(context, pairs), key=lambda one: (one.effective_on, one.code))
    on_file = entries_on_file(context.session, (project.reference for project in projects))
    desk = context.open_desk()
    # Days below zero that are let in are noted once for all entries of a sheet.
    at_once = AT_ONCE if not context.let_in else max(1, len(projects))
    for place, project in enumerate(context.progress(projects, say("Allocating"))):
        if place % at_once == 0:
            _write_and_read_on(context, desk, projects, place, at_once)
        before = on_file.get(project.reference)
        funded = _fund(desk, project) if before is None else before.amount.minor
        _count(context, project, funded, before)
    context.write(desk.book)


def _write_and_read_on(
    context: ImportContext, desk: Desk, projects: Sequence[Project], place: int, at_once: int
) -> None:
    """Write what was allocated so far and forget it, and read what comes next.

    The entries are the same as if all were written at the end; only so many are in memory.
    """
    if desk.book.pending:
        context.write(desk.book)
    desk.let_go(project.code for project in projects[max(0, place - at_once) : place])
    coming = projects[place : place + at_once]
    desk.read([_draft(project, project.budget_minor) for project in coming])


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
            found.append(Project(on, draft.code, draft.programme, draft.budget_minor, row))
    if without:
        context.counters.notes.append(
            ngettext(
                "%(count)s row without a day of approval: its first day is used",
                "%(count)s rows without a day of approval: their first day is used",
                without,
                count=without,
            )
        )
    return found


def _draft(project: Project, minor: int) -> EntryDraft:
    """Return the draft of a project's allocation."""
    return EntryDraft(
        EntryKind.ALLOCATION,
        project.reference,
        project.effective_on,
        minor,
        activity=project.code,
        note=say("from the contributions to its fund"),
        only_from=project.programme,
    )


def _fund(desk: Desk, project: Project) -> int:
    """Allocate up to the budget from the programme's contributions; return the amount."""
    activity = desk.records.activity(project.code) or 0
    pool = eligible(desk, activity, project.effective_on, project.programme)
    amount = min(project.budget_minor, sum(one.left_minor for one in pool))
    if amount:
        try:
            expect_lawful(prepare(desk, _draft(project, amount)))
        except TrackerError as error:
            raise RowRefused(project.row, error) from error
    return amount


def _count(
    context: ImportContext, project: Project, funded: int, before: EntryFacts | None
) -> None:
    """Count the allocated amount and the unfunded rest."""
    if funded and before is None:
        context.counters.also_added["allocations"] += 1
    context.counters.count(project.row, "allocated", USD, funded)
    if funded < project.budget_minor:
        _leave_unfunded(context, project.programme, project.budget_minor - funded)


def _leave_unfunded(context: ImportContext, programme: str, minor: int) -> None:
    """Add to the unfunded amount of a programme."""
    before = context.counters.unfunded.get(programme, Unfunded(0, 0))
    context.counters.unfunded[programme] = Unfunded(before.activities + 1, before.minor + minor)
