"""The records or codes that a text field takes, offered while a person types."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from flask import g
from sqlmodel import Session

from tracker.assistance.request_titles import request_titles
from tracker.assistance.title_book import TitledKind
from tracker.assistance.titles import (
    activity_titles,
    partner_names,
    programme_titles,
    tool_titles,
)
from tracker.fund.donors.donor_choices import donor_names
from tracker.fund.known_donors import KnownDonors, read_known_donors
from tracker.http import context
from tracker.http.labels import currency_name, donor, language_code, language_name, place
from tracker.http.language import format_locale
from tracker.http.own_titles import code_titled, own_titles, titled_like
from tracker.reference.articles import articles
from tracker.reference.currencies import currencies
from tracker.reference.languages import languages
from tracker.reference.name_book import place_book
from tracker.reference.name_search import givers_named_like, places_named_like
from tracker.reference.regions import m49_regions, places
from tracker.reference.states import states
from tracker.web.forms.codes import find_code

KEPT = "form_suggestions"
KNOWN = "known_donors"


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Codes with their names, and the id of the datalist that offers them."""

    id: str
    read: Callable[[], Mapping[str, str]]
    otherwise: Callable[[str], str | None] | None = None
    """Finds a code by names that are not shown."""
    named_like: Callable[[str], frozenset[str]] | None = None
    """Returns the codes with a name, in any language, that holds a folded word."""

    def find(self, text: str) -> str | None:
        """Return the code that a text names, by code, by the name that is shown or by another."""
        names = self.names()
        found = find_code(text, names)
        if found is not None or self.otherwise is None or not text.strip():
            return found
        other = self.otherwise(text)
        return other if other in names else None

    def names(self) -> Mapping[str, str]:
        """Return the names by code, read once a request."""
        kept: dict[Suggestions, Mapping[str, str]] = g.setdefault(KEPT, {})
        if self not in kept:
            kept[self] = self.read()
        return kept[self]


def _place_named(text: str) -> str | None:
    """Return the code of the State, area or region that is known by a name."""
    return place_book().find(text).code


def _titled(
    name: str, kind: TitledKind, read: Callable[[Session], Mapping[str, str]]
) -> Suggestions:
    """Return records by their titles in the reader's language, found by those in any other."""
    return Suggestions(
        name,
        lambda: own_titles(kind, read(context.session())),
        partial(code_titled, kind),
        partial(titled_like, kind),
    )


def _once(read: Callable[[], Mapping[str, str]]) -> Callable[[], Mapping[str, str]]:
    """Return names that no record changes, read once in each language of readers."""
    kept: dict[str, Mapping[str, str]] = {}

    def names() -> Mapping[str, str]:
        language = str(format_locale())
        if language not in kept:
            kept[language] = read()
        return kept[language]

    return names


STATES = Suggestions(
    "states",
    _once(lambda: {code: place(code) for code in states()}),
    _place_named,
    places_named_like,
)
REGIONS = Suggestions(
    "regions",
    _once(lambda: {code: place(code) for code in m49_regions()}),
    _place_named,
    places_named_like,
)
PLACES = Suggestions(
    "places",
    _once(lambda: {code: place(code) for code in places()}),
    _place_named,
    places_named_like,
)
PROGRAMMES = _titled("programmes", TitledKind.PROGRAMME, programme_titles)
ACTIVITIES = _titled("activities", TitledKind.ACTIVITY, activity_titles)
TOOLS = _titled("tool-titles", TitledKind.TOOL, tool_titles)
LANGUAGES = Suggestions(
    "languages",
    _once(lambda: {code: language_name(code) for code in sorted(languages())}),
    language_code,
)
CURRENCIES = Suggestions(
    "currencies", _once(lambda: {code: currency_name(code) for code in currencies()})
)
DONORS = Suggestions(
    "donors",
    lambda: {code: donor(code, name) for code, name in donor_names(context.session()).items()},
    lambda text: known_donors().find_on_record(text),
    givers_named_like,
)
REQUESTS = Suggestions(
    "requests",
    lambda: {
        code: f"{place(state)}: {summary}" if summary else place(state)
        for code, state, summary in request_titles(context.session())
    },
)
PARTNERS = Suggestions(
    "partners", lambda: {name: name for name in partner_names(context.session())}
)
INSTRUMENT_ARTICLES = Suggestions(
    "instrument-articles",
    lambda: {f"{one.instrument.value} {one.article}": one.title for one in articles().values()},
)


def known_donors() -> KnownDonors:
    """Return all names of donors, read once a request."""
    if KNOWN not in g:
        setattr(g, KNOWN, read_known_donors(context.session()))
    found: KnownDonors = getattr(g, KNOWN)
    return found
