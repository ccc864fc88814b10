"""Checks of issued reports for `flask ledger verify`: contents, files, and the heads they print."""

import hashlib
from collections.abc import Iterator, Sequence
from functools import partial

import sqlalchemy
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.engine import Connection
from sqlmodel import col

from tracker.fund.ledger.verification import Check, Verification
from tracker.reports.content.canonical import from_json
from tracker.reports.register.chain_heads import PrintedHead, head_of, is_of_another_record, stands
from tracker.reports.register.states import ReportState
from tracker.reports.register.tables import RegisteredReport, ReportFile


def check_reports(connection: Connection, found: Verification) -> None:
    """Compute the digests of what was issued anew, and look up the heads that it prints."""
    table = RegisteredReport
    reports = select(col(table.id), col(table.digest), col(table.issued_at)).where(
        col(table.state) == ReportState.ISSUED
    )
    for number, digest, issued_at in connection.execute(reports).all():
        of_before = is_of_another_record(connection, issued_at)
        for message in _faults(connection, number or 0, digest, looks_up=not of_before):
            found.add(f"report {number}", message)
    _check_files(connection, found)


def against_heads(heads: Sequence[PrintedHead]) -> Check:
    """Return the check that the ledger continues the one of which old reports print the heads."""
    return partial(_compare, heads)


def _compare(heads: Sequence[PrintedHead], connection: Connection, found: Verification) -> None:
    for head in heads:
        if not stands(connection, head):
            found.add(f"head {head.number}", _rewritten(head))


def _faults(connection: Connection, number: int, digest: str, *, looks_up: bool) -> Iterator[str]:
    """Say what is wrong with an issued report; `looks_up` its head, which is of this record."""
    content = connection.execute(
        select(col(RegisteredReport.issued)).where(col(RegisteredReport.id) == number)
    ).scalar_one()
    if hashlib.sha256(content.encode()).hexdigest() != digest:
        yield "its content has another digest than it was issued with"
    try:
        head = head_of(from_json(content.encode()))
    except ValidationError:
        yield "its content is no report"
        return
    if looks_up and head is not None and not stands(connection, head):
        yield _rewritten(head)


def _check_files(connection: Connection, found: Verification) -> None:
    """Compute the SHA-256 of each file anew; one file at a time is held."""
    table = ReportFile
    of_report = (col(table.report_id), col(table.format), col(table.language))
    files = sqlalchemy.select(col(table.id), col(table.sha256), *of_report)
    for file, sha256, number, form, language in connection.execute(files).all():
        content = select(col(ReportFile.data)).where(col(ReportFile.id) == file)
        data = bytes(connection.execute(content).scalar_one())
        if hashlib.sha256(data).hexdigest() != sha256:
            message = "it has another SHA-256 than it was issued with"
            found.add(f"report {number}, {form} in {language}", message)


def _rewritten(head: PrintedHead) -> str:
    return (
        f"it prints that entry {head.number} of the ledger has the digest {head.digest}, and today "
        "there is none such: what was recorded up to it was rewritten, or the newest was cut off"
    )
