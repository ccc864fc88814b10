"""Starts the jobs of imports from a page."""

from collections.abc import Callable

from sqlmodel import Session

from tracker.db import transaction
from tracker.http import context
from tracker.jobs.queue import JobQueue


def ask(write: Callable[[Session, JobQueue], object]) -> None:
    """Ask for a job in one transaction, and start it if a place is free."""
    queue = context.jobs()
    queue.settle_lost()
    with transaction(context.session()) as session:
        write(session, queue)
    queue.start_waiting()
