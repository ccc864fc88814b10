"""The people of a brief by sex and function, as the public may see them, whoever draws it."""

from tracker.assistance.counted_activities import SEXES
from tracker.assistance.people_counts import PeopleBy, PeoplePart
from tracker.assistance.small_counts import (
    CountRow,
    CountTable,
    hidden_counts_note,
    suppress,
    within,
)
from tracker.reference.codes import ParticipantFunction, label
from tracker.reports.briefs.parts import note
from tracker.reports.content.blocks import ReportTable, TableRow
from tracker.reports.content.texts import Name, NameKind, Sentence, Text, counted, sentence
from tracker.reports.spelling.names import ORIGINAL
from tracker.reports.statement.cells import count_column, count_of, text_column
from tracker.totals.page_source import PageSource
from tracker.totals.people_figures import NOBODY, read_people
from tracker.words import say

ALWAYS = 2
"""The sexes that have a column in any case: women and men."""


def brief_people(source: PageSource, by: PeopleBy, code: str) -> CountTable:
    """Return the people of an activity or a programme by function, without small numbers.

    What a table of all activities or programmes hides of it is not shown either.
    """
    every = suppress(read_people(source, by))
    own = suppress(read_people(source, PeopleBy.FUNCTION, (PeoplePart(by, (code,)),)))
    hidden = every.suppressed and not every.rows
    row = next((row for row in every.rows if row.code == code), NOBODY)
    return within(own, None if hidden else row)


def people_table(found: CountTable) -> tuple[ReportTable, ...]:
    """Return the people by function and sex, where anybody was counted."""
    if found.all.total == 0:
        return ()
    sexes = _sexes(found)
    names = (say("Women"), say("Men"), say("Girls"), say("Boys"), say("Sex not specified"))
    columns = (
        text_column("function", say("Function")),
        *(count_column(SEXES[sex], names[sex]) for sex in sexes),
        count_column("all", say("All")),
    )
    total = TableRow("total", (sentence("Total"), *_cells(found.all, sexes)))
    rows = tuple(
        TableRow(row.code or "-", (_function(row.code), *_cells(row, sexes))) for row in found.rows
    )
    notes = (note(Sentence(hidden_counts_note())),) if found.suppressed else ()
    if found.all.distinct is not None and found.all.distinct != found.all.total:
        once = counted(
            "Without double counting: one person.",
            "Without double counting: %(count)s people.",
            found.all.distinct,
        )
        notes = (note(once), *notes)
    title = sentence("People who took part, by function and sex")
    sums = total if rows else None
    return (ReportTable("people", (title,), columns, rows or (total,), sums, notes),)


def _sexes(found: CountTable) -> tuple[int, ...]:
    """Return the places of the sexes that have a column: women and men, and who else is there."""
    rows = (*found.rows, found.all)
    return tuple(
        sex
        for sex in range(len(SEXES))
        if sex < ALWAYS or any(row.numbers[sex] != 0 for row in rows)
    )


def _cells(row: CountRow, sexes: tuple[int, ...]) -> tuple[Text | None, ...]:
    return (*(count_of(row.numbers[sex]) for sex in sexes), count_of(row.total))


def _function(code: str) -> Text:
    if not code:
        return sentence("not specified")
    return Name(NameKind.FUNCTION, code, label(ParticipantFunction, code, ORIGINAL))
