"""Documents that take long to write, made by a job and kept for who asked for them.

What is drawn or rendered within seconds is answered at once. A table of some thousand rows as DOCX,
PDF or HTML takes many seconds and, for the tags of a PDF, gigabytes of memory, which a process of
its own gives back.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlmodel import Session

from tracker.db import transaction
from tracker.jobs.files import jobs_of, keep_file
from tracker.jobs.lock import JobProgress
from tracker.jobs.queue import JobQueue
from tracker.jobs.store import NewJob
from tracker.jobs.tables import Job
from tracker.jobs.work import JobEnd, Runner, Runners, Work
from tracker.people.permissions import CurrentUser
from tracker.reports.content.report import ReportTree
from tracker.reports.drawing import draw_report
from tracker.reports.kinds import KINDS
from tracker.reports.register.register import TERMS, find_report, tree_of
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.rendering import render
from tracker.reports.terms import ReportTerms
from tracker.totals.snapshot import Snapshot

DOCUMENT = "document"
"""The kind of the jobs."""
MOST_ROWS = 2_000
"""Rows of tables up to which a document is written at once: some three seconds, under 1 GB."""


@dataclass(frozen=True, slots=True)
class LongDocument:
    """A document that is asked for: of a report of the register, or drawn by `terms` as JSON.

    `key` tells what was asked for from all else; `donor` is whose summary it is.
    """

    key: str
    form: str
    language: str
    name: str
    report: int = 0
    donor: str = ""
    terms: Mapping[str, Any] | None = None


def is_long(tree: ReportTree, form: Format) -> bool:
    """Tell whether a document takes long to write; a workbook never does."""
    return form is not Format.XLSX and sum(len(one.rows) for one in tree.tables) > MOST_ROWS


def plain_terms(terms: ReportTerms) -> Mapping[str, Any]:
    """Return terms as a job keeps them."""
    plain: Mapping[str, Any] = TERMS.dump_python(terms, mode="json")
    return plain


def ask_for_document(
    session: Session, queue: JobQueue, asked: LongDocument, user: CurrentUser, locale: str
) -> int:
    """Add the job in the caller's transaction; return its number. Then `queue.start_waiting`.

    Raises LimitReached.
    """
    return queue.add(session, NewJob(DOCUMENT, user.handle, asdict(asked), locale))


def document_job(session: Session, user: CurrentUser, key: str) -> Job | None:
    """Return the newest job of a person for a document; None without one."""
    found = jobs_of(session, user.handle, DOCUMENT)
    return next((job for job in found if job.asked.get("key") == key), None)


def _make(work: Work) -> None:
    """Write the document, and keep it with the end of the job."""
    asked = LongDocument(**work.asked)
    form = Format(asked.form)
    work.beat(JobProgress(0, 2, form.upper()))
    tree = _tree(work.session, asked)
    work.session.rollback()  # no read stays open while the file is made
    work.beat(JobProgress(1, 2, form.upper()))
    made = render(tree, form, asked.language)
    with transaction(work.session):
        keep_file(work.session, work.number, asked.name, made.content_type, made.data)
        work.done({"bytes": len(made.data)})


def _tree(session: Session, asked: LongDocument) -> ReportTree:
    """Return what is to be written; raises NotFound for a report that is gone."""
    if asked.report:
        return tree_of(session, find_report(session, asked.report))
    terms = TERMS.validate_python(asked.terms, strict=False)
    with Snapshot().reading(session.connection()) as held:
        terms = replace(terms, data_version=held.data_version)
        return draw_report(session, held, terms, KINDS)


def _note_end(session: Session, asked: Mapping[str, Any], end: JobEnd) -> None:
    """Note nothing: the row of the job says why it ended."""
    del session, asked, end


DOCUMENT_RUNNERS: Runners = {DOCUMENT: Runner(_make, _note_end)}
