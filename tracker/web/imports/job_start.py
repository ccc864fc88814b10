"""Has the jobs of imports asked for and started from a page."""

from collections.abc import Callable

from sqlmodel import Session

from tracker.db import transaction
from tracker.http import context
from tracker.jobs.queue import JobQueue


def ask(write: Callable[[Session, JobQueue], object]) -> None:
    """Write what asks for a job, in one transaction, and start the job if a place is free."""
    queue = context.jobs()
    queue.settle_lost()
    with transaction(context.session()) as session:
        write(session, queue)
    queue.start_waiting()
