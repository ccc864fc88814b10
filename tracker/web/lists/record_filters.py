"""Filters of lists by records on file, which are few enough to choose from or are named."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import Session

from tracker.assistance.texts import coded
from tracker.assistance.title_book import TitledKind
from tracker.http import context
from tracker.http.list_queries import FilterOption, FilterSort, ListFilter
from tracker.http.own_titles import own_titles
from tracker.reference.articles import articles

MOST_OFFERED = 500
"""More records than these are not sent with every page of a list: their code is typed."""
Titles = Callable[[Session, int | None], Mapping[str, str]]
"""Reads the titles of records by code, of so many at most."""


def article_options() -> tuple[FilterOption, ...]:
    """Return the articles of the Convention and its Protocols."""
    named = (f"{instrument.value} {article}" for instrument, article in articles())
    return tuple(FilterOption(name, name) for name in named)


def record_filter(
    name: str,
    label: Any,  # noqa: ANN401 - a lazy text
    titles: Titles,
    *,
    kind: TitledKind | None = None,
    typed: bool = False,
    rare: bool = False,
) -> ListFilter:
    """Return a filter by a record: a choice where they are few, else a text that takes a code.

    Titles of a `kind` are in the reader's language.

    With `typed` it is a text in any case, with the few as suggestions; a `rare` one stands behind
    "More filters".
    """
    found = titles(context.session(), MOST_OFFERED + 1)
    if len(found) > MOST_OFFERED:
        return ListFilter(name, label, sort=FilterSort.TEXT, rare=rare)
    if kind is not None:
        found = own_titles(kind, found)
    if typed:
        options = tuple(FilterOption(code, title) for code, title in found.items())
        return ListFilter(name, label, options, FilterSort.TEXT, rare=rare)
    options = tuple(FilterOption(code, coded(code, title, ": ")) for code, title in found.items())
    return ListFilter(name, label, options, rare=rare)
