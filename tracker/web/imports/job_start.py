"""Starts the process of an import from a page, and notes when it could not be started."""

from tracker.db import transaction
from tracker.exchange.jobs.keeping import end
from tracker.exchange.jobs.launching import launch
from tracker.exchange.jobs.states import JobState
from tracker.http import context
from tracker.words import say


def start(number: int) -> None:
    """Start the process; when the machine has no room for it, the import failed."""
    try:
        launch(context.settings(), number)
    except OSError as error:
        why = say("Its process could not be started: %(error)s", error=error.strerror)
        with transaction(context.session()) as session:
            end(session, number, JobState.FAILED, why)
