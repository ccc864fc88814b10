"""Hits of search as the page shows them: kind, code, title in the reader's names, address."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlmodel import Session, SQLModel

from tracker.assistance.disseminations import tools_disseminated
from tracker.assistance.tables.activities import Activity, Programme
from tracker.assistance.tables.tools import Tool
from tracker.assistance.texts import FoundTexts, LocalText, found_texts
from tracker.assistance.title_book import TitledKind
from tracker.http.labels import donor, place
from tracker.http.language import locale_code
from tracker.http.own_titles import own_title
from tracker.http.record_addresses import donor_page
from tracker.search.finding import Hit
from tracker.search.snippets import SnippetPart, snippet
from tracker.search.tables import FoundKind

NAMES: Mapping[FoundKind, object] = {
    FoundKind.DONOR: _l("Donor"),
    FoundKind.CONTRIBUTION: _l("Contribution"),
    FoundKind.PROGRAMME: _l("Programme"),
    FoundKind.ACTIVITY: _l("Activity"),
    FoundKind.TOOL: _l("Tool"),
    FoundKind.REQUEST: _l("Request of a State"),
    FoundKind.DISSEMINATION: _l("Dissemination"),
}
PAGES: Mapping[FoundKind, tuple[str, str]] = {
    FoundKind.CONTRIBUTION: ("contributions.show", "reference"),
    FoundKind.PROGRAMME: ("programmes.show", "code"),
    FoundKind.ACTIVITY: ("activities.show", "code"),
    FoundKind.TOOL: ("tools.show", "code"),
    FoundKind.REQUEST: ("requests.show", "code"),
    FoundKind.DISSEMINATION: ("dissemination.show", "code"),
}


TRANSLATED: Mapping[FoundKind, type[SQLModel]] = {
    FoundKind.PROGRAMME: Programme,
    FoundKind.ACTIVITY: Activity,
    FoundKind.TOOL: Tool,
}
"""The tables of records that have titles in several languages."""


class ShownHit(NamedTuple):
    """A hit: its kind and code, its title as a link, and the text around the words.

    `lang` is the language of the text, "" for that of the page and where it is not known.
    """

    kind: str
    code: str
    title: str
    address: str
    text: tuple[SnippetPart, ...] = ()
    lang: str = ""


def shown_hits(session: Session, hits: Iterable[Hit], asked: str) -> list[ShownHit]:
    """Return records that were found, in the reader's names and language."""
    found = list(hits)
    texts = {
        kind: found_texts(session, table, codes, locale_code())
        for kind, table in TRANSLATED.items()
        if (codes := [hit.code for hit in found if hit.kind is kind])
    }
    named = _with_own_tools(session, found)
    return [_shown(hit, asked, texts.get(hit.kind, {}).get(hit.code)) for hit in named]


def _with_own_tools(session: Session, hits: list[Hit]) -> list[Hit]:
    """Return hits; events of dissemination under the titles of their tools as the reader has."""
    events = [hit.code for hit in hits if hit.kind is FoundKind.DISSEMINATION]
    tools = tools_disseminated(session, events) if events else {}
    return [
        replace(hit, title=own_title(TitledKind.TOOL, tools[hit.code], hit.title))
        if hit.kind is FoundKind.DISSEMINATION and hit.code in tools
        else hit
        for hit in hits
    ]


def _shown(hit: Hit, asked: str, texts: FoundTexts | None) -> ShownHit:
    """Return a record that was found, under its title in the reader's language where it has one."""
    words, parts = _words(hit, asked, texts)
    return ShownHit(
        str(NAMES[hit.kind]),
        hit.code,
        (texts.shown.title if texts else "") or _title(hit) or _("without a title"),
        _address(hit),
        parts,
        getattr(words, "lang", ""),
    )


def _words(hit: Hit, asked: str, texts: FoundTexts | None) -> tuple[str, tuple[SnippetPart, ...]]:
    """Return the text around the words, in the reader's language where it holds them."""
    parts = snippet(hit.words, asked) if hit.words else ()
    if texts is None or not texts.original or not hit.words.startswith(texts.original):
        return hit.words, parts
    shown = texts.shown.description
    if shown == texts.original:
        return shown, parts
    own = f"{shown}{hit.words.removeprefix(texts.original)}"
    found = snippet(own, asked)
    if any(part.hit for part in parts) and not any(part.hit for part in found):
        return LocalText(hit.words, texts.written_in), parts
    return own, found


def plain(text: str) -> tuple[SnippetPart, ...]:
    """Return a text as a snippet without marks."""
    return (SnippetPart(text),) if text else ()


def _title(hit: Hit) -> str:
    """Return the title of a record; States and givers in the reader's language."""
    if hit.kind is FoundKind.DONOR:
        return donor(hit.code, hit.title)
    if hit.kind is FoundKind.REQUEST:
        return place(hit.title)
    return hit.title


def _address(hit: Hit) -> str:
    """Return the address of a record's page."""
    if hit.kind is FoundKind.DONOR:
        return donor_page(hit.code)
    endpoint, name = PAGES[hit.kind]
    return url_for(endpoint, **{name: hit.code})  # type: ignore[arg-type] # a part of the path
