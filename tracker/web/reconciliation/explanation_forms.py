"""The forms of what explains a difference: a new explanation, and why one does not hold."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from tracker.errors import Fault
from tracker.fund.reconciliation.statement_rules import FigureComparison, explanation_faults
from tracker.web.forms.form import RecordForm
from tracker.web.forms.reason import reason_field
from tracker.web.forms.typed_fields import AmountField, LongTextField
from tracker.web.forms.validators import Required


class ExplanationForm(RecordForm):
    """A reconciling item of a comparison: an explained part of its difference."""

    amount = AmountField(_l("Amount in US dollars"), [Required(_l("Give the amount."))])
    text = LongTextField(_l("What explains it"), rows=3)

    def __init__(self, comparison: FigureComparison, **keywords: Any) -> None:  # noqa: ANN401 - wtforms' own
        self.comparison = comparison
        super().__init__(**keywords)

    def rule_faults(self) -> Iterable[Fault]:
        """Return what the rules of explanations refuse."""
        return explanation_faults(self.comparison, self.amount.minor or 0, self.text.data)


class ExplanationWithdrawalForm(RecordForm):
    """The reason why a reconciling item is withdrawn."""

    why = reason_field(_l("Why is it withdrawn?"), _l("say why it is withdrawn"))
