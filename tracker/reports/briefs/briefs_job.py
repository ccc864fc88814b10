"""The job that draws all briefs of a donor and packs them into one file."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from tracker.db import transaction
from tracker.jobs.files import jobs_of, keep_file
from tracker.jobs.queue import JobQueue
from tracker.jobs.store import NewJob
from tracker.jobs.tables import Job
from tracker.jobs.work import JobEnd, Runner, Runners, Work
from tracker.people.permissions import CurrentUser, may_see_terms_of
from tracker.people.users import as_current_user, user_named
from tracker.reports.briefs.donor_briefs import DonorBrief, Draw, Through, brief_files, list_briefs
from tracker.reports.briefs.drawing import draw_brief
from tracker.reports.briefs.subjects import BriefOf
from tracker.reports.content.report import ReportKind, ReportTree
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.zip_times import write_zip
from tracker.reports.terms import ReportTerms
from tracker.totals.snapshot import Snapshot
from tracker.words import say

BRIEFS = "donor_briefs"
"""The kind of the jobs."""
ZIP = "application/zip"
DONOR = "donor"


@dataclass(frozen=True, slots=True)
class AskedBriefs:
    """The briefs of a donor that somebody asks for; the donor is the subject of the terms."""

    terms: ReportTerms
    form: Format
    language: str
    name: str

    @property
    def donor(self) -> str:
        """The code of the donor."""
        return self.terms.subject

    def as_json(self) -> Mapping[str, Any]:
        """Return what a job is asked, as plain values."""
        terms = self.terms
        return {
            DONOR: self.donor,
            "first": terms.first.isoformat() if terms.first else "",
            "last": terms.last.isoformat(),
            "as_at": terms.as_at.isoformat(),
            "known_at": terms.known_at.isoformat(),
            "licence": terms.licence,
            "form": self.form.value,
            "language": self.language,
            "name": self.name,
        }

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "AskedBriefs":
        """Return what a job was asked."""
        terms = ReportTerms(
            ReportKind.BRIEF,
            date.fromisoformat(asked["first"]) if asked["first"] else None,
            date.fromisoformat(asked["last"]),
            date.fromisoformat(asked["as_at"]),
            datetime.fromisoformat(asked["known_at"]),
            asked[DONOR],
            licence=asked["licence"],
        )
        return cls(terms, Format(asked["form"]), asked["language"], asked["name"])


def ask_for_briefs(
    session: Session, queue: JobQueue, asked: AskedBriefs, user: CurrentUser, locale: str
) -> int:
    """Add the job in the caller's transaction; return its number. Then `queue.start_waiting`.

    Raises LimitReached.
    """
    return queue.add(session, NewJob(BRIEFS, user.handle, asked.as_json(), locale))


def briefs_job_of(session: Session, user: CurrentUser, donor: str) -> Job | None:
    """Return the newest job of a person for a donor's briefs; None without one."""
    if not user.signed_in:
        return None
    found = jobs_of(session, user.handle, BRIEFS)
    return next((job for job in found if job.asked.get(DONOR) == donor), None)


def tells_share(user: CurrentUser, donor: str) -> bool:
    """Tell whether the briefs that a person gets have a table of the donor's share."""
    return may_see_terms_of(user, (donor,))


def _make(work: Work) -> None:
    """Draw and pack the briefs, and keep the file with the end of the job."""
    asked, snapshot = AskedBriefs.of(work.asked), Snapshot()
    person = user_named(work.session, work.owner)
    user = as_current_user(person) if person.active else CurrentUser()
    donor = asked.donor if tells_share(user, asked.donor) else ""
    with snapshot.reading(work.session.connection()) as held:
        terms = replace(asked.terms, data_version=held.data_version)
        found = list_briefs(work.session, held, terms, asked.form)
    packed = io.BytesIO()
    draw = _drawing(work.session, snapshot, terms, donor)
    write_zip(packed, brief_files(found, asked.form, asked.language, draw, _through(work)))
    work.session.rollback()
    with transaction(work.session):
        keep_file(work.session, work.number, asked.name, ZIP, packed.getvalue())
        work.done({"briefs": len(found.briefs)})


def _drawing(session: Session, snapshot: Snapshot, terms: ReportTerms, donor: str) -> Draw:
    """Return what draws a brief; no read stays open while its file is made."""

    def draw(of: BriefOf, code: str) -> ReportTree:
        with snapshot.reading(session.connection()) as held:
            own = replace(terms, subject=code)
            tree = draw_brief(session, held, of, own, donor=donor)
        session.rollback()
        return tree

    return draw


def _through(work: Work) -> Through:
    """Return what goes through the briefs and reports how far it is."""

    def through(rows: Sequence[DonorBrief]) -> Iterable[DonorBrief]:
        return work.go_through(rows, say("Briefs"))

    return through


def _note_end(session: Session, asked: Mapping[str, Any], end: JobEnd) -> None:
    """Note nothing: the row of the job says why it ended."""
    del session, asked, end


BRIEF_RUNNERS: Runners = {BRIEFS: Runner(_make, _note_end)}
