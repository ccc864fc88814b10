"""The form of a contribution: its own fields and the rows of its parts."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, SelectField, SelectMultipleField

from tracker.fund.contributions.term_rules import categories
from tracker.fund.states import (
    ContributionDocumentKind,
    ContributionKind,
    ContributionReportKind,
    ContributionSource,
    ScopeKind,
    SupportBasis,
)
from tracker.http.formats import NOTHING
from tracker.http.labels import label
from tracker.reference.codes import Earmarking, FinancingInstrument
from tracker.reference.instruments import Instrument
from tracker.web.forms.fields import (
    amount_field,
    code_field,
    day_field,
    long_field,
    picked_field,
    text_field,
)
from tracker.web.forms.rows import rows_of

LISTED = (
    ScopeKind.REGION,
    ScopeKind.COUNTRY,
    ScopeKind.PROGRAMME,
    ScopeKind.ACTIVITY,
    ScopeKind.TOOL,
)
"""The kinds of scope that are entered as a list of names."""
PARTS = ("instalments", "reports", "documents")
"""The parts of a contribution that are entered as rows."""
VALUATION = ("valuation_basis", "valued_by", "valued_on")


def _modalities() -> dict[str, list[tuple[str, str]]]:
    """Return the modalities to choose from, under their categories."""
    groups = {_("Not stated"): [("", NOTHING)]}
    for modality, category in categories().items():
        groups.setdefault(label(category), []).append((modality.value, label(modality)))
    return groups


class InstalmentRow(Form):  # type: ignore[misc] # wtforms has no types
    """A part of the contribution, and when it is due."""

    due_on = day_field(_l("Due on"))
    amount = amount_field(_l("Amount"))
    note = text_field(_l("Note"), 500)


class ReportRow(Form):  # type: ignore[misc] # wtforms has no types
    """A report that the donor is owed."""

    kind = code_field(_l("Kind"), ContributionReportKind, empty=True)
    period = text_field(_l("Period"), 60)
    due_on = day_field(_l("Due on"))
    submitted_on = day_field(_l("Submitted on"))
    note = text_field(_l("Note"), 500)


class ContributionDocumentRow(Form):  # type: ignore[misc] # wtforms has no types
    """A document about the contribution."""

    kind = code_field(_l("Kind"), ContributionDocumentKind, empty=True)
    title = text_field(_l("Title"), 500)
    address = text_field(_l("Address or number"), 1000)
    dated_on = day_field(_l("Date"))
    is_public = BooleanField(_l("Public"))


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
    source_article = text_field(_l("Article cited"), 300, list="articles")
    valuation_basis = text_field(_l("Basis of the valuation"), 500)
    valued_by = text_field(_l("Valued by"), 200)
    valued_on = day_field(_l("Valued on"))
    earmarking = code_field(_l("Earmarking"), Earmarking)
    earmarking_modality = SelectField(
        _l("Modality"), choices=_modalities, default="", validate_choice=False
    )
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
    instalments = rows_of(InstalmentRow)
    reports = rows_of(ReportRow)
    documents = rows_of(ContributionDocumentRow)
    why = text_field(_l("Why is this changed?"), 2000)
