"""The job that sends what waits in the outbox."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from tracker.jobs.work import JobEnd, Runner, Runners, Work
from tracker.mail.letters import WRITERS, Writers
from tracker.mail.outbox import SENDING
from tracker.mail.sending import post_office, send_due
from tracker.settings import Settings


def mail_runners(settings: Settings, writers: Writers = WRITERS) -> Runners:
    """Return the runner of the jobs that send letters, by these settings and writers."""

    def run(work: Work) -> None:
        office = post_office(settings, writers)
        if office is not None:
            send_due(work.session, office)

    return {SENDING: Runner(run, _note_nothing)}


def _note_nothing(session: Session, asked: Mapping[str, Any], end: JobEnd) -> None:
    """Record nothing: a letter that was not sent waits on."""
    del session, asked, end
