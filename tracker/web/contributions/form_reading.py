"""Turns the form of a contribution into a draft, and a draft into the form."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from flask_babel import gettext as _

from tracker.errors import Fault
from tracker.fund.contributions.part_drafts import (
    ContributionDocumentDraft,
    InstalmentDraft,
    ReportDraft,
)
from tracker.fund.contributions.scopes import known_scopes
from tracker.fund.contributions.terms import (
    ContributionDraft,
    ScopeItem,
    contribution_faults,
    known_records,
)
from tracker.fund.donors.donor_choices import donor_names
from tracker.fund.ledger.support_cost import DEFAULT_RATE_BP
from tracker.fund.states import (
    ContributionDocumentKind,
    ContributionKind,
    ContributionReportKind,
    ContributionSource,
    ScopeKind,
    SupportBasis,
)
from tracker.http import context
from tracker.http.formats import money, percent
from tracker.http.labels import donor as donor_label
from tracker.http.labels import place
from tracker.reference.codes import Earmarking, EarmarkingModality, FinancingInstrument
from tracker.reference.currencies import currencies
from tracker.web.contributions.form_fields import LISTED, ContributionForm
from tracker.web.forms.codes import find_code, split_list
from tracker.web.forms.reading import Reading
from tracker.web.forms.rows import filled_rows


@dataclass(frozen=True, slots=True)
class ReadContribution:
    """What the form brought: the draft and all that is wrong with it."""

    draft: ContributionDraft
    faults: list[Fault]


def read_contribution_form(form: ContributionForm) -> ReadContribution:
    """Read the form into a draft, with all faults at once."""
    session, reading = context.session(), Reading()
    facts = known_records(session)
    currency = reading.text(form.currency).upper()
    exponent = currencies()[currency].minor_units if currency in currencies() else 2
    draft = ContributionDraft(
        reference=reading.text(form.reference),
        donor=_donor(reading.text(form.donor)),
        financing_instrument=reading.code(form.financing_instrument, FinancingInstrument),
        earmarking=reading.code(form.earmarking, Earmarking),
        currency=currency,
        amount_minor=reading.amount(form.amount, exponent),
        title=reading.text(form.title),
        donor_reference=reading.text(form.donor_reference),
        agreement_number=reading.text(form.agreement_number),
        kind=reading.code(form.kind, ContributionKind),
        source=reading.code(form.source, ContributionSource),
        source_article=reading.text(form.source_article),
        valuation_basis=reading.text(form.valuation_basis),
        valued_by=reading.text(form.valued_by),
        valued_on=reading.day(form.valued_on),
        earmarking_modality=reading.code(form.earmarking_modality, EarmarkingModality)
        if reading.text(form.earmarking_modality)
        else None,
        scope=_scope(form, known_scopes(session).codes),
        support_rate_bp=reading.share(form.support_rate, "support_rate")
        if reading.text(form.support_rate)
        else DEFAULT_RATE_BP,
        support_rate_reason=reading.text(form.support_rate_reason),
        support_basis=reading.code(form.support_basis, SupportBasis),
        pledged_on=reading.day(form.pledged_on),
        agreed_on=reading.day(form.agreed_on),
        use_from=reading.day(form.use_from),
        use_until=reading.day(form.use_until),
        conditions=reading.text(form.conditions),
        note=reading.text(form.note),
        **_parts(form, reading, exponent),
    )
    rules = contribution_faults(draft, facts)
    if any(fault.field == "amount" for fault in reading.faults):
        rules = [fault for fault in rules if fault.field != "instalments"]
    return ReadContribution(draft, reading.with_faults_of(rules))


def filled_contribution_form(draft: ContributionDraft) -> ContributionForm:
    """Return the form with a contribution's terms as the reader's language writes them."""
    names = {kind: [code for found, code in draft.scope if found is kind] for kind in ScopeKind}
    shown = {
        kind.value: "; ".join(
            place(code) if kind in (ScopeKind.REGION, ScopeKind.COUNTRY) else code
            for code in names[kind]
        )
        for kind in LISTED
    }
    empty: list[dict[str, Any]] = [{}, {}]
    own = {field.name: getattr(draft, field.name) for field in fields(draft)}
    data = own | {
        "amount": money(draft.amount_minor, draft.currency),
        "support_rate": percent(draft.support_rate_bp).rstrip("%").strip(),
        "earmarking_modality": draft.earmarking_modality or "",
        "instrument": names[ScopeKind.INSTRUMENT],
        "instalments": [
            part._asdict() | {"amount": money(part.amount_minor, draft.currency)}
            for part in draft.instalments
        ]
        + empty,
        "reports": _rows(draft.reports) + empty,
        "documents": _rows(draft.documents) + empty,
    }
    return ContributionForm(formdata=None, data=data | shown)


def _rows(items: Iterable[ReportDraft | ContributionDocumentDraft]) -> list[dict[str, Any]]:
    """Lay parts out for their rows."""
    return [item._asdict() for item in items]


def _donor(text: str) -> str:
    """Read the donor by code or by name; what is neither is kept for the rules to refuse."""
    names = donor_names(context.session())
    donors = {code: donor_label(code, name) for code, name in names.items()}
    return find_code(text, donors) or find_code(text, names) or text


def _scope(form: ContributionForm, codes: dict[ScopeKind, frozenset[str]]) -> tuple[ScopeItem, ...]:
    """Read to what the contribution is tied; what nothing bears is kept for the rules to refuse."""
    scope = [(ScopeKind.INSTRUMENT, code) for code in form.instrument.data or []]
    for kind in LISTED:
        named = kind in (ScopeKind.REGION, ScopeKind.COUNTRY)
        items = split_list(form[kind.value].data or "")
        names = {code: place(code) if named else code for code in codes[kind]} if items else {}
        scope += [(kind, find_code(item, names) or item) for item in items]
    return tuple(scope)


def _parts(form: ContributionForm, reading: Reading, exponent: int) -> dict[str, Any]:
    """Read the rows."""
    return {
        "instalments": tuple(
            InstalmentDraft(
                _needed(reading, row.due_on, "instalments"),
                reading.amount(row.amount, exponent, "instalments"),
                reading.text(row.note, "instalments"),
            )
            for row in filled_rows(form.instalments)
        ),
        "reports": tuple(
            ReportDraft(
                reading.code(row.kind, ContributionReportKind, "reports"),
                reading.text(row.period, "reports"),
                _needed(reading, row.due_on, "reports"),
                reading.day(row.submitted_on, "reports"),
                reading.text(row.note, "reports"),
            )
            for row in filled_rows(form.reports)
        ),
        "documents": tuple(
            ContributionDocumentDraft(
                reading.code(row.kind, ContributionDocumentKind, "documents"),
                reading.text(row.title, "documents"),
                reading.text(row.address, "documents"),
                reading.day(row.dated_on, "documents"),
                bool(row.is_public.data),
            )
            for row in filled_rows(form.documents)
        ),
    }


def _needed(reading: Reading, field: Any, part: str) -> date:  # noqa: ANN401 - a field of wtforms
    """Read a day that a row has to have."""
    before = len(reading.faults)
    on = reading.day(field, part)
    if on is None and len(reading.faults) == before:
        reading.faults.append(Fault(part, _("Say when it is due.")))
    return on or date.min
