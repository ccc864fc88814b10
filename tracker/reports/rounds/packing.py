"""The files of statements in one ZIP, named by donor, period and language, with a manifest."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import IO, NamedTuple

from sqlmodel import Session, col, select

from tracker.csv_text import write_csv
from tracker.reports.content.report import ReportKind
from tracker.reports.register.file_names import file_name
from tracker.reports.register.register import tree_of
from tracker.reports.register.states import ReportState
from tracker.reports.register.tables import RegisteredReport, ReportFile
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.rendering import render
from tracker.reports.renderings.zip_times import write_zip

MANIFEST = "manifest.csv"
HEADINGS = (
    "file", "sha256", "bytes", "report", "state", "donor", "from", "to", "language", "format",
    "content_sha256",
)  # fmt: skip


class PackedFile(NamedTuple):
    """A file of a statement: its report, its form, its language, its bytes."""

    row: RegisteredReport
    form: Format
    language: str
    data: bytes


def issued_files(session: Session, first: date | None, last: date) -> Iterator[PackedFile]:
    """Yield the files of the issued statements of a period, by donor, as they are kept."""
    for row in _rows(session, first, last):
        if row.state is ReportState.ISSUED:
            yield from _kept(session, row)


def all_files(
    session: Session,
    first: date | None,
    last: date,
    forms: Sequence[Format],
    languages: Sequence[str],
) -> Iterator[PackedFile]:
    """Yield issued files as they are kept; of the others documents that say that they are none."""
    for row in _rows(session, first, last):
        if row.state is ReportState.ISSUED:
            yield from _kept(session, row)
            continue
        tree = tree_of(session, row)
        for language in languages:
            for form in forms:
                yield PackedFile(row, form, language, render(tree, form, language).data)


def pack(out: IO[bytes], files: Iterable[PackedFile]) -> int:
    """Write files and their manifest as a ZIP; return how many files there are."""
    manifest: list[tuple[str | int, ...]] = []
    write_zip(out, _parts(files, manifest))
    return len(manifest)


def _parts(
    files: Iterable[PackedFile], manifest: list[tuple[str | int, ...]]
) -> Iterator[tuple[str, bytes]]:
    """Yield names and bytes, the manifest last."""
    taken: set[str] = set()
    for one in files:
        name = _name(one, taken)
        taken.add(name)
        row = one.row
        first = row.first_day.isoformat() if row.first_day else ""
        manifest.append(
            (
                name,
                hashlib.sha256(one.data).hexdigest(),
                len(one.data),
                row.id or 0,
                row.state.value,
                row.subject,
                first,
                row.last_day.isoformat(),
                one.language,
                one.form.value,
                row.digest,
            )
        )
        yield name, one.data
    yield MANIFEST, write_csv(HEADINGS, manifest)


def _name(one: PackedFile, taken: set[str]) -> str:
    """Return the name of a file; a second statement of a donor for the days has its number too."""
    plain = file_name(one.row, one.form, one.language, numbered=False)
    return file_name(one.row, one.form, one.language) if plain in taken else plain


def _kept(session: Session, row: RegisteredReport) -> Iterator[PackedFile]:
    kept = select(ReportFile).where(ReportFile.report_id == row.id).order_by(col(ReportFile.id))
    for file in session.exec(kept):
        yield PackedFile(row, Format(file.format), file.language, file.data)


def _rows(session: Session, first: date | None, last: date) -> Sequence[RegisteredReport]:
    statement = (
        select(RegisteredReport)
        .where(
            col(RegisteredReport.kind) == ReportKind.STATEMENT,
            col(RegisteredReport.first_day) == first,
            col(RegisteredReport.last_day) == last,
        )
        .order_by(col(RegisteredReport.subject), col(RegisteredReport.id))
    )
    return session.exec(statement).all()
