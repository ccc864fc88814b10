"""Requests start the jobs that wait, now and then and not at each of them."""

from dataclasses import dataclass, field

import pytest
from flask import Flask, Response

from tracker.http import context
from tracker.http.job_watch import EVERY, JobWatch


@dataclass
class Queue:
    """A queue that counts how often it is asked to start what waits."""

    started: list[None] = field(default_factory=list)

    def start_waiting(self) -> None:
        """Count the call."""
        self.started.append(None)


def test_a_process_looks_at_the_queue_after_a_while_and_once(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, queue = [100.0], Queue()
    monkeypatch.setattr(context, "jobs", lambda: queue)
    watch = JobWatch(lambda: now[0])
    seen = []
    with app.test_request_context("/"):
        for seconds in (1, EVERY, 1, EVERY / 2, EVERY):
            now[0] += seconds
            watch.look(Response())
            seen.append(len(queue.started))
    assert seen == [0, 1, 1, 1, 2]


def test_nothing_is_looked_for_after_a_failure(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    now, queue = [0.0], Queue()
    monkeypatch.setattr(context, "jobs", lambda: queue)
    watch = JobWatch(lambda: now[0])
    now[0] += 2 * EVERY
    with app.test_request_context("/"):
        watch.look(Response(status=503))
        assert not queue.started
        watch.look(Response())
    assert queue.started
