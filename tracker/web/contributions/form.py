"""The form of a contribution: its terms, its parts, and why they are changed."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from tracker.errors import Fault
from tracker.fund.contributions.term_rules import USUAL_ARTICLES, categories
from tracker.fund.contributions.terms import (
    ContributionDraft,
    ScopeItem,
    contribution_faults,
    contribution_questions,
    known_records,
)
from tracker.fund.ledger.support_cost import DEFAULT_RATE_BP
from tracker.fund.states import ContributionKind, ContributionSource, ScopeKind, SupportBasis
from tracker.http import context
from tracker.http.formats import NOTHING
from tracker.http.labels import label
from tracker.money import USD, Money
from tracker.questions import DraftQuestion
from tracker.reference.codes import Earmarking, EarmarkingModality, FinancingInstrument
from tracker.web.contributions.form_rows import (
    GIVE_AMOUNT,
    ContributionDocumentRow,
    InstalmentRow,
    ReportRow,
)
from tracker.web.forms.choice_fields import (
    NONE_OF_THE_LIST,
    CodeField,
    InstrumentsField,
    RecordField,
    RecordsField,
)
from tracker.web.forms.form import RecordForm
from tracker.web.forms.new_codes import NewCodeField
from tracker.web.forms.reason import change_reason_field
from tracker.web.forms.rows import RowsField
from tracker.web.forms.suggestions import (
    ACTIVITIES,
    CURRENCIES,
    DONORS,
    PROGRAMMES,
    REGIONS,
    STATES,
    TOOLS,
    Suggestions,
    known_donors,
)
from tracker.web.forms.typed_fields import (
    AmountField,
    DayField,
    LongTextField,
    ShareField,
    TextField,
)
from tracker.web.forms.validators import Longest, Required
from tracker.web.forms.versioned_form import VersionedForm

LISTED = (
    ScopeKind.REGION,
    ScopeKind.COUNTRY,
    ScopeKind.PROGRAMME,
    ScopeKind.ACTIVITY,
    ScopeKind.TOOL,
)
"""The kinds of scope that are entered as a list of names, each in the field of its name."""
VALUATION = ("valuation_basis", "valued_by", "valued_on")
ARTICLES = Suggestions("articles", lambda: dict.fromkeys(USUAL_ARTICLES, ""))


class DonorField(RecordField):
    """A donor of the registry, by its code or any of its names."""

    def refusal(self, text: str) -> str:
        """Return why a name is not taken, and which donors may be meant."""
        return known_donors().refusal(text)


class ArticleField(RecordField):
    """A citation of an article, with the usual ones on offer; any other text is kept too."""

    FREE = True

    def find(self, text: str) -> str:
        """Return what was typed."""
        return text


def _modality_choices() -> list[SelectChoice]:
    """Return the modalities to choose from, under their categories."""
    return [
        SelectChoice("", NOTHING, optgroup=_("Not stated")),
        *(
            SelectChoice(modality.value, label(modality), optgroup=label(category))
            for modality, category in categories().items()
        ),
    ]


class ContributionForm(RecordForm):
    """A new contribution with its terms."""

    KEEPS_DRAFT = True

    FAULTS_OF = {  # noqa: RUF012 - a ClassVar of the base class
        **{f"scope-{kind.value}": kind.value for kind in ScopeKind},
        "support_rate_bp": "support_rate",
    }
    before: ContributionDraft | None = None
    """The terms on record that are changed."""

    reference = NewCodeField(_l("Reference"), "contributions")
    donor = DonorField(_l("Donor"), DONORS, unknown=NONE_OF_THE_LIST)
    title = TextField(_l("Title"), longest=500)
    pledged_on = DayField(_l("Pledged on"))
    currency = RecordField(_l("Currency"), CURRENCIES)
    amount = AmountField(_l("Amount pledged"), [Required(GIVE_AMOUNT)])
    kind = CodeField(_l("Kind"), ContributionKind)
    source = CodeField(_l("Source"), ContributionSource)
    source_article = ArticleField(_l("Article cited"), ARTICLES, [Longest(300)])
    financing_instrument = CodeField(_l("Financing instrument"), FinancingInstrument)
    valuation_basis = TextField(_l("Basis of the valuation"), longest=500)
    valued_by = TextField(_l("Valued by"))
    valued_on = DayField(_l("Valued on"))
    earmarking = CodeField(_l("Earmarking"), Earmarking)
    earmarking_modality = CodeField(
        _l("Modality"), EarmarkingModality, empty=True, choices=_modality_choices
    )
    instrument = InstrumentsField(_l("Instruments"))
    region = RecordsField(_l("Regions"), REGIONS, by_name=True, longest=1000)
    country = RecordsField(_l("States and areas"), STATES, by_name=True, longest=2000)
    programme = RecordsField(_l("Programmes"), PROGRAMMES, longest=2000)
    activity = RecordsField(_l("Activities"), ACTIVITIES, longest=2000)
    tool = RecordsField(_l("Tools"), TOOLS, longest=2000)
    support_rate = ShareField(_l("Support cost, in per cent of expenditure"))
    support_basis = CodeField(_l("Charged on"), SupportBasis)
    support_rate_reason = TextField(_l("Reason for another rate or basis"), longest=500)
    agreed_on = DayField(_l("Agreed on"))
    agreement_number = TextField(_l("Agreement number"), longest=120)
    donor_reference = TextField(_l("Donor's reference"), longest=120)
    use_from = DayField(_l("To be used from"))
    use_until = DayField(_l("To be used until"))
    conditions = LongTextField(_l("Conditions"))
    note = LongTextField(_l("Note"))
    instalments = RowsField(_l("Instalments"), InstalmentRow)
    reports = RowsField(_l("Reports to the donor"), ReportRow)
    documents = RowsField(_l("Documents"), ContributionDocumentRow)

    def post_process(self, formdata: Any = None) -> None:  # noqa: ANN401 - wtforms' own
        """Say in which currency the amounts are."""
        for amount in (self.amount, *(row.form.amount for row in self.instalments)):
            amount.currency = self.currency.data or USD
        super().post_process(formdata)

    def draft(self) -> ContributionDraft:
        """Return the contribution as it was entered."""
        rate = self.support_rate.data
        return ContributionDraft(
            reference=self.reference.data,
            donor=self.donor.data,
            financing_instrument=self.financing_instrument.data,
            earmarking=self.earmarking.data,
            currency=self.currency.data,
            amount_minor=self.amount.minor or 0,
            title=self.title.data,
            donor_reference=self.donor_reference.data,
            agreement_number=self.agreement_number.data,
            kind=self.kind.data,
            source=self.source.data,
            source_article=self.source_article.data,
            valuation_basis=self.valuation_basis.data,
            valued_by=self.valued_by.data,
            valued_on=self.valued_on.data,
            earmarking_modality=self.earmarking_modality.data,
            scope=self._scope(),
            support_rate_bp=DEFAULT_RATE_BP if rate is None else rate,
            support_rate_reason=self.support_rate_reason.data,
            support_basis=self.support_basis.data,
            pledged_on=self.pledged_on.data,
            agreed_on=self.agreed_on.data,
            use_from=self.use_from.data,
            use_until=self.use_until.data,
            conditions=self.conditions.data,
            note=self.note.data,
            instalments=tuple(row.draft() for row in self.instalments.filled),
            reports=tuple(row.draft() for row in self.reports.filled),
            documents=tuple(row.draft() for row in self.documents.filled),
        )

    def rule_faults(self) -> Iterable[Fault]:
        """Return what is wrong with the terms; instalments add up to an amount that was read."""
        faults = contribution_faults(self.draft(), known_records(context.session()), self.before)
        if self.amount.errors:
            return [fault for fault in faults if fault.field != self.instalments.name]
        return faults

    def rule_questions(self) -> Iterable[DraftQuestion]:
        """Return what is asked about in the terms, unless it is on record already."""
        return contribution_questions(self.draft(), self.before)

    @property
    def has_valuation(self) -> bool:
        """Whether something about a valuation was entered or refused."""
        return any(self[name].data or self[name].errors for name in VALUATION)

    def _scope(self) -> tuple[ScopeItem, ...]:
        """Return to what the contribution is tied."""
        kinds = (ScopeKind.INSTRUMENT, *LISTED)
        return tuple((kind, code) for kind in kinds for code in self[kind.value].data)


class ContributionChangeForm(VersionedForm, ContributionForm):
    """A contribution on file, and why its terms are changed."""

    KIND = ContributionDraft
    reference = TextField(_l("Reference"), longest=60)
    why = change_reason_field()


def new_contribution_form() -> ContributionForm:
    """Return the empty form with what is usual."""
    return ContributionForm(
        formdata=None,
        currency=USD,
        financing_instrument=FinancingInstrument.PROJECT,
        support_rate=DEFAULT_RATE_BP,
    )


def filled_contribution_form(
    draft: ContributionDraft, filled_from: ContributionDraft | None = None
) -> ContributionChangeForm:
    """Return the form with a contribution's terms, or those of a returned request."""
    data = {field.name: getattr(draft, field.name) for field in fields(draft)} | {
        "amount": Money(draft.amount_minor, draft.currency),
        "support_rate": draft.support_rate_bp,
        "instalments": [
            {"id": part.id, **part.values(), "amount": Money(part.amount_minor, draft.currency)}
            for part in draft.instalments
        ],
    }
    scope = {
        kind.value: [code for found, code in draft.scope if found is kind] for kind in ScopeKind
    }
    origin = filled_from or draft
    return ContributionChangeForm(formdata=None, data=data | scope, filled_from=origin)
