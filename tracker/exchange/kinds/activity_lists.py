"""The cells of an activity that hold lists: shares, tools, articles, paragraphs."""

import re
from collections.abc import Callable

from tracker.assistance.activity_drafts import ToolShare
from tracker.assistance.shares import Share
from tracker.assistance.states import ToolUse
from tracker.errors import InvalidInput
from tracker.exchange.cells import Cells
from tracker.exchange.numbers import minor_units
from tracker.money import BASIS_POINTS
from tracker.reference.instruments import Instrument
from tracker.words import say

WITH_SHARE = re.compile(r"(?P<name>.+?)\s+(?P<share>\d[\d.,]*)\s*%?")


def shares(cells: Cells, column: str, read: Callable[[str], str] = str.upper) -> tuple[Share, ...]:
    """Read shares such as "TIP 60; SOM 40"; one code alone has all of it.

    `read` makes the code of what is written.
    """
    items = cells.items(column)
    if len(items) == 1 and not WITH_SHARE.fullmatch(items[0]):
        return (Share(read(items[0]), BASIS_POINTS),)
    found = []
    for item in items:
        part = WITH_SHARE.fullmatch(item)
        if part is None:
            cells.refuse(
                column,
                say(
                    "'%(item)s' has no share; write it like %(like)s",
                    item=item,
                    like="TIP 60; SOM 40",
                ),
            )
            continue
        found.append(Share(read(part["name"]), _basis_points(cells, column, part["share"])))
    return tuple(sorted(found))


def tool_shares(cells: Cells, column: str) -> tuple[ToolShare, ...]:
    """Read tools such as "TOOL-MLA-2012 used 10; TOOL-LG-2017 disseminated"."""
    found = []
    for item in cells.items(column):
        part = WITH_SHARE.fullmatch(item)
        name, share = (part["name"], part["share"]) if part else (item, "0")
        code, _, use = name.partition(" ")
        if use.strip() not in set(ToolUse):
            cells.refuse(
                column,
                say(
                    "'%(item)s' does not say what was done with the tool: %(uses)s",
                    item=item,
                    uses=", ".join(ToolUse),
                ),
            )
            continue
        found.append(ToolShare(code, ToolUse(use.strip()), _basis_points(cells, column, share)))
    return tuple(sorted(found))


def articles(cells: Cells, column: str) -> tuple[tuple[Instrument, str], ...]:
    """Read articles such as "UNTOC 16; TIP 6"."""
    found = set()
    for item in cells.items(column):
        instrument, _, article = item.partition(" ")
        if instrument not in set(Instrument) or not article:
            cells.refuse(
                column,
                say("'%(item)s' is no article; write it like %(like)s", item=item, like="UNTOC 16"),
            )
            continue
        found.add((Instrument(instrument), article.strip()))
    return tuple(sorted(found))


def paragraphs(cells: Cells, column: str) -> tuple[int, ...]:
    """Read operative paragraphs such as "5; 6"."""
    found = set()
    for item in cells.items(column):
        if not item.isdecimal():
            cells.refuse(column, say("'%(item)s' is no number of a paragraph", item=item))
            continue
        found.add(int(item))
    return tuple(sorted(found))


def _basis_points(cells: Cells, column: str, text: str) -> int:
    """Read per cent as basis points."""
    try:
        return minor_units(text, 2, cells.section)
    except InvalidInput as fault:
        cells.refuse(column, str(fault))
        return 0
