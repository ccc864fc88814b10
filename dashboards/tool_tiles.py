"""Tiles of dissemination: tools, copies, downloads and people, each with the period before."""

from dashboards.question import Addresses
from dashboards.tiles import Tile, TileMaker
from tracker.assistance.dissemination_counts import DisseminationBy
from tracker.assistance.states import DisseminationUnit
from tracker.fund.ledger.measures import Measure
from tracker.totals.chart_data.disseminated import EVENTS, days_before
from tracker.totals.chart_data.dissemination_words import unit_name
from tracker.totals.comparisons import query_before
from tracker.totals.dimensions import Dimension
from tracker.totals.dissemination_figures import events_behind, read_with_period_before
from tracker.totals.formatter import Formatter
from tracker.totals.opening import Opening, RowKind
from tracker.totals.page_source import PageSource
from tracker.totals.record_opening import RecordOpening
from tracker.words import say


def tools_disseminated(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile:
    """Count the tools that reached readers."""
    opens, before = RecordOpening(RowKind.TOOLS), query_before(source.query, source.reader.sessions)
    number = len({one.event.tool for one in events_behind(source, source.query)})
    earlier = (
        None if before is None else len({one.event.tool for one in events_behind(source, before)})
    )
    return _tile(
        (say("Tools disseminated"), say("with at least one event")),
        (number, earlier),
        (source, opens),
        addresses,
        formatter,
    )


def reached(unit: DisseminationUnit) -> TileMaker:
    """Show the count of one unit."""

    def make(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile:
        periods = read_with_period_before(source)
        earlier = None if periods.before is None else periods.before.all.of(unit)
        words = {
            DisseminationUnit.COPIES: say("handed out or sent"),
            DisseminationUnit.DOWNLOADS: say("and views on the web"),
            DisseminationUnit.PEOPLE: say("present where a tool was used or shown"),
        }
        return _tile(
            (unit_name(unit), words[unit]),
            (periods.now.all.of(unit), earlier),
            (source, EVENTS.at(DisseminationBy.UNIT, unit)),
            addresses,
            formatter,
        )

    return make


def cost_of_tools(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile:
    """Show what was spent on tools: the shares of the cost of activities that are for a tool."""
    opens = Opening(Measure.SPENT).without(Dimension.TOOL, "")
    rows = source.reader.rows(Measure.SPENT, Dimension.TOOL)
    minor = sum(row.minor for row in rows if row.code)
    return Tile(
        say("Spent on tools"),
        formatter.short(minor),
        formatter.exact(minor),
        say("of activities, by the share of their cost that is for a tool"),
        addresses.rows(opens) if minor else "",
        value=minor,
    )


def _tile(
    words: tuple[str, str],
    numbers: tuple[int | None, int | None],
    opened: tuple[PageSource, RecordOpening],
    addresses: Addresses,
    formatter: Formatter,
) -> Tile:
    """Return a tile with a count; its note has that of the period before, where there is one."""
    (name, note), (number, earlier), (source, opens) = words, numbers, opened
    days = days_before(source)
    if days is not None:
        note = say("%(number)s in the period before", number=_number(earlier, formatter))
    return Tile(
        name,
        _number(number, formatter),
        note=note,
        href=addresses.rows(opens) if number else "",
        note_href=addresses.rows(opens.within(days)) if days is not None and earlier else "",
        value=number,
        is_money=False,
    )


def _number(number: int | None, formatter: Formatter) -> str:
    """Write a count, or that it is too small to be shown."""
    return say("fewer than 5") if number is None else formatter.whole(number)
