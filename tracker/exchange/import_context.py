"""The context of one import: session, user, profile and counters."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeVar

from sqlmodel import Session

from tracker.errors import Fault, InvalidDraft, InvalidInput, NotAllowed, TrackerError
from tracker.exchange.cells import Cells
from tracker.exchange.faults import RowFault
from tracker.exchange.mapped_rows import MappedRow
from tracker.exchange.outcomes import FieldChange, Outcome, RowResult
from tracker.exchange.profiles import WARN, Section
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.ledger_writer import open_book, write
from tracker.fund.preparation.desk import ANYBODY, Desk, open_desk
from tracker.fund.preparation.named_records import NamedRecords
from tracker.fund.preparation.preparing import CLOSED_PERIOD
from tracker.people.actors import TAKEN_OVER
from tracker.questions import AskedAbout, DraftQuestion
from tracker.words import say

T = TypeVar("T")
DAY_COLUMNS = ("on", "received_on", "posted_on", "month")
OTHERWISE_CALLED = {
    "effective_on": DAY_COLUMNS,
    CLOSED_PERIOD: DAY_COLUMNS,
    "entry": ("reverses", "takes_back"),
    "reverses": ("takes_back",),
    "usd": ("usd_amount",),
    "letter": ("basis",),
    "first_on": ("basis",),
    "last_on": ("basis",),
    "corrects": ("basis",),
}
"""The columns of sheets whose fields have another name in the rules of the ledger."""
CELLS: Mapping[str, Mapping[str, str]] = {
    "participants": {"function": "participants_as", "place": "participants_from"},
    "results": {},
    "versions": {
        "languages": "version_languages", "symbol": "version_symbol", "url": "version_url",
        "changes": "version_changes",
    },
}  # fmt: skip
"""The columns of the cells of parts, where they are called otherwise than in the rules."""
ANOTHER = "another"
"""The column that answers whether a receipt is another one."""
CORRECTION = "correction"
"""The column of the reason for which an entry counts in a closed period."""
SURE = "sure"
"""The column that answers the questions about a row."""


class Progress(Protocol):
    """Goes through items and shows progress, under a label."""

    def __call__(self, rows: Sequence[T], label: str) -> Iterable[T]:
        """Yield the items."""
        ...


class UndecidedDonor(NamedTuple):
    """A spelling that the registry could not decide; a user has to."""

    code: str
    name: str
    spelled_code: str
    reason: str


class Unfunded(NamedTuple):
    """The unfunded part of a programme: activities and US cents."""

    activities: int
    minor: int


@dataclass(slots=True)
class ImportCounters:
    """The counters of an import so far; amounts in minor units by currency.

    `asked` counts the questions about rows that were imported all the same, by code. `results`
    has the outcome of each row, by its file and number.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: set[tuple[str, int]] = field(default_factory=set)
    faults: list[RowFault] = field(default_factory=list)
    warnings: list[RowFault] = field(default_factory=list)
    totals: Counter[str] = field(default_factory=Counter)
    amounts: dict[str, Counter[str]] = field(default_factory=dict)
    also_added: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    undecided_donors: list[UndecidedDonor] = field(default_factory=list)
    unfunded: dict[str, Unfunded] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    results: dict[tuple[str, int], RowResult] = field(default_factory=dict)
    counted: dict[tuple[str, int], list[tuple[Counter[str], str, int]]] = field(
        default_factory=dict
    )

    def add(self, row: MappedRow, key: str) -> None:
        """Count a row that adds to the record."""
        self.added += 1
        self.results[row.file, row.number] = RowResult(Outcome.ADDED, key)

    def change(
        self, row: MappedRow, key: str, changes: tuple[FieldChange, ...], told: str = ""
    ) -> None:
        """Count a row that changes the record, with what is told of it."""
        self.changed += 1
        self.results[row.file, row.number] = RowResult(Outcome.CHANGED, key, changes, told)

    def leave(self, row: MappedRow, key: str) -> None:
        """Count a row that the record has already."""
        self.unchanged += 1
        self.results[row.file, row.number] = RowResult(Outcome.UNCHANGED, key)

    def refuse(self, faults: Iterable[RowFault]) -> None:
        """Count faults of rows."""
        for fault in faults:
            self.faults.append(fault)
            place = (fault.file, fault.row)
            self.refused.add(place)
            self._take_off(place)

    def is_refused(self, row: MappedRow) -> bool:
        """Tell whether a row has faults."""
        return (row.file, row.number) in self.refused

    def sum_up(self, row: MappedRow, currency: str, minor: int) -> None:
        """Add a row's amount to the total, unless the row is refused, then or later."""
        self._count(row, self.totals, currency, minor)

    def count(self, row: MappedRow, what: str, currency: str, minor: int) -> None:
        """Add a row's amount to those of one sort, unless the row is refused, then or later."""
        self._count(row, self.amounts.setdefault(what, Counter()), currency, minor)

    def refuse_all(self) -> None:
        """Count nothing as done: the rows are refused as a whole."""
        self.added = self.changed = self.unchanged = 0
        for nothing_of in (self.totals, self.amounts, self.also_added, self.asked, self.unfunded):
            nothing_of.clear()
        self.results.clear()
        self.undecided_donors.clear()

    def _count(self, row: MappedRow, sums: Counter[str], currency: str, minor: int) -> None:
        """Add an amount of a row to sums by currency, and remember it."""
        if self.is_refused(row):
            return
        sums[currency] += minor
        self.counted.setdefault((row.file, row.number), []).append((sums, currency, minor))

    def _take_off(self, place: tuple[str, int]) -> None:
        """Take a refused row off the counts and sums in which it was."""
        for sums, currency, minor in self.counted.pop(place, ()):
            sums[currency] -= minor
            if not sums[currency]:
                del sums[currency]
        outcome = self.results.pop(place, None)
        if outcome is not None:
            self.added -= outcome.outcome is Outcome.ADDED
            self.changed -= outcome.outcome is Outcome.CHANGED
            self.unchanged -= outcome.outcome is Outcome.UNCHANGED


def plainly(rows: Sequence[T], label: str) -> Iterable[T]:
    """Show no progress."""
    del label
    return rows


def to_be_confirmed(question: DraftQuestion) -> str:
    """Return a question as the fault of a row, with its remedy."""
    if question.field == ANOTHER:
        return question.message
    return say(
        "%(question)s; write yes in the column %(column)s if it is right",
        question=question.message,
        column=SURE,
    )


def in_a_sheet(fault: Fault) -> str:
    """Return the message of a fault; that of a closed day names the column of the reason."""
    if fault.field != CLOSED_PERIOD:
        return fault.message
    return say("%(fault)s, in the column %(column)s", fault=fault.message, column=CORRECTION)


def column_of(row: MappedRow, field_name: str) -> str:
    """Return the sheet's column of a field that the rules name otherwise."""
    if field_name in row.values:
        return field_name
    called = OTHERWISE_CALLED.get(field_name, ())
    return next((column for column in called if column in row.values), field_name)


def column_of_fault(row: MappedRow, fault: Fault) -> str:
    """Return the sheet's column of a fault: it holds all rows of a part, or a cell of one."""
    cell = fault.field.rpartition("-")[2]
    column = CELLS.get(fault.part, {}).get(cell, cell)
    is_cell = fault.part in CELLS and column in row.values
    return column if is_cell else column_of(row, fault.part)


class RowRefused(InvalidInput):
    """A row that was refused after others had been posted; they are tried again without it."""

    def __init__(self, row: MappedRow, error: TrackerError) -> None:
        super().__init__(str(error))
        self.row = row
        self.error = error


@dataclass(slots=True)
class ImportContext:
    """The context in which a kind of sheet applies its rows; nothing here commits.

    `approver` is the second person of entries that were approved before the import; `let_in` the
    reason for which days below zero are let in, empty where they are refused. `needed` are the
    columns without which nothing new can be added.
    """

    session: Session
    actor: str
    section: Section
    why: str
    counters: ImportCounters = field(default_factory=ImportCounters)
    progress: Progress = plainly
    approver: str = TAKEN_OVER
    let_in: str = ""
    needed: tuple[str, ...] = ()

    @contextmanager
    def open_book(self) -> Iterator[Book]:
        """Open the ledger's book for entries that were approved before the import."""
        with open_book(self.session, self.actor, self.approver, self.let_in) as book:
            yield book
            self._note_let_in(book)

    def open_desk(self, records: NamedRecords | None = None) -> Desk:
        """Open the desk at which the drafts of the rows are prepared."""
        desk = open_desk(self.session, self.approver or ANYBODY, records)
        desk.book.let_in = self.let_in if self.approver else ""
        return desk

    def write(self, book: Book) -> None:
        """Write what was prepared at the desk; raises NotAllowed without a second person."""
        if self.approver == self.actor:
            raise NotAllowed(say("who prepared an entry cannot approve it"))
        book.approver = self.approver
        self._note_let_in(book)
        if book.pending:
            write(self.session, book, self.actor)

    def _note_let_in(self, book: Book) -> None:
        """Note the accounts that are below zero on a day, where that was let in."""
        if book.below_zero:
            self.counters.notes.append(
                say(
                    "%(count)s accounts are below zero on a day, which was let in (%(why)s)",
                    count=len(book.below_zero),
                    why=self.let_in,
                )
            )

    def cells(self, row: MappedRow) -> Cells:
        """Open a row for reading."""
        return Cells(row, self.section)

    def cells_of(self, row: MappedRow, before: object | None) -> Cells:
        """Open a row that describes what is on file, or something new that needs its columns."""
        cells = self.cells(row)
        cells.on_file = before is not None
        if before is None:
            cells.refuse_missing(self.needed)
        return cells

    def refuse(self, row: MappedRow, faults: Iterable[Fault]) -> None:
        """Refuse a row for faults of the record's rules, each at its column."""
        told = dict.fromkeys((column_of_fault(row, fault), in_a_sheet(fault)) for fault in faults)
        for column, message in told:
            self.counters.refuse([row.fault(column, row.values.get(column, ""), message)])

    def warn(self, row: MappedRow, column: str, warning: str) -> None:
        """Add a warning about a row that is applied all the same; an empty one is none."""
        if warning:
            self.counters.warnings.append(row.fault(column, row.values.get(column, ""), warning))

    def may_go_on(self, row: MappedRow, questions: Iterable[DraftQuestion]) -> bool:
        """Tell whether a row may be imported although there are questions about it.

        It may when its column `sure` says yes, or when the profile only warns; else it is refused.
        """
        asked = tuple(questions)
        if asked and self.section.asked != WARN and not self.cells(row).yes(SURE):
            self.refuse_unanswered(row, asked)
            return False
        self.note_asked(row, asked)
        return True

    def refuse_unanswered(self, row: MappedRow, questions: Iterable[DraftQuestion]) -> None:
        """Refuse a row for questions that nobody answered."""
        self.refuse(row, [Fault(one.field, to_be_confirmed(one)) for one in questions])

    def note_asked(self, row: MappedRow, questions: Iterable[DraftQuestion]) -> None:
        """Count the answered questions about a row; a profile that only warns warns."""
        for one in questions:
            self.counters.asked[one.code] += 1
            if self.section.asked == WARN:
                self.warn(row, column_of(row, one.part), one.message)

    def refuse_for(self, row: MappedRow, error: TrackerError) -> None:
        """Refuse a row for an error of the ledger's rules."""
        if isinstance(error, InvalidDraft):
            self.refuse(row, error.faults)
        elif isinstance(error, AskedAbout):
            self.may_go_on(row, error.questions)
        else:
            self.refuse(row, [Fault(getattr(error, "field", ""), str(error))])

    def refuse_duplicates(self, rows: Iterable[tuple[MappedRow, str, object]]) -> set[int]:
        """Refuse rows whose key an earlier row has; return their places in the list.

        Each row comes with the column of its key and the key itself.
        """
        seen: dict[object, MappedRow] = {}
        doubles = set()
        for place, (row, column, key) in enumerate(rows):
            first = seen.setdefault(key, row)
            if first is not row:
                doubles.add(place)
                where = say("row %(row)s of %(file)s", row=first.number, file=first.file)
                self.refuse(row, [Fault(column, self._stands_twice(where))])
        return doubles

    def _stands_twice(self, where: str) -> str:
        """Say where a key stands too; of a profile, how it could keep like rows apart."""
        if self.section.columns is None:
            return say("this stands in %(where)s too", where=where)
        return say(
            "this stands in %(where)s too; a profile can number like rows (number_like) or add "
            "them up (add_up)",
            where=where,
        )
