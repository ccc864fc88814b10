"""The tiles at the head of a page: single figures."""

from collections.abc import Callable
from dataclasses import dataclass

from dashboards.question import Addresses
from tracker.fund.ledger.measures import Measure
from tracker.reference.codes import Earmarking
from tracker.reference.instruments import Instrument
from tracker.totals.chart_data.findings import share_of
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.measure_words import name
from tracker.totals.page_source import PageSource
from tracker.words import say


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure: in short, in full, with its label."""

    label: str
    short: str
    exact: str = ""
    note: str = ""
    href: str = ""


TileMaker = Callable[[PageSource, Addresses, Formatter], Tile | None]
"""Makes a tile of a page; None where the tile has nothing to say under the query."""


def amount(measure: Measure, of: Measure | None = None) -> TileMaker:
    """Show a measure, and its share of another."""

    def make(source: PageSource, _addresses: Addresses, formatter: Formatter) -> Tile:
        minor = source.reader.total(measure)
        note = ""
        if of is not None and (whole := source.reader.total(of)) > 0:
            share = formatter.percent(share_of(minor, whole))
            note = say("%(share)s of “%(whole)s”", share=share, whole=name(of))
        return Tile(name(measure), formatter.short(minor), formatter.exact(minor), note)

    return make


def donors(source: PageSource, _addresses: Addresses, formatter: Formatter) -> Tile:
    """Count the donors from whom money was received."""
    rows = [row for row in source.reader.rows(Measure.RECEIVED, Dimension.DONOR) if row.minor > 0]
    return Tile(say("Donors"), formatter.whole(len(rows)), note=say("money was received from"))


def countries(source: PageSource, _addresses: Addresses, formatter: Formatter) -> Tile:
    """Count the countries and areas in which money was allocated."""
    rows = [
        row
        for row in source.reader.rows(Measure.ALLOCATED, Dimension.COUNTRY)
        if row.code and row.minor
    ]
    return Tile(
        say("Countries and areas"), formatter.whole(len(rows)), note=say("money was allocated for")
    )


def unearmarked(source: PageSource, _addresses: Addresses, formatter: Formatter) -> Tile:
    """Show the unearmarked part of receipts."""
    rows = source.reader.rows(Measure.RECEIVED, Dimension.EARMARKING)
    minor = sum(row.minor for row in rows if row.code == Earmarking.UNEARMARKED)
    share = formatter.percent(share_of(minor, sum(row.minor for row in rows)))
    return Tile(
        say("Received un-earmarked"),
        formatter.short(minor),
        formatter.exact(minor),
        say("%(share)s of “%(whole)s”", share=share, whole=name(Measure.RECEIVED)),
    )


def on_instrument(instrument: Instrument) -> TileMaker:
    """Show the expenditure on one instrument."""

    def make(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile:
        rows = source.reader.rows(Measure.SPENT, Dimension.PROTOCOL)
        minor = sum(row.minor for row in rows if row.code == instrument)
        share = formatter.percent(share_of(minor, sum(row.minor for row in rows)))
        return Tile(
            source.reader.label(Dimension.PROTOCOL, instrument.value),
            formatter.short(minor),
            formatter.exact(minor),
            say("%(share)s of “%(whole)s”", share=share, whole=name(Measure.SPENT)),
            addresses.of(Dimension.PROTOCOL, instrument.value),
        )

    return make
