"""The titles of all records that say something of languages, read in one statement."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from sqlmodel import Session, col, literal, or_, select, union_all

from tracker.assistance.tables.activities import Activity, Programme
from tracker.assistance.tables.tools import Tool
from tracker.assistance.texts import LocalText, shown_text
from tracker.folding import fold


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


TitleBook = Mapping[TitledKind, Mapping[str, KeptTitle]]
"""Titles by the code of their record; one of which no language is known is not in it."""
TABLES: Mapping[TitledKind, Any] = {
    TitledKind.PROGRAMME: Programme,
    TitledKind.ACTIVITY: Activity,
    TitledKind.TOOL: Tool,
}
"""The tables of records with titles in several languages."""
COLUMNS = ("code", "title", "written_in", "texts")


def read_title_book(session: Session) -> TitleBook:
    """Return the titles of all records that say something of languages."""
    statements = [
        select(literal(kind.value), *(col(getattr(table, name)) for name in COLUMNS)).where(
            or_(col(table.texts).is_not(None), col(table.written_in).is_not(None))
        )
        for kind, table in TABLES.items()
    ]
    found: dict[TitledKind, dict[str, KeptTitle]] = {kind: {} for kind in TitledKind}
    for kind, code, title, written_in, texts in session.execute(union_all(*statements)):
        others = {one["language"]: one["title"] for one in texts or () if one["title"]}
        found[TitledKind(kind)][code] = KeptTitle(title, written_in or "", others)
    return found
