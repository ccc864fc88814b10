"""Charts sorted by size: a measure by a dimension, perhaps divided by another."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.asking import Ask
from dashboards.charts.chart import TOP, Chart, defined, height_of, largest, nothing, share_of
from dashboards.charts.marks import marker_of
from dashboards.figures.bars import bars
from dashboards.figures.parts import MARKS, Categories, Series, keys_of
from dashboards.sheets import Cell, Named, Sheet, sum_up
from tracker.fund.ledger.measures import Measure
from tracker.http.page_tables import ColumnKind, TableColumn
from tracker.totals.dimensions import Dimension
from tracker.totals.labels import dimension_name
from tracker.totals.measure_words import name as measure_name
from tracker.totals.reader import Cross, Row
from tracker.words import say


@dataclass(frozen=True, slots=True)
class Ranked:
    """A measure by a dimension, the largest first; `split` divides each bar."""

    name: str
    title: str
    measure: Measure
    by: Dimension
    split: Dimension | None = None
    wide: bool = False

    def draw(self, ask: Ask) -> Chart:
        """Draw the bars; the figure has the largest, the table all."""
        rows = ask.rows(self.measure, self.by)
        cross = self._cross(ask, rows)
        shown = self._shown(cross)
        hrefs = [ask.href(self.by, code) for code, _label in shown.rows]
        series = [
            Series(label, own, self._marker(code, place))
            for place, ((code, label), own) in enumerate(
                zip(shown.columns, zip(*shown.minor, strict=True), strict=True)
            )
        ]
        categories = Categories([label for _code, label in shown.rows], hrefs)
        return Chart(
            self.name,
            str(self.title),
            defined([self.measure], [self.by, *([self.split] if self.split else [])]),
            self._summary(ask, rows),
            bars(categories, series, ask.writer) if rows else None,
            self._sheet(ask, cross),
            height=height_of(len(shown.rows)),
            notes=self._notes(rows),
            wide=self.wide,
            keys=keys_of(series),
        )

    def _cross(self, ask: Ask, rows: Sequence[Row]) -> Cross:
        """Return rows and columns; without a split, one column."""
        if self.split is not None:
            return ask.cross(self.measure, self.by, self.split)
        return Cross(
            tuple((row.code, row.label) for row in rows),
            ((self.measure.value, measure_name(self.measure)),),
            tuple((row.minor,) for row in rows),
        )

    def _shown(self, cross: Cross) -> Cross:
        """Keep the largest rows; all others are one, but of countries it would dwarf each."""
        if self.by is Dimension.COUNTRY:
            kept = [place for place, (code, _label) in enumerate(cross.rows) if code][:TOP]
            return Cross(
                tuple(cross.rows[place] for place in kept),
                cross.columns,
                tuple(cross.minor[place] for place in kept),
            )
        if len(cross.rows) <= TOP:
            return cross
        rest = cross.minor[TOP - 1 :]
        others = say("%(number)s others", number=len(rest))
        return Cross(
            (*cross.rows[: TOP - 1], ("", others)),
            cross.columns,
            (*cross.minor[: TOP - 1], tuple(map(sum, zip(*rest, strict=True)))),
        )

    def _notes(self, rows: Sequence[Row]) -> tuple[str, ...]:
        """Say what the figure leaves to the table."""
        if self.by is not Dimension.COUNTRY or len(rows) <= TOP:
            return ()
        return (say("The figure shows the largest; the table has all."),)

    def _marker(self, code: str, place: int) -> dict[str, object]:
        """Return the mark of a column: of the measure, or of a code of the split."""
        return MARKS[self.measure] if self.split is None else marker_of(self.split, code, place)

    def _sheet(self, ask: Ask, cross: Cross) -> Sheet:
        """Return all rows with their share of the total."""
        total = sum(map(sum, cross.minor))
        divided = self.split is not None
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (
                Named(code, label, ask.href(self.by, code)),
                *own,
                *((sum(own),) if divided else ()),
                share_of(sum(own), total),
            )
            for (code, label), own in zip(cross.rows, cross.minor, strict=True)
        )
        sums = sum_up(rows)
        return Sheet(
            (
                TableColumn(dimension_name(self.by)),
                *(TableColumn(label, ColumnKind.USD, "USD") for _code, label in cross.columns),
                *((TableColumn(say("Total"), ColumnKind.USD, "USD"),) if divided else ()),
                TableColumn(say("Share"), ColumnKind.PERCENT),
            ),
            (
                self.by.value,
                *(self._name(code) for code, _label in cross.columns),
                *(("total",) if divided else ()),
                "share_percent",
            ),
            rows,
            (*sums[:-1], None) if sums else None,
        )

    def _name(self, code: str) -> str:
        """Return what the column of a code is called in the file."""
        return code if self.split is None else f"{self.split}_{code or 'not_specified'}"

    def _summary(self, ask: Ask, rows: Sequence[Row]) -> str:
        """Name the largest and its share, and what is not specified."""
        total = sum(row.minor for row in rows)
        first = largest(rows)
        if first is None:
            return nothing()
        words = {
            "name": first.label,
            "amount": ask.writer.short(first.minor),
            "share": ask.writer.percent(share_of(first.minor, total)),
            "total": ask.writer.short(total),
        }
        sentence = self._finding(words)
        unspecified = sum(row.minor for row in rows if not row.code)
        if not unspecified:
            return sentence
        rest = (
            say("%(amount)s is for no single country.", amount=ask.writer.short(unspecified))
            if self.by is Dimension.COUNTRY
            else say("%(amount)s is not specified.", amount=ask.writer.short(unspecified))
        )
        return f"{sentence} {rest}"

    def _finding(self, words: dict[str, str]) -> str:
        """Say which is the largest, in the words of the measure."""
        match self.measure:
            case Measure.RECEIVED:
                return say(
                    "Most was received from %(name)s: %(amount)s of %(total)s, or %(share)s.",
                    **words,
                )
            case Measure.SPENT if self.by is Dimension.DONOR:
                return say(
                    "Of %(total)s spent, the largest part came from %(name)s: "
                    "%(amount)s, or %(share)s.",
                    **words,
                )
            case Measure.SPENT:
                return say(
                    "Of %(total)s spent, the largest part is for %(name)s: "
                    "%(amount)s, or %(share)s.",
                    **words,
                )
            case _:
                return say(
                    "Of %(total)s, %(name)s has the largest part: %(amount)s, or %(share)s.",
                    **words,
                )


@dataclass(frozen=True, slots=True)
class WhatIsLeft:
    """How far the money has come: one bar for each measure."""

    name: str
    title: str

    def draw(self, ask: Ask) -> Chart:
        """Draw the measures in the order in which money passes them."""
        amounts = [ask.total(measure) for measure in STAGES]
        series = [
            Series(
                measure_name(measure),
                [minor if other is measure else 0 for other in STAGES],
                MARKS[measure],
            )
            for measure, minor in zip(STAGES, amounts, strict=True)
        ]
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (Named(measure.value, measure_name(measure)), minor)
            for measure, minor in zip(STAGES, amounts, strict=True)
        )
        labels = [measure_name(measure) for measure in STAGES]
        found = any(amounts)
        return Chart(
            self.name,
            str(self.title),
            defined(STAGES),
            self._summary(ask, dict(zip(STAGES, amounts, strict=True))) if found else nothing(),
            bars(Categories(labels), series, ask.writer) if found else None,
            Sheet(
                (TableColumn(say("Measure")), TableColumn(say("Amount"), ColumnKind.USD, "USD")),
                ("measure", "amount"),
                rows,
            ),
            height=height_of(len(STAGES)),
        )

    def _summary(self, ask: Ask, amounts: dict[Measure, int]) -> str:
        """Say what part of the receipts is spent and what is available."""
        received = amounts[Measure.RECEIVED]
        words = {
            "received": ask.writer.short(received),
            "spent": ask.writer.short(amounts[Measure.SPENT]),
            "share": ask.writer.percent(share_of(amounts[Measure.SPENT], received)),
            "available": ask.writer.short(amounts[Measure.AVAILABLE]),
        }
        if received <= 0:
            return say("%(spent)s is spent.", **words)
        return say(
            "Of %(received)s received, %(spent)s is spent on activities (%(share)s) and "
            "%(available)s is available.",
            **words,
        )


STAGES = (
    Measure.RECEIVED,
    Measure.REFUNDED,
    Measure.ALLOCATED,
    Measure.COMMITTED,
    Measure.SPENT,
    Measure.SUPPORT_COST,
    Measure.AVAILABLE,
)
"""The measures in the order in which money passes them."""
