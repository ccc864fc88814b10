"""Tiles of adherence: the number of parties to an instrument."""

from dashboards.question import Addresses
from dashboards.tiles import Tile, TileMaker
from tracker.reference.instruments import Instrument
from tracker.totals.chart_data.adherence_scope import (
    AdherenceScope,
    adherence_dates,
    adherence_scope,
    instrument_name,
)
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.page_source import PageSource
from tracker.words import say


def parties_to(instrument: Instrument) -> TileMaker:
    """Show the number of parties to an instrument; nothing where none is asked for or on record."""

    def make(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile | None:
        href = addresses.of(Dimension.PROTOCOL, instrument.value)
        name = instrument_name(instrument, source.locale)
        note = say("parties")
        return _tile(adherence_scope(source), instrument, formatter, (name, note, href))

    return make


def parties_to_subject(
    source: PageSource, _addresses: Addresses, formatter: Formatter
) -> Tile | None:
    """Show the number of parties to the one instrument of a query."""
    scope = adherence_scope(source)
    if len(scope.instruments) != 1:
        return None
    return _tile(scope, scope.instruments[0], formatter, (say("Parties"), "", ""))


def _tile(
    scope: AdherenceScope,
    instrument: Instrument,
    formatter: Formatter,
    words: tuple[str, str, str],
) -> Tile | None:
    """Return the tile of an instrument with its label, note and address."""
    if instrument not in scope.instruments or not scope.facts:
        return None
    label, note, href = words
    number = formatter.whole(len(scope.parties[instrument]))
    dates = adherence_dates(scope, formatter)
    return Tile(label, number, number, f"{note} {dates}".strip(), href)
