"""Corrigenda: an issued report is corrected by a report of its own, which names what changes."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from babel import Locale
from sqlmodel import Session, col, select

from tracker.errors import Conflict
from tracker.reference.languages import TextLanguage
from tracker.reports.content.blocks import TableRow
from tracker.reports.content.canonical import from_json
from tracker.reports.content.corrections import corrections, corrections_table
from tracker.reports.content.places import within
from tracker.reports.content.report import CorrectedReport, Masthead, ReportTree
from tracker.reports.content.texts import Name, NameKind, PlainText, TranslatedText
from tracker.reports.register.states import ReportState
from tracker.reports.register.tables import RegisteredReport, ReportText
from tracker.reports.spelling.names import ORIGINAL
from tracker.reports.spelling.speller import Speller
from tracker.words import say

CORRIGENDUM = "/Corr."
"""Stands before the number of a corrigendum in its symbol."""
_ENGLISH = Locale.parse(ORIGINAL)
TYPED = (
    "symbol",
    "distribution",
    "dated_on",
    "agenda_item",
    "agenda_title",
    "agenda_note",
    "agenda_titles",
)
"""What is typed of the head of a document."""


class Corrected(NamedTuple):
    """The issued report that is corrected, and its content."""

    row: RegisteredReport
    tree: ReportTree


def corrigendum_of(session: Session, number: int) -> RegisteredReport | None:
    """Return the corrigendum of a report, in whichever state; None where there is none."""
    statement = select(RegisteredReport).where(RegisteredReport.corrects_id == number)
    return session.exec(statement.order_by(col(RegisteredReport.id))).first()


def issued_corrigendum(session: Session, number: int) -> RegisteredReport | None:
    """Return the issued corrigendum of a report, if it has one."""
    found = corrigendum_of(session, number)
    return found if found is not None and found.state is ReportState.ISSUED else None


def expect_correctable(session: Session, row: RegisteredReport) -> None:
    """Refuse a second corrigendum of a report. Raises Conflict."""
    if row.state is not ReportState.ISSUED:
        raise Conflict(say("only an issued report has a corrigendum"))
    found = corrigendum_of(session, row.id or 0)
    if found is None:
        return
    if found.state is ReportState.ISSUED:
        said = say("it was corrected by report %(number)s: correct that one", number=str(found.id))
        raise Conflict(said)
    raise Conflict(
        say("a corrigendum of it is being prepared: report %(number)s", number=str(found.id))
    )


def take_texts(session: Session, corrected: int, number: int) -> None:
    """Give a corrigendum the texts of editors of the report that it corrects."""
    for one in session.exec(select(ReportText).where(ReportText.report_id == corrected)).all():
        kept = one.model_dump(exclude={"id", "report_id"})
        session.add(ReportText(report_id=number, **kept))
    session.flush()


def corrected_by(session: Session, row: RegisteredReport) -> Corrected | None:
    """Return what a report corrects; None where it is no corrigendum."""
    if row.corrects_id is None:
        return None
    own = session.get_one(RegisteredReport, row.corrects_id)
    return Corrected(own, from_json(own.issued.encode()))


def as_corrigendum(corrected: Corrected, reason: str, tree: ReportTree) -> ReportTree:
    """Return a tree that names what it corrects, and each correction."""
    row = corrected.row
    rows = tuple(_read_otherwise(corrections(corrected.tree, tree)))
    named = CorrectedReport(
        row.id or 0,
        corrected.tree.masthead.symbol,
        row.digest,
        row.issued_at or tree.facts.known_at,
        reason,
        corrections_table(rows),
    )
    return replace(tree, corrects=named)


def expect_corrections(tree: ReportTree) -> None:
    """Refuse a corrigendum that changes nothing. Raises Conflict."""
    if tree.corrects is not None and not tree.corrects.corrections.rows:
        raise Conflict(
            say("nothing in it differs from the report that it corrects: write what is to be read")
        )


def proposed_symbol(symbol: str) -> str:
    """Return the symbol of a corrigendum: "/Corr.1" after that of the document, then the next."""
    stem, found, number = symbol.rpartition(CORRIGENDUM)
    if found and number.isdecimal():
        return f"{stem}{CORRIGENDUM}{int(number) + 1}"
    return f"{symbol}{CORRIGENDUM}1" if symbol else ""


def with_head(tree: ReportTree, typed: Masthead) -> ReportTree:
    """Return a tree with what is typed of a head in place of its own."""
    own = {name: getattr(typed, name) for name in TYPED}
    return replace(tree, masthead=replace(tree.masthead, **own))


def _read_otherwise(rows: Iterator[TableRow]) -> Iterator[TableRow]:
    """Yield the corrections that a reader sees: a text typed as it was drawn is none.

    What differs in some languages alone is told with the language, as it stands in that.
    """
    for row in rows:
        spelled = _in_languages(row)
        differ = {language: pair for language, pair in spelled.items() if pair.old != pair.new}
        if len(differ) == len(spelled):
            yield row
        else:
            yield from _told_with_languages(row, differ)


class _Spelled(NamedTuple):
    """What is corrected, as it was and as it is, in one language."""

    old: str
    new: str


def _in_languages(row: TableRow) -> dict[TextLanguage, _Spelled]:
    """Return what a row corrects in each language."""
    spellers = {one: Speller(one.value, tells_language=False) for one in TextLanguage}
    return {one: _Spelled(*map(own.cell, row.cells[1:])) for one, own in spellers.items()}


def _told_with_languages(
    row: TableRow, differ: Mapping[TextLanguage, _Spelled]
) -> Iterator[TableRow]:
    """Yield what differs in some languages, each text once: an original is read in several."""
    where, _old, new = row.cells
    first = new.written_in if isinstance(new, TranslatedText) else ORIGINAL
    seen = set()
    for language in sorted(differ, key=lambda one: one != first):
        own = differ[language]
        if own not in seen:
            seen.add(own)
            name = Name(NameKind.LANGUAGE, language.value, str(_ENGLISH.languages[language.value]))
            place = name if where is None else within(where, name)
            texts = PlainText(own.old), PlainText(own.new)
            yield TableRow(f"{row.code}/{language}", (place, *texts))
