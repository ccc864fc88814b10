"""The forms of a statement's figure: new, changed, explained, an explanation withdrawn."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from tracker.errors import Fault
from tracker.fund.reconciliation.statement_rules import (
    FigureComparison,
    FigureDraft,
    explanation_faults,
    figure_faults,
)
from tracker.fund.states import StatementItem
from tracker.web.forms.choice_fields import CodeField, RecordField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.reason import change_reason_field, reason_field
from tracker.web.forms.suggestions import DONORS
from tracker.web.forms.typed_fields import AmountField, LongTextField
from tracker.web.forms.validators import Required

GIVE_THE_AMOUNT = _l("Give the amount.")


class FigureForm(RecordForm):
    """A figure of a statement; without a donor, that of all together."""

    KEEPS_DRAFT = True
    donor = RecordField(_l("Donor"), DONORS)
    item = CodeField(_l("Item"), StatementItem)
    amount = AmountField(_l("Amount in US dollars"), [Required(GIVE_THE_AMOUNT)])

    def draft(self) -> FigureDraft:
        """Return the figure as it was entered."""
        return FigureDraft(self.donor.data, self.item.data, self.amount.minor or 0)

    def rule_faults(self) -> Iterable[Fault]:
        """Return what the rules of figures refuse."""
        return figure_faults(self.draft(), DONORS.names())


class FigureChangeForm(RecordForm):
    """The amount of a figure as it should be, and why it is changed."""

    amount = AmountField(_l("Amount in US dollars"), [Required(GIVE_THE_AMOUNT)])
    why = change_reason_field()


class ExplanationForm(RecordForm):
    """A reconciling item of a comparison: an explained part of its difference."""

    amount = AmountField(_l("Amount in US dollars"), [Required(GIVE_THE_AMOUNT)])
    text = LongTextField(_l("What explains it"), rows=3, longest=None)

    def __init__(self, comparison: FigureComparison, **keywords: Any) -> None:  # noqa: ANN401 - wtforms' own
        self.comparison = comparison
        super().__init__(**keywords)

    def rule_faults(self) -> Iterable[Fault]:
        """Return what the rules of explanations refuse."""
        return explanation_faults(self.comparison, self.amount.minor or 0, self.text.data)


class ExplanationWithdrawalForm(RecordForm):
    """The reason why a reconciling item is withdrawn."""

    why = reason_field(_l("Why is it withdrawn?"), _l("say why it is withdrawn"))
