"""The result of an import: counts, sums, faults."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, NamedTuple

from tracker.exchange.fault_groups import FaultGroup, group_faults
from tracker.exchange.faults import RowFault
from tracker.exchange.import_context import ImportCounters
from tracker.exchange.mapped_rows import RoundedSum
from tracker.exchange.outcomes import Outcome, RowResult
from tracker.exchange.sheets import Sheet


class LeftOutRows(NamedTuple):
    """Rows left out for a reason, and their sum where a profile names its column.

    The sum is in hundredths, of whatever currencies the column has.
    """

    reason: str
    rows: int
    sum_minor: int | None


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The result of an import, or of its dry run.

    `applied` tells whether the record was changed. The rows read are added, changed, unchanged,
    rejected or left out; `results` has the outcome of each by file and row. `differs` tells that
    the outcome is not the expected one, and nothing was applied. `rounded` has what rounding moved,
    `unlisted` by file the headings of which the profile says nothing. `last_record` is the number
    of the last record of the trail that the rows were compared with.
    """

    kind: str
    applied: bool
    dry_run: bool
    usable: bool = True
    read: int = 0
    left_out: tuple[LeftOutRows, ...] = ()
    faults: tuple[RowFault, ...] = ()
    notes: tuple[str, ...] = ()
    counters: ImportCounters = field(default_factory=ImportCounters)
    results: Mapping[tuple[str, int], RowResult] = field(default_factory=dict)
    sheets: tuple[Sheet, ...] = ()
    rounded: tuple[RoundedSum, ...] = ()
    unlisted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    differs: bool = False
    last_record: int = 0

    @property
    def rejected(self) -> int:
        """Return the number of rows with faults; all of them when a sheet cannot be used."""
        return len(self.counters.refused) if self.usable else self.read

    @property
    def kept(self) -> bool:
        """Tell whether the counts are those of the record or a dry run; otherwise they are void."""
        return self.applied or self.dry_run

    @property
    def clean(self) -> bool:
        """Tell whether there are no faults."""
        return not self.faults


def digest_of(
    results: Mapping[tuple[str, int], RowResult],
    faults: Iterable[RowFault],
    counters: ImportCounters,
) -> str:
    """Return a digest of the outcomes of all rows; equal outcomes have the same digest."""
    digest = hashlib.sha256()
    for place, result in sorted(results.items()):
        digest.update(repr((place, *result)).encode())
    for fault in sorted(faults):
        digest.update(repr(tuple(fault)).encode())
    sums = (
        sorted(counters.totals.items()),
        sorted(counters.also_added.items()),
        counters.undecided_donors,
    )
    digest.update(repr(sums).encode())
    return digest.hexdigest()


def results_of(
    counters: ImportCounters,
    left_out: Mapping[tuple[str, int], str],
    keys: Mapping[tuple[str, int], str],
) -> dict[tuple[str, int], RowResult]:
    """Return the outcome of each row: counted, refused with the key that it names, or left out."""
    found = dict(counters.results)
    found.update(
        (place, RowResult(Outcome.REJECTED, keys.get(place, "")))
        for place in counters.refused
        if place[1]
    )
    found.update((place, RowResult(Outcome.LEFT_OUT, why=why)) for place, why in left_out.items())
    return found


def left_out_rows(
    groups: Iterable[tuple[str, int, Decimal | None]], *, summed: bool = True
) -> tuple[LeftOutRows, ...]:
    """Return the left-out rows once for each reason, `summed` in whole minor units.

    A group without a sum has none.
    """
    totals: dict[str, tuple[int, Decimal | None]] = {}
    for reason, rows, total in groups:
        before, sum_before = totals.get(reason, (0, Decimal(0)))
        both = None if sum_before is None or total is None else sum_before + total
        totals[reason] = (before + rows, both)
    return tuple(
        LeftOutRows(reason, rows, _in_minor_units(total) if summed and total is not None else None)
        for reason, (rows, total) in totals.items()
    )


def _in_minor_units(total: Decimal) -> int:
    """Return an exact sum of amounts in whole hundredths."""
    return int(total.scaleb(2).to_integral_value(ROUND_HALF_EVEN))


def as_json(result: ImportResult) -> dict[str, Any]:
    """Return the result as JSON; amounts are whole minor units."""
    counters = result.counters
    answer: dict[str, Any] = {
        "read": result.read,
        "added": counters.added if result.kept else 0,
        "changed": counters.changed if result.kept else 0,
        "unchanged": counters.unchanged,
        "rejected": result.rejected,
        "totals": dict(counters.totals),
        "faults": [_as_json(fault) for fault in result.faults],
        "applied": result.applied,
    }
    further = {
        "left_out": [group._asdict() for group in result.left_out],
        "fault_groups": [_group_as_json(group) for group in group_faults(result.faults)],
        "amounts": {what: dict(sums) for what, sums in counters.amounts.items() if sums},
        "also_added": dict(counters.also_added),
        "asked": dict(counters.asked),
        "undecided_donors": [donor._asdict() for donor in counters.undecided_donors],
        "unfunded": {code: rest._asdict() for code, rest in sorted(counters.unfunded.items())},
        "rounded": [{**one._asdict(), "moved": f"{one.moved:f}"} for one in result.rounded],
        "unlisted_columns": {file: list(names) for file, names in result.unlisted.items()},
        "warnings": [_as_json(warning) for warning in sorted(counters.warnings)],
        "notes": list(dict.fromkeys(result.notes)),
        "sheets_not_read": [
            {"file": sheet.file, **one._asdict()} for sheet in result.sheets for one in sheet.unread
        ],
    }
    return answer | {key: value for key, value in further.items() if value}


def _group_as_json(group: FaultGroup) -> dict[str, Any]:
    """Return like faults as JSON: how many, where, and one of them."""
    return {
        "count": group.number,
        "rows": list(group.rows),
        "column": group.example.column,
        "example": _as_json(group.example),
    }


def _as_json(fault: RowFault) -> dict[str, Any]:
    """Return a fault as JSON."""
    return {
        "row": fault.row,
        "column": fault.column,
        "value": fault.value,
        "message": fault.message,
        "file": fault.file,
    }
