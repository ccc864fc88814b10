"""The runners of an import's jobs: check its rows, apply them.

The rows are checked on a snapshot of a SQLite database, so that nobody waits for a preview; on
PostgreSQL in a transaction that is rolled back. They are applied in one transaction together with
the new states of the import and of the job: either all are saved or none is.
"""

from functools import partial
from typing import Any

from sqlmodel import Session

from tracker.db import make_session, transaction
from tracker.errors import NotFound
from tracker.exchange.import_jobs.previews import keep_preview, preview_of
from tracker.exchange.import_jobs.states import ImportState
from tracker.exchange.import_jobs.store import APPLY, CHECK, IMPORT, find_import, move, note_end
from tracker.exchange.import_jobs.tables import ImportFile, ImportJob
from tracker.exchange.import_result import ImportResult
from tracker.exchange.import_run import ImportOptions, run_import
from tracker.exchange.sheet_files import Upload
from tracker.jobs.snapshot import snapshot
from tracker.jobs.work import Runner, Runners, Work
from tracker.people.audit import Change, record
from tracker.people.subjects import Subject
from tracker.periods import utc_now
from tracker.words import say


def check(work: Work) -> None:
    """Check the rows, and save the result as the preview."""
    options = _options(work, dry_run=True)
    with snapshot(work.engine, work.number) as other, make_session(other) as there:
        result = run_import(there, options, work.go_through)
    _keep(work, result)


def apply(work: Work) -> None:
    """Apply the rows if their outcome is that of the preview; else save the new preview."""
    result = run_import(work.session, _options(work, dry_run=False), work.go_through)
    if not result.applied:
        _keep(work, result)


def _advice() -> str:
    """Return what can be done about a sheet that is too large."""
    return say("Part the file into several sheets.")


IMPORT_RUNNERS: Runners = {
    CHECK: Runner(check, note_end, _advice),
    APPLY: Runner(apply, note_end, _advice),
}


def _options(work: Work, *, dry_run: bool) -> ImportOptions:
    """Return the options of the import."""
    number = work.asked[IMPORT]
    imported = find_import(work.session, number)
    kept = work.session.get(ImportFile, number)
    work.session.rollback()
    if kept is None:
        raise NotFound(say("the file of this import is gone"))
    return ImportOptions(
        kind=imported.kind,
        files=(Upload(imported.file_name, kept.content),),
        profile=imported.profile,
        sheet=imported.sheet,
        encoding=imported.encoding,
        dry_run=dry_run,
        accept_good=imported.accept_good,
        actor=imported.by if dry_run else imported.decided_by,
        approver="",
        why=imported.reason,
        expected=None if dry_run else preview_of(work.session, imported),
        finish=partial(_finish, work=work),
    )


def _finish(session: Session, *, work: Work) -> None:
    """Record in the rows' transaction that they are applied and the job is done."""
    number = work.asked[IMPORT]
    imported = move(session, number, ImportState.APPLIED)
    imported.ended_at, imported.message = utc_now(), ""
    new: dict[str, Any] = {
        "kind": imported.kind,
        "file": imported.file_name,
        "sha256": imported.sha256,
    }
    why = imported.reason or say("import of %(files)s", files=imported.file_name)
    counts = _counts(imported)
    change = Change("take up", Subject.IMPORT, str(number), None, new | counts, why)
    record(session, imported.decided_by, change)
    work.done(counts)


def _counts(imported: ImportJob) -> dict[str, int]:
    """Return the counts of the newest preview."""
    return {
        "added": imported.rows_added,
        "changed": imported.rows_changed,
        "unchanged": imported.rows_unchanged,
        "rejected": imported.rows_rejected,
    }


def _keep(work: Work, result: ImportResult) -> None:
    """Save a preview; with it the job is done."""
    with transaction(work.session) as session:
        number = work.asked[IMPORT]
        keep_preview(session, number, result)
        work.done(_counts(find_import(session, number)))
