"""Stores uploaded sheets as imports and moves them from state to state; writers flush."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from tracker.errors import Conflict, Fault, InvalidDraft, NotFound
from tracker.exchange.import_jobs.states import ImportState, lawful
from tracker.exchange.import_jobs.tables import ImportFault, ImportFile, ImportJob, ImportRow
from tracker.exchange.profiles import FOLDER, profiles_of
from tracker.exchange.registry import kind_named
from tracker.exchange.sheet_files import Upload
from tracker.jobs.queue import JobQueue
from tracker.jobs.states import JobState
from tracker.jobs.store import NewJob
from tracker.jobs.work import JobEnd
from tracker.periods import utc_now
from tracker.words import say

MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * MEGABYTE
LONGEST_NAME = 120
CHECK, APPLY = "import_check", "import_apply"
"""The kinds of jobs that imports ask for."""
IMPORT = "import"
"""The name of a job's argument: the number of the import."""
ENDS: Mapping[JobState, ImportState] = {
    JobState.FAILED: ImportState.FAILED,
    JobState.CANCELLED: ImportState.CANCELLED,
}
"""The state of an import after a job without success."""
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class NewImport:
    """A new import: its kind of sheet, its profile, the sheet and encoding named, its language.

    `reason` is why several records are changed at once; a sheet that was uploaded has none.
    """

    kind: str
    file: Upload
    profile: str = ""
    sheet: str = ""
    encoding: str = ""
    locale: str = "en"
    reason: str = ""


def import_faults(new: NewImport) -> list[Fault]:
    """Return the faults of a new import: its file, and a profile of another kind of sheet."""
    faults = _file_faults(new.file)
    if new.profile and new.profile not in profiles_of(new.kind, FOLDER):
        why = say(
            "the profile %(profile)s does not read sheets of this kind; choose another one "
            "or our own columns",
            profile=new.profile,
        )
        faults.append(Fault("profile", why))
    return faults


def add_import(session: Session, new: NewImport, by: str) -> ImportJob:
    """Store an uploaded file; raises InvalidDraft for a file that is no sheet of that kind."""
    kind_named(new.kind)
    faults = import_faults(new)
    if faults:
        raise InvalidDraft(faults)
    job = ImportJob(
        kind=new.kind,
        profile=new.profile,
        sheet=new.sheet,
        encoding=new.encoding,
        file_name=plain_name(new.file.name),
        file_size=len(new.file.content),
        sha256=hashlib.sha256(new.file.content).hexdigest(),
        locale=new.locale,
        reason=new.reason,
        by=by,
        at=utc_now(),
    )
    session.add(job)
    session.flush()
    session.add(ImportFile(job_id=number_of(job), content=new.file.content))
    session.flush()
    return job


def _file_faults(file: Upload) -> list[Fault]:
    """Return the fault of a file that is missing, empty or too large."""
    if not file.name:
        return [Fault("file", say("Choose a file: a sheet as CSV or XLSX."))]
    if not file.content.strip():
        return [Fault("file", say("%(file)s is empty", file=file.name))]
    if len(file.content) > LARGEST_FILE:
        return [Fault("file", too_large(len(file.content)))]
    return []


def too_large(size: int) -> str:
    """Return the refusal of a large file, with the limit."""
    return say(
        "The file has %(size)s MB; at most %(most)s MB are taken. Part it into several sheets, "
        "or import it at the command line.",
        size=-(-size // MEGABYTE),
        most=LARGEST_FILE // MEGABYTE,
    )


def plain_name(name: str) -> str:
    """Return the name of a file without folders and hidden characters."""
    bare = PurePosixPath(UNPRINTABLE.sub("", name).replace("\\", "/")).name
    return bare[-LONGEST_NAME:] or "sheet"


def number_of(job: ImportJob) -> int:
    """Return the number of a stored import."""
    if job.id is None:
        raise RuntimeError("the import is not stored yet")
    return job.id


def find_import(session: Session, number: int, *, lock: bool = False) -> ImportJob:
    """Return an import, read anew, with `lock` for a change; raises NotFound."""
    statement = select(ImportJob).where(col(ImportJob.id) == number)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = session.exec(statement).one_or_none()
    if found is None:
        raise NotFound(say("There is no import with this number."))
    return found


def move(session: Session, number: int, after: ImportState) -> ImportJob:
    """Move an import to a state; raises Conflict when that is not lawful."""
    job = find_import(session, number, lock=True)
    job.state = lawful(job.state, after)
    session.add(job)
    session.flush()
    return job


def ask_for_check(session: Session, queue: JobQueue, number: int, *, by: str, locale: str) -> None:
    """Ask for a check of the rows, anew or for the first time; raises LimitReached."""
    imported = move(session, number, ImportState.CHECKING)
    imported.locale = locale
    _add_job(session, queue, imported, NewJob(CHECK, by, {IMPORT: number}, locale))


def ask_to_apply(
    session: Session, queue: JobQueue, number: int, *, by: str, accept_good: bool
) -> None:
    """Ask to apply the rows, with or without the faulty ones; raises Conflict, LimitReached.

    The job uses the language of the preview, so that both describe rows alike.
    """
    imported = move(session, number, ImportState.APPLYING)
    if not imported.takeable or (imported.faults and not accept_good):
        raise Conflict(say("The sheet has faults; mend them, or take the good rows."))
    imported.decided_by, imported.accept_good = by, accept_good
    _add_job(session, queue, imported, NewJob(APPLY, by, {IMPORT: number}, imported.locale))


def _add_job(session: Session, queue: JobQueue, imported: ImportJob, new: NewJob) -> None:
    """Add the job, and clear the end of the one before."""
    imported.job_id = queue.add(session, new)
    imported.ended_at, imported.message, imported.differed = None, "", False
    session.flush()


def discard(session: Session, number: int, by: str) -> None:
    """Decide against a sheet: its file, rows and faults are deleted, its import stays."""
    job = move(session, number, ImportState.DISCARDED)
    job.decided_by, job.ended_at = by, utc_now()
    session.execute(delete(ImportFile).where(col(ImportFile.job_id) == number))
    forget_rows(session, number)
    session.flush()


def forget_rows(session: Session, number: int) -> None:
    """Delete the outcomes of a preview's rows."""
    session.execute(delete(ImportRow).where(col(ImportRow.job_id) == number))
    session.execute(delete(ImportFault).where(col(ImportFault.job_id) == number))


def note_end(session: Session, asked: Mapping[str, Any], end: JobEnd) -> None:
    """Note that the job of an import failed or was cancelled; the record is as before."""
    imported = move(session, asked[IMPORT], ENDS[end.state])
    imported.ended_at, imported.message = utc_now(), end.fault
    session.flush()


def same_file(session: Session, job: ImportJob) -> ImportJob | None:
    """Return the newest other import of the same file and kind that was or may be applied."""
    statement = (
        select(ImportJob)
        .where(
            ImportJob.sha256 == job.sha256,
            ImportJob.kind == job.kind,
            col(ImportJob.id) != job.id,
            col(ImportJob.state) != ImportState.DISCARDED,
        )
        .order_by((col(ImportJob.state) == ImportState.APPLIED).desc(), col(ImportJob.id).desc())
        .limit(1)
    )
    return session.exec(statement).first()
