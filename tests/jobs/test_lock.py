"""The states and the lock of a job."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from secrets import token_urlsafe

import pytest

from tracker.errors import Conflict, SettingsError
from tracker.jobs.lock import FileLock, JobProgress
from tracker.jobs.spawn import environment
from tracker.jobs.states import MOVES, STARTS_WITHIN, JobRun, JobState, is_lost, lawful
from tracker.settings import Settings, read_settings

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.mark.parametrize(("before", "after"), list(product(JobState, JobState)))
def test_a_job_moves_as_the_table_says(before: JobState, after: JobState) -> None:
    if after in MOVES[before]:
        assert lawful(before, after) is after
    else:
        with pytest.raises(Conflict):
            lawful(before, after)


@pytest.mark.parametrize(
    ("state", "held", "age", "begun", "expected"),
    [
        (JobState.RUNNING, True, timedelta(hours=1), True, False),
        (JobState.RUNNING, False, timedelta(0), True, True),
        (JobState.RUNNING, False, timedelta(seconds=1), False, False),
        (JobState.RUNNING, False, STARTS_WITHIN + timedelta(seconds=1), False, True),
        (JobState.QUEUED, False, timedelta(hours=1), False, False),
        (JobState.FAILED, False, timedelta(hours=1), True, False),
    ],
)
def test_only_what_should_run_and_does_not_is_lost(
    state: JobState,
    held: bool,  # noqa: FBT001 - a case of the table
    age: timedelta,
    begun: bool,  # noqa: FBT001 - likewise
    expected: bool,  # noqa: FBT001 - likewise
) -> None:
    run = JobRun(1, state, NOW - age, NOW - age if begun else None)
    assert is_lost(run, held=held, now=NOW) is expected


def test_the_file_of_a_lock_says_how_far_the_work_is(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "none", 1)
    assert (lock.is_held(), lock.progress()) == (False, JobProgress())
    with lock.hold() as beat:
        beat(JobProgress(3, 7, "x" * 500))
        told = lock.progress()
        assert (lock.is_held(), told.done, told.total, len(told.label)) == (True, 3, 7, 80)
        assert told.at is not None
    assert not lock.is_held()


def test_the_process_of_a_job_has_the_settings_of_who_starts_it(tmp_path: Path) -> None:
    settings = Settings(
        database_url="sqlite:////somewhere/else.sqlite",
        secret_key=token_urlsafe(48),
        older_secrets=(token_urlsafe(48), token_urlsafe(48)),
        production=True,
        default_locale="fr",
        trusted_hosts=("a30.example.org", ".example.net"),
        trusted_proxies=2,
        proxy_required=True,
        proxy_secret=token_urlsafe(48),
        metrics_token=token_urlsafe(48),
        log_level="DEBUG",
        data_folder=tmp_path,
        facts_file=tmp_path / "else.sqlite.facts",
        session_idle_minutes=20,
        session_hours=9,
        jobs_per_person=7,
        jobs_per_machine=5,
        job_minutes=17,
        second_factor_roles=("approver",),
        documents_folder=tmp_path / "files",
    )
    assert read_settings(environment(settings)) == settings
    without = replace(settings, facts_file=None, second_factor_roles=(), documents_folder=None)
    assert read_settings(environment(without)) == without


@pytest.mark.parametrize("name", ["JOBS_PER_PERSON", "JOBS_PER_MACHINE", "JOB_MINUTES"])
@pytest.mark.parametrize("text", ["0", "-1", "many"])
def test_a_limit_that_lets_nothing_through_stops_the_start(name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} is '{text}'; it must be .* from 1 to"):
        read_settings({"TRACKER_ENV": "development", name: text})
