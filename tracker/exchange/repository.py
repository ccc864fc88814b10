"""Applies rows that describe things: new ones are added, known ones changed or left alone.

A column that the sheet lacks and a blank cell leave the value on record; the word for emptying
empties it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, NamedTuple, TypeVar

from tracker.errors import Fault, TrackerError
from tracker.exchange.cells import Cells
from tracker.exchange.import_context import ImportContext
from tracker.exchange.mapped_rows import MappedRow
from tracker.exchange.outcomes import changes_between
from tracker.exchange.waiting_changes import HandIn, WaitingRow, hand_in_rows
from tracker.questions import DraftQuestion
from tracker.reference.record_codes import code_faults
from tracker.words import say

Draft = TypeVar("Draft")


@dataclass(frozen=True, slots=True)
class Field(Generic[Draft]):
    """The column of a draft's field, and the function that reads it."""

    column: str
    read: Callable[[Cells], Any]


@dataclass(frozen=True, slots=True)
class Repository(Generic[Draft]):
    """The things of one kind on record, and the functions that check, add and change them.

    `change` may return what is told of the row, as that its change waits to be published.
    `waits` tells whether a change takes a second person; such changes are handed in by `hand_in`.
    `ask` returns what is asked about before a thing on record becomes a draft.
    """

    make: Callable[..., Draft]
    on_file: Mapping[str, Draft]
    faults: Callable[[Draft], list[Fault]]
    add: Callable[[list[Draft]], Any]
    change: Callable[[str, Draft], str | None]
    waits: Callable[[Draft], bool] | None = None
    hand_in: HandIn | None = None
    ask: Callable[[Draft], Iterable[DraftQuestion]] | None = None


class Candidate(NamedTuple):
    """A row with its draft; `known` when its key is on record."""

    row: MappedRow
    key: str
    draft: Any
    known: bool


def read_candidates(
    context: ImportContext,
    rows: Sequence[MappedRow],
    key_column: str,
    repository: Repository[Any],
    fields: Callable[[Cells], Mapping[str, Any]],
) -> list[Candidate]:
    """Read rows into drafts, merged with the record; refuses faulty rows."""
    found = []
    for row in context.progress(rows, say("Checking")):
        before = repository.on_file.get(row.values.get(key_column, ""))
        cells = context.cells_of(row, before)
        key = cells.text(key_column, required=True)
        values = fields(cells)
        if cells.faults:
            context.counters.refuse(cells.faults)
            continue
        draft = repository.make(**values) if before is None else replace(before, **values)
        faults = [
            *repository.faults(draft),
            *(code_faults(key_column, key) if before is None else ()),
        ]
        if faults:
            context.refuse(row, faults)
            continue
        found.append(Candidate(row, key, draft, before is not None))
    doubles = context.refuse_duplicates((one.row, key_column, one.key) for one in found)
    return [one for place, one in enumerate(found) if place not in doubles]


def apply_candidates(
    context: ImportContext, things: Sequence[Candidate], repository: Repository[Any]
) -> None:
    """Add new things, change different ones or hand them in, count the others as unchanged."""
    waiting: list[WaitingRow] = []
    new = [one for one in things if not one.known]
    if new:
        repository.add([one.draft for one in new])
    for one in new:
        context.counters.add(one.row, one.key)
    for one in context.progress([one for one in things if one.known], say("Comparing")):
        changes = changes_between(repository.on_file[one.key], one.draft)
        questions = repository.ask(one.draft) if changes and repository.ask else ()
        if not context.may_go_on(one.row, questions):
            continue
        if changes and repository.waits is not None and repository.waits(one.draft):
            waiting.append(WaitingRow(one.row, one.key, one.draft, changes))
        elif changes:
            try:
                told = repository.change(one.key, one.draft)
            except TrackerError as error:
                context.refuse_for(one.row, error)
            else:
                context.counters.change(one.row, one.key, changes, told or "")
        else:
            context.counters.leave(one.row, one.key)
    if repository.hand_in is not None:
        hand_in_rows(context, waiting, repository.hand_in)


def read_fields(cells: Cells, fields: Mapping[str, Field[Any]]) -> dict[str, Any]:
    """Read the fields of which the row says something."""
    return {name: field.read(cells) for name, field in fields.items() if cells.has(field.column)}
