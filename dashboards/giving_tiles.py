"""Tiles of giving: the share of the largest donors, the last whole year and the one before."""

from dashboards.question import Addresses
from dashboards.tiles import Tile
from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.findings import MANIFOLD, share_of
from tracker.totals.chart_data.originals import this_year
from tracker.totals.chart_data.regularity import FEW, largest_donors
from tracker.totals.chart_data.shapes import unfinished_year
from tracker.totals.chosen_contributions import not_split
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.opening import Opening
from tracker.totals.original_amounts import counts_from_the_beginning
from tracker.totals.page_source import PageSource
from tracker.totals.recorded import RecordedYears, recorded_years
from tracker.words import say


def of_the_largest(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile | None:
    """Show what the three largest donors gave of all; nothing of no more than three."""
    data = source.once(largest_donors)
    if data.is_empty or data.donors <= FEW:
        return None
    few = data.rows[:FEW]
    minor = sum(row.received for row in few)
    opens = Opening(Measure.RECEIVED).at(Dimension.DONOR, *(row.code for row in few))
    return Tile(
        say("From the three largest donors"),
        formatter.percent(data.share_bp(FEW)),
        formatter.exact(minor),
        say("the largest alone: %(share)s", share=formatter.percent(data.share_bp(1))),
        addresses.rows(opens),
        value=minor,
    )


def last_whole_year(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile | None:
    """Show what was received in the last whole year, and how it compares with the one before.

    Where the record ends before that, its last year is shown, which may not be whole.
    """
    if not_split(source.query) or not counts_from_the_beginning(source.reader.scope):
        return None
    asked = int(this_year(source)) - (1 if unfinished_year(source.query) else 0)
    recorded = recorded_years(source.reader.scope)
    if recorded is None:
        return None
    year = min(asked, recorded.last)
    received = source.reader.amounts(Measure.RECEIVED, Dimension.YEAR)
    minor, before = received.get(str(year), 0), received.get(str(year - 1), 0)
    if not minor and not before:
        return None
    opens = Opening(Measure.RECEIVED).at(Dimension.YEAR, str(year))
    return Tile(
        say("Received in %(year)s", year=year),
        formatter.short(minor),
        formatter.exact(minor),
        _beside(year, asked, recorded) or _change(minor, before, year - 1, formatter),
        addresses.rows(opens) if minor else "",
        value=minor,
    )


def _beside(year: int, asked: int, recorded: RecordedYears) -> str:
    """Say that the record ends or begins with a year, which is not compared then."""
    if year < asked:
        return say("the last year on record")
    return say("the first year on record") if year == recorded.first else ""


def _change(minor: int, before: int, year: int, formatter: Formatter) -> str:
    """Say how an amount compares with that of the year before."""
    if before <= 0:
        return say("nothing in %(year)s", year=year)
    if minor > MANIFOLD * before:
        return say("more than ten times as much as in %(year)s", year=year)
    change = share_of(minor - before, before)
    if not change:
        return say("as much as in %(year)s", year=year)
    share = formatter.percent(abs(change))
    if change > 0:
        return say("%(share)s more than in %(year)s", share=share, year=year)
    return say("%(share)s less than in %(year)s", share=share, year=year)
