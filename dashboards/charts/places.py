"""Where the money went: the map of the world."""

from dataclasses import dataclass

from flask_babel import ngettext

from dashboards.asking import Ask
from dashboards.charts.chart import Chart, defined, largest, nothing
from dashboards.figures.maps import Place, world
from dashboards.sheets import Cell, Named, Sheet, sum_up
from tracker.fund.ledger.measures import Measure
from tracker.http.page_tables import ColumnKind, TableColumn
from tracker.totals.dimensions import Dimension
from tracker.totals.labels import dimension_name
from tracker.totals.measure_words import name as measure_name
from tracker.words import say


@dataclass(frozen=True, slots=True)
class WorldMap:
    """A measure by country on a map; what is for a region or the world is told in words."""

    name: str
    title: str
    measure: Measure

    def draw(self, ask: Ask) -> Chart:
        """Draw the map."""
        rows = ask.rows(self.measure, Dimension.COUNTRY)
        places = [
            Place(row.code, row.label, row.minor, ask.href(Dimension.COUNTRY, row.code))
            for row in rows
            if row.code and row.minor > 0
        ]
        table: tuple[tuple[Cell, ...], ...] = tuple(
            (
                Named(
                    row.code,
                    row.label if row.code else say("for a region or the world as a whole"),
                    ask.href(Dimension.COUNTRY, row.code),
                ),
                row.minor,
            )
            for row in rows
        )
        return Chart(
            self.name,
            str(self.title),
            defined([self.measure], [Dimension.COUNTRY]),
            self._summary(ask),
            world(places, ask.writer) if places else None,
            Sheet(
                (
                    TableColumn(dimension_name(Dimension.COUNTRY)),
                    TableColumn(measure_name(self.measure), ColumnKind.USD, "USD"),
                ),
                ("country", self.measure.value),
                table,
                sum_up(table),
            ),
            height=20,
            notes=(
                say(
                    "The boundaries and names shown and the designations used on this map do not "
                    "imply official endorsement or acceptance by the United Nations."
                ),
            ),
        )

    def _summary(self, ask: Ask) -> str:
        """Count the countries, name the first, and say what is on no map."""
        rows = ask.rows(self.measure, Dimension.COUNTRY)
        first = largest(rows)
        if first is None:
            return nothing()
        countries = sum(1 for row in rows if row.code and row.minor > 0)
        sentence: str = ngettext(
            "%(amount)s went to activities in %(num)s country or area.",
            "%(amount)s went to activities in %(num)s countries and areas; "
            "%(name)s has most with %(most)s.",
            countries,
            amount=ask.writer.short(sum(row.minor for row in rows if row.code)),
            name=first.label,
            most=ask.writer.short(first.minor),
        )
        regional = sum(row.minor for row in rows if not row.code)
        if not regional:
            return sentence
        rest = say(
            "%(amount)s is for a region or the world as a whole and is not on the map.",
            amount=ask.writer.short(regional),
        )
        return f"{sentence} {rest}"
