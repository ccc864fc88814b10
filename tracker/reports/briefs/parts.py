"""The parts of a brief: facts in two columns, cut texts and rows, columns and notes."""

from collections.abc import Iterable, Sequence
from datetime import date

from tracker.reports.content.blocks import Block, ReportSection, ReportTable, TableRow
from tracker.reports.content.record_texts import record_text, titled
from tracker.reports.content.texts import (
    Day,
    Enumeration,
    Listing,
    PlainText,
    Text,
    TextOfPeople,
    Words,
    changed,
    sentence,
)
from tracker.reports.statement.cells import text_column
from tracker.words import say

MOST_LETTERS = 480
"""The letters of a description after which the rest of it is left to the page."""
MOST_NAMED = 8
"""The names of a list after which the others are counted."""
MORE = "\N{HORIZONTAL ELLIPSIS}"
Fact = tuple[str, str, Text | None]
"""The code of a fact, the message that names it, and its value; None where there is none."""


def facts_table(facts: Iterable[Fact]) -> ReportTable:
    """Return the facts that are there, each as a row."""
    rows = tuple(
        TableRow(code, (sentence(name), value)) for code, name, value in facts if value is not None
    )
    columns = (text_column("fact", say("Fact")), text_column("value", say("Value")))
    return ReportTable("facts", (sentence("At a glance"),), columns, rows)


def section(identity: str, title: Text, *groups: Iterable[Block]) -> ReportSection:
    """Return a section with the blocks of several groups; it is left out where there are none."""
    return ReportSection(identity, title, tuple(block for group in groups for block in group))


def cut(text: str, most: int = MOST_LETTERS) -> str:
    """Return a text as one line, cut between words, with a sign that it goes on."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    kept = line[:most]
    whole_words = kept.rpartition(" ")[0]
    return (whole_words or kept) + MORE


def named(names: Sequence[Text], most: int = MOST_NAMED) -> Text | None:
    """Return a list of names, of which the last are counted where they are many; None for none."""
    if not names:
        return None
    if len(names) <= most:
        return Listing(tuple(names))
    others = PlainText(str(len(names) - most + 1))
    return Listing((*names[: most - 1], sentence("%(number)s more", number=others)))


def listed(texts: Sequence[str | TextOfPeople], most: int = MOST_NAMED) -> Text | None:
    """Return texts of the record one after the other, which no word of a language joins.

    The last are counted where they are many; None for none.
    """
    if not texts:
        return None
    every = tuple(record_text(text) if isinstance(text, str) else text for text in texts)
    if len(every) <= most:
        return Enumeration(every)
    others = PlainText(str(len(every) - most + 1))
    own = Enumeration(every[: most - 1])
    return sentence("%(names)s; %(number)s more", names=own, number=others)


def days(first: date | None, last: date | None) -> Text | None:
    """Return the days from a first to a last one; None where neither is known."""
    if first is None:
        return None if last is None else sentence("Until %(last)s", last=Day(last))
    if last is None:
        return sentence("Since %(first)s", first=Day(first))
    return sentence("%(first)s to %(last)s", first=Day(first), last=Day(last))


def cut_title(code: str, title: str, most: int = MOST_LETTERS) -> TextOfPeople:
    """Return a record by its code and title, which is cut where it is long."""
    return titled(code, changed(record_text(title), lambda text: cut(text, most)))


def typed(text: str, most: int = MOST_LETTERS) -> TextOfPeople | None:
    """Return a text of people, cut where it is long; None where nobody has typed one."""
    return changed(record_text(text), lambda own: cut(own, most)) if text.strip() else None


def note(text: Text) -> Words:
    """Return a note of a table."""
    return (text,)
