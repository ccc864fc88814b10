"""Lets requests start the jobs that wait, also when the process that should have is gone."""

import logging
import time
from collections.abc import Callable
from http import HTTPStatus

from flask import Flask, Response
from sqlalchemy.exc import DatabaseError

from tracker.http import context

EVERY = 10.0
"""Seconds between two looks of a process at the queue."""
log = logging.getLogger(__name__)


class JobWatch:
    """Looks at the queue after a request, if the last look or the start is long enough ago."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next_look = clock() + EVERY

    def look(self, response: Response) -> Response:
        """Start waiting jobs; a database that does not answer is asked again later."""
        now = self._clock()
        if now >= self._next_look and response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
            self._next_look = now + EVERY
            try:
                context.jobs().start_waiting()
            except DatabaseError as error:
                log.warning("the queue of jobs could not be read: %s", error.orig)
        return response


def set_up_job_watch(app: Flask) -> None:
    """Look at the queue now and then."""
    app.after_request(JobWatch().look)
