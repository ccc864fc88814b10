"""Openings of figures that count records, not money: the records behind them, and their address.

Their address is that of the rows of money: parts by the codes of the records, and the page's query.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from tracker.errors import Fault
from tracker.periods import Span
from tracker.totals.opening import BETWEEN, EXCEPT, PART, RowKind
from tracker.totals.query_fields import Arguments
from tracker.totals.query_string import BadQuery
from tracker.words import say

RECORD_PARAMETERS = frozenset({PART, EXCEPT})
"""The names that an address of records has beside those of the query."""


class RecordPart(NamedTuple):
    """The records with some codes under a name, such as "means", or those with any `but` them."""

    name: str
    codes: tuple[str, ...]
    but: bool = False


@dataclass(frozen=True, slots=True)
class RecordOpening:
    """The records behind a figure: their kind, the parts that they belong to, other days.

    `days` are those of the period before, where the figure is of it.
    """

    rows: RowKind
    parts: tuple[RecordPart, ...] = ()
    days: Span | None = None

    def at(self, name: str, *codes: str) -> "RecordOpening":
        """Return the opening of the records with these codes."""
        return self._with(RecordPart(name, codes))

    def without(self, name: str, *codes: str) -> "RecordOpening":
        """Return the opening of the records with all other codes."""
        return self._with(RecordPart(name, codes, but=True))

    def within(self, days: Span) -> "RecordOpening":
        """Return the opening of the records of other days."""
        return replace(self, days=days)

    def as_rows(self, kind: RowKind) -> "RecordOpening":
        """Return the opening of records of another kind behind the same figure."""
        return replace(self, rows=kind)

    def kind(self, _chosen: Iterable[object] = ()) -> RowKind:
        """Return the kind of the records."""
        return self.rows

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Return names and values of its address, before those of the query."""
        for part in self.parts:
            for code in part.codes:
                yield EXCEPT if part.but else PART, f"{part.name}{BETWEEN}{code}"

    def _with(self, part: RecordPart) -> "RecordOpening":
        """Return the opening of a part too; parts have one order, and none is there twice."""
        if part in self.parts:
            return self
        return replace(self, parts=tuple(sorted((*self.parts, part), key=_order)))


def _order(part: RecordPart) -> tuple[bool, str]:
    """Return the place of a part among others."""
    return part.but, part.name


def read_record_opening(
    arguments: Arguments, rows: RowKind, lawful: Mapping[str, Iterable[str] | None]
) -> RecordOpening:
    """Read an opening from an address; `lawful` are the codes that parts may have, by name.

    None allows any code, "" is lawful everywhere. Raises BadQuery that lists every fault.
    """
    faults: list[Fault] = []
    parts = [
        RecordPart(name, tuple(codes), but=parameter == EXCEPT)
        for parameter in (PART, EXCEPT)
        for name, codes in _codes(parameter, arguments.getlist(parameter), lawful, faults).items()
    ]
    if faults:
        raise BadQuery(faults)
    return RecordOpening(rows, tuple(sorted(parts, key=_order)))


def _codes(
    parameter: str,
    texts: Iterable[str],
    lawful: Mapping[str, Iterable[str] | None],
    faults: list[Fault],
) -> dict[str, list[str]]:
    """Return the codes that parts name, noting a fault for what is not known."""
    found: dict[str, list[str]] = {}
    for text in texts:
        name, between, code = text.partition(BETWEEN)
        if not between or name not in lawful:
            message = say(
                "'%(text)s' is no part of these records; write a name and a code as %(example)s,"
                " with one of the names: %(known)s",
                text=text,
                example=f"{next(iter(lawful))}{BETWEEN}…",
                known=", ".join(lawful),
            )
            faults.append(Fault(parameter, message))
            continue
        known = lawful[name]
        if code and known is not None and code not in set(known):
            faults.append(Fault(parameter, say("'%(code)s' is not known here", code=code)))
        else:
            found.setdefault(name, []).append(code)
    return found


def parts_in_words(parts: Iterable[RecordPart], labels: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield parts in words, by the labels of their codes."""
    for part, names in zip(parts, labels, strict=True):
        joined = " / ".join(names)
        yield say("all but %(names)s", names=joined) if part.but else joined
