"""How the money was used: from donors or programmes to what it served."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.asking import Ask
from dashboards.charts.chart import Chart, defined, nothing
from dashboards.figures.flows import NEUTRAL, Link, Node, flow
from dashboards.sheets import Cell, Named, Sheet, sum_up
from tracker.fund.ledger.measures import Measure
from tracker.http.page_tables import ColumnKind, TableColumn
from tracker.totals.dimensions import Dimension
from tracker.totals.labels import dimension_name
from tracker.totals.measure_words import name as measure_name
from tracker.words import say

MOST = 10
LEAST_WIDTH = 760
COLOURS = {"UNTOC": "untoc", "TIP": "tip", "SOM": "som", "FIREARMS": "firearms"}
OTHERS = "*"


@dataclass(frozen=True, slots=True)
class Flow:
    """A measure from one dimension through a second to a third."""

    name: str
    title: str
    measure: Measure
    stops: tuple[Dimension, Dimension, Dimension]

    def draw(self, ask: Ask) -> Chart:
        """Draw the flow; small donors and programmes are drawn as one."""
        kept = [self._largest(ask, stop) for stop in self.stops]
        nodes = [
            Node(
                self._label(ask, stop, code),
                column,
                COLOURS.get(code, NEUTRAL),
                "" if code == OTHERS else ask.href(stop, code),
            )
            for column, (stop, codes) in enumerate(zip(self.stops, kept, strict=True))
            for code in codes
        ]
        links = [*self._links(ask, kept, 0), *self._links(ask, kept, 1)]
        rows = self._rows(ask)
        return Chart(
            self.name,
            str(self.title),
            defined([self.measure], [*self.stops, Dimension.ATTRIBUTION]),
            self._summary(ask),
            flow(nodes, links, ask.writer) if links else None,
            Sheet(
                (
                    TableColumn(dimension_name(self.stops[1])),
                    TableColumn(dimension_name(self.stops[0])),
                    TableColumn(measure_name(self.measure), ColumnKind.USD, "USD"),
                ),
                (self.stops[1].value, self.stops[0].value, self.measure.value),
                rows,
                sum_up(rows),
            ),
            height=30,
            wide=True,
            least_width=LEAST_WIDTH,
        )

    def _largest(self, ask: Ask, stop: Dimension) -> list[str]:
        """Return the codes that are drawn by themselves, and a place for all others."""
        codes = [row.code for row in ask.rows(self.measure, stop) if row.minor > 0]
        return codes if len(codes) <= MOST else [*codes[: MOST - 1], OTHERS]

    def _label(self, ask: Ask, stop: Dimension, code: str) -> str:
        """Return what a stop is called."""
        return say("all others") if code == OTHERS else ask.label(stop, code)

    def _links(self, ask: Ask, kept: Sequence[list[str]], column: int) -> list[Link]:
        """Return the money between two neighbouring columns; only what is above zero flows."""
        source, target = kept[column], kept[column + 1]
        first = sum(len(codes) for codes in kept[:column])
        cross = ask.cross(self.measure, self.stops[column], self.stops[column + 1])
        amounts: dict[tuple[int, int], int] = {}
        for (code, _label), own in zip(cross.rows, cross.minor, strict=True):
            for (other, _name), minor in zip(cross.columns, own, strict=True):
                key = (_place(source, code), _place(target, other))
                amounts[key] = amounts.get(key, 0) + minor
        return [
            Link(first + start, first + len(source) + end, minor)
            for (start, end), minor in sorted(amounts.items())
            if minor > 0 and start >= 0 and end >= 0
        ]

    def _rows(self, ask: Ask) -> tuple[tuple[Cell, ...], ...]:
        """Return every way from the first to the second stop."""
        cross = ask.cross(self.measure, self.stops[1], self.stops[0])
        return tuple(
            (
                Named(code, label, ask.href(self.stops[1], code)),
                Named(other, name, ask.href(self.stops[0], other)),
                minor,
            )
            for (code, label), own in zip(cross.rows, cross.minor, strict=True)
            for (other, name), minor in zip(cross.columns, own, strict=True)
            if minor
        )

    def _summary(self, ask: Ask) -> str:
        """Name the total and the widest way."""
        rows = self._rows(ask)
        if not rows:
            return nothing()
        widest = max(rows, key=lambda row: row[2] if isinstance(row[2], int) else 0)
        return say(
            "%(measure)s: %(total)s. The widest way is from %(source)s through %(through)s: "
            "%(amount)s.",
            measure=measure_name(self.measure),
            total=ask.writer.short(ask.total(self.measure)),
            source=_text(widest[1]),
            through=_text(widest[0]),
            amount=ask.writer.short(widest[2] if isinstance(widest[2], int) else 0),
        )


def _place(codes: Sequence[str], code: str) -> int:
    """Return where a code is drawn, -1 where it is not."""
    if code in codes:
        return codes.index(code)
    return codes.index(OTHERS) if OTHERS in codes else -1


def _text(cell: Cell) -> str:
    """Return the label of a cell."""
    return cell.label if isinstance(cell, Named) else str(cell)
