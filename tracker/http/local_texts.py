"""Texts of the record as a page shows them: in the reader's language, else the original, marked."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from flask import Flask
from flask_babel import gettext as _
from markupsafe import Markup
from sqlmodel import Session

from tracker.assistance.texts import LocalText, LocalTexts, Translated, local_texts, local_titles
from tracker.http.labels import language_name
from tracker.http.language import LANGUAGES, direction, locale_code
from tracker.listing import ListQuery, Slice


class Titled(Protocol):
    """An item of a list with a code and a title; a frozen dataclass."""

    @property
    def code(self) -> str:
        """The code of the record."""
        ...

    @property
    def title(self) -> str:
        """The title."""
        ...


Item = TypeVar("Item", bound=Titled)
Fetch = Callable[[Session, ListQuery], Slice[Item]]
NOTHING = Markup("")
DIRECTIONS = {one.code: one.direction for one in LANGUAGES}


def own_texts(draft: Translated) -> LocalTexts:
    """Return title and description of a record in the reader's language, or the original."""
    return local_texts(draft, locale_code())


def with_own_titles(fetch: Fetch[Item], table: Any) -> Fetch[Item]:  # noqa: ANN401 - a table with texts
    """Return a fetch whose items have their titles in the reader's language, by one statement."""

    def fetched(session: Session, query: ListQuery) -> Slice[Item]:
        found = fetch(session, query)
        codes = [item.code for item in found.rows]
        titles = local_titles(session, table, codes, locale_code()) if codes else {}
        rows = tuple(_titled(item, titles) for item in found.rows)
        return replace(found, rows=rows) if titles else found

    return fetched


def in_language(text: str) -> Markup:
    """Return a text isolated from its surroundings; one of another language says of which."""
    return isolated(text) + told_language(text)


def isolated(text: str) -> Markup:
    """Return a text isolated from its surroundings, in the direction of its language."""
    attributes = language_attributes(text)
    if attributes:
        return Markup("<span{}>{}</span>").format(attributes, text)
    if getattr(text, "own", False):  # a code before it, or a name in it, may be of another one
        return Markup('<span dir="{}">{}</span>').format(direction(), text)
    return Markup("<bdi>{}</bdi>").format(text)


def told_language(text: str) -> Markup:
    """Return the name of the language of a text in another one than the reader's, else nothing."""
    lang = getattr(text, "lang", "")
    if not lang:
        return NOTHING
    told = _("in %(language)s", language=language_name(lang))
    return Markup(' <span class="original-language">({})</span>').format(told)


def language_attributes(text: str) -> Markup:
    """Return the attributes of an element that holds a text of another language, else none."""
    lang = getattr(text, "lang", "")
    if not lang:
        return NOTHING
    return Markup(' lang="{}" dir="{}"').format(lang, DIRECTIONS.get(lang, "auto"))


def set_up_local_texts(app: Flask) -> None:
    """Let templates show texts in their language."""
    app.jinja_env.filters["in_language"] = in_language
    app.jinja_env.filters["isolated"] = isolated
    app.jinja_env.filters["told_language"] = told_language
    app.jinja_env.filters["language_attributes"] = language_attributes
    app.jinja_env.filters["direction_of"] = _direction_of


def _direction_of(text: str) -> str:
    """Return the direction of a text's language; "auto" where that is not known."""
    return DIRECTIONS.get(getattr(text, "lang", ""), "auto")


def _titled(item: Any, titles: dict[str, LocalText]) -> Any:  # noqa: ANN401 - any item
    """Return an item with its title in the reader's language."""
    title = titles.get(item.code)
    return item if title is None else replace(item, title=title)
