"""Labels of codes in the reader's language: kinds, states, places, instruments, donors."""

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from babel.numbers import get_currency_name
from flask import Flask
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from tracker.errors import NotFound
from tracker.exchange.import_jobs.states import ImportState
from tracker.exchange.outcomes import Outcome
from tracker.fund.states import ScopeKind
from tracker.http.assistance_labels import ASSISTANCE_LABELS
from tracker.http.fund_labels import FUND_LABELS
from tracker.http.language import format_locale, locale_code
from tracker.people.roles import Role
from tracker.people.token_scopes import TokenScope
from tracker.reference import codes
from tracker.reference.currencies import currencies
from tracker.reference.instruments import Instrument, instruments
from tracker.reference.languages import TextLanguage
from tracker.reference.names import name_of
from tracker.reference.organisations import giver_name
from tracker.reference.regions import place_name, regions
from tracker.reference.sessions import SessionBody
from tracker.reports.content.report import ReportKind
from tracker.reports.register.states import ReportState


def _language(language: TextLanguage) -> str:
    """Return the name of a language in which texts are kept."""
    return language_name(language.value)


OWN: dict[type[StrEnum], dict[StrEnum, Any]] = {
    **FUND_LABELS,
    **ASSISTANCE_LABELS,
    TokenScope: {
        TokenScope.READ: _l("Read"),
        TokenScope.ENTRIES: _l("Record entries"),
        TokenScope.CONTRIBUTIONS: _l("Add contributions; add and withdraw files about them"),
        TokenScope.FILES: _l("Add and withdraw files about activities, tools and requests"),
    },
    SessionBody: {
        SessionBody.COMMISSION: _l("Commission on Crime Prevention and Criminal Justice"),
        SessionBody.CONFERENCE: _l("Conference of the Parties to the Convention"),
    },
    TextLanguage: {one: LazyString(_language, one) for one in TextLanguage},
    ReportKind: {
        ReportKind.COMMISSION: _l("Progress report to the Commission"),
        ReportKind.STATEMENT: _l("Statement of a donor"),
        ReportKind.BRIEF: _l("Brief"),
    },
    ReportState: {
        ReportState.DRAFT: _l("Draft"),
        ReportState.CLEARED: _l("Cleared"),
        ReportState.ISSUED: _l("Issued"),
    },
    ImportState: {
        ImportState.UPLOADED: _l("Uploaded"),
        ImportState.CHECKING: _l("Being checked"),
        ImportState.CHECKED: _l("Waits for a decision"),
        ImportState.APPLYING: _l("Being imported"),
        ImportState.APPLIED: _l("Imported"),
        ImportState.DISCARDED: _l("Discarded"),
        ImportState.FAILED: _l("Failed"),
        ImportState.CANCELLED: _l("Cancelled"),
    },
    Outcome: {
        Outcome.ADDED: _l("Added"),
        Outcome.CHANGED: _l("Changed"),
        Outcome.UNCHANGED: _l("Unchanged"),
        Outcome.REJECTED: _l("Rejected"),
        Outcome.LEFT_OUT: _l("Left out"),
    },
    Role: {
        Role.PUBLIC: _l("Public"),
        Role.DONOR: _l("Donor"),
        Role.PROGRAMME_MANAGER: _l("Programme manager"),
        Role.FINANCE_OFFICER: _l("Finance officer"),
        Role.APPROVER: _l("Approver"),
        Role.SECRETARIAT: _l("Secretariat"),
        Role.ADMINISTRATOR: _l("Administrator"),
    },
}
"""The labels of the product's own codes, by type: members of two enums may be equal as text."""


def has_label(code_list: type[StrEnum]) -> bool:
    """Tell whether the members of an enum have labels."""
    return code_list is Instrument or code_list in OWN or code_list in codes.TABLES


def label(member: StrEnum) -> str:
    """Return the label of a member of an enum."""
    if isinstance(member, Instrument):
        return name_of(instruments()[member], locale_code())
    if type(member) in codes.TABLES:
        return codes.label(type(member), member.value, locale_code())
    return str(OWN[type(member)][member])


def place(code: str) -> str:
    """Return the name of a State, area or region, or the code when there is none."""
    try:
        return place_name(code, locale_code())
    except NotFound:
        region = regions().get(code)
        return name_of(region, locale_code()) if region else code


def donor(code: str, name: str) -> str:
    """Return a donor's name: a State's or organisation's in the reader's language."""
    try:
        return giver_name(code, locale_code())
    except NotFound:
        return name


def scope_item(kind: ScopeKind, code: str) -> str:
    """Return the label of a code of an earmark."""
    if kind is ScopeKind.INSTRUMENT:
        return label(Instrument(code))
    if kind in (ScopeKind.REGION, ScopeKind.COUNTRY):
        return place(code)
    return code


def language_name(code: str) -> str:
    """Return the name of a language (ISO 639-1)."""
    return _language_in(str(format_locale()), code)


@lru_cache(maxsize=2_000)
def _language_in(reader: str, code: str) -> str:
    """Return the name of a language as readers of another know it."""
    try:
        return Locale.parse(code).get_display_name(reader) or code
    except (ValueError, UnknownLocaleError):
        return code


def language_names(codes: Iterable[str]) -> str:
    """Return the names of languages one after the other, in the reader's language."""
    names = [language_name(code) for code in codes]
    return str(format_list(names, locale=format_locale()))


def language_code(text: str) -> str | None:
    """Return the code of a language that is named by it, or by its name as the reader sees it."""
    wanted = text.strip().casefold()
    if wanted in Locale("en").languages:
        return wanted
    names = Locale.parse(format_locale()).languages
    return next((code for code, name in names.items() if name.casefold() == wanted), None)


def currency_name(code: str) -> str:
    """Return the name of a currency in the reader's language, else as ISO 4217 has it."""
    name = get_currency_name(code, locale=format_locale())
    known = currencies().get(code)
    return known.name if name == code and known else name


def instrument(code: str) -> str:
    """Return the name of an instrument by its code."""
    return label(Instrument(code))


def set_up_labels(app: Flask) -> None:
    """Give templates the labels."""
    app.jinja_env.filters["label"] = label
    app.jinja_env.filters["place"] = place
    app.jinja_env.filters["language_name"] = language_name
    app.jinja_env.filters["language_names"] = language_names
    app.jinja_env.filters["currency_name"] = currency_name
    app.jinja_env.globals["instrument_label"] = instrument
    app.jinja_env.globals["donor_label"] = donor
    app.jinja_env.globals["scope_label"] = scope_item
