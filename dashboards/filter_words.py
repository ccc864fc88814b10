"""The filter as words at the head of a page."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from tracker.http.formats import day, moment
from tracker.periods import KnownAt, Span, utc_now
from tracker.reference.regions import chosen_regions
from tracker.totals.dimensions import Dimension
from tracker.totals.labels import dimension_name
from tracker.totals.query import Comparison, Query
from tracker.totals.reader import TotalsReader
from tracker.words import listed, say

MOST_NAMES = 3
SEPARATORS = {"ar": "\N{ARABIC COMMA} ", "zh": "\N{FULLWIDTH COMMA}"}


def in_words(
    reader: TotalsReader, query: Query, besides: Collection[Dimension] = frozenset()
) -> str:
    """Return the filter in words: "all donors, all years, as at 23 November 2026".

    That all donors or years count is left out where codes of them are chosen `besides`.
    """
    chosen = chosen_in_words(reader, query, besides)
    days = in_dates(query, reader.scope.locale)
    return join([chosen, days] if chosen else [days], reader.scope.locale)


def chosen_in_words(
    reader: TotalsReader, query: Query, besides: Collection[Dimension] = frozenset()
) -> str:
    """Return the filter in words without its dates."""
    codes = _codes(reader, query, every_donor=Dimension.DONOR not in besides)
    bounded = query.first or query.last or Dimension.YEAR not in besides
    span = [_span(query.first, query.last)] if bounded else []
    return join([*codes, *span], reader.scope.locale)


def in_dates(query: Query, locale: str) -> str:
    """Return the day up to which entries count, and the day of knowledge, in words."""
    parts = [say("as at %(day)s", day=day(query.counted_to()))]
    if query.cut:
        parts.append(say("what comes after it, up to %(day)s, is left out", day=day(query.cut)))
    if query.known_at:
        parts.append(say("as known at %(day)s", day=known_in_words(query.known_at)))
    return join(parts, locale)


def known_in_words(known: KnownAt | None) -> str:
    """Return the day or the moment of knowledge in words; a day that is not over says so."""
    if known is None:
        return say("now")
    if not known.whole_day:
        return moment(known.moment)
    if known.moment > utc_now():
        return say("%(day)s, which is not over", day=day(known.day))
    return day(known.day)


def join(parts: Iterable[str], locale: str) -> str:
    """Put parts of a sentence in a row."""
    return SEPARATORS.get(locale[:2], ", ").join(parts)


def dimension_label(dimension: Dimension) -> str:
    """Return the label of a field of codes."""
    if dimension is Dimension.PROTOCOL:
        return say("Instrument")
    return dimension_name(dimension)


def period_in_words(query: Query) -> str:
    """Return the days that count in words."""
    return _span(query.first, query.last)


def compared_in_words(reader: TotalsReader, compare: Comparison) -> str:
    """Return what a query is compared with in words."""
    if compare.dimension is not None:
        return reader.label(compare.dimension, compare.code)
    span = compare.span or Span()
    return _span(span.first, span.last)


def _codes(reader: TotalsReader, query: Query, *, every_donor: bool) -> list[str]:
    """Return the chosen codes in words; for donors also that none is chosen."""
    parts = [say("all donors")] if every_donor and not query.of(Dimension.DONOR) else []
    for dimension, codes in query.codes:
        parts.append(_names(reader, dimension, codes))
    return parts


def _names(reader: TotalsReader, dimension: Dimension, codes: Sequence[str]) -> str:
    """Return a few codes by name, more by their number."""
    if len(codes) > MOST_NAMES:
        label = dimension_label(dimension)
        return say("%(label)s: %(number)s chosen", label=label, number=len(codes))
    return listed((reader.label(dimension, code) for code in codes), " / ")


def _span(first: date | None, last: date | None) -> str:
    """Return the days that count in words: years where they are whole."""
    starts = first is None or (first.month, first.day) == (1, 1)
    ends = last is None or (last.month, last.day) == (12, 31)
    if first is None and last is None:
        return say("all years")
    if first and last and starts and ends:
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"  # noqa: RUF001 - a span of years
    if first and last:
        return say("%(first)s to %(last)s", first=day(first), last=day(last))
    if first:
        return say("from %(first)s", first=str(first.year) if starts else day(first))
    return say("up to %(last)s", last=str(last.year) if ends and last else day(last))


def is_region(code: str) -> bool:
    """Tell whether a code is a region or a group of States that a page can be about."""
    return code in chosen_regions()
