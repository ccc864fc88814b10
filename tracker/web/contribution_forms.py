"""Adding a contribution and changing its terms."""

from dataclasses import dataclass
from functools import partial

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField

from tracker.errors import Fault
from tracker.fund.contributions.scopes import known_scopes
from tracker.fund.contributions.terms import (
    ContributionDraft,
    add_contributions,
    change_contribution,
    contribution_faults,
    find_contribution,
    known,
    read_draft,
)
from tracker.fund.donors.choices import donor_names
from tracker.fund.ledger.support_cost import DEFAULT_RATE_BP
from tracker.fund.states import ContributionKind, ContributionSource, ScopeKind, SupportBasis
from tracker.http import context
from tracker.http.formats import money, percent
from tracker.http.guard import requires
from tracker.http.labels import donor as donor_label
from tracker.http.labels import label, place
from tracker.people.permissions import Permission
from tracker.reference.codes import Earmarking, FinancingInstrument
from tracker.reference.currencies import currencies
from tracker.reference.instruments import Instrument
from tracker.web.fields import (
    amount_field,
    code_field,
    day_field,
    ids_of,
    long_field,
    picked_field,
    text_field,
)
from tracker.web.reading import Reading, find_code, split_list
from tracker.web.saving import actor, save

blueprint = APIBlueprint(
    "contribution_forms", __name__, template_folder="templates", enable_openapi=False
)
LISTED = (
    ScopeKind.REGION,
    ScopeKind.COUNTRY,
    ScopeKind.PROGRAMME,
    ScopeKind.ACTIVITY,
    ScopeKind.TOOL,
)


class ContributionForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """The terms of a contribution."""

    reference = text_field(_l("Reference"), 60)
    donor = picked_field(_l("Donor"), "donors")
    title = text_field(_l("Title"), 500)
    pledged_on = day_field(_l("Pledged on"))
    currency = picked_field(_l("Currency"), "currencies")
    amount = amount_field(_l("Amount pledged"))
    kind = code_field(_l("Kind"), ContributionKind)
    source = code_field(_l("Source"), ContributionSource)
    financing_instrument = code_field(_l("Financing instrument"), FinancingInstrument)
    earmarking = code_field(_l("Earmarking"), Earmarking)
    instrument = SelectMultipleField(
        _l("Instruments"),
        choices=lambda: [(code.value, label(code)) for code in Instrument],
        validate_choice=False,
    )
    region = text_field(_l("Regions"), 1000)
    country = text_field(_l("States and areas"), 2000)
    programme = text_field(_l("Programmes"), 2000)
    activity = text_field(_l("Activities"), 2000)
    tool = text_field(_l("Tools"), 2000)
    support_rate = amount_field(_l("Support cost, in per cent of expenditure"))
    support_basis = code_field(_l("Charged on"), SupportBasis)
    support_rate_reason = text_field(_l("Reason for another rate or basis"), 500)
    agreed_on = day_field(_l("Agreed on"))
    agreement_number = text_field(_l("Agreement number"), 120)
    donor_reference = text_field(_l("Donor's reference"), 120)
    use_from = day_field(_l("To be used from"))
    use_until = day_field(_l("To be used until"))
    conditions = long_field(_l("Conditions"))
    note = long_field(_l("Note"))
    why = text_field(_l("Why is this changed?"), 2000)


@dataclass(frozen=True, slots=True)
class Read:
    """What the form brought: the draft and all that is wrong with it."""

    draft: ContributionDraft
    faults: list[Fault]


@blueprint.get("/contributions/add")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def add() -> ResponseReturnValue:
    """Show the empty form."""
    form = ContributionForm(
        formdata=None, support_rate="13", currency="USD", financing_instrument="R03E"
    )
    return _page(form, [])


@blueprint.post("/contributions/add")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def add_it() -> ResponseReturnValue:
    """Add the contribution, or show what is wrong with it."""
    form = ContributionForm()
    read = _read(form)
    faults = read.faults or save(partial(add_contributions, drafts=[read.draft], actor=actor()))
    if faults:
        return _page(form, faults)
    flash(_("%(name)s was added.", name=read.draft.reference), "done")
    return redirect(url_for("contributions.show", reference=read.draft.reference), 303)


@blueprint.get("/contributions/<reference>/change")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def change(reference: str) -> ResponseReturnValue:
    """Show the form with the terms as they are."""
    row = find_contribution(context.session(), reference)
    return _page(_filled(read_draft(context.session(), row)), [], reference)


@blueprint.post("/contributions/<reference>/change")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def change_it(reference: str) -> ResponseReturnValue:
    """Change the terms, or show what is wrong."""
    find_contribution(context.session(), reference)
    form = ContributionForm()
    read = _read(form)
    why = (form.why.data or "").strip()
    faults = read.faults or ([] if why else [Fault("why", _("Say why this is changed."))])
    faults = faults or save(
        partial(change_contribution, reference=reference, draft=read.draft, actor=actor(), why=why)
    )
    if faults:
        return _page(form, faults, reference)
    flash(_("The terms were changed."), "done")
    return redirect(url_for("contributions.show", reference=reference), 303)


def _page(form: ContributionForm, faults: list[Fault], changed: str = "") -> ResponseReturnValue:
    """Show the form; with faults, as refused."""
    names = donor_names(context.session())
    donors = {code: donor_label(code, name) for code, name in names.items()}
    page = render_template(
        "contribution_form.html",
        form=form,
        faults=faults,
        ids=ids_of(form) | {"scope": form.instrument.id, "support_rate_bp": form.support_rate.id},
        changed=changed,
        donors=donors,
        currencies={code: found.name for code, found in currencies().items()},
        listed=[kind.value for kind in LISTED],
    )
    return page, 422 if faults else 200


def _filled(draft: ContributionDraft) -> ContributionForm:
    """Return the form with a contribution's terms as the reader's language writes them."""
    names = {kind: [code for found, code in draft.scope if found is kind] for kind in ScopeKind}
    shown = {
        kind.value: "; ".join(
            place(code) if kind in (ScopeKind.REGION, ScopeKind.COUNTRY) else code
            for code in names[kind]
        )
        for kind in LISTED
    }
    return ContributionForm(
        formdata=None,
        obj=draft,
        data={
            "amount": money(draft.amount_minor, draft.currency),
            "support_rate": percent(draft.support_rate_bp).rstrip("%").strip(),
            "instrument": names[ScopeKind.INSTRUMENT],
            **shown,
        },
    )


def _read(form: ContributionForm) -> Read:
    """Read the form into a draft, with all faults at once."""
    session, reading = context.session(), Reading()
    facts = known(session)
    names = donor_names(session)
    donors = {code: donor_label(code, name) for code, name in names.items()}
    currency = reading.text(form.currency).upper()
    exponent = currencies()[currency].minor_units if currency in currencies() else 2
    draft = ContributionDraft(
        reference=reading.text(form.reference),
        donor=find_code(reading.text(form.donor), donors)
        or find_code(reading.text(form.donor), names)
        or reading.text(form.donor),
        financing_instrument=reading.code(form.financing_instrument, FinancingInstrument),
        earmarking=reading.code(form.earmarking, Earmarking),
        currency=currency,
        amount_minor=reading.amount(form.amount, exponent),
        title=reading.text(form.title),
        donor_reference=reading.text(form.donor_reference),
        agreement_number=reading.text(form.agreement_number),
        kind=reading.code(form.kind, ContributionKind),
        source=reading.code(form.source, ContributionSource),
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
    )
    return Read(draft, reading.with_faults_of(contribution_faults(draft, facts)))


def _scope(
    form: ContributionForm, codes: dict[ScopeKind, frozenset[str]]
) -> tuple[tuple[ScopeKind, str], ...]:
    """Read to what the contribution is tied; what nothing bears is kept for the rules to refuse."""
    scope = [(ScopeKind.INSTRUMENT, code) for code in form.instrument.data or []]
    for kind in LISTED:
        named = kind in (ScopeKind.REGION, ScopeKind.COUNTRY)
        items = split_list(form[kind.value].data or "")
        names = {code: place(code) if named else code for code in codes[kind]} if items else {}
        scope += [(kind, find_code(item, names) or item) for item in items]
    return tuple(scope)
