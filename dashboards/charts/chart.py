"""What a chart is once it is drawn, and what makes one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from dashboards.asking import Ask
from dashboards.figures.parts import Figure, Key
from dashboards.sheets import Sheet
from tracker.fund.ledger.measures import Measure
from tracker.totals.dimensions import OF_TAGS, Dimension
from tracker.totals.measure_words import definition, rule_definition, shares_definition
from tracker.totals.reader import Row
from tracker.words import say

WHOLE_BP = 10_000
TENTHS = 1_000
TOP = 12
ROW_REM = 2
FRAME_REM = 4


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: `summary` says what it shows, `definition` what counts in it.

    `height` is in rem and reserved before anything is drawn; `figure` is None where there is
    nothing to draw. `notes` qualify what is shown. Below `least_width`
    pixels the chart scrolls inside itself.
    """

    name: str
    title: str
    definition: str
    summary: str
    figure: Figure | None
    sheet: Sheet
    height: int = 20
    notes: tuple[str, ...] = ()
    wide: bool = False
    keys: tuple[Key, ...] = ()
    least_width: int = 0


class Maker(Protocol):
    """Whatever can draw a chart of that name."""

    @property
    def name(self) -> str:
        """The name in addresses, unique on its page."""

    def draw(self, ask: Ask) -> Chart:
        """Ask for the totals and draw them."""


def defined(measures: Iterable[Measure], dimensions: Iterable[Dimension] = ()) -> str:
    """Return the definitions that a chart of these measures and dimensions needs."""
    used = set(dimensions)
    sentences = [definition(measure) for measure in measures]
    if used & OF_TAGS:
        sentences.append(shares_definition())
    if Dimension.ATTRIBUTION in used:
        sentences.append(rule_definition())
    return " ".join(sentences)


def share_of(part: int, whole: int) -> int:
    """Return a share in basis points, rounded to a tenth of a per cent; 0 of nothing."""
    return round(part * TENTHS / whole) * (WHOLE_BP // TENTHS) if whole else 0


def nothing() -> str:
    """Say that the filter leaves nothing to show."""
    return say("Nothing has been recorded that meets this filter.")


def largest(rows: Sequence[Row]) -> Row | None:
    """Return the largest row that has a code, the first of equals."""
    named = [row for row in rows if row.code and row.minor > 0]
    return max(named, key=lambda row: row.minor, default=None)


def height_of(rows: int) -> int:
    """Return the height in rem that so many bars take, even, so that few classes do."""
    return FRAME_REM + ROW_REM * max(rows, 1)
