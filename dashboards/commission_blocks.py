"""The blocks of the page of the Commission: one for each operative paragraph."""

from collections.abc import Callable, Iterator

from dashboards.blocks import Block, BlockQuote, BlockTable, first_rows
from dashboards.issued_reports import issued_reports
from dashboards.question import Addresses
from dashboards.tiles import Tile
from tracker.assistance.small_counts import hidden_counts_note
from tracker.fund.states import ContributionKind
from tracker.resolution.adherence_tables import adherence_table, joined_table
from tracker.resolution.commission_content import read_commission
from tracker.resolution.paragraph_content import AdherenceReported, ParagraphContent
from tracker.resolution.paragraph_tables import (
    activities_table,
    contributions_table,
    figures_table,
    themes_table,
)
from tracker.resolution.paragraph_words import addressee, paragraph_heading, short_quote
from tracker.resolution.work_tables import (
    kinds_table,
    needs_table,
    programmes_table,
    tools_table,
)
from tracker.totals.chart_data.table import ListingPage
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.opened_work import WorkBy
from tracker.totals.opening import RowKind
from tracker.totals.page_source import PageSource
from tracker.totals.record_opening import RecordOpening
from tracker.words import say

JOINED = 2
"""The paragraph under which new parties are listed."""

BlockReader = Callable[[PageSource, Addresses, Formatter], Block | None]


def paragraph_block(number: int) -> BlockReader:
    """Return the function that reads the block of a paragraph."""

    def read(source: PageSource, addresses: Addresses, formatter: Formatter) -> Block | None:
        for one in read_commission(source).paragraphs:
            if one.number == number:
                return _block(one, source, addresses, formatter)
        return None

    return read


def activities_tile(source: PageSource, addresses: Addresses, formatter: Formatter) -> Tile | None:
    """Count the activities under way that answer a paragraph, each once."""
    content = read_commission(source)
    codes = {
        one.code
        for paragraph in content.paragraphs
        for one in paragraph.activities
        if one.under_way
    }
    note = say("each counted once, whatever paragraphs it answers")
    opens = RecordOpening(RowKind.WORK).without(WorkBy.PARAGRAPH, "")
    return Tile(
        say("Activities under way"),
        formatter.whole(len(codes)),
        note=note,
        href=addresses.rows(opens) if codes else "",
        value=len(codes),
        is_money=False,
    )


def _block(
    one: ParagraphContent, source: PageSource, addresses: Addresses, formatter: Formatter
) -> Block:
    """Return the block of a paragraph: its text, its figures, its lists."""
    own = source.query.having(Dimension.PARAGRAPH, str(one.number)).alone()
    whole = source.query.of(Dimension.PARAGRAPH) == (str(one.number),)
    alone = addresses.under(own, ListingPage("commission", f"paragraph-{one.number}"))
    tables = tuple(
        table if whole else first_rows(table, alone, formatter) for table in _tables(one, source)
    )
    reported = not one.keeps_reports and bool(tables[-1].whole.rows)
    return Block(
        heading=paragraph_heading(one.number),
        quote=BlockQuote(short_quote(one.text), one.text),
        sentences=tuple(_sentences(one, formatter)),
        tables=tables,
        notes=tuple(_notes(one, formatter)),
        wide=True,
        stands_out=one.stands_out and not reported,
    )


def _tables(one: ParagraphContent, source: PageSource) -> Iterator[BlockTable]:
    """Yield the tables of a paragraph that have something to say."""
    before = None if source.before is None else source.before.query
    if not one.now.is_empty or (one.before is not None and not one.before.is_empty):
        yield BlockTable(say("Figures"), figures_table(one, source.query, before))
    if one.adherence is not None:
        yield from _adherence(one, source)
    if not one.keeps_reports:
        yield issued_reports(source)
    for kind in ContributionKind:
        given = contributions_table(one, kind, source.query, before)
        if given is not None:
            yield BlockTable(_kind_caption(kind), given, name=kind.value)
    for caption, table in (
        (
            say("Activities under way by type"),
            kinds_table(one, source.query, before, source.locale),
        ),
        (
            say("Activities under way by kind of programme"),
            programmes_table(one, source.query, before),
        ),
        (say("Requests of States received in the period"), needs_table(one, source.query, before)),
        (
            say("Activities of all paragraphs, by theme"),
            themes_table(one, source.query, before, source.locale),
        ),
        (say("Tools and their dissemination"), tools_table(one, source.query, before)),
        (say("Activities"), activities_table(one, source.query, source.locale)),
    ):
        if table is not None:
            yield BlockTable(caption, table)


def _adherence(one: ParagraphContent, source: PageSource) -> Iterator[BlockTable]:
    """Yield the counts of parties under one paragraph, and the new parties under the other."""
    if one.adherence is None or not one.adherence.is_known:
        return
    if one.number == JOINED:
        caption, empty = say("New parties in the period"), say("None on record.")
        yield BlockTable(caption, joined_table(one.adherence, source.locale), empty)
    else:
        before = None if source.before is None else source.before.query
        table = adherence_table(one.adherence, source.query, before, source.locale)
        yield BlockTable(say("Parties"), table)


def _kind_caption(kind: ContributionKind) -> str:
    """Return the caption of contributions of a kind."""
    return {
        ContributionKind.CASH: say("Contributions in cash, by source"),
        ContributionKind.IN_KIND: say("Contributions in kind at their valuation, by source"),
    }[kind]


def _sentences(one: ParagraphContent, formatter: Formatter) -> Iterator[str]:
    """Yield whom a paragraph addresses, and what is said where there is nothing to list."""
    yield say("Addressed to: %(who)s.", who=addressee(one.number))
    if one.keeps_reports and one.is_empty:
        yield say("Nothing that was done on it in the period is on record.")
    if one.adherence is not None:
        yield from _adherence_sentences(one.adherence, one.number, formatter)


def _adherence_sentences(
    adherence: AdherenceReported, number: int, formatter: Formatter
) -> Iterator[str]:
    """Yield how far adherence is known, and how many were assisted and not yet party."""
    day, not_party = formatter.day(adherence.as_at), adherence.assisted_not_party
    if not adherence.is_known:
        yield say(
            "The record of adherence does not reach beyond %(day)s, and so says nothing of this "
            "period.",
            day=day,
        )
    elif number == JOINED and not_party is not None:
        yield say(
            "States that activities had named by %(day)s, on an instrument to which they were not "
            "a party on that day: %(number)s.",
            day=day,
            number=formatter.whole(not_party),
        )


def _notes(one: ParagraphContent, formatter: Formatter) -> Iterator[str]:
    """Yield what qualifies the figures of a paragraph."""
    if one.adherence is not None and one.adherence.is_known and one.adherence.is_beyond:
        day = formatter.day(one.adherence.as_at)
        yield say("The record of adherence does not reach beyond %(day)s.", day=day)
    idle = sum(not row.under_way for row in one.activities)
    if idle:
        yield say(
            "Activities listed that were not under way in the period, and have money or people in "
            "it: %(number)s.",
            number=formatter.whole(idle),
        )
    if any(row.people is None and row.type for row in one.activities):
        yield hidden_counts_note()
    if one.themes:
        yield say(
            "An activity counts whole under each of its themes, so that they add up to nothing."
        )
