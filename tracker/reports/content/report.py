"""A report as a whole: masthead, summary, sections, annexes, and the facts that it was drawn by."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tracker.reports.content.blocks import Block, NumberedParagraph, ReportSection, ReportTable
from tracker.reports.content.texts import PlainText, Text, TextOfPeople, TranslatedText, Words


class ReportKind(StrEnum):
    """The kind of a report."""

    COMMISSION = "commission"  # the progress report to the Commission, operative paragraph 11
    STATEMENT = "statement"  # the statement of a donor
    BRIEF = "brief"  # what is never issued: a page on a record, the tables of a year


@dataclass(frozen=True, slots=True)
class Masthead:
    """The head of a document of a body; what nobody has typed is empty, and never invented.

    `agenda_titles` are the translations of the agenda item's title, by code of language.
    """

    organ: Text | None = None
    symbol: str = ""
    distribution: str = ""
    dated_on: date | None = None
    original: str = "en"
    session: Text | None = None
    place_and_dates: Words = ()
    agenda_item: str = ""
    agenda_title: str = ""
    agenda_note: str = ""
    agenda_titles: tuple[tuple[str, str], ...] = ()

    @property
    def agenda(self) -> TextOfPeople:
        """The title of the agenda item, in all languages in which it was typed."""
        if not self.agenda_titles:
            return PlainText(self.agenda_title)
        return TranslatedText(self.agenda_title, self.original, self.agenda_titles)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a report was drawn by: the period, the two dates, the record's version, its chain.

    `chain_head` is the digest of the last entry known at the moment, `chain_number` its number.
    Until a report is issued, its copies say that they are none, and bear no digest.
    """

    first: date | None
    last: date
    as_at: date
    known_at: datetime
    data_version: int
    chain_head: str
    chain_number: int
    is_illustrative: bool
    source: str
    licence: str = ""
    is_issued: bool = False


@dataclass(frozen=True, slots=True)
class CorrectedReport:
    """The issued report that a corrigendum corrects, why, and what: where, for, read."""

    number: int
    symbol: str
    digest: str
    issued_at: datetime
    reason: str
    corrections: ReportTable


@dataclass(frozen=True, slots=True)
class ReportTree:
    """The tree of a report: all that its renderings show, and what is digested on issue.

    That of a corrigendum is the report as corrected; `corrects` says what it corrects.
    """

    kind: ReportKind
    facts: Facts
    masthead: Masthead
    title: Words
    summary: tuple[NumberedParagraph, ...]
    sections: tuple[ReportSection, ...]
    annexes: tuple[ReportSection, ...] = ()
    corrects: CorrectedReport | None = None

    @property
    def all_sections(self) -> tuple[ReportSection, ...]:
        """The sections and the annexes, in their order."""
        return (*self.sections, *self.annexes)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks of all sections, in their order."""
        return tuple(block for section in self.all_sections for block in section.blocks)

    @property
    def tables(self) -> tuple[ReportTable, ...]:
        """All tables, in their order."""
        return tuple(block for block in self.blocks if isinstance(block, ReportTable))
