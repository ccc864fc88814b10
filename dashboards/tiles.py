"""The figures at the head of a page."""

from collections.abc import Callable
from dataclasses import dataclass

from dashboards.asking import Ask
from dashboards.charts.chart import share_of
from tracker.fund.ledger.measures import Measure
from tracker.reference.codes import Earmarking
from tracker.reference.instruments import Instrument
from tracker.totals.dimensions import Dimension
from tracker.totals.measure_words import name
from tracker.words import say


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure: in short, in full, and what it is."""

    label: str
    short: str
    exact: str = ""
    note: str = ""
    href: str = ""


TileMaker = Callable[[Ask], Tile]


def amount(measure: Measure, of: Measure | None = None) -> TileMaker:
    """Show a measure, and its share of another."""

    def make(ask: Ask) -> Tile:
        minor = ask.total(measure)
        note = ""
        if of is not None and (whole := ask.total(of)) > 0:
            share = ask.writer.percent(share_of(minor, whole))
            note = say("%(share)s of “%(whole)s”", share=share, whole=name(of))
        return Tile(name(measure), ask.writer.short(minor), ask.writer.exact(minor), note)

    return make


def donors(ask: Ask) -> Tile:
    """Count the donors from whom money was received."""
    rows = [row for row in ask.rows(Measure.RECEIVED, Dimension.DONOR) if row.minor > 0]
    return Tile(say("Donors"), ask.writer.whole(len(rows)), note=say("money was received from"))


def countries(ask: Ask) -> Tile:
    """Count the countries and areas in which money was allocated."""
    rows = [row for row in ask.rows(Measure.ALLOCATED, Dimension.COUNTRY) if row.code and row.minor]
    return Tile(
        say("Countries and areas"), ask.writer.whole(len(rows)), note=say("money was allocated for")
    )


def unearmarked(ask: Ask) -> Tile:
    """Show what was received without earmarking."""
    rows = ask.rows(Measure.RECEIVED, Dimension.EARMARKING)
    minor = sum(row.minor for row in rows if row.code == Earmarking.UNEARMARKED)
    share = ask.writer.percent(share_of(minor, sum(row.minor for row in rows)))
    return Tile(
        say("Received un-earmarked"),
        ask.writer.short(minor),
        ask.writer.exact(minor),
        say("%(share)s of “%(whole)s”", share=share, whole=name(Measure.RECEIVED)),
    )


def on_instrument(instrument: Instrument) -> TileMaker:
    """Show what was spent on one instrument."""

    def make(ask: Ask) -> Tile:
        rows = ask.rows(Measure.SPENT, Dimension.PROTOCOL)
        minor = sum(row.minor for row in rows if row.code == instrument)
        share = ask.writer.percent(share_of(minor, sum(row.minor for row in rows)))
        return Tile(
            ask.label(Dimension.PROTOCOL, instrument.value),
            ask.writer.short(minor),
            ask.writer.exact(minor),
            say("%(share)s of “%(whole)s”", share=share, whole=name(Measure.SPENT)),
            ask.href(Dimension.PROTOCOL, instrument.value),
        )

    return make
