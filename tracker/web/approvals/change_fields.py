"""The fields that changes of the record carry: each with its label, and its value in words.

The values of drafts are read back into the draft's own types, which tell how they are written; all
others have a function of their own here.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple, get_type_hints

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from pydantic import TypeAdapter, ValidationError

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.errors import NotFound
from tracker.fund.contributions.terms import ContributionDraft, find_contribution
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.registry import DonorDraft
from tracker.fund.ledger.measures import Measure
from tracker.fund.record_changes.draft_changes import CLOSED_LINES
from tracker.fund.states import RecordChange
from tracker.http import context
from tracker.http.formats import NOTHING, iso_day, money, rate, whole
from tracker.http.labels import donor, label
from tracker.money import USD
from tracker.web.forms.draft_values import value_text

DRAFTS: Mapping[RecordChange, type] = {
    RecordChange.CHANGE_ACTIVITY: ActivityDraft,
    RecordChange.CHANGE_CONTRIBUTION: ContributionDraft,
    RecordChange.CHANGE_DONOR_TYPE: DonorDraft,
}
"""The drafts whose fields a change carries."""
LABELS: Mapping[str, Any] = {
    "accounts": _l("Accounts"),
    "actual_end": _l("Actual end"),
    "actual_start": _l("Actual start"),
    "agreed_on": _l("Agreed on"),
    "agreement_number": _l("Agreement number"),
    "amount_minor": _l("Amount pledged"),
    "articles": _l("Articles"),
    "beneficiaries": _l("For whom"),
    "budget_minor": _l("Budget"),
    "closed_until": _l("Closed up to"),
    CLOSED_LINES: _l("Lines in closed periods"),
    "code": _l("Code"),
    "conditions": _l("Conditions"),
    "currency": _l("Currency"),
    "description": _l("Description"),
    "documents": _l("Documents"),
    "donor": _l("Donor"),
    "donor_reference": _l("Donor's reference"),
    "earmarking": _l("Earmarking"),
    "earmarking_modality": _l("Modality"),
    "evaluation": _l("Evaluation"),
    "financing_instrument": _l("Financing instrument"),
    "instalments": _l("Instalments"),
    "instruments": _l("Instruments"),
    "kind": _l("Kind"),
    "months": _l("Months"),
    "moved_aliases": _l("Spellings that move"),
    "moved_amounts": _l("Amounts that move"),
    "moved_contributions": _l("Contributions that move"),
    "name": _l("Name"),
    "note": _l("Note"),
    "paragraphs": _l("Operative paragraphs"),
    "participants": _l("Participants"),
    "partners": _l("Partners"),
    "planned_end": _l("Planned end"),
    "planned_start": _l("Planned start"),
    "pledged_on": _l("Pledged on"),
    "programme": _l("Programme"),
    "publication": _l("Publication"),
    "rate": _l("Exchange rate"),
    "reference": _l("Reference"),
    "reports": _l("Reports to the donor"),
    "requests": _l("Requests answered"),
    "results": _l("Results"),
    "scope": _l("Earmarked to"),
    "seen_by": _l("Users who see the terms"),
    "since": _l("Since"),
    "source": _l("Source"),
    "source_article": _l("Article cited"),
    "state": _l("State"),
    "status": _l("Status"),
    "support_basis": _l("Support cost charged on"),
    "support_rate_bp": _l("Support cost, in per cent of expenditure"),
    "support_rate_reason": _l("Reason for another rate or basis"),
    "themes": _l("Themes"),
    "title": _l("Title"),
    "tools": _l("Tools"),
    "type": _l("Type"),
    "use_from": _l("To be used from"),
    "use_until": _l("To be used until"),
    "users_follow": _l("Users who come along"),
    "users_gain": _l("Users who will see the terms"),
    "users_lose": _l("Users who will no longer see the terms"),
    "valuation_basis": _l("Basis of the valuation"),
    "valued_by": _l("Valued by"),
    "valued_on": _l("Valued on"),
    "venue": _l("Venue"),
    "year_closed": _l("Year closed"),
}
"""The labels of all fields that a change may carry."""
CELLS: Mapping[str, Any] = {
    "actual": _l("Actual"),
    "address": _l("Address or number"),
    "amount_minor": _l("Amount"),
    "baseline": _l("Baseline"),
    "before_activity": _l("Counted before in activity"),
    "before_programme": _l("or in programme"),
    "boys": _l("Boys"),
    "boys_before": _l("Boys counted before"),
    "code": _l("Code"),
    "counted_before": _l("Counted before"),
    "counted_on": _l("Counted on"),
    "dated_on": _l("Date"),
    "due_on": _l("Due on"),
    "function": _l("Function"),
    "girls": _l("Girls"),
    "girls_before": _l("Girls counted before"),
    "indicator": _l("Indicator"),
    "is_public": _l("Public"),
    "kind": _l("Kind"),
    "measured_on": _l("Measured on"),
    "men": _l("Men"),
    "men_before": _l("Men counted before"),
    "note": _l("Note"),
    "period": _l("Period"),
    "place": _l("State or area"),
    "share_bp": _l("Per cent"),
    "submitted_on": _l("Submitted on"),
    "symbol": _l("Symbol"),
    "target": _l("Target"),
    "title": _l("Title"),
    "tool": _l("Tool"),
    "unit": _l("Unit"),
    "unspecified": _l("Sex not specified"),
    "unspecified_before": _l("Sex not specified, counted before"),
    "url": _l("Address"),
    "use": _l("Use"),
    "women": _l("Women"),
    "women_before": _l("Women counted before"),
}
"""The labels of the fields of parts."""
MOST_NAMED = 50


class CarriedField(NamedTuple):
    """A field that a change carries: the code of its record, or "", and its own name."""

    record: str
    name: str


def split_name(shown: str) -> CarriedField:
    """Return the field of a shown name, before which a request of several has the record's code."""
    record, _colon, name = shown.rpartition(": ")
    return CarriedField(record, name)


def field_label(shown: str) -> str:
    """Return the label of a field, behind the code of its record where a request has several."""
    record, name = split_name(shown)
    own = str(LABELS.get(name, name))
    return f"{record}: {own}" if record else own


def field_text(kind: RecordChange, code: str, shown: str, value: Any) -> str:  # noqa: ANN401 - any JSON
    """Return the value of a field in words; `code` is that of the record, where it is one."""
    record, name = split_name(shown)
    if value is None or value in ("", [], {}):
        return NOTHING
    if name in TEXTS and (kind not in DRAFTS or name == CLOSED_LINES):
        return TEXTS[name](value)
    if kind in DRAFTS:
        return _draft_text(kind, record or code, name, value)
    return plain_text(value)


def plain_text(value: Any) -> str:  # noqa: ANN401 - any JSON
    """Return a plain value as text."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, list):
        return "; ".join(map(plain_text, value))
    return whole(value) if isinstance(value, int) else str(value)


def donor_text(code: str) -> str:
    """Return the name of a donor with its code, merged or not."""
    try:
        found = find_donor(context.session(), code)
    except NotFound:
        return code
    return f"{donor(found.code, found.name)} ({found.code})"


def _draft_text(kind: RecordChange, code: str, name: str, value: Any) -> str:  # noqa: ANN401 - any JSON
    """Return the value of a draft's field by its type."""
    try:
        typed = _adapter(kind, name).validate_python(value)
    except (KeyError, ValidationError):
        return plain_text(value)
    if name == "donor":
        return donor_text(typed)
    currency = _currency(kind, code)
    many = typed if isinstance(typed, tuple) else (typed,)
    return "; ".join(value_text(name, one, currency, _cell_label) for one in many)


@cache
def _adapter(kind: RecordChange, name: str) -> TypeAdapter[Any]:
    """Return what reads a field of a draft; raises KeyError for no field."""
    return TypeAdapter(get_type_hints(DRAFTS[kind])[name])


def _currency(kind: RecordChange, code: str) -> str:
    """Return the currency of a contribution; US dollars for other records."""
    if kind is not RecordChange.CHANGE_CONTRIBUTION:
        return USD
    try:
        return find_contribution(context.session(), code).currency
    except NotFound:
        return USD


def _cell_label(cell: str) -> str:
    """Return the label of a part's field."""
    return str(CELLS.get(cell, cell))


def _rate(value: str) -> str:
    """Return an exchange rate of text."""
    return rate(Decimal(value))


def _amounts(value: Mapping[str, int]) -> str:
    """Return sums by measure, in US cents."""
    return "; ".join(f"{label(Measure(name))}: USD {money(minor)}" for name, minor in value.items())


def _contributions(value: list[Mapping[str, str]]) -> str:
    """Return the first of some contributions by reference and title, and how many there are."""
    named = [" ".join(filter(None, (one["reference"], one["title"]))) for one in value]
    more = len(named) - MOST_NAMED
    return "; ".join(named[:MOST_NAMED]) + (f" (+{whole(more)})" if more > 0 else "")


TEXTS: Mapping[str, Callable[[Any], str]] = {
    "accounts": whole,
    "closed_until": iso_day,
    CLOSED_LINES: whole,
    "donor": donor_text,
    "months": whole,
    "moved_aliases": plain_text,
    "moved_amounts": _amounts,
    "moved_contributions": _contributions,
    "rate": _rate,
    "seen_by": plain_text,
    "since": iso_day,
    "source": plain_text,
    "users_follow": plain_text,
    "users_gain": plain_text,
    "users_lose": plain_text,
    "year_closed": plain_text,
}
"""How values that are no draft's are written."""
