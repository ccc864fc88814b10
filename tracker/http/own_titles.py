"""Titles of programmes, activities and tools in the reader's language, for pages and JSON.

They are read in one statement, and what has changed since once for each version of the record; a
page that shows none reads none.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask, current_app, g
from markupsafe import Markup

from tracker.assistance.title_book import KeptTitle, TitleBook, TitledKind, read_title_book
from tracker.folding import fold
from tracker.fund.record_status import LOOKED_AT, RecordStatus
from tracker.http import context
from tracker.http.language import locale_code
from tracker.http.local_texts import in_language
from tracker.http.page_facts import record

EXTENSION = "titles"
KEPT = "title_book"


@dataclass(slots=True)
class CachedTitles:
    """The newest titles that an application has read, with the version of the record."""

    last: tuple[int, TitleBook | None] = (-1, None)


def set_up_own_titles(app: Flask) -> None:
    """Give an application its cache of titles, and templates the filters that show them."""
    app.extensions[EXTENSION] = CachedTitles()
    app.jinja_env.filters["own_title"] = _own_title
    app.jinja_env.filters["titled"] = _titled


def own_title(kind: TitledKind, code: str, title: str) -> str:
    """Return the title of a record in the reader's language, else the original, marked.

    `title` is that of the record as it was read, for one of which no language is known.
    """
    kept = _titles(kind).get(code)
    return title if kept is None else kept.shown(locale_code())


def kept_title(kind: TitledKind, code: str) -> KeptTitle | None:
    """Return the title of a record in all languages; None where it says nothing of any."""
    return _titles(kind).get(code)


def own_titles(kind: TitledKind, titles: Mapping[str, str]) -> dict[str, str]:
    """Return titles by code in the reader's language, else the originals."""
    return {code: own_title(kind, code, title) for code, title in titles.items()}


def code_titled(kind: TitledKind, text: str) -> str | None:
    """Return the code of the one record with a title in any language; None for none or several."""
    folded = fold(text.strip())
    found = [code for code, kept in _titles(kind).items() if kept.is_named(folded)]
    return found[0] if len(found) == 1 else None


def titled_like(kind: TitledKind, word: str) -> frozenset[str]:
    """Return the codes of records whose title in any language holds a folded word."""
    return frozenset(code for code, kept in _titles(kind).items() if kept.holds(word))


def _titles(kind: TitledKind) -> Mapping[str, KeptTitle]:
    """Return the titles of a kind, read once for each version of the record."""
    book: TitleBook | None = g.get(KEPT)
    if book is None:
        book = _read()
        setattr(g, KEPT, book)
    return book.titles[kind]


def _read() -> TitleBook:
    """Return the titles of the version of the record that the request reads."""
    status = record()
    held: CachedTitles = current_app.extensions[EXTENSION]
    version = -1 if status is None else status.page_version
    last, book = held.last
    if book is not None and (version == last or _is_current(book, status, last)):
        return book
    if version < last:
        return read_title_book(context.session())
    book = read_title_book(context.session(), book)
    if status is not None:
        # The status was read before the book: what it knows of is in the book.
        book = book._replace(newest=max(book.newest or 0, status.trail_head))
    held.last = (version, book)
    return book


def _is_current(book: TitleBook, status: RecordStatus | None, last: int) -> bool:
    """Tell from the status of the record that no title has changed since a book was read."""
    if status is None or book.newest is None or status.page_version < last:
        return False
    return status.titled_at <= book.newest and status.trail_head - LOOKED_AT <= book.newest


def _own_title(title: str, kind: str, code: str) -> str:
    """Return a title in the reader's language, for an attribute or an option."""
    return own_title(TitledKind(kind), code, title)


def _titled(title: str, kind: str, code: str) -> Markup:
    """Return a title in the reader's language; one in another says in which."""
    return in_language(own_title(TitledKind(kind), code, title))
