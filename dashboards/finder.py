"""Finding a page by a name: a country or region, a donor, an instrument, an activity."""

from collections.abc import Iterator
from typing import NamedTuple

from dashboards.filter_words import dimension_label
from dashboards.question import Addresses, PageQuery
from tracker.assistance.unpublished import UNPUBLISHED
from tracker.closeness import Closeness, closeness_of
from tracker.folding import fold
from tracker.reference.instruments import Instrument
from tracker.reference.name_search import givers_named_like, places_named_like
from tracker.reference.regions import chosen_regions
from tracker.reference.states import states
from tracker.totals.dimensions import Dimension
from tracker.totals.query import Query
from tracker.totals.reader import TotalsReader
from tracker.words import say

PATH = "/dashboards/find"
LONGEST = 100
MOST_FOUND = 60


class FoundPage(NamedTuple):
    """A page that was found: what it is about, its name, its address, and how well it fits."""

    kind: str
    label: str
    href: str
    closeness: Closeness


def find_pages(reader: TotalsReader, today_query: Query, text: str) -> tuple[FoundPage, ...]:
    """Return the pages whose names hold the words of a text, the closest first.

    Letters are compared without case and marks, in the reader's language; of places and givers
    names in other languages are found too.
    """
    typed = " ".join(fold(text[:LONGEST]).split())
    if not typed:
        return ()
    addresses = Addresses(PageQuery(today_query), "/")
    found = [
        (closeness, order, fold(label), FoundPage(kind, label, href, closeness))
        for order, (dimension, code, label) in enumerate(_candidates(reader))
        if (closeness := _closeness(dimension, code, label, typed)) is not None
        and (href := addresses.of(dimension, code))
        and (kind := _kind(dimension, code))
    ]
    found.sort(key=lambda one: one[:3] if one[0] else (one[0], one[1], ""))
    return tuple(page for *_order, page in found)


def the_one_meant(found: tuple[FoundPage, ...]) -> FoundPage | None:
    """Return the page that was meant: the only one of its whole name, else the only one found."""
    same = [page for page in found if page.closeness is Closeness.SAME]
    if len(same) == 1:
        return same[0]
    return found[0] if len(found) == 1 else None


def _candidates(reader: TotalsReader) -> Iterator[tuple[Dimension, str, str]]:
    """Yield what a page can be about: dimension, code and name."""
    codes: tuple[tuple[Dimension, Iterator[str]], ...] = (
        (Dimension.COUNTRY, iter(states())),
        (Dimension.REGION, iter(chosen_regions())),
        (Dimension.DONOR, iter(reader.codes(Dimension.DONOR))),
        (Dimension.PROTOCOL, (code.value for code in Instrument)),
        (Dimension.ACTIVITY, iter(reader.codes(Dimension.ACTIVITY))),
    )
    for dimension, own in codes:
        for code in own:
            if code not in ("", UNPUBLISHED):
                yield dimension, code, reader.label(dimension, code)


def _closeness(dimension: Dimension, code: str, label: str, typed: str) -> Closeness | None:
    """Return how well a name or a code fits; None where it does not."""
    found = closeness_of(code, label, typed)
    if found is None and _named_elsewhere(dimension, code, typed.split()):
        return Closeness.HOLDS
    return found


def _named_elsewhere(dimension: Dimension, code: str, words: list[str]) -> bool:
    """Tell whether a place or a giver has a name in another language that holds all words."""
    named_like = {
        Dimension.COUNTRY: places_named_like,
        Dimension.REGION: places_named_like,
        Dimension.DONOR: givers_named_like,
    }.get(dimension)
    return named_like is not None and all(code in named_like(word) for word in words)


def _kind(dimension: Dimension, code: str) -> str:
    """Return what a page is about, in words."""
    if dimension is Dimension.ACTIVITY:
        return say("Activity %(code)s", code=code)
    return dimension_label(dimension)
