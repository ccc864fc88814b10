"""Clearing, returning and issuing a report; on issue content and files are frozen."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlmodel import Session, col, select

from tracker.errors import NotAllowed
from tracker.people.audit import Change, lock_record, record
from tracker.people.permissions import CurrentUser
from tracker.people.subjects import Subject
from tracker.periods import utc_now
from tracker.reports.content.canonical import canonical_json, digest_of
from tracker.reports.content.report import ReportTree
from tracker.reports.register.readers import may_clear, may_prepare
from tracker.reports.register.register import find_report, tree_of
from tracker.reports.register.states import ReportState, expect_move
from tracker.reports.register.tables import RegisteredReport, ReportFile, ReportText
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.rendering import render
from tracker.words import say


def clear_report(session: Session, number: int, user: CurrentUser, why: str = "") -> None:
    """Clear a draft. Raises NotFound, NotAllowed for who made it, Conflict."""
    lock_record(session)
    row = find_report(session, number)
    if not may_clear(user, row.kind, makers(session, row)):
        raise NotAllowed(
            say("another person clears a report than who prepared it or wrote a text of it")
        )
    _move(session, row, ReportState.CLEARED, user, why)
    row.cleared_by, row.cleared_at = user.handle, utc_now()


def return_report(session: Session, number: int, user: CurrentUser, why: str) -> None:
    """Make a cleared report a draft again. Raises NotFound, NotAllowed, Conflict."""
    lock_record(session)
    row = find_report(session, number)
    if not (may_prepare(user) or may_clear(user, row.kind, makers(session, row))):
        raise NotAllowed(say("you may not return this report"))
    _move(session, row, ReportState.DRAFT, user, why)
    row.cleared_by, row.cleared_at = "", None


def issue_report(
    session: Session,
    number: int,
    user: CurrentUser,
    forms: Sequence[Format],
    languages: Sequence[str],
) -> str:
    """Issue a cleared report in some formats and languages; return the digest of its content.

    What is issued is the tree that was cleared. Raises NotFound, NotAllowed, Conflict.
    """
    lock_record(session)
    row = find_report(session, number)
    if not may_prepare(user):
        raise NotAllowed(say("you may not issue this report"))
    tree = as_issued(tree_of(session, row))
    _move(session, row, ReportState.ISSUED, user, "")
    row.issued, row.digest = canonical_json(tree).decode(), digest_of(tree)
    row.issued_by, row.issued_at = user.handle, utc_now()
    for form in forms:
        for language in languages:
            data = render(tree, form, language).data
            session.add(
                ReportFile(
                    report_id=number,
                    format=form,
                    language=language,
                    sha256=hashlib.sha256(data).hexdigest(),
                    data=data,
                )
            )
    session.flush()
    return row.digest


def as_issued(tree: ReportTree) -> ReportTree:
    """Return a tree that says that it is issued."""
    return replace(tree, facts=replace(tree.facts, is_issued=True))


def makers(session: Session, row: RegisteredReport) -> Collection[str]:
    """Return who prepared a report or wrote a text of it, by handle."""
    writers = select(ReportText.written_by).where(col(ReportText.report_id) == row.id)
    return {row.prepared_by, *session.exec(writers)}


def _move(
    session: Session, row: RegisteredReport, state: ReportState, user: CurrentUser, why: str
) -> None:
    """Move a report to a state, and record it. Raises Conflict."""
    expect_move(row.state, state)
    change = Change(
        state.value, Subject.REPORT, str(row.id), {"state": row.state}, {"state": state}, why
    )
    row.state = state
    session.add(row)
    record(session, user.handle, change)
