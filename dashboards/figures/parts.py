"""The parts of figures: series, marks, axes with few round ticks, safe text."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, NamedTuple

from tracker.fund.ledger.measures import Measure
from tracker.totals.formatter import Formatter

Figure = dict[str, Any]
Marker = dict[str, Any]
NOTHING = "rgba(0,0,0,0)"
ROUND = (1, 2, 5)
TICKS = 5
CENTS = 100
ROOM = 1.06


@dataclass(frozen=True, slots=True)
class Series:
    """Amounts in US cents by category, with the mark that they are drawn by."""

    name: str
    minor: Sequence[int]
    marker: Marker
    hrefs: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Categories:
    """The categories of the series: labels in the order of reading, and their addresses."""

    labels: Sequence[str]
    hrefs: Sequence[str] = field(default=())


def solid(colour: str, pattern: str = "", edge: str = "") -> Marker:
    """Return a filled mark; a pattern tells it apart without colour, an edge from the paper."""
    line = {"color": f"var(--{edge})", "width": 1} if edge else {"width": 0}
    marker: Marker = {"color": f"var(--{colour})", "line": line}
    if pattern:
        marker["pattern"] = {
            "shape": pattern,
            "fgcolor": "var(--paper)",
            "fillmode": "overlay",
            "size": 5,
            "solidity": 0.2,
        }
    return marker


def outlined(colour: str) -> Marker:
    """Return an empty mark with an outline."""
    return {"color": NOTHING, "line": {"color": f"var(--{colour})", "width": 1.5}}


MARKS: dict[Measure, Marker] = {
    Measure.PLEDGED: outlined("money"),
    Measure.RECEIVED: solid("money"),
    Measure.ALLOCATED: solid("money-light", edge="money"),
    Measure.COMMITTED: solid("money-light", ".", edge="money"),
    Measure.SPENT: solid("money-dark"),
    Measure.SUPPORT_COST: solid("money-dark", "x"),
    Measure.REFUNDED: outlined("money-dark"),
    Measure.EXCHANGE_DIFFERENCE: solid("money-light", "-", edge="money"),
    Measure.AVAILABLE: outlined("money"),
    Measure.REFUND_DIFFERENCE: solid("money-dark", "-"),
}
"""The mark of each measure, the same in every figure."""

UNSPECIFIED: Marker = solid("unspecified", edge="line-strong")

INSTRUMENT_MARKS: dict[str, Marker] = {
    "UNTOC": solid("untoc"),
    "TIP": solid("tip", "/"),
    "SOM": solid("som", "."),
    "FIREARMS": solid("firearms", "-"),
    "": UNSPECIFIED,
}
"""The colour of each instrument, the same in every figure."""

STEPS: tuple[Marker, ...] = (
    solid("step-1"),
    solid("step-2", "."),
    solid("step-3", "/", edge="step-2"),
    solid("step-4", "x", edge="step-2"),
)
"""Marks of an ordered list, the loosest first."""


class Key(NamedTuple):
    """An entry of a figure's key: colour, pattern and edge, "" where it has none."""

    name: str
    colour: str
    pattern: str
    edge: str


def keys_of(series: Sequence[Series]) -> tuple[Key, ...]:
    """Return the key of a figure, which the page writes above it; one series needs none."""
    return tuple(_key(one) for one in series) if len(series) > 1 else ()


def _key(series: Series) -> Key:
    marker = series.marker
    pattern = marker.get("pattern", {}).get("shape", "")
    edge = marker["line"].get("color", "")
    return Key(series.name, _token(marker["color"]), pattern, _token(edge))


def _token(colour: str) -> str:
    """Return the name in `var(--name)`, "" for what is no colour of the style sheet."""
    return colour.removeprefix("var(--").removesuffix(")") if colour.startswith("var(") else ""


def plain(text: str) -> str:
    """Write text so that Plotly shows it as it is: it would read tags and entities."""
    return escape(text, quote=False)


def shorten(text: str, limit: int = 34) -> str:
    """Cut a long label; the table and the hover text have it whole."""
    return plain(text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…")


def dollars(minor: Sequence[int]) -> list[float]:
    """Return US dollars for Plotly, which draws and does not reckon."""
    return [cents / CENTS for cents in minor]


def step_of(span: int) -> int:
    """Return the round distance of about five ticks over a span of cents."""
    rough, power = max(span, 1) / TICKS, 1
    while power * 10 <= rough:
        power *= 10
    return next((factor * power for factor in ROUND if factor * power >= rough), 10 * power)


def amount_axis(
    lowest: int, highest: int, formatter: Formatter, room: float = ROOM
) -> dict[str, Any]:
    """Return an axis of amounts that begins at zero, with few round ticks.

    `room` widens it beyond the last value for labels that stand there.
    """
    step = step_of(max(highest, 0) - min(lowest, 0))
    top = highest * room if highest > 0 else (step if lowest >= 0 else 0)
    ticks = range(-(-lowest // step) * step if lowest < 0 else 0, int(top) + 1, step)
    return {
        "range": [lowest * ROOM / CENTS if lowest < 0 else 0, top / CENTS],
        "tickvals": dollars(ticks),
        "ticktext": [formatter.tick(tick) for tick in ticks],
        "fixedrange": True,
        "title": {"text": ""},
    }


def trace_meta(series: Series, categories: Categories) -> dict[str, Any]:
    """Return the address of each mark, for clicks."""
    hrefs = list(series.hrefs or categories.hrefs)
    return {"hrefs": hrefs} if any(hrefs) else {}
