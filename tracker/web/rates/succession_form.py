"""The forms of a rate's successor (the rate, its source, the reason) and of its withdrawal."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from tracker.errors import Fault
from tracker.fund.rates.operational_rates import rate_before
from tracker.fund.rates.rate_rules import RateDraft, inverse_questions
from tracker.fund.rates.superseded_rates import successor_faults
from tracker.fund.record_changes.rate_succession import RateSuccession
from tracker.fund.tables.rates import ExchangeRate
from tracker.http import context
from tracker.questions import DraftQuestion
from tracker.web.forms.form import RecordForm
from tracker.web.forms.reason import reason_field
from tracker.web.forms.typed_fields import TextField
from tracker.web.forms.validators import Required
from tracker.web.rates.form import RateField


class RateSuccessionForm(RecordForm):
    """The successor of a rate on record."""

    KEEPS_DRAFT = True
    rate = RateField(_l("Local units per 1 US dollar"), [Required(_l("Give the rate."))])
    source = TextField(_l("Source"), longest=200)
    why = reason_field()

    def __init__(self, before: ExchangeRate, **keywords: Any) -> None:  # noqa: ANN401 - wtforms' own
        self.before = before
        super().__init__(**keywords)

    def rule_faults(self) -> Iterable[Fault]:
        """Return what the rules refuse of the successor."""
        if self.rate.data is None:
            return []
        one = self.succession()
        draft = RateDraft(one.currency, one.effective_on, one.rate, one.source)
        return successor_faults(draft, self.before)

    def rule_questions(self) -> Iterable[DraftQuestion]:
        """Return the question about a successor that is nearly the inverse of the rate before."""
        if self.rate.data is None or successor_faults(self.succession().draft, self.before):
            return ()
        draft = self.succession().draft
        before = rate_before(context.session(), draft.currency, draft.effective_on)
        return tuple(inverse_questions(draft, before))

    def succession(self) -> RateSuccession:
        """Return the successor as it was entered."""
        before = self.before
        return RateSuccession(
            before.currency, before.effective_on, self.rate.data, self.source.data
        )


class RateWithdrawalForm(RecordForm):
    """The withdrawal of a rate that is not used: the reason."""

    why = reason_field()
