"""Fields that become searchable choices where scripts run; without, they stay as they are drawn."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from flask import g, url_for
from flask_babel import gettext as _

from tracker.http import context
from tracker.people.permissions import Permission
from tracker.web.forms.suggestions import (
    ACTIVITIES,
    CURRENCIES,
    DONORS,
    INSTRUMENT_ARTICLES,
    LANGUAGES,
    PARTNERS,
    PLACES,
    PROGRAMMES,
    REGIONS,
    REQUESTS,
    STATES,
    TOOLS,
    Suggestions,
)

SERVED: Mapping[str, Suggestions] = {
    one.id: one
    for one in (
        ACTIVITIES, CURRENCIES, DONORS, INSTRUMENT_ARTICLES, LANGUAGES, PARTNERS, PLACES,
        PROGRAMMES, REGIONS, REQUESTS, STATES, TOOLS,
    )
}  # fmt: skip
"""The lists that are asked for while somebody types, by the name in their address."""
SERVED_TO = Permission.SEE_UNPUBLISHED
"""Whoever may be answered: the lists hold activities and requests that are not public."""
DRAWN = "searchable_drawn"
"""The mark of a page that has such a field, for its layout."""


def search_attributes(
    suggestions: Suggestions,
    chosen: Iterable[str],
    *,
    separator: str = "",
    by_name: bool = False,
    free: bool = False,
) -> dict[str, Any]:
    """Return the attributes of a text field that takes members of a list.

    `chosen` are the codes in it, which a `separator` parts where it takes several. A field
    `by_name` shows names alone, a `free` one takes what the list does not hold.
    """
    found: dict[str, Any] = {"data-chosen": _labelled(suggestions, chosen, by_name=by_name)}
    served = is_served(suggestions)
    found["data-choices"] = url_for("choices.show", name=suggestions.id) if served else ""
    if separator:
        found["data-several"] = "lines" if separator == "\n" else separator
    if by_name:
        found["data-by-name"] = "yes"
    if free:
        found["data-free"] = "yes"
    return found | picking_attributes()


def is_served(suggestions: Suggestions) -> bool:
    """Tell whether the reader may ask for a list while typing; other lists stand in the page."""
    return SERVED.get(suggestions.id) is suggestions and context.may(SERVED_TO)


def picking_attributes() -> dict[str, Any]:
    """Return the attributes of every searchable choice; the page then loads what it needs."""
    setattr(g, DRAWN, True)
    return {
        "data-remove": _("Remove %(name)s", name="{name}"),
        "data-search": "",
        "data-unknown": _("The list does not hold this."),
    }


def _labelled(suggestions: Suggestions, chosen: Iterable[str], *, by_name: bool) -> str:
    """Return what is chosen in JSON: its code, its text, and whether the list holds it."""
    codes = list(chosen)
    names = suggestions.names() if codes else {}
    labelled = [
        (code, _shown(code, names.get(code, ""), by_name=by_name), code in names) for code in codes
    ]
    return orjson.dumps(labelled).decode()


def _shown(code: str, name: str, *, by_name: bool) -> str:
    """Return a member of a list as a field shows it."""
    if not name or name == code:
        return code
    return name if by_name else f"{code} \N{EN DASH} {name}"
