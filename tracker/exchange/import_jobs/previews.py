"""Previews: the counts, outcomes and faults of a checked import."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, col, select

from tracker.exchange.faults import RowFault
from tracker.exchange.import_jobs.states import ImportState
from tracker.exchange.import_jobs.store import forget_rows, move, number_of
from tracker.exchange.import_jobs.tables import ImportFault, ImportJob, ImportRow
from tracker.exchange.import_result import ImportResult, as_json, digest_of
from tracker.exchange.outcomes import FieldChange, Outcome, RowResult
from tracker.exchange.preview_outcomes import Place, PreviewOutcomes, RowOutcome, outcomes_of
from tracker.periods import utc_now

BATCH = 5_000
IN_ROWS = ("faults", "warnings")
"""Parts of a result with rows of their own, which the report of an import leaves out."""
LAST_RECORD = "last_record"
"""The name in the report of the last record of the trail that the preview saw."""


def keep_preview(session: Session, number: int, report: ImportResult) -> None:
    """Save the result of a checked import, in place of an earlier preview."""
    job = move(session, number, ImportState.CHECKED)
    job.differed = report.differs
    job.takeable = report.usable and not any(fault.row == 0 for fault in report.faults)
    job.digest = digest_of(report.results, report.faults, report.counters)
    job.ended_at = utc_now()
    note_counts(job, report)
    forget_rows(session, number)
    _insert(session, ImportRow, _rows(number, report))
    _insert(session, ImportFault, _faults(number, report))
    session.flush()


def preview_of(session: Session, imported: ImportJob) -> PreviewOutcomes:
    """Return what the preview of an import showed."""
    last_record = int((imported.report or {}).get(LAST_RECORD, 0))
    number, name = number_of(imported), imported.file_name
    return PreviewOutcomes(imported.digest, last_record, lambda: _rows_shown(session, number, name))


def _rows_shown(session: Session, number: int, name: str) -> dict[Place, RowOutcome]:
    """Return the rows that a preview of a file showed."""
    rows, faults = col(ImportRow.job_id) == number, col(ImportFault.job_id) == number
    results = {
        (name, row.row): RowResult(
            row.outcome, row.key, tuple(FieldChange(*one) for one in row.changes or ()), row.why
        )
        for row in session.exec(select(ImportRow).where(rows))
    }
    told = select(ImportFault).where(faults, col(ImportFault.warning).is_(False))
    return outcomes_of(
        results,
        [RowFault(name, one.row, one.column, one.value, one.message) for one in session.exec(told)],
    )


def note_counts(job: ImportJob, report: ImportResult) -> None:
    """Write the counts and sums of a result into the import."""
    counters = report.counters
    job.rows_read, job.rows_rejected = report.read, report.rejected
    job.rows_added, job.rows_changed = counters.added, counters.changed
    job.rows_unchanged = counters.unchanged
    job.rows_left_out = sum(group.rows for group in report.left_out)
    job.faults = len(report.faults)
    said = as_json(report)
    job.report = {key: value for key, value in said.items() if key not in IN_ROWS} | {
        "headings": [list(sheet.headings) for sheet in report.sheets][:1],
        LAST_RECORD: report.last_record,
    }


def _insert(session: Session, table: type[SQLModel], rows: Iterable[dict[str, Any]]) -> None:
    """Write many rows, some thousands at once."""
    waiting = iter(rows)
    while some := list(islice(waiting, BATCH)):
        session.execute(insert(table), some)


def _rows(number: int, report: ImportResult) -> Iterator[dict[str, Any]]:
    """Yield the outcomes of rows, in the order of the sheet."""
    rejected = {
        row for (_, row), result in report.results.items() if result.outcome is Outcome.REJECTED
    }
    cells = {
        row.number: list(row.cells)
        for sheet in report.sheets
        for row in (*sheet.rows, *sheet.overlong)
        if row.number in rejected
    }
    for place, ((_, row), result) in enumerate(sorted(report.results.items())):
        yield {
            "job_id": number,
            "place": place,
            "row": row,
            "outcome": result.outcome,
            "key": result.key,
            "changes": [list(change) for change in result.changes] or None,
            "cells": cells.get(row),
            "why": result.why,
        }


def _faults(number: int, report: ImportResult) -> Iterator[dict[str, Any]]:
    """Yield the faults and then the warnings, each in the order of the sheet."""
    faults = [(fault, False) for fault in report.faults]
    warnings = [(warning, True) for warning in sorted(report.counters.warnings)]
    for place, (fault, warning) in enumerate([*faults, *warnings]):
        yield {"job_id": number, "place": place, "warning": warning, **_said(fault)}


def _said(fault: RowFault) -> dict[str, Any]:
    """Return the fields of a fault."""
    values = fault._asdict()
    del values["file"]
    return values
