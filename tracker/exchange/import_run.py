"""Runs an import: read, map, check, compare, apply; all of it or nothing."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sqlmodel import Session

from tracker.db import transaction
from tracker.errors import TrackerError
from tracker.exchange.columns import keys_of, names_of, needed_of
from tracker.exchange.faults import RowFault
from tracker.exchange.headings import headings_used, wanted_headings
from tracker.exchange.import_context import (
    ImportContext,
    ImportCounters,
    Progress,
    RowRefused,
    plainly,
)
from tracker.exchange.import_result import ImportResult, digest_of, left_out_rows, results_of
from tracker.exchange.lost_zeros import refuse_lost_zeros
from tracker.exchange.mapped_rows import Mapped
from tracker.exchange.mapping import map_sheet
from tracker.exchange.outcomes import RowResult
from tracker.exchange.preview_outcomes import (
    PreviewOutcomes,
    last_record,
    outcomes_of,
    rows_that_differ,
)
from tracker.exchange.profile_checks import refuse_slips
from tracker.exchange.profiles import FOLDER, MARK, OWN, Section, read_section
from tracker.exchange.record_codes import in_form_on_record
from tracker.exchange.registry import KINDS, Kind, kind_named
from tracker.exchange.rounding import rounded_sums, rounding_note
from tracker.exchange.sheet_files import SheetFile, read_sheet
from tracker.exchange.sheet_request import SheetRequest
from tracker.exchange.sheets import Unreadable
from tracker.fund.ledger.entries import LONGEST_REASON
from tracker.people.actors import IMPORT, TAKEN_OVER
from tracker.people.audit import lock_record
from tracker.words import say

MOST_TRIES = 20
"""How often rows are tried again without one that the ledger refused after others were posted."""


def nothing_more(session: Session) -> None:
    """Do nothing besides."""
    del session


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """The options of an import.

    With `dry_run` nothing is applied; with `accept_good` the rows without faults are applied
    although others have some. `expected` is what a preview showed: an outcome that differs from it
    is not applied, and the rows that differ are warned of. `approver` is the second person of
    entries that need one; without one they become a request. `take_over` is the reason for which
    an operator lets days below zero in. `why` is the reason for the trail, else the files' names
    are. `finish` runs in the transaction that applies the rows, as
    its last act. `sheet` and `encoding` name the sheet of a workbook and the encoding of a
    text where they cannot be found.
    """

    kind: str
    files: tuple[SheetFile, ...]
    profile: str = ""
    dry_run: bool = False
    accept_good: bool = False
    sheet: str = ""
    encoding: str = ""
    actor: str = IMPORT
    approver: str = TAKEN_OVER
    take_over: str = ""
    profiles: Path = FOLDER
    expected: PreviewOutcomes | None = None
    finish: Callable[[Session], None] = nothing_more
    why: str = ""


class _Undo(Exception):
    """Rolls the transaction of a dry run back."""


def run_import(
    session: Session, options: ImportOptions, progress: Progress = plainly
) -> ImportResult:
    """Import the files in one transaction and report row by row.

    Raises NotFound or InvalidInput for an unknown kind or a profile that cannot be used.
    """
    kind = kind_named(options.kind)
    section = _section(options, kind)
    mapped = _read(options, kind, section)
    context = ImportContext(
        session,
        options.actor,
        section,
        _why(options),
        ImportCounters(),
        progress,
        options.approver,
        _let_in(options, section),
        needed_of(kind.columns()),
    )
    context.counters.refuse(fault for one in mapped for fault in one.faults)
    readable = all(one.usable for one in mapped)
    outcome = _apply(context, kind, mapped, options) if readable else _Applied(applied=False)
    usable = readable and not outcome.refused_whole
    groups = [group for one in mapped for group in one.left_out.values()]
    rounded = rounded_sums(
        (amount for one in mapped for amount in one.rounded), context.counters.refused
    )
    return ImportResult(
        kind=options.kind,
        applied=outcome.applied,
        usable=usable,
        dry_run=options.dry_run,
        read=sum(one.read for one in mapped),
        left_out=left_out_rows(
            ((group.reason, group.rows, group.total) for group in groups),
            summed=bool(section.leave_out_sum),
        ),
        faults=_faults(context),
        notes=(
            *(note for one in mapped for note in one.notes),
            *map(rounding_note, rounded),
            *context.counters.notes,
        ),
        counters=context.counters,
        results=_results(context, kind, mapped),
        rounded=rounded,
        unlisted={one.sheet.file: one.unlisted for one in mapped if one.sheet and one.unlisted},
        sheets=tuple(one.sheet for one in mapped if one.sheet),
        differs=outcome.differs,
        last_record=outcome.last_record,
    )


def _section(options: ImportOptions, kind: Kind) -> Section:
    """Read the profile's mapping of the kind; our own columns without a profile."""
    if not options.profile:
        return OWN
    section = read_section(options.profile, options.kind, options.profiles, tuple(KINDS))
    refuse_slips(section, kind.columns(), kind.extras({}))
    return section


class _Applied(NamedTuple):
    """Whether the rows were applied, and whether they differ from the expected outcome.

    `last_record` is the last record of the trail that they were compared with. `refused_whole`
    tells that the record refused all of them together.
    """

    applied: bool
    differs: bool = False
    last_record: int = 0
    refused_whole: bool = False


def _apply(
    context: ImportContext, kind: Kind, mapped: Sequence[Mapped], options: ImportOptions
) -> _Applied:
    """Apply the rows in one transaction; tell whether the record was changed.

    A row that is refused after others were posted is taken out, and the others are tried again.
    """
    read, refused = context.counters.faults, list[RowRefused]()
    while len(refused) < MOST_TRIES:
        try:
            return _apply_once(context, kind, mapped, options)
        except RowRefused as refusal:
            refused.append(refusal)
            context.counters = ImportCounters()
            context.counters.refuse(read)
            for one in refused:
                context.refuse_for(one.row, one.error)
    return _refused_whole(context, options, refused[-1].error)


def _refused_whole(
    context: ImportContext, options: ImportOptions, error: TrackerError, seen: int = 0
) -> _Applied:
    """Count all rows as refused for one reason."""
    context.counters.refuse_all()
    context.counters.refuse([RowFault("", 0, "", "", str(error))])
    return _Applied(False, options.expected is not None, seen, refused_whole=True)


def _apply_once(
    context: ImportContext, kind: Kind, mapped: Sequence[Mapped], options: ImportOptions
) -> _Applied:
    """Apply the rows that were not refused; raises RowRefused for one that is refused late."""
    rows = [row for one in mapped for row in one.rows if not context.counters.is_refused(row)]
    differs, seen = False, 0
    try:
        with _no_search_for_cycles(), transaction(context.session):
            if not options.dry_run:
                lock_record(context.session)  # nobody saves a form between our reads and writes
            seen = last_record(context.session)
            kind.apply(
                context,
                in_form_on_record(
                    context.session, options.kind, refuse_lost_zeros(context, options.kind, rows)
                ),
            )
            differs = _differs(context, kind, mapped, options)
            good = options.accept_good or not context.counters.faults
            _undo_unless(not options.dry_run and good and not differs)
            options.finish(context.session)
    except _Undo:
        return _Applied(applied=False, differs=differs, last_record=seen)
    except RowRefused:
        raise
    except TrackerError as error:
        return _refused_whole(context, options, error, seen)
    return _Applied(applied=True, last_record=seen)


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Put off Python's search for cycles of objects, which took a third of a large import's time.

    What the rows of a sheet become is kept until it is written, and has hardly a cycle.
    """
    searches = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searches:
            gc.enable()


def _results(
    context: ImportContext, kind: Kind, mapped: Sequence[Mapped]
) -> dict[tuple[str, int], RowResult]:
    """Return the outcome of each row; a refused one keeps its key where one column is the key."""
    key, *others = keys_of(kind.columns()) or ("",)
    keys = {
        (row.file, row.number): "" if others else row.values.get(key, "")
        for one in mapped
        for row in one.rows
        if context.counters.is_refused(row)
    }
    left_out = {
        (one.sheet.file, row): reason
        for one in mapped
        if one.sheet
        for row, reason in one.rows_left_out.items()
    }
    return results_of(context.counters, left_out, keys)


def _differs(
    context: ImportContext, kind: Kind, mapped: Sequence[Mapped], options: ImportOptions
) -> bool:
    """Tell whether the outcome differs from the preview's; warns of the rows that differ."""
    preview, results, faults = options.expected, _results(context, kind, mapped), _faults(context)
    if preview is None or preview.digest == digest_of(results, faults, context.counters):
        return False
    now = outcomes_of(results, faults)
    context.counters.warnings += rows_that_differ(context.session, options.kind, preview, now)
    return True


def _faults(context: ImportContext) -> tuple[RowFault, ...]:
    """Return the faults in the order of the sheets, each once."""
    return tuple(sorted(set(context.counters.faults)))


def _undo_unless(wanted: bool) -> None:  # noqa: FBT001 - the name says what it means
    """Roll the transaction back, unless it is wanted."""
    if not wanted:
        raise _Undo


def _request(options: ImportOptions, kind: Kind, section: Section) -> SheetRequest:
    """Return what is asked of the files."""
    columns = kind.columns()
    own = section.columns is None
    return SheetRequest(
        kind=kind.name,
        needed=tuple(wanted_headings(section, columns)),
        known=frozenset(names_of(columns)) if own else frozenset(headings_used(section)),
        own=own,
        decimal=section.decimal,
        sheet=options.sheet or section.sheet,
        heading_row=section.heading_row,
        encoding=options.encoding,
        fewest=len(keys_of(columns)) + 1 if own else 1,
    )


def _read(options: ImportOptions, kind: Kind, section: Section) -> list[Mapped]:
    """Read and map all files; one that cannot be read becomes a fault of its own."""
    columns, request = kind.columns(), _request(options, kind, section)
    mapped = []
    for path in options.files:
        try:
            sheet = read_sheet(path, request)
        except Unreadable as error:
            mapped.append(Mapped(usable=False, faults=[RowFault(path.name, 0, "", "", str(error))]))
            continue
        mapped.append(map_sheet(sheet, section, columns, kind.extras))
        mapped[-1].sheet = sheet
    return mapped


def _let_in(options: ImportOptions, section: Section) -> str:
    """Return the reason for which days below zero are let in, empty where they are refused."""
    if options.take_over or section.days_below_zero != MARK:
        return options.take_over
    return say("marked by the profile %(profile)s", profile=options.profile)


def _why(options: ImportOptions) -> str:
    """Return the reason for the trail: the one that was given, else the names of the files."""
    if options.why:
        return options.why[:LONGEST_REASON]
    names = ", ".join(path.name for path in options.files)
    return say("import of %(files)s", files=names)[:LONGEST_REASON]
