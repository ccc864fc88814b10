"""Clearing, returning and issuing a report; on issue content and files are frozen."""

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker.errors import NotAllowed, ShownChanged
from tracker.people.audit import Change, lock_record, record
from tracker.people.permissions import CurrentUser
from tracker.people.subjects import Subject
from tracker.periods import today, utc_now
from tracker.reports.content.canonical import canonical_json, digest_of
from tracker.reports.content.report import ReportKind, ReportTree
from tracker.reports.register.answered_dates import note_answered
from tracker.reports.register.corrigenda import expect_corrections
from tracker.reports.register.job_of_report import forget_job
from tracker.reports.register.readers import may_clear, may_prepare
from tracker.reports.register.register import find_report, terms_of, tree_of
from tracker.reports.register.states import ReportState, expect_move
from tracker.reports.register.tables import RegisteredReport, ReportFile, ReportText
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.rendering import render
from tracker.words import say


class NewFile(NamedTuple):
    """A file that is to be issued."""

    format: Format
    language: str
    data: bytes


class IssuedFiles(NamedTuple):
    """The files of a report, and the digest of the content that they show."""

    digest: str
    files: tuple[NewFile, ...]


def clear_report(session: Session, number: int, user: CurrentUser, seen: str) -> None:
    """Clear a draft as it was seen: `seen` is the digest of the tree that the reader was shown.

    Raises NotFound, NotAllowed for who made it, ShownChanged, Conflict.
    """
    lock_record(session)
    row = find_report(session, number)
    if not may_clear(user, row.kind, makers(session, row)):
        raise NotAllowed(
            say("another person clears a report than who prepared it or wrote a text of it")
        )
    if row.state is ReportState.DRAFT and digest_of(tree_of(session, row)) != seen:
        raise ShownChanged(say("the report has changed since you were shown it: read it again"))
    expect_corrections(tree_of(session, row))
    _move(session, row, ReportState.CLEARED, user, "")
    row.cleared_by, row.cleared_at = user.handle, utc_now()


def return_report(session: Session, number: int, user: CurrentUser, why: str) -> None:
    """Make a cleared report a draft again; a job that is issuing it issues it no more.

    Raises NotFound, NotAllowed, Conflict.
    """
    lock_record(session)
    row = find_report(session, number)
    if not (may_prepare(user) or may_clear(user, row.kind, makers(session, row))):
        raise NotAllowed(say("you may not return this report"))
    _move(session, row, ReportState.DRAFT, user, why)
    forget_job(session, number)
    row.cleared_by, row.cleared_at = "", None


def cleared_tree(session: Session, number: int) -> ReportTree:
    """Return the tree of a cleared report as it will be issued.

    Raises NotFound, and Conflict for what is not cleared.
    """
    row = find_report(session, number)
    expect_move(row.state, ReportState.ISSUED)
    return as_issued(tree_of(session, row))


def files_to_issue(
    session: Session, number: int, forms: Sequence[Format], languages: Sequence[str]
) -> IssuedFiles:
    """Render the files of a cleared report: before it is issued, so that no writer waits for them.

    Raises NotFound, and Conflict for what is not cleared.
    """
    return render_files(cleared_tree(session, number), forms, languages)


def render_files(
    tree: ReportTree,
    forms: Sequence[Format],
    languages: Sequence[str],
    begin: Callable[[Format, str], None] = lambda _form, _language: None,
) -> IssuedFiles:
    """Render a tree in all forms and languages; `begin` is told of each file before it is made."""
    files = []
    for language in languages:
        for form in forms:
            begin(form, language)
            files.append(NewFile(form, language, render(tree, form, language).data))
    return IssuedFiles(digest_of(tree), tuple(files))


def issue_report(session: Session, number: int, user: CurrentUser, rendered: IssuedFiles) -> str:
    """Issue a cleared report with its files; return the digest of its content.

    What is issued is the tree that was cleared; a statement takes the reporting dates off that it
    answers. Raises NotFound, NotAllowed, ShownChanged where
    the files show another one, Conflict.
    """
    lock_record(session)
    row = find_report(session, number)
    if not may_prepare(user):
        raise NotAllowed(say("you may not issue this report"))
    expect_move(row.state, ReportState.ISSUED)
    tree = as_issued(tree_of(session, row))
    if digest_of(tree) != rendered.digest:
        raise ShownChanged(say("the report has changed since you were shown it: read it again"))
    _move(session, row, ReportState.ISSUED, user, "")
    row.issued, row.digest = canonical_json(tree).decode(), rendered.digest
    row.issued_by, row.issued_at = user.handle, utc_now()
    session.add_all(
        ReportFile(
            report_id=number,
            format=one.format,
            language=one.language,
            sha256=hashlib.sha256(one.data).hexdigest(),
            data=one.data,
        )
        for one in rendered.files
    )
    session.flush()
    if row.kind is ReportKind.STATEMENT:
        note_answered(session, number, terms_of(row), today(), user.handle)
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
