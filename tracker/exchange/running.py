"""Runs an import: read, map, check, compare, take up; all of it or nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sqlmodel import Session

from tracker.db import transaction
from tracker.errors import InvalidInput, TrackerError
from tracker.exchange.columns import names_of
from tracker.exchange.desk import TAKEN_OVER, Desk, Progress, Tally, plainly
from tracker.exchange.faults import RowFault
from tracker.exchange.mapping import Mapped, map_sheet
from tracker.exchange.outcomes import RowResult
from tracker.exchange.profiles import FOLDER, OWN, Section, read_section
from tracker.exchange.reading import SheetFile, read_sheet
from tracker.exchange.registry import Kind, kind_named
from tracker.exchange.report import Report, digest_of, left_out_rows, results_of
from tracker.exchange.sheets import Unreadable
from tracker.words import say


def nothing_more(session: Session) -> None:
    """Do nothing besides."""
    del session


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be imported, and how.

    With `dry_run` nothing is kept; with `accept_good` the rows without faults are kept
    although others have some. `expected` is the digest of a preview: an outcome that differs
    from it is not kept. `approver` stands for the second person of what moves money; without
    one it is refused. `finish` is done in the transaction that keeps the rows, as its last act.
    """

    kind: str
    files: tuple[SheetFile, ...]
    profile: str = ""
    dry_run: bool = False
    accept_good: bool = False
    actor: str = "import"
    approver: str = TAKEN_OVER
    profiles: Path = FOLDER
    expected: str = ""
    finish: Callable[[Session], None] = nothing_more


class _Undo(Exception):
    """Ends the transaction without keeping anything."""


def run_import(session: Session, order: Order, progress: Progress = plainly) -> Report:
    """Import the files of an order in one transaction and report row by row.

    Raises NotFound or InvalidInput for an unknown kind or a profile that cannot be used.
    """
    kind = kind_named(order.kind)
    section = read_section(order.profile, order.kind, order.profiles) if order.profile else OWN
    _refuse_incomplete(section, kind, order.profile)
    mapped = _read(order.files, kind, section)
    desk = Desk(session, order.actor, section, _why(order), Tally(), progress, order.approver)
    desk.tally.refuse(fault for one in mapped for fault in one.faults)
    usable = all(one.usable for one in mapped)
    outcome = _take_up(desk, kind, mapped, order) if usable else _Kept(applied=False)
    groups = [group for one in mapped for group in one.left_out.values()]
    return Report(
        kind=order.kind,
        applied=outcome.applied,
        usable=usable,
        dry_run=order.dry_run,
        read=sum(one.read for one in mapped),
        left_out=left_out_rows((group.reason, group.rows, group.total) for group in groups),
        faults=_faults(desk),
        notes=(*(note for one in mapped for note in one.notes), *desk.tally.notes),
        tally=desk.tally,
        results=_results(desk, mapped),
        sheets=tuple(one.sheet for one in mapped if one.sheet),
        differs=outcome.differs,
    )


class _Kept(NamedTuple):
    """Whether the record keeps the rows, and whether they are not what was expected."""

    applied: bool
    differs: bool = False


def _take_up(desk: Desk, kind: Kind, mapped: Sequence[Mapped], order: Order) -> _Kept:
    """Take up the rows in one transaction; tell whether the record keeps them."""
    rows = [row for one in mapped for row in one.rows]
    differs = False
    try:
        with transaction(desk.session):
            kind.take_up(desk, rows)
            differs = bool(order.expected) and order.expected != _digest(desk, mapped)
            good = order.accept_good or not desk.tally.faults
            _undo_unless(not order.dry_run and good and not differs)
            order.finish(desk.session)
    except _Undo:
        return _Kept(applied=False, differs=differs)
    except TrackerError as error:
        desk.tally.refuse([RowFault("", 0, "", "", str(error))])
        return _Kept(applied=False, differs=bool(order.expected))
    return _Kept(applied=True)


def _results(desk: Desk, mapped: Sequence[Mapped]) -> dict[tuple[str, int], RowResult]:
    """Say of each row what becomes of it."""
    left_out = {
        (one.sheet.file, row): reason
        for one in mapped
        if one.sheet
        for row, reason in one.rows_left_out.items()
    }
    return results_of(desk.tally, left_out)


def _digest(desk: Desk, mapped: Sequence[Mapped]) -> str:
    """Return the digest of what becomes of the rows."""
    return digest_of(_results(desk, mapped), _faults(desk), desk.tally)


def _faults(desk: Desk) -> tuple[RowFault, ...]:
    """Return the faults in the order of the sheets, each once."""
    return tuple(sorted(set(desk.tally.faults)))


def _undo_unless(wanted: bool) -> None:  # noqa: FBT001 - the name says what it means
    """Leave the transaction without keeping anything, unless it is wanted."""
    if not wanted:
        raise _Undo


def _read(files: Sequence[SheetFile], kind: Kind, section: Section) -> list[Mapped]:
    """Read and map all files; one that cannot be read becomes a fault of its own."""
    columns = kind.columns()
    mapped = []
    for path in files:
        try:
            sheet = read_sheet(path, kind.name, section.decimal)
        except Unreadable as error:
            mapped.append(Mapped(usable=False, faults=[RowFault(path.name, 0, "", "", str(error))]))
            continue
        mapped.append(map_sheet(sheet, section, columns, kind.extras))
        mapped[-1].sheet = sheet
    return mapped


def _refuse_incomplete(section: Section, kind: Kind, profile: str) -> None:
    """Refuse a profile that leaves out a needed column, or fills one that there is not.

    Names that begin with an underscore are the profile's own.
    """
    if section.columns is None:
        return
    made = {
        *section.columns,
        *section.constants,
        *section.derive,
        *section.sums,
        *section.joins,
        *section.patterns,
        *(name for split in section.splits for name in split.into),
    }
    columns = kind.columns()
    missing = [column.name for column in columns if column.required and column.name not in made]
    if missing:
        raise InvalidInput(
            say(
                "the profile %(profile)s says nothing of the column %(column)s",
                profile=profile,
                column=missing[0],
            )
        )
    known = names_of(columns)
    unknown = sorted(name for name in made if name not in known and not name.startswith("_"))
    if unknown:
        raise InvalidInput(
            say(
                "the profile %(profile)s fills '%(column)s', which is no column of ours",
                profile=profile,
                column=unknown[0],
            )
        )


def _why(order: Order) -> str:
    """Say for the trail of changes where they came from."""
    return say("import of %(files)s", files=", ".join(path.name for path in order.files))
