"""The tiles at the head of a page: single figures."""

from collections.abc import Callable
from dataclasses import dataclass

from dashboards.question import Addresses
from tracker.fund.ledger.measures import Measure
from tracker.reference.codes import Earmarking
from tracker.reference.instruments import Instrument
from tracker.totals.chart_data.findings import share_of
from tracker.totals.chosen_contributions import not_split
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.measure_words import name
from tracker.totals.opened_rows import opened_rows
from tracker.totals.opening import Opening, RowKind
from tracker.totals.page_source import PageSource
from tracker.totals.recorded import has_pledges
from tracker.words import say


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure: in short, in full, with its label.

    `href` leads to the rows behind it, `note_href` to those of the whole of which its note speaks,
    `label_href` to a page about what its label names. `value` is what a comparison takes the
    difference of: US cents, or a count.
    """

    label: str
    short: str
    exact: str = ""
    note: str = ""
    href: str = ""
    note_href: str = ""
    label_href: str = ""
    value: int | None = None
    is_money: bool = True


TileMaker = Callable[[PageSource, Addresses, Formatter], Tile | None]
"""Makes a tile of a page; None where the tile has nothing to say under the query."""


def amount(measure: Measure, of: Measure | None = None) -> TileMaker:
    """Show a measure, and its share of another; under a period the two are of different years."""

    def make(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile:
        minor = source.reader.total(measure)
        if measure is Measure.PLEDGED and not has_pledges(source.reader.scope):
            return Tile(name(measure), say("Not on record"), note=no_pledge())
        note = note_href = ""
        whole = 0 if of is None or source.query.first else source.reader.total(of)
        if of is not None and 0 < minor <= whole:
            share = formatter.percent(share_of(minor, whole))
            note = say("%(share)s of “%(whole)s”", share=share, whole=name(of))
            note_href = addresses.rows(Opening(of))
        return Tile(
            name(measure),
            formatter.short(minor),
            formatter.exact(minor),
            note,
            addresses.rows(Opening(measure)) if minor else "",
            note_href,
            value=minor,
        )

    return make


def no_pledge() -> str:
    """Say that money came of which no pledge is on record."""
    return say("money came of which no pledge is on record")


def donors(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile | None:
    """Count the donors from whom money was received."""
    if not_split(source.query):
        return None
    number = len(opened_rows(source.reader, Measure.RECEIVED, RowKind.DONORS).rows)
    return Tile(
        say("Donors"),
        formatter.whole(number),
        value=number,
        is_money=False,
        note=say("money was received from"),
        href=addresses.rows(Opening(Measure.RECEIVED, rows=RowKind.DONORS)) if number else "",
    )


def countries(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile | None:
    """Count the countries and areas in which money was allocated, where more than one may count."""
    if len(source.query.of(Dimension.COUNTRY)) == 1:
        return None
    number = len(opened_rows(source.reader, Measure.ALLOCATED, RowKind.COUNTRIES).rows)
    return Tile(
        say("Countries and areas"),
        formatter.whole(number),
        value=number,
        is_money=False,
        note=say("money was allocated for"),
        href=addresses.rows(Opening(Measure.ALLOCATED, rows=RowKind.COUNTRIES)) if number else "",
    )


def unearmarked(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile | None:
    """Show the unearmarked part of receipts."""
    if not_split(source.query):
        return None
    received = Opening(Measure.RECEIVED)
    rows = source.reader.rows(Measure.RECEIVED, Dimension.EARMARKING)
    minor = sum(row.minor for row in rows if row.code == Earmarking.UNEARMARKED)
    share = formatter.percent(share_of(minor, sum(row.minor for row in rows)))
    return Tile(
        say("Received un-earmarked"),
        formatter.short(minor),
        formatter.exact(minor),
        say("%(share)s of “%(whole)s”", share=share, whole=name(Measure.RECEIVED)),
        addresses.rows(received.at(Dimension.EARMARKING, Earmarking.UNEARMARKED)) if minor else "",
        addresses.rows(received),
        value=minor,
    )


def on_instrument(instrument: Instrument) -> TileMaker:
    """Show the expenditure on one instrument."""

    def make(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile:
        spent = Opening(Measure.SPENT)
        rows = source.reader.rows(Measure.SPENT, Dimension.PROTOCOL)
        minor = sum(row.minor for row in rows if row.code == instrument)
        share = formatter.percent(share_of(minor, sum(row.minor for row in rows)))
        return Tile(
            source.reader.label(Dimension.PROTOCOL, instrument.value),
            formatter.short(minor),
            formatter.exact(minor),
            say("%(share)s of “%(whole)s”", share=share, whole=name(Measure.SPENT)),
            addresses.rows(spent.at(Dimension.PROTOCOL, instrument)) if minor else "",
            addresses.rows(spent),
            addresses.of(Dimension.PROTOCOL, instrument),
            value=minor,
        )

    return make
