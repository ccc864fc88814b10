"""Values of drafts in the reader's language, as a page shows them beside each other."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from wtforms import Form

from tracker.fund.states import ScopeKind
from tracker.http.formats import NOTHING, day, money, percent, whole
from tracker.http.labels import instrument, label, place, scope_item
from tracker.money import USD
from tracker.parts import Part
from tracker.reference.instruments import Instrument
from tracker.web.forms.rows import RowsField
from tracker.web.forms.suggestions import DONORS, PROGRAMMES, TOOLS, Suggestions

MINOR, BASIS_POINTS = "_minor", "_bp"
PLACES = frozenset({"place", "state"})
"""The fields that hold a State's or region's code, as do the codes of shares."""
RECORDS = {"programme": PROGRAMMES, "tool": TOOLS, "donor": DONORS}
SCOPES = {ScopeKind.PROGRAMME: PROGRAMMES, ScopeKind.TOOL: TOOLS}
"""The lists that name the codes of a field, and of a kind of earmark."""
OTHER_NAMES = {
    "budget_minor": "budget",
    "amount_minor": "amount",
    "support_rate_bp": "support_rate",
}
"""The fields of forms whose values drafts hold under another name."""
OF_CELLS = {"share_bp": "share", "amount_minor": "amount"}
"""The cells of rows whose values parts hold under another name."""


def field_label(form: Form, name: str, value: Any) -> str:  # noqa: ANN401 - whatever a draft holds
    """Return the label of a draft's field; a code of an earmark is labelled by its kind."""
    if isinstance(value, tuple) and value and isinstance(value[0], ScopeKind):
        return label(value[0])
    known = OTHER_NAMES.get(name, name)
    return str(form[known].label.text) if known in form else _("State")


def shown(form: Form, name: str, value: Any, currency: str = USD) -> str:  # noqa: ANN401 - whatever a draft holds
    """Return a value of a draft as text, with the labels that a form gives to cells."""
    return value_text(name, value, currency, lambda cell: _cell_label(form[name], cell))


def value_text(name: str, value: Any, currency: str, cell_label: Callable[[str], str]) -> str:  # noqa: ANN401 - whatever a draft holds
    """Return a value of a draft as text; the end of its name tells its unit."""
    if isinstance(value, Part) or hasattr(value, "_asdict"):
        part = value.values() if isinstance(value, Part) else value._asdict()
        return _shown_part(part, currency, cell_label) or NOTHING
    if isinstance(value, tuple):
        return _shown_pair(value)
    return _shown_plain(name, value, currency)


def _cell_label(rows: RowsField, cell: str) -> str:
    """Return the heading of a column of rows."""
    return str(rows.entries[0].form[OF_CELLS.get(cell, cell)].label.text)


def _shown_part(part: Mapping[str, Any], currency: str, cell_label: Callable[[str], str]) -> str:
    """Return the filled cells of a part, each with its label."""
    filled = ((name, value) for name, value in part.items() if value not in (None, "", 0, False))
    return " · ".join(
        f"{cell_label(name)}: {_shown_plain(name, value, currency)}" for name, value in filled
    )


def _shown_pair(value: tuple[Any, ...]) -> str:
    """Return a code of an earmark, or an article."""
    first, second = value
    if first in SCOPES:
        return named(SCOPES[first], second)
    return scope_item(first, second) if isinstance(first, ScopeKind) else f"{first} {second}"


def _shown_plain(name: str, value: Any, currency: str) -> str:  # noqa: ANN401 - whatever a draft holds
    """Return a single value as text."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, StrEnum):
        return str(label(value))
    if isinstance(value, date):
        return str(day(value))
    whole_number = isinstance(value, int)
    return _shown_number(name, value, currency) if whole_number else _named(name, str(value))


def _named(name: str, code: str) -> str:
    """Return the name of an instrument's or a place's code, or any other text as it is."""
    if name == "code" and code in set(Instrument):
        return instrument(code)
    if name in RECORDS:
        return named(RECORDS[name], code)
    return place(code) if name in PLACES | {"code"} else code


def named(suggestions: Suggestions, code: str) -> str:
    """Return the name that a list has for a code, with the code; the code where it has none."""
    known = suggestions.names().get(code, code)
    return known if known == code else f"{known} ({code})"


def _shown_number(name: str, value: int, currency: str) -> str:
    """Return a whole number by its unit: money, a share in per cent, or a count."""
    if name.endswith(MINOR):
        return f"{currency} {money(value, currency)}"
    return percent(value) if name.endswith(BASIS_POINTS) else whole(value)
