"""The forms of a statement's figure: a new one, and one that was typed wrongly."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from tracker.errors import Fault
from tracker.fund.reconciliation.statement_rules import FigureDraft, figure_faults
from tracker.fund.states import StatementItem
from tracker.web.forms.choice_fields import CodeField, RecordField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.reason import change_reason_field
from tracker.web.forms.suggestions import DONORS
from tracker.web.forms.typed_fields import AmountField
from tracker.web.forms.validators import Required

GIVE_THE_AMOUNT = _l("Give the amount.")


class FigureForm(RecordForm):
    """A figure of a statement; without a donor, that of all together."""

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
