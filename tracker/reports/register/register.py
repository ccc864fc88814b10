"""Reads of the register: one report, the list that a user may see, texts, files."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy
from pydantic import TypeAdapter
from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select

from tracker.errors import NotFound
from tracker.fund.donors.finding import successor_codes
from tracker.people.permissions import CurrentUser
from tracker.reference.languages import TextLanguage
from tracker.reports.content.canonical import from_json
from tracker.reports.content.report import ReportKind, ReportTree
from tracker.reports.register.corrigenda import as_corrigendum, corrected_by
from tracker.reports.register.readers import may_see_report
from tracker.reports.register.states import ReportState
from tracker.reports.register.tables import RegisteredReport, ReportFile, ReportText
from tracker.reports.register.written_texts import (
    EditorsText,
    TextTranslation,
    WrittenText,
    with_texts,
)
from tracker.reports.renderings.forms import Format
from tracker.reports.terms import ReportTerms
from tracker.words import say

TERMS: TypeAdapter[ReportTerms] = TypeAdapter(ReportTerms)


class ReportItem(NamedTuple):
    """A report in a list."""

    number: int
    kind: ReportKind
    state: ReportState
    subject: str
    first: date | None
    last: date
    prepared_at: datetime
    issued_at: datetime | None


class IssuedReport(NamedTuple):
    """An issued report: its number, its days, and when it was issued."""

    number: int
    first: date | None
    last: date
    issued_at: datetime


class FileItem(NamedTuple):
    """A file of an issued report in a list."""

    format: Format
    language: str
    sha256: str
    size: int


class IssuedStatement(NamedTuple):
    """An issued statement of a donor: its days, the contributions chosen, its files.

    `corrects` is the number of the report of which it is a corrigendum.
    """

    number: int
    first: date | None
    last: date
    contributions: tuple[str, ...]
    issued_at: datetime
    corrects: int | None
    files: tuple[FileItem, ...]


def find_report(session: Session, number: int) -> RegisteredReport:
    """Return a report by its number; raises NotFound."""
    row = session.get(RegisteredReport, number)
    if row is None:
        raise NotFound(no_report(number))
    return row


def find_seen_report(session: Session, number: int, user: CurrentUser) -> RegisteredReport:
    """Return a report that a user may see; raises NotFound for any other too."""
    row = find_report(session, number)
    if not may_open(session, user, row):
        raise NotFound(no_report(number))
    return row


def may_open(session: Session, user: CurrentUser, row: RegisteredReport) -> bool:
    """Tell whether a user may see a report; that of a merged donor is for whom it became."""
    subject = successor_codes(session).get(row.subject, row.subject)
    return may_see_report(user, row.kind, row.state, subject)


def no_report(number: int) -> str:
    """Return the refusal of a number without a report."""
    return say("there is no report with the number %(number)s", number=number)


def list_reports(session: Session, user: CurrentUser) -> list[ReportItem]:
    """Return the reports that a user may see, the newest first."""
    became = successor_codes(session)
    table = RegisteredReport
    columns = (
        *(table.id, table.kind, table.state, table.subject),
        *(table.first_day, table.last_day, table.prepared_at, table.issued_at),
    )
    statement = sqlalchemy.select(*columns).order_by(col(table.id).desc())  # type: ignore[call-overload]
    items = (ReportItem(*row) for row in session.execute(statement))
    return [
        one
        for one in items
        if may_see_report(user, one.kind, one.state, became.get(one.subject, one.subject))
    ]


def issued_progress_reports(session: Session) -> list[IssuedReport]:
    """Return the progress reports to the Commission that were issued, the newest first."""
    table = RegisteredReport
    statement = (
        sqlalchemy.select(
            col(table.id), col(table.first_day), col(table.last_day), col(table.issued_at)
        )
        .where(col(table.kind) == ReportKind.COMMISSION, col(table.state) == ReportState.ISSUED)
        .order_by(col(table.id).desc())
    )
    return [IssuedReport(*row) for row in session.execute(statement)]


def issued_statements(session: Session, donor: str) -> list[IssuedStatement]:
    """Return the issued statements of a donor and of those merged into it, the newest first."""
    merged = {old for old, became in successor_codes(session).items() if became == donor}
    statement = (
        select(RegisteredReport)
        .options(defer(RegisteredReport.drawn), defer(RegisteredReport.issued))  # type: ignore[arg-type]
        .where(
            col(RegisteredReport.kind) == ReportKind.STATEMENT,
            col(RegisteredReport.state) == ReportState.ISSUED,
            col(RegisteredReport.subject).in_({donor, *merged}),
        )
        .order_by(col(RegisteredReport.last_day).desc(), col(RegisteredReport.id).desc())
    )
    return [_issued(session, row) for row in session.exec(statement)]


def _issued(session: Session, row: RegisteredReport) -> IssuedStatement:
    files = tuple(files_of(session, row))
    issued_at = row.issued_at or row.prepared_at
    chosen = terms_of(row).contributions
    return IssuedStatement(
        row.id or 0, row.first_day, row.last_day, chosen, issued_at, row.corrects_id, files
    )


def terms_of(row: RegisteredReport) -> ReportTerms:
    """Return the terms of a report."""
    return TERMS.validate_json(row.terms)


def texts_of(session: Session, row: RegisteredReport) -> Mapping[str, WrittenText]:
    """Return the texts of editors by anchor."""
    statement = (
        select(ReportText).where(ReportText.report_id == row.id).order_by(col(ReportText.id))
    )
    return {
        one.anchor: WrittenText(one.anchor, editors_text(one), one.of_digest)
        for one in session.exec(statement)
    }


def editors_text(row: ReportText) -> EditorsText:
    """Return the text of a row, with its languages."""
    translations = (
        TextTranslation(TextLanguage(one["language"]), one["text"]) for one in row.texts or ()
    )
    written_in = TextLanguage(row.written_in) if row.written_in else None
    return EditorsText(row.text, written_in, tuple(sorted(translations)))


def drawn_tree(row: RegisteredReport) -> ReportTree:
    """Return the tree as it was drawn, without the texts of editors."""
    return from_json(row.drawn.encode())


def tree_of(session: Session, row: RegisteredReport) -> ReportTree:
    """Return the tree that readers see: as issued, else as drawn with the texts of editors."""
    if row.issued:
        return from_json(row.issued.encode())
    tree = with_texts(drawn_tree(row), texts_of(session, row))
    corrected = corrected_by(session, row)
    return as_corrigendum(corrected, terms_of(row).reason, tree) if corrected else tree


def files_of(session: Session, row: RegisteredReport) -> Sequence[FileItem]:
    """Return the files of an issued report, without their bytes."""
    statement = (
        select(
            ReportFile.format,
            ReportFile.language,
            ReportFile.sha256,
            func.length(ReportFile.data),
        )
        .where(ReportFile.report_id == row.id)
        .order_by(col(ReportFile.id))
    )
    return [FileItem(Format(form), *rest) for form, *rest in session.exec(statement)]


def find_file(
    session: Session, row: RegisteredReport, form: Format, language: str
) -> ReportFile | None:
    """Return a file of an issued report; None where it was not issued in that form."""
    return session.exec(
        select(ReportFile).where(
            ReportFile.report_id == row.id,
            ReportFile.format == form,
            ReportFile.language == language,
        )
    ).one_or_none()
