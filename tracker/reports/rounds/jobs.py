"""The jobs that make the drafts of a round, and draw them anew."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from tracker.db import transaction
from tracker.errors import InvalidDraft, NotAllowed
from tracker.jobs.queue import JobQueue
from tracker.jobs.store import NewJob
from tracker.jobs.work import JobEnd, Runner, Runners, Work
from tracker.people.permissions import CurrentUser
from tracker.people.users import as_current_user, user_named
from tracker.periods import utc_now
from tracker.reports.register.drafts import term_faults
from tracker.reports.register.readers import may_prepare
from tracker.reports.rounds.making import RoundPeriod, make_round
from tracker.reports.rounds.redrawing import drafts_of, redraw_round
from tracker.reports.spelling.names import ORIGINAL
from tracker.totals.snapshot import Snapshot
from tracker.words import say

ROUND, REDRAW = "statement_round", "statement_redraw"
"""The kinds of the jobs."""
FIRST, LAST, AS_AT, NUMBERS = "first", "last", "as_at", "numbers"
"""The names of a job's arguments: the days, and the drafts that are drawn anew."""


def ask_for_round(
    session: Session,
    queue: JobQueue,
    period: RoundPeriod,
    user: CurrentUser,
    locale: str = ORIGINAL,
) -> int:
    """Add the job that makes a round, in the caller's transaction; return its number.

    Then `queue.start_waiting`. Raises NotAllowed, InvalidDraft for wrong days, LimitReached.
    """
    _expect_preparer(user)
    faults = term_faults(period.terms("", utc_now()))
    if faults:
        raise InvalidDraft(faults)
    return queue.add(session, NewJob(ROUND, user.handle, _asked(period), locale))


def ask_to_redraw(
    session: Session,
    queue: JobQueue,
    period: RoundPeriod,
    user: CurrentUser,
    locale: str = ORIGINAL,
) -> int:
    """Add the job that draws the drafts of a period anew; return its number.

    Then `queue.start_waiting`. Raises NotAllowed, LimitReached.
    """
    _expect_preparer(user)
    asked = {**_asked(period), NUMBERS: drafts_of(session, period.first, period.last)}
    return queue.add(session, NewJob(REDRAW, user.handle, asked, locale))


def _asked(period: RoundPeriod) -> dict[str, Any]:
    first = period.first.isoformat() if period.first else ""
    return {FIRST: first, LAST: period.last.isoformat(), AS_AT: period.as_at.isoformat()}


def period_of(asked: Mapping[str, Any]) -> RoundPeriod:
    """Return the days of a job."""
    first = date.fromisoformat(asked[FIRST]) if asked[FIRST] else None
    return RoundPeriod(first, date.fromisoformat(asked[LAST]), date.fromisoformat(asked[AS_AT]))


def _make(work: Work) -> None:
    """Make the drafts of a round; each stays, whatever comes of the job."""
    actor = _asker(work)

    def through(donors: Sequence[str]) -> Iterable[str]:
        return work.go_through(donors, say("Statements of donors"))

    made = make_round(work.session, Snapshot(), period_of(work.asked), actor, through)
    with transaction(work.session):
        work.done(made.counts())


def _redraw(work: Work) -> None:
    """Draw drafts anew; each stays, whatever comes of the job."""
    actor = _asker(work)

    def through(numbers: Sequence[int]) -> Iterable[int]:
        return work.go_through(numbers, say("Statements of donors"))

    drawn = redraw_round(work.session, Snapshot(), work.asked[NUMBERS], actor, through)
    with transaction(work.session):
        work.done({"drawn": drawn})


def _asker(work: Work) -> str:
    """Return the handle of who asked for the job; raises NotFound, NotAllowed."""
    user = user_named(work.session, work.owner)
    known = as_current_user(user) if user.active else CurrentUser()
    _expect_preparer(known)
    return known.handle


def _expect_preparer(user: CurrentUser) -> None:
    """Raise NotAllowed for who may not prepare reports."""
    if not may_prepare(user):
        raise NotAllowed(say("you may not prepare statements"))


def _note_end(session: Session, asked: Mapping[str, Any], end: JobEnd) -> None:
    """Note nothing: the row of the job says why it ended, and its drafts stay."""
    del session, asked, end


ROUND_RUNNERS: Runners = {ROUND: Runner(_make, _note_end), REDRAW: Runner(_redraw, _note_end)}
