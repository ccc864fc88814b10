"""Groups of like faults: of the same column, with the same remedy, for other values."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from tracker.exchange.faults import RowFault

DIGITS = re.compile(r"\d+")
ROWS_NAMED = 20
"""How many rows a group names; the faults themselves name all."""
SHORT = 2
"""Values up to this length may stand in a word by chance; they are known by their quotes alone."""
ANY_VALUE, ANY_NUMBER, AND_MORE = "\0", "0", "…"


class FaultGroup(NamedTuple):
    """Like faults: their number, the first rows that have one, and the first fault."""

    number: int
    rows: tuple[int, ...]
    example: RowFault


def group_faults(faults: Iterable[RowFault]) -> list[FaultGroup]:
    """Return the groups of like faults; larger ones first, else in the order of the faults."""
    found: dict[tuple[str, ...], list[RowFault]] = {}
    for fault in faults:
        found.setdefault((fault.file, fault.column, _sentence(fault)), []).append(fault)
    groups = [
        FaultGroup(len(like), tuple(one.row for one in like[:ROWS_NAMED]), like[0])
        for like in found.values()
    ]
    return sorted(groups, key=lambda group: -group.number)


def rows_of(group: FaultGroup) -> str:
    """Return the rows of a group as text; an ellipsis stands for those that are not named."""
    named = ", ".join(str(row) for row in group.rows)
    return f"{named}, {AND_MORE}" if group.number > len(group.rows) else named


def _sentence(fault: RowFault) -> str:
    """Return the message of a fault without its value and without figures."""
    text = fault.message.replace(f"'{fault.value}'", ANY_VALUE)
    if len(fault.value) > SHORT:
        text = text.replace(fault.value, ANY_VALUE)
    return DIGITS.sub(ANY_NUMBER, text)
