"""`flask jobs`: lists the work in the background, cancels it, and is the process of a job."""

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from tracker.db import make_session
from tracker.errors import TrackerError
from tracker.http.context import jobs, services
from tracker.jobs.job_list import JobItem, list_jobs
from tracker.jobs.states import JobState
from tracker.jobs.store import find_job
from tracker.jobs.worker import run_job

commands = AppGroup("jobs", help="List or cancel work in the background.")


@commands.command("list")
@click.option("--newest", type=int, help="The newest so many, also those that are over.")
def list_(newest: int | None) -> None:
    """List the jobs that wait or run, the oldest first."""
    with make_session(services().engine) as session:
        for item in list_jobs(jobs(), session, limit=newest):
            click.echo(_line(item))


def _line(item: JobItem) -> str:
    """Write a job in one line, its fields apart by tabs."""
    fields = [
        str(item.number),
        item.state.value,
        item.kind,
        item.owner,
        item.added_at.isoformat(timespec="seconds"),
        item.host,
        f"{item.done}/{item.total}" if item.total else "",
        item.heartbeat_at.isoformat(timespec="seconds") if item.heartbeat_at else "",
        item.fault,
    ]
    return "\t".join(fields).rstrip("\t")


@commands.command("cancel")
@click.argument("number", type=int)
def cancel(number: int) -> None:
    """Cancel job NUMBER: nothing of its work is saved."""
    try:
        with make_session(services().engine) as session:
            jobs().cancel(session, number)
    except TrackerError as error:
        raise click.ClickException(str(error)) from error


@commands.command("run")
@click.argument("number", type=int)
def run(number: int) -> None:
    """Be the process of job NUMBER; the queue starts this by itself."""
    try:
        with make_session(services().engine) as session:
            locale = find_job(session, number).locale
        with force_locale(locale):
            state = run_job(jobs(), number)
    except TrackerError as error:
        raise click.ClickException(str(error)) from error
    click.echo(state.value)
    if state is not JobState.DONE:
        raise SystemExit(1)
