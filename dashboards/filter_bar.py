"""The filter bar of a page: what can be chosen, what was, and how each choice is taken away."""

from collections.abc import Collection
from typing import NamedTuple

from dashboards.filter_words import compared_in_words, dimension_label, period_in_words
from dashboards.question import Addresses, PageQuery, Question
from tracker.folding import fold
from tracker.http.formats import day, moment
from tracker.periods import proposed_day
from tracker.reference.regions import group_codes
from tracker.reference.sessions import BodySession, session_name
from tracker.totals.comparisons import OF_CODES
from tracker.totals.dimensions import Dimension
from tracker.totals.presets import presets
from tracker.totals.query import BEFORE, Query
from tracker.totals.query_string import CODES
from tracker.totals.reader import TotalsReader
from tracker.words import say

IN_THEIR_ORDER = (Dimension.EARMARKING, Dimension.PROTOCOL, Dimension.PARAGRAPH)
"""Dimensions of which the codes have an order of their own; others go by label."""


class ChoiceOption(NamedTuple):
    """One code to choose in the filter bar."""

    code: str
    label: str
    chosen: bool


class ChoiceField(NamedTuple):
    """A field of the filter bar: several codes of a dimension to choose from."""

    name: str
    label: str
    options: tuple[ChoiceOption, ...]

    @property
    def chosen(self) -> tuple[ChoiceOption, ...]:
        """The options that are chosen."""
        return tuple(option for option in self.options if option.chosen)


class PeriodOption(NamedTuple):
    """A period to choose by its name."""

    code: str
    label: str
    chosen: bool


class FilterDates(NamedTuple):
    """The dates of the filter bar, as in the address; with a session no first and last day.

    `known_at` may be a moment, which no field of days can hold.
    """

    first: str
    last: str
    as_at: str
    known_at: str
    is_moment: bool


class Chip(NamedTuple):
    """A choice in words, and the address without it."""

    label: str
    href: str


class CompareGroup(NamedTuple):
    """What can be compared with, of one kind."""

    label: str
    options: tuple[ChoiceOption, ...]


class FilterBar(NamedTuple):
    """The filter bar: where it leads, its fields, and what is chosen."""

    action: str
    periods: tuple[PeriodOption, ...]
    dates: FilterDates
    choices: tuple[ChoiceField, ...]
    compare: tuple[CompareGroup, ...]
    chips: tuple[Chip, ...]


class FilterOffers(NamedTuple):
    """What the filter of a page offers.

    Dimensions that are `left_out` do not narrow the page; a page without `all_years` shows others
    where no days are chosen.
    """

    left_out: Collection[Dimension] = frozenset()
    compares: bool = True
    all_years: bool = True


def filter_bar(
    question: Question, sessions: tuple[BodySession, ...], offers: FilterOffers
) -> FilterBar:
    """Return the filter bar of a page, without its own subject and what does not narrow it."""
    reader, asked, addresses = question.reader, question.asked, question.addresses
    compare = _compare(reader, asked.query, sessions, offers.left_out) if offers.compares else ()
    return FilterBar(
        addresses.path,
        _periods(asked.query, sessions, all_years=offers.all_years),
        _dates(asked),
        _choices(reader, asked, offers.left_out),
        compare,
        tuple(_chips(reader, asked, addresses)),
    )


def _periods(
    query: Query, sessions: tuple[BodySession, ...], *, all_years: bool
) -> tuple[PeriodOption, ...]:
    """Return the periods that can be chosen by name; that of the session is chosen."""
    return tuple(
        PeriodOption(one.code, one.label, bool(query.session) and one.code == query.session)
        for one in presets(proposed_day(), sessions)
        if one.pairs or all_years
    )


def _dates(asked: PageQuery) -> FilterDates:
    """Return the dates of the filter bar."""
    query = asked.query
    implied = query.session or asked.usual_days
    span = (None, None) if implied else (query.first, query.last)
    first, last, as_at, known_at = (
        "" if value is None else str(value) for value in (*span, query.as_at, query.known_at)
    )
    is_moment = query.known_at is not None and not query.known_at.whole_day
    return FilterDates(first, last, as_at, known_at, is_moment)


def _choices(
    reader: TotalsReader, asked: PageQuery, left_out: Collection[Dimension]
) -> tuple[ChoiceField, ...]:
    """Return the fields of codes, without those that are left out and without empty ones."""
    fields = (
        _choice(reader, asked.query, name, dimension)
        for name, dimension in CODES.items()
        if dimension is not asked.subject and dimension not in left_out
    )
    return tuple(field for field in fields if field.options)


def _compare(
    reader: TotalsReader,
    query: Query,
    sessions: tuple[BodySession, ...],
    left_out: Collection[Dimension],
) -> tuple[CompareGroup, ...]:
    """Return what a query can be compared with: periods, donors and places."""
    chosen = "" if query.compare is None else query.compare.text
    texts = {BEFORE: say("The period before")} if query.first else {}
    texts |= {f"session:{one.code}": session_name(one) for one in sessions}
    if query.compare is not None and query.compare.span is not None:
        texts.setdefault(chosen, chosen)
    periods = tuple(ChoiceOption(text, label, text == chosen) for text, label in texts.items())
    groups = [CompareGroup(say("Period"), periods)]
    for dimension in (one for one in OF_CODES if one not in left_out):
        field = _choice(reader, query, dimension.value, dimension)
        options = (
            ChoiceOption(f"{dimension}:{code}", label, f"{dimension}:{code}" == chosen)
            for code, label, _chosen in field.options
        )
        groups.append(CompareGroup(field.label, tuple(options)))
    return tuple(group for group in groups if group.options)


def _choice(reader: TotalsReader, query: Query, name: str, dimension: Dimension) -> ChoiceField:
    """Return one field with the codes that are in use; of regions the groups of States too."""
    chosen = query.of(dimension)
    codes = {code for code in reader.codes(dimension) if code} | set(chosen)
    if dimension is Dimension.REGION and codes:
        codes |= set(group_codes())
    options = [ChoiceOption(code, reader.label(dimension, code), code in chosen) for code in codes]
    if dimension in IN_THEIR_ORDER:
        order = reader.codes(dimension)
        options.sort(key=lambda option: order.index(option.code))
    else:
        options.sort(key=lambda option: fold(option.label))
    return ChoiceField(name, dimension_label(dimension), tuple(options))


def _chips(reader: TotalsReader, asked: PageQuery, addresses: Addresses) -> list[Chip]:
    """Return a chip for the period, each date and each chosen code."""
    query = asked.query
    chips = []
    if (query.first or query.last or query.session) and not asked.usual_days:
        label = period_in_words(query)
        chips.append(Chip(label, addresses.without("from", "to", "session")))
    if query.as_at:
        label = say("as at %(day)s", day=day(query.as_at))
        chips.append(Chip(label, addresses.without("as_at")))
    if query.known_at:
        known = query.known_at
        at = day(known.day) if known.whole_day else moment(known.moment)
        chips.append(Chip(say("as known at %(day)s", day=at), addresses.without("known_at")))
    if query.compare is not None:
        label = say("compared with %(what)s", what=compared_in_words(reader, query.compare))
        chips.append(Chip(label, addresses.without("compare")))
    for dimension, codes in query.codes:
        if dimension is not asked.subject:
            chips.extend(
                Chip(reader.label(dimension, code), addresses.without_code(dimension, code))
                for code in codes
            )
    return chips
