"""What a corrigendum changes: two trees compared, cell by cell, sentence by sentence."""

from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

from tracker.reports.content.blocks import ReportColumn, ReportTable, TableRow
from tracker.reports.content.places import Piece, ReportPlace, places
from tracker.reports.content.report import ReportTree
from tracker.reports.content.texts import Text, sentence

NEW, DELETED = sentence("(new)"), sentence("(deleted)")
"""What stands for a text that was not there before, and for one that is there no more."""
COLUMNS = (
    ReportColumn("where", sentence("Where")),
    ReportColumn("for", sentence("For (as issued)")),
    ReportColumn("read", sentence("Read (as corrected)")),
)


def corrections_table(rows: Sequence[TableRow]) -> ReportTable:
    """Return corrections as the table of a corrigendum."""
    return ReportTable("corrections", (sentence("Corrections"),), COLUMNS, tuple(rows))


def corrections(issued: ReportTree, corrected: ReportTree) -> Iterator[TableRow]:
    """Yield where two trees differ, with what stands there in the one and in the other.

    The code of a row is the stable id of the place. Symbol and date, the facts of the drawing and
    the addresses of figures are no corrections.
    """
    old = {place.id: place for place in places(issued)}
    new = {place.id: place for place in places(corrected)}
    for identity in _in_order(list(old), list(new)):
        yield from _of_place(identity, old.get(identity), new.get(identity))


def _in_order(old: list[str], new: list[str]) -> Iterator[str]:
    """Yield all ids once, those that are gone where they were."""
    seen = set()
    for _tag, first, last, begin, end in _differences(old, new):
        for identity in (*old[first:last], *new[begin:end]):
            if identity not in seen:
                seen.add(identity)
                yield identity


def _of_place(
    identity: str, old: ReportPlace | None, new: ReportPlace | None
) -> Iterator[TableRow]:
    """Yield the corrections of a place: of a passage, those of the sentences that differ."""
    before, after = old.pieces if old else (), new.pieces if new else ()
    if [one.text for one in before] == [one.text for one in after]:
        return
    found = list(_pairs(before, after))
    for number, (gone, come) in enumerate(found, 1):
        where = next(one.where for one in (gone, come) if one is not None)
        code = identity if len(found) == 1 else f"{identity}/{number}"
        yield TableRow(code, (where, gone.text if gone else NEW, come.text if come else DELETED))


def _pairs(
    old: Sequence[Piece], new: Sequence[Piece]
) -> Iterator[tuple[Piece | None, Piece | None]]:
    """Yield what differs side by side; None where there is nothing."""
    texts: tuple[list[Text | None], list[Text | None]] = (
        [one.text for one in old],
        [one.text for one in new],
    )
    for tag, first, last, begin, end in _differences(*texts):
        if tag == "equal":
            continue
        gone: list[Piece | None] = [*old[first:last]]
        come: list[Piece | None] = [*new[begin:end]]
        longest = max(len(gone), len(come))
        gone += [None] * (longest - len(gone))
        come += [None] * (longest - len(come))
        yield from zip(gone, come, strict=True)


def _differences(
    old: Sequence[Hashable], new: Sequence[Hashable]
) -> Sequence[tuple[str, int, int, int, int]]:
    """Return which parts of two sequences are equal, and which are not."""
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
