"""The records or codes that a text field takes, offered while a person types."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import g

from tracker.assistance.titles import activity_titles, programme_titles, tool_titles
from tracker.fund.donors.donor_choices import donor_names
from tracker.http import context
from tracker.http.labels import currency_name, donor, place
from tracker.reference.currencies import currencies
from tracker.reference.regions import m49_regions, places
from tracker.reference.states import states

KEPT = "form_suggestions"


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Codes with their names, and the id of the datalist that offers them."""

    id: str
    read: Callable[[], Mapping[str, str]]

    def names(self) -> Mapping[str, str]:
        """Return the names by code, read once a request."""
        kept: dict[Suggestions, Mapping[str, str]] = g.setdefault(KEPT, {})
        if self not in kept:
            kept[self] = self.read()
        return kept[self]


STATES = Suggestions("states", lambda: {code: place(code) for code in states()})
REGIONS = Suggestions("regions", lambda: {code: place(code) for code in m49_regions()})
PLACES = Suggestions("places", lambda: {code: place(code) for code in places()})
PROGRAMMES = Suggestions("programmes", lambda: programme_titles(context.session()))
ACTIVITIES = Suggestions("activities", lambda: activity_titles(context.session()))
TOOLS = Suggestions("tool-titles", lambda: tool_titles(context.session()))
CURRENCIES = Suggestions("currencies", lambda: {code: currency_name(code) for code in currencies()})
DONORS = Suggestions(
    "donors",
    lambda: {code: donor(code, name) for code, name in donor_names(context.session()).items()},
)
