"""How far a job in the background is, for the page that shows it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from tracker.http import context
from tracker.jobs.lock import JobProgress
from tracker.jobs.queue import lost_words
from tracker.jobs.states import JobState
from tracker.jobs.store import count_before, number_of, run_of
from tracker.jobs.tables import Job

NOTHING_ASKED: Mapping[str, Any] = {}


class JobFacts(NamedTuple):
    """The state and progress of a job; `before` counts the jobs that wait longer.

    One whose process is gone counts as failed. `state` is None where there is no job.
    """

    number: int = 0
    state: JobState | None = None
    before: int = 0
    progress: JobProgress = JobProgress()
    fault: str = ""
    asked: Mapping[str, Any] = NOTHING_ASKED

    @property
    def at_work(self) -> bool:
        """Tell whether it waits or works."""
        return self.state in {JobState.QUEUED, JobState.RUNNING}

    @property
    def queued(self) -> bool:
        """Tell whether it waits for a free place."""
        return self.state is JobState.QUEUED

    @property
    def lost(self) -> bool:
        """Tell whether it failed, or its process is gone."""
        return self.state is JobState.FAILED


NO_JOB = JobFacts()


def job_facts(job: Job | None) -> JobFacts:
    """Return the facts of a job; NO_JOB without one."""
    if job is None:
        return NO_JOB
    queue, number = context.jobs(), number_of(job)
    if queue.is_lost(run_of(job)):
        return JobFacts(number, JobState.FAILED, fault=lost_words(), asked=job.asked)
    return JobFacts(
        number,
        job.state,
        count_before(context.session(), number) if job.state is JobState.QUEUED else 0,
        queue.progress(number) if job.state is JobState.RUNNING else JobProgress(),
        job.fault,
        job.asked,
    )
