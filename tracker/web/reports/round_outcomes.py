"""The jobs of rounds, and what came of one that is over."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.errors import NotFound
from tracker.http import context
from tracker.http.guard import LARGEST_NUMBER
from tracker.http.job_facts import job_facts
from tracker.jobs.queue import lost_words
from tracker.jobs.states import JobState
from tracker.jobs.store import find_job
from tracker.jobs.tables import Job
from tracker.people.permissions import Permission
from tracker.reports.register.issuing import ISSUE
from tracker.reports.rounds.jobs import REDRAW, ROUND
from tracker.words import say

WORK = "work"
"""The name of a job in the address of a list, which then tells what came of it."""


class RoundOutcome(NamedTuple):
    """What came of a job: `kind` is that of the notice."""

    message: str
    kind: str = "done"


def round_job(number: int) -> Job:
    """Return a job that makes or issues statements; raises NotFound for any other too."""
    row = find_job(context.session(), number)
    if row.kind not in {ROUND, REDRAW, ISSUE}:
        raise NotFound(say("There is no job with this number."))
    return row


def asked_outcome() -> RoundOutcome | None:
    """Return what came of the job that the address names; None without one that is over."""
    number = request.args.get(WORK, type=int)
    if number is None or not context.may(Permission.PREPARE_REPORTS):
        return None
    row = round_job(number if 0 < number <= LARGEST_NUMBER else 0)
    facts = job_facts(row)
    if facts.at_work:
        return None
    if row.state is JobState.CANCELLED:
        return RoundOutcome(_("It was cancelled. What was finished stays."))
    if facts.lost:
        rest = _("What was finished stays: ask again for the rest.")
        ended = _("Its process ended before it was done.")
        why = ended if facts.fault == lost_words() else facts.fault
        return RoundOutcome(f"{why} {rest}", "refused")
    return RoundOutcome(_done(row.kind, row.result or {}))


def _done(kind: str, counts: Mapping[str, int]) -> str:
    """Return what a job of a kind has done."""
    if kind == ISSUE:
        return str(_("The statements were issued."))
    if kind == REDRAW:
        drawn = counts.get("drawn", 0)
        told = ngettext("%(num)s draft was drawn anew.", "%(num)s drafts were drawn anew.", drawn)
        return str(told)
    made, known = counts.get("made", 0), counts.get("there", 0)
    told = ngettext("%(num)s draft was made.", "%(num)s drafts were made.", made)
    there = _("Donors with a statement of the period already: %(count)s.", count=known)
    return f"{told} {there}"
