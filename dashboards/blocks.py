"""Blocks: parts of a page that are text and tables, beside its charts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from dashboards.question import Addresses
from tracker.totals.chart_data.table import ChartTable
from tracker.totals.formatter import Formatter
from tracker.totals.page_source import OpenTo, PageSource, everybody
from tracker.words import say

MANY, FEW = 10, 5
"""The rows from which on a table is cut where another page has all, and those that it keeps."""


class BlockLink(NamedTuple):
    """A link at the foot of a block."""

    text: str
    href: str


class BlockQuote(NamedTuple):
    """A text quoted at the head of a block, in English: its beginning, and the whole of it."""

    short: str
    whole: str


class BlockTable(NamedTuple):
    """A table of a block with its caption, and what it says where it has no rows.

    `rest` leads to the rows that it leaves out, `all` has them. `name` is that of its files, where
    the name of its first column is also another's.
    """

    caption: str
    table: ChartTable
    empty: str = ""
    rest: BlockLink | None = None
    all: ChartTable | None = None
    name: str = ""

    @property
    def file_name(self) -> str:
        """The name of its files within its block."""
        return self.name or self.table.columns[0].name

    @property
    def whole(self) -> ChartTable:
        """The table with all its rows."""
        return self.all or self.table


def first_rows(table: BlockTable, href: str, formatter: Formatter) -> BlockTable:
    """Return a long table with its first rows, and the way to all of them; sums are of all."""
    rows = table.table.rows
    if len(rows) <= MANY:
        return table
    link = BlockLink(say("All %(number)s rows", number=formatter.whole(len(rows))), href)
    first = ChartTable(table.table.columns, rows[:FEW], table.table.sums)
    return table._replace(table=first, rest=link, all=table.table)


@dataclass(frozen=True, slots=True)
class Block:
    """What a block shows: a heading, sentences, tables, links. Parts that are empty are left out.

    `stands_out` marks a block that has nothing to show where something was due.
    """

    heading: str
    sentences: tuple[str, ...] = ()
    tables: tuple[BlockTable, ...] = ()
    links: tuple[BlockLink, ...] = ()
    notes: tuple[str, ...] = ()
    wide: bool = False
    stands_out: bool = False
    quote: BlockQuote | None = None


@dataclass(frozen=True, slots=True)
class BlockSpec:
    """A block of a page: its name, which is its anchor, and the function that reads it.

    `read` returns None where there is nothing to say. The block is there for users whom `open_to`
    admits. One that `needs_money` says nothing on an account without any.
    """

    name: str
    read: Callable[[PageSource, Addresses, Formatter], Block | None]
    open_to: OpenTo = everybody
    needs_money: bool = True
