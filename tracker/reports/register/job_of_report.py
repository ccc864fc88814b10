"""The newest job of a report, as its table names it."""

from sqlmodel import Session, select

from tracker.jobs.tables import Job
from tracker.reports.register.tables import ReportJob


def job_of(session: Session, number: int) -> Job | None:
    """Return the newest job that issues a report; None without one."""
    statement = select(Job).join(ReportJob).where(ReportJob.report_id == number)
    return session.exec(statement).one_or_none()


def note_job(session: Session, number: int, job: int) -> None:
    """Record the newest job of a report."""
    row = session.get(ReportJob, number) or ReportJob(report_id=number, job_id=job)
    row.job_id = job
    session.add(row)
    session.flush()


def forget_job(session: Session, number: int) -> None:
    """Part a report from its job, which then issues it no more."""
    row = session.get(ReportJob, number)
    if row is not None:
        session.delete(row)
        session.flush()
