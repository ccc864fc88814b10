"""What a corrigendum changes: two trees compared, cell by cell, sentence by sentence."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

from tracker.reports.content.blocks import ReportColumn, ReportTable, TableRow
from tracker.reports.content.places import Piece, ReportPlace, places
from tracker.reports.content.report import Facts, ReportTree
from tracker.reports.content.texts import (
    MomentText,
    PlainText,
    Sentence,
    Text,
    sentence,
)

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

    The code of a row is the stable id of the place. Symbol and date, the facts of the drawing,
    also where a sentence says them, and the addresses of figures are no corrections.
    """
    old = {place.id: _said(place, issued.facts) for place in places(issued)}
    new = {place.id: _said(place, corrected.facts) for place in places(corrected)}
    for identity in _in_order(list(old), list(new)):
        yield from _of_place(identity, old.get(identity, ()), new.get(identity, ()))


class _Said(NamedTuple):
    """A piece, and what is compared of it: its text without the facts of the drawing."""

    piece: Piece
    compared: Text | None


_Place = tuple[_Said, ...]


def _said(place: ReportPlace, facts: Facts) -> _Place:
    return tuple(_Said(one, one.text and _without_facts(one.text, facts)) for one in place.pieces)


def _without_facts(text: Text, facts: Facts) -> Text:
    """Return a text with a blank for each fact of the drawing that a sentence says."""
    if not isinstance(text, Sentence):
        return text
    own = (
        MomentText(facts.known_at),
        PlainText(facts.chain_head),
        PlainText(str(facts.chain_number)),
    )
    values = (
        (name, PlainText("") if value in own else _without_facts(value, facts))
        for name, value in text.values
    )
    return replace(text, values=tuple(values))


def _in_order(old: list[str], new: list[str]) -> Iterator[str]:
    """Yield all ids once, those that are gone where they were."""
    seen = set()
    for _tag, first, last, begin, end in _differences(old, new):
        for identity in (*old[first:last], *new[begin:end]):
            if identity not in seen:
                seen.add(identity)
                yield identity


def _of_place(identity: str, old: _Place, new: _Place) -> Iterator[TableRow]:
    """Yield the corrections of a place: of a passage, those of the sentences that differ."""
    if [one.compared for one in old] == [one.compared for one in new]:
        return
    found = list(_pairs(old, new))
    for number, (gone, come) in enumerate(found, 1):
        where = next(one.piece.where for one in (gone, come) if one is not None)
        code = identity if len(found) == 1 else f"{identity}/{number}"
        texts = (gone.piece.text if gone else NEW, come.piece.text if come else DELETED)
        yield TableRow(code, (where, *texts))


_Pair = tuple[_Said | None, _Said | None]


def _pairs(old: _Place, new: _Place) -> Iterator[_Pair]:
    """Yield what differs side by side; None where there is nothing."""
    texts = ([one.compared for one in old], [one.compared for one in new])
    for tag, first, last, begin, end in _differences(*texts):
        if tag != "equal":
            yield from _beside(old[first:last], new[begin:end])


def _beside(old: _Place, new: _Place) -> Iterator[_Pair]:
    """Yield sentences of one message with other values beside each other, then the rest."""
    messages = (list(map(_message, old)), list(map(_message, new)))
    for _tag, first, last, begin, end in _differences(*messages):
        yield from zip_longest(old[first:last], new[begin:end])


def _message(said: _Said) -> str:
    text = said.compared
    return text.message if isinstance(text, Sentence) else type(text).__name__


def _differences(
    old: Sequence[Hashable], new: Sequence[Hashable]
) -> Sequence[tuple[str, int, int, int, int]]:
    """Return which parts of two sequences are equal, and which are not."""
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
