"""Runs an import: read, map, check, compare, take up; all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from tracker.db import transaction
from tracker.errors import InvalidInput, TrackerError
from tracker.exchange.columns import names_of
from tracker.exchange.desk import Desk, Progress, Tally, plainly
from tracker.exchange.faults import RowFault
from tracker.exchange.mapping import Mapped, map_sheet
from tracker.exchange.profiles import FOLDER, OWN, Section, read_section
from tracker.exchange.reading import read_sheet
from tracker.exchange.registry import Kind, kind_named
from tracker.exchange.report import Report, left_out_rows
from tracker.exchange.sheets import Unreadable
from tracker.words import say


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be imported, and how.

    With `dry_run` nothing is kept; with `accept_good` the rows without faults are kept
    although others have some.
    """

    kind: str
    files: tuple[Path, ...]
    profile: str = ""
    dry_run: bool = False
    accept_good: bool = False
    actor: str = "import"
    profiles: Path = FOLDER


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
    desk = Desk(session, order.actor, section, _why(order), Tally(), progress)
    desk.tally.refuse(fault for one in mapped for fault in one.faults)
    usable = all(one.usable for one in mapped)
    applied = usable and _take_up(desk, kind, mapped, order)
    groups = [group for one in mapped for group in one.left_out.values()]
    return Report(
        kind=order.kind,
        applied=applied,
        usable=usable,
        dry_run=order.dry_run,
        read=sum(one.read for one in mapped),
        left_out=left_out_rows((group.reason, group.rows, group.total) for group in groups),
        faults=tuple(sorted(desk.tally.faults)),
        notes=(*(note for one in mapped for note in one.notes), *desk.tally.notes),
        tally=desk.tally,
    )


def _take_up(desk: Desk, kind: Kind, mapped: Sequence[Mapped], order: Order) -> bool:
    """Take up the rows in one transaction; return whether the record keeps them."""
    rows = [row for one in mapped for row in one.rows]
    try:
        with transaction(desk.session):
            kind.take_up(desk, rows)
            _undo_unless(not order.dry_run and (order.accept_good or not desk.tally.faults))
    except _Undo:
        return False
    except TrackerError as error:
        desk.tally.refuse([RowFault("", 0, "", "", str(error))])
        return False
    return True


def _undo_unless(wanted: bool) -> None:  # noqa: FBT001 - the name says what it means
    """Leave the transaction without keeping anything, unless it is wanted."""
    if not wanted:
        raise _Undo


def _read(files: Sequence[Path], kind: Kind, section: Section) -> list[Mapped]:
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
