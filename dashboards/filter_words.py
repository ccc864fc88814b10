"""The filter as words at the head of a page, and as the fields of its filter bar."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from dashboards.asking import Ask
from tracker.http.formats import day
from tracker.reference.regions import RegionLevel, m49_regions
from tracker.totals.dimensions import Dimension
from tracker.totals.query_string import CODES
from tracker.words import say

MOST_NAMES = 3
SEPARATORS = {"ar": "\N{ARABIC COMMA} ", "zh": "\N{FULLWIDTH COMMA}"}


class Option(NamedTuple):
    """One code to choose in the filter bar."""

    code: str
    label: str
    chosen: bool


class Choice(NamedTuple):
    """A field of the filter bar; several codes can be chosen where several are already."""

    name: str
    label: str
    every: str
    options: tuple[Option, ...]
    several: bool


class Dates(NamedTuple):
    """The dates of the filter bar as they stand in the address."""

    first: str
    last: str
    as_at: str
    known_at: str


def in_words(ask: Ask) -> str:
    """Say what is counted: "all donors, all years, as at 23 November 2026"."""
    parts = [*_codes(ask), _span(ask.filter.first, ask.filter.last), in_dates(ask)]
    return join(parts, ask.scope.locale)


def in_dates(ask: Ask) -> str:
    """Say up to which day entries count, and up to which they were known."""
    parts = [say("as at %(day)s", day=day(ask.filter.counted_to()))]
    if ask.filter.known_at:
        parts.append(say("as known at %(day)s", day=day(ask.filter.known_at)))
    return join(parts, ask.scope.locale)


def join(parts: Iterable[str], locale: str) -> str:
    """Put parts of a sentence in a row."""
    return SEPARATORS.get(locale[:2], ", ").join(parts)


def dates_of(ask: Ask) -> Dates:
    """Return the dates for the filter bar."""
    chosen = (ask.filter.first, ask.filter.last, ask.filter.as_at, ask.filter.known_at)
    return Dates(*("" if value is None else value.isoformat() for value in chosen))


def choices(ask: Ask) -> tuple[Choice, ...]:
    """Return the fields of the filter bar; what the page is about is not among them."""
    return tuple(
        _choice(ask, name, dimension)
        for name, dimension in CODES.items()
        if dimension is not ask.subject
    )


def dimension_label(dimension: Dimension) -> tuple[str, str]:
    """Return the label of a field and what stands in it when nothing is chosen."""
    return {
        Dimension.DONOR: (say("Donor"), say("All")),
        Dimension.REGION: (say("Region"), say("All")),
        Dimension.COUNTRY: (say("Country or area"), say("All")),
        Dimension.PROTOCOL: (say("Instrument"), say("All")),
        Dimension.PROGRAMME: (say("Programme"), say("All")),
        Dimension.EARMARKING: (say("Earmarking"), say("All")),
    }[dimension]


def _choice(ask: Ask, name: str, dimension: Dimension) -> Choice:
    """Return one field with the codes that are in use, by label."""
    chosen = ask.filter.of(dimension)
    codes = {code for code in ask.codes(dimension) if code} | set(chosen)
    options = [Option(code, ask.label(dimension, code), code in chosen) for code in codes]
    if dimension in (Dimension.EARMARKING, Dimension.PROTOCOL):
        order = ask.codes(dimension)
        options.sort(key=lambda option: order.index(option.code))
    else:
        options.sort(key=lambda option: option.label.casefold())
    label, every = dimension_label(dimension)
    return Choice(name, label, every, tuple(options), several=len(chosen) > 1)


def _codes(ask: Ask) -> list[str]:
    """Say which codes are chosen; of donors also that none is."""
    parts = [] if ask.filter.of(Dimension.DONOR) else [say("all donors")]
    for dimension, codes in ask.filter.codes:
        parts.append(_names(ask, dimension, codes))
    return parts


def _names(ask: Ask, dimension: Dimension, codes: Sequence[str]) -> str:
    """Name a few codes, count many."""
    if len(codes) > MOST_NAMES:
        label, _every = dimension_label(dimension)
        return say("%(label)s: %(number)s chosen", label=label, number=len(codes))
    return " / ".join(ask.label(dimension, code) for code in codes)


def _span(first: date | None, last: date | None) -> str:
    """Name the days that count: years where they are whole."""
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
    """Tell whether a code is a region of M49 that a page can be about."""
    region = m49_regions().get(code)
    return region is not None and region.level is not RegionLevel.GROUP
