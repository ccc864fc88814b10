"""The fields of drafts: each with its label, and its plain value in words.

What requests and the trail hold of a record are plain values. They are read back into the types of
its draft, which tell how they are written.
"""

from collections.abc import Mapping
from dataclasses import is_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from pydantic import TypeAdapter, ValidationError

from tracker.errors import NotFound
from tracker.fund.donors.finding import find_donor
from tracker.http import context
from tracker.http.formats import whole
from tracker.http.labels import donor
from tracker.money import USD
from tracker.parts import Part
from tracker.web.forms.draft_values import value_text

FIELDS: Mapping[str, Any] = {
    "activity": _l("Activity"),
    "actual_end": _l("Actual end"),
    "actual_start": _l("Actual start"),
    "agreed_on": _l("Agreed on"),
    "agreement_number": _l("Agreement number"),
    "amount_minor": _l("Amount pledged"),
    "articles": _l("Articles"),
    "audience": _l("Audience"),
    "beneficiaries": _l("For whom"),
    "body": _l("Body"),
    "budget_minor": _l("Budget"),
    "code": _l("Code"),
    "conditions": _l("Conditions"),
    "consent_to_publish": _l("The State agrees to publication"),
    "cost_basis": _l("Basis of the estimate"),
    "currency": _l("Currency"),
    "decision": _l("Reason of the decision"),
    "description": _l("Description"),
    "documents": _l("Documents"),
    "donor": _l("Donor"),
    "donor_reference": _l("Donor's reference"),
    "earmarking": _l("Earmarking"),
    "earmarking_modality": _l("Modality"),
    "ends_on": _l("Last day"),
    "estimated_cost_minor": _l("Estimated cost"),
    "evaluation": _l("Evaluation"),
    "files": _l("Files"),
    "financing_instrument": _l("Financing instrument"),
    "first_day": _l("First day"),
    "held_on": _l("Day"),
    "instalments": _l("Instalments"),
    "instrument": _l("Instrument"),
    "instruments": _l("Instruments"),
    "kind": _l("Kind"),
    "language": _l("Language"),
    "languages": _l("Languages"),
    "last_day": _l("Last day"),
    "means": _l("Means"),
    "name": _l("Name"),
    "note": _l("Note"),
    "number": _l("Number"),
    "paragraphs": _l("Operative paragraphs"),
    "participants": _l("Participants"),
    "partners": _l("Partners"),
    "place": _l("State or region"),
    "planned_end": _l("Planned end"),
    "planned_start": _l("Planned start"),
    "pledged_on": _l("Pledged on"),
    "priority": _l("Priority"),
    "programme": _l("Programme"),
    "publication": _l("Publication"),
    "received_on": _l("Received on"),
    "reference": _l("Reference"),
    "reports": _l("Reports to the donor"),
    "requests": _l("Requests answered"),
    "results": _l("Results"),
    "review_cluster": _l("Cluster of the country review"),
    "scope": _l("Earmarked to"),
    "source": _l("Source"),
    "source_article": _l("Article cited"),
    "starts_on": _l("First day"),
    "state": _l("State"),
    "status": _l("Status"),
    "summary": _l("Summary"),
    "support_basis": _l("Support cost charged on"),
    "support_rate_bp": _l("Support cost, in per cent of expenditure"),
    "support_rate_reason": _l("Reason for another rate or basis"),
    "symbol": _l("Symbol"),
    "themes": _l("Themes"),
    "texts": _l("In other languages"),
    "title": _l("Title"),
    "tool": _l("Tool"),
    "tools": _l("Tools"),
    "type": _l("Type"),
    "unit": _l("Unit"),
    "unsure": _l("Values without a checked source"),
    "use_from": _l("To be used from"),
    "use_until": _l("To be used until"),
    "valuation_basis": _l("Basis of the valuation"),
    "valued_by": _l("Valued by"),
    "valued_on": _l("Valued on"),
    "venue": _l("Venue"),
    "versions": _l("Versions"),
    "written_in": _l("Original language"),
    "year": _l("Year"),
}
"""The labels of the fields of all drafts."""
CELLS: Mapping[str, Any] = {
    "actual": _l("Actual"),
    "actual_men": _l("Of the actual: men"),
    "actual_unspecified": _l("Of the actual: sex not recorded"),
    "actual_women": _l("Of the actual: women"),
    "address": _l("Address or number"),
    "amount_minor": _l("Amount"),
    "baseline": _l("Baseline"),
    "before_activity": _l("Counted before in activity"),
    "before_programme": _l("or in programme"),
    "boys": _l("Boys"),
    "boys_before": _l("Boys counted before"),
    "changes": _l("What changed"),
    "code": _l("Code"),
    "counted_before": _l("Counted before"),
    "counted_on": _l("Counted on"),
    "counting": _l("In all"),
    "dated_on": _l("Date"),
    "description": _l("Description"),
    "due_on": _l("Due on"),
    "evidence": _l("Evidence"),
    "evidence_url": _l("Address of the evidence"),
    "function": _l("Function"),
    "girls": _l("Girls"),
    "girls_before": _l("Girls counted before"),
    "indicator": _l("Indicator"),
    "is_public": _l("Public"),
    "kind": _l("Kind"),
    "languages": _l("Languages"),
    "lowered_because": _l("Why the value is lower"),
    "language": _l("Language"),
    "measured_on": _l("Measured on"),
    "men": _l("Men"),
    "men_before": _l("Men counted before"),
    "note": _l("Note"),
    "period": _l("Period"),
    "period_start": _l("First day of the period"),
    "period_target": _l("Target of the period"),
    "place": _l("State or area"),
    "released_on": _l("Released on"),
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
    "version": _l("Version"),
    "women": _l("Women"),
    "women_before": _l("Women counted before"),
}
"""The labels of the fields of parts."""


def draft_text(draft: type, name: str, value: Any, currency: str = USD) -> str:  # noqa: ANN401 - any JSON
    """Return the plain value of a draft's field in words; amounts are in that currency."""
    try:
        typed = _adapter(draft, name).validate_python(_by_name(draft, name, value))
    except (KeyError, ValidationError):
        return plain_text(value)
    if name == "donor":
        return donor_text(typed)
    many = typed if isinstance(typed, tuple) else (typed,)
    return "; ".join(value_text(name, one, currency, _cell_label) for one in many)


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


@cache
def _adapter(draft: type, name: str) -> TypeAdapter[Any]:
    """Return what reads a field of a draft; raises KeyError for no field."""
    return TypeAdapter(get_type_hints(draft)[name])


def _by_name(draft: type, name: str, value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return a field with its parts by the names of their cells; the trail holds them in order."""
    part = _part_class(draft, name)
    if part is None or not isinstance(value, list):
        return value
    cells = part.content()
    return [dict(zip(cells, one, strict=False)) if isinstance(one, list) else one for one in value]


@cache
def _part_class(draft: type, name: str) -> type[Part] | None:
    """Return the class of the parts that a field of a draft lists; None where it lists none."""
    inner = get_args(get_type_hints(draft).get(name))
    listed = inner[0] if inner else None
    lists_parts = isinstance(listed, type) and is_dataclass(listed) and issubclass(listed, Part)
    return listed if lists_parts else None


def _cell_label(cell: str) -> str:
    """Return the label of a part's field."""
    return str(CELLS.get(cell, cell))
