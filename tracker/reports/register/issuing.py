"""The issue of reports as a job: files are made first, then all of a report is stored at once.

One job issues one report or several, each in a transaction of its own: what is issued stays so,
whatever comes of the others, and a job that was interrupted is asked for again for the rest.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel import Locale
from sqlmodel import Session

from tracker.db import transaction
from tracker.errors import Conflict, NotAllowed, TrackerError
from tracker.jobs.lock import JobProgress
from tracker.jobs.queue import JobQueue
from tracker.jobs.states import OPEN
from tracker.jobs.store import NewJob
from tracker.jobs.work import JobEnd, Runner, Runners, Work
from tracker.people.audit import await_writers
from tracker.people.permissions import CurrentUser
from tracker.people.users import as_current_user, user_named
from tracker.reports.register.decisions import cleared_tree, issue_report, render_files
from tracker.reports.register.job_of_report import job_of, note_job
from tracker.reports.register.readers import may_prepare
from tracker.reports.register.register import find_report
from tracker.reports.register.states import ReportState, expect_move
from tracker.reports.renderings.forms import Format
from tracker.reports.spelling.names import ORIGINAL
from tracker.words import say

ISSUE = "report_issue"
"""The kind of the jobs."""
REPORTS, LANGUAGES, FORMATS = "reports", "languages", "formats"
"""The names of a job's arguments: the numbers of the reports, and which files are made."""
ALL_FORMATS = tuple(Format)
Note = Callable[[JobProgress], None]
"""Is told how far the making of files is."""


@dataclass(frozen=True, slots=True)
class FileChoice:
    """The files that are issued: all forms in all languages."""

    languages: tuple[str, ...] = (ORIGINAL,)
    forms: tuple[Format, ...] = ALL_FORMATS

    def __len__(self) -> int:
        """Return how many files there are."""
        return len(self.languages) * len(self.forms)


def ask_to_issue(
    session: Session,
    queue: JobQueue,
    numbers: Sequence[int],
    user: CurrentUser,
    chosen: FileChoice,
    locale: str = ORIGINAL,
) -> int | None:
    """Add the job that issues cleared reports, in the caller's transaction; return its number.

    A report that a job works on already is left to it: asked for twice, it counts once. None where
    nothing is left. Then `queue.start_waiting`. Raises NotFound, NotAllowed, Conflict for what is
    not cleared, LimitReached.
    """
    await_writers(session)
    _expect_preparer(user)
    for number in numbers:
        expect_move(find_report(session, number).state, ReportState.ISSUED)
    left = [number for number in dict.fromkeys(numbers) if not is_worked_on(session, number)]
    if not left:
        return None
    asked = {REPORTS: left, LANGUAGES: list(chosen.languages), FORMATS: list(chosen.forms)}
    job = queue.add(session, NewJob(ISSUE, user.handle, asked, locale))
    for number in left:
        note_job(session, number, job)
    return job


def is_worked_on(session: Session, number: int) -> bool:
    """Tell whether a job issues a report, or waits to do so."""
    job = job_of(session, number)
    return job is not None and job.state in OPEN


def issue_now(
    session: Session, number: int, user: CurrentUser, chosen: FileChoice, note: Note
) -> str:
    """Make the files of a cleared report and issue it, at once; return the digest of its content.

    Raises as `issue_report` does, and Conflict for a report that a job works on.
    """

    def finish(session: Session) -> None:
        if is_worked_on(session, number):
            raise Conflict(say("a job issues this report already"))

    finish(session)
    return _issue(session, number, user, chosen, note, finish)


def issue(work: Work) -> None:
    """Issue the reports of a job, one after the other; at the end tell of those that were not."""
    numbers, chosen = work.asked[REPORTS], _chosen(work.asked)
    user = _asker(work)
    refused: dict[int, str] = {}
    for place, number in enumerate(numbers):
        note = _noting(work, place * len(chosen), len(numbers) * len(chosen))
        last = place == len(numbers) - 1 and not refused
        try:
            _expect_own(work, number)
            _issue(work.session, number, user, chosen, note, _finish(work, number, last=last))
        except TrackerError as error:
            refused[number] = str(error)
    if refused:
        raise Conflict(_sentence(refused, len(numbers)))


def _issue(
    session: Session,
    number: int,
    user: CurrentUser,
    chosen: FileChoice,
    note: Note,
    finish: Callable[[Session], None],
) -> str:
    """Make the files from what was cleared, then store all in one transaction with `finish`."""
    tree = cleared_tree(session, number)
    session.rollback()  # no read stays open while files are made
    made = 0

    def begin(form: Format, language: str) -> None:
        nonlocal made
        note(JobProgress(made, len(chosen), _label(number, form, language)))
        made += 1

    rendered = render_files(tree, chosen.forms, chosen.languages, begin)
    with transaction(session):
        finish(session)
        return issue_report(session, number, user, rendered)


def _finish(work: Work, number: int, *, last: bool) -> Callable[[Session], None]:
    """Return what is done in the transaction of an issue: the report is still this job's."""

    def finish(session: Session) -> None:
        await_writers(session)
        _expect_own(work, number)
        if last:
            work.done({REPORTS: work.asked[REPORTS]})

    return finish


def _expect_own(work: Work, number: int) -> None:
    """Refuse a report that has been returned since the job was asked for. Raises Conflict."""
    job = job_of(work.session, number)
    if job is None or job.id != work.number:
        raise Conflict(say("it was made a draft again meanwhile, so that nothing was issued"))


def _noting(work: Work, before: int, total: int) -> Note:
    """Return what reports the progress of one of several reports as that of the job."""

    def note(progress: JobProgress) -> None:
        work.beat(JobProgress(before + progress.done, total, progress.label))

    return note


def _asker(work: Work) -> CurrentUser:
    """Return who asked for the job, as the rules see them now; raises NotFound, NotAllowed."""
    user = user_named(work.session, work.owner)
    known = as_current_user(user) if user.active else CurrentUser()
    _expect_preparer(known)
    return known


def _expect_preparer(user: CurrentUser) -> None:
    """Raise NotAllowed for who may not issue reports."""
    if not may_prepare(user):
        raise NotAllowed(say("you may not issue this report"))


def _chosen(asked: Mapping[str, Any]) -> FileChoice:
    return FileChoice(tuple(asked[LANGUAGES]), tuple(Format(form) for form in asked[FORMATS]))


def _label(number: int, form: Format, language: str) -> str:
    """Return the name of a file that is being made."""
    name = Locale.parse(language).language_name or language
    return say(
        "Report %(number)s: %(form)s, %(language)s",
        number=number,
        form=form.upper(),
        language=name,
    )


def _sentence(refused: Mapping[int, str], of: int) -> str:
    """Return what was refused: of one report its reason, of several with their numbers."""
    if of == 1:
        return "".join(refused.values())
    return "; ".join(
        say("report %(number)s: %(reason)s", number=number, reason=reason)
        for number, reason in refused.items()
    )


def _note_end(session: Session, asked: Mapping[str, Any], end: JobEnd) -> None:
    """Note nothing: the row of the job says why it ended, and its reports are as before."""
    del session, asked, end


ISSUE_RUNNERS: Runners = {ISSUE: Runner(issue, _note_end)}
