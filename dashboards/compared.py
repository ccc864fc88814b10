"""Two queries side by side: their names, their tiles with the difference in words, one scale."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from dashboards.figures.parts import Figure
from dashboards.filter_words import period_in_words
from dashboards.formatter import FORMATTER
from dashboards.question import Question
from dashboards.tiles import Tile
from tracker.totals.query import PLACES, Comparison, Query
from tracker.totals.reader import TotalsReader
from tracker.words import say

SCALE = ("tickvals", "ticktext")
"""The parts of an axis that belong to its scale, beside its range."""


class Sides(NamedTuple):
    """The names of two queries that stand side by side."""

    one: str
    other: str


class ShownTile(NamedTuple):
    """A tile; with a comparison also that of the other side, and the difference in words."""

    tile: Tile
    other: Tile | None = None
    difference: str = ""


def sides_of(question: Question, other: Question) -> Sides:
    """Return what tells two queries from each other."""
    beside = question.asked.query.compare or Comparison("")
    return Sides(
        _side(question.reader, question.asked.query, beside),
        _side(other.reader, other.asked.query, beside),
    )


def _side(reader: TotalsReader, query: Query, beside: Comparison) -> str:
    """Return the name of one side: its period, or its donors or places."""
    if beside.dimension is None:
        return period_in_words(query)
    kind = PLACES if beside.dimension in PLACES else (beside.dimension,)
    labels = [
        reader.label(dimension, code)
        for dimension, codes in query.codes
        if dimension in kind
        for code in codes
    ]
    return " / ".join(labels) or say("All")


def shown_tiles(
    tiles: Sequence[Tile | None], others: Sequence[Tile | None], sides: Sides
) -> tuple[ShownTile, ...]:
    """Put the tiles of two queries together, with the difference between figures of one name."""
    pairs = zip(tiles, others, strict=True)
    return tuple(
        ShownTile(tile, other, _difference(tile, other, sides.other))
        if other is not None and other.label == tile.label
        else ShownTile(tile)
        for tile, other in pairs
        if tile is not None
    )


def _difference(tile: Tile, other: Tile, name: str) -> str:
    """Return by how much two figures differ, in words; "" where they are no amounts."""
    if tile.value is None or other.value is None:
        return ""
    more = tile.value - other.value
    amount = FORMATTER.exact(abs(more)) if tile.is_money else FORMATTER.whole(abs(more))
    if more == 0:
        return say("as much as %(other)s", other=name)
    if more > 0:
        return say("%(amount)s more than %(other)s", amount=amount, other=name)
    return say("%(amount)s less than %(other)s", amount=amount, other=name)


def on_one_scale(one: Figure | None, other: Figure | None) -> None:
    """Give the axes of values of two figures the same range, that of the larger one."""
    if one is None or other is None:
        return
    both = [_value_axes(figure) for figure in (one, other)]
    if not all(axes and axes[0].get("range") for axes in both):
        return
    ranges = [axes[0]["range"] for axes in both]
    low, high = min(found[0] for found in ranges), max(found[1] for found in ranges)
    wider = max((axes[0] for axes in both), key=lambda axis: axis["range"][1] - axis["range"][0])
    scale = {name: wider[name] for name in SCALE if name in wider} | {"range": [low, high]}
    for axis in (*both[0], *both[1]):
        axis.update(scale)
    _give_room(one, other)


def _give_room(one: Figure, other: Figure) -> None:
    """Tell two figures of lying bars the room that the texts at the ends of both take together.

    The page measures texts, and would give each figure a range of its own.
    """
    traces = [trace for figure in (one, other) for trace in figure["data"]]
    ends = [trace for trace in traces if trace.get("mode") == "text"]
    if not ends:
        return
    scale = {
        "top": max((end for trace in ends for end in trace["x"]), default=0),
        "letters": max((len(text) for trace in ends for text in trace["text"]), default=0),
    }
    for figure in (one, other):
        figure["layout"]["meta"] = {**figure["layout"].get("meta", {}), "scale": scale}


def _value_axes(figure: Figure) -> list[dict[str, Any]]:
    """Return the axes of values of a figure: the lying ones of bars, else the standing ones."""
    layout = figure["layout"]
    meta = layout.get("meta", {})
    lies = meta.get("mirror") or meta.get("panels", {}).get("lying")
    name = "xaxis" if lies else "yaxis"
    return [axis for key, axis in layout.items() if key.startswith(name)]
