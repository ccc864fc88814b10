"""The titles of all records that say something of languages, read in one statement."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from sqlmodel import Session, col, literal, or_, select, union_all

from tracker.assistance.tables.activities import Activity, Programme
from tracker.assistance.tables.tools import Tool
from tracker.assistance.texts import LocalText, shown_text
from tracker.folding import fold
from tracker.people.subjects import OF_TITLES, Subject
from tracker.people.tables import AuditRecord, TrailHead


class TitledKind(StrEnum):
    """The kinds of records whose titles are kept in several languages."""

    PROGRAMME = "programme"  # programmes
    ACTIVITY = "activity"  # activities
    TOOL = "tool"  # tools


class KeptTitle(NamedTuple):
    """A title, the code of its language ("" where nobody has said it), and its translations."""

    title: str
    written_in: str
    others: Mapping[str, str]

    def shown(self, locale: str) -> LocalText:
        """Return the title in a language, else the original, marked."""
        return shown_text(self.title, self.written_in, self.others.get(locale, ""), locale)

    def is_named(self, folded: str) -> bool:
        """Tell whether the title in any language is a folded text."""
        return folded in map(fold, (self.title, *self.others.values()))

    def holds(self, folded: str) -> bool:
        """Tell whether the title in any language holds a folded text."""
        return any(folded in fold(title) for title in (self.title, *self.others.values()))


class TitleBook(NamedTuple):
    """Titles by kind and code; a record of which no language is known is not in it.

    `newest` is the number of the trail's last record when it was read; None for an empty book.
    """

    titles: Mapping[TitledKind, Mapping[str, KeptTitle]]
    newest: int | None


TABLES: Mapping[TitledKind, Any] = {
    TitledKind.PROGRAMME: Programme,
    TitledKind.ACTIVITY: Activity,
    TitledKind.TOOL: Tool,
}
"""The tables of records with titles in several languages."""
COLUMNS = ("code", "title", "written_in", "texts")
WHOLE = frozenset({Subject.SAMPLE, Subject.RECORD})
"""Subjects of which a change may have changed any title."""
MOST_AGAIN = 500
"""After more changes than these the book is read as a whole."""


def read_title_book(session: Session, before: TitleBook | None = None) -> TitleBook:
    """Return the titles of all records that say something of languages, in one statement.

    Of a book from `before` those alone are read again that the trail says were changed since.
    """
    if before is None or before.newest is None:
        return _read(session)
    changed = session.exec(
        select(AuditRecord.subject_kind, AuditRecord.subject_reference).where(
            col(AuditRecord.id) > before.newest, col(AuditRecord.subject_kind).in_(OF_TITLES)
        )
    ).all()
    if not changed:
        return before
    if len(changed) > MOST_AGAIN or any(kind in WHOLE for kind, _code in changed):
        return _read(session)
    again = _read(session, frozenset(code for _kind, code in changed))
    kept = {kind: dict(titles) for kind, titles in before.titles.items()}
    for kind, code in changed:
        kept[TitledKind(kind)].pop(code, None)
    titles = {kind: {**own, **again.titles[kind]} for kind, own in kept.items()}
    return TitleBook(titles, again.newest or before.newest)


def _read(session: Session, codes: frozenset[str] | None = None) -> TitleBook:
    """Return the titles of all records, or of those with some codes."""
    newest: Any = select(TrailHead.last_record_id).scalar_subquery()
    statements = []
    for kind, table in TABLES.items():
        columns = (col(getattr(table, name)) for name in COLUMNS)
        says = or_(col(table.texts).is_not(None), col(table.written_in).is_not(None))
        own = select(literal(kind.value), newest, *columns).where(says)
        statements.append(own if codes is None else own.where(col(table.code).in_(sorted(codes))))
    found: dict[TitledKind, dict[str, KeptTitle]] = {kind: {} for kind in TitledKind}
    head = None
    for row in session.execute(union_all(*statements)):
        kind, head, code, title, written_in, texts = row
        others = {one["language"]: one["title"] for one in texts or () if one["title"]}
        found[TitledKind(kind)][code] = KeptTitle(title, written_in or "", others)
    return TitleBook(found, head)
