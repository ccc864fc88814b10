"""The form of an exchange rate; one far from the rate before it has to be confirmed."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from tracker.errors import Fault
from tracker.fund.rates.operational_rates import rate_before
from tracker.fund.rates.rate_rules import (
    RateDraft,
    far_warning,
    inverse_questions,
    rate_faults,
)
from tracker.http import context
from tracker.http.labels import currency_name
from tracker.money import USD
from tracker.periods import today
from tracker.questions import DraftQuestion
from tracker.reference.currencies import currencies
from tracker.web.forms.choice_fields import RecordField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.numbers import plain_number
from tracker.web.forms.suggestions import Suggestions
from tracker.web.forms.typed_fields import DayField, TextField, TypedField
from tracker.web.forms.validators import Required

RATED_CURRENCIES = Suggestions(
    "currencies",
    lambda: {code: currency_name(code) for code in currencies() if code != USD},
)


class RateField(TypedField):
    """A rate with all the digits of its source; its data is a Decimal, or None."""

    ATTRIBUTES: ClassVar[dict[str, Any]] = {"inputmode": "decimal", "autocomplete": "off"}

    def read(self, text: str) -> Decimal:
        """Read a number as the reader's language writes it."""
        return Decimal(plain_number(text))


class RateForm(RecordForm):
    """A rate as it was given out."""

    KEEPS_DRAFT = True
    currency = RecordField(_l("Currency"), RATED_CURRENCIES)
    effective_on = DayField(_l("Holds from"), [Required(_l("Give the date."))])
    rate = RateField(_l("Local units per 1 US dollar"))
    source = TextField(_l("Source"))
    confirmed = BooleanField(_l("It is right as it stands"))

    def draft(self) -> RateDraft:
        """Return the rate as it was entered."""
        return RateDraft(
            currency=self.currency.data,
            effective_on=self.effective_on.data or date.min,
            rate=self.rate.data or Decimal(0),
            source=self.source.data,
        )

    def rule_faults(self) -> Iterable[Fault]:
        """Return what the rules refuse; of a lawful rate, why it looks wrong."""
        draft = self.draft()
        return rate_faults(draft, today()) or self._doubts(draft)

    def rule_questions(self) -> Iterable[DraftQuestion]:
        """Return the question about a rate that is nearly the inverse of the one before it."""
        draft = self.draft()
        if self.effective_on.data is None or rate_faults(draft, today()):
            return ()
        before = rate_before(context.session(), draft.currency, draft.effective_on)
        return tuple(inverse_questions(draft, before))

    def _doubts(self, draft: RateDraft) -> list[Fault]:
        """Return why the rate looks wrong, unless somebody has said that it is right.

        A rate that is nearly the inverse of the one before it is asked about instead.
        """
        if self.confirmed.data or self.effective_on.data is None:
            return []
        before = rate_before(context.session(), draft.currency, draft.effective_on)
        if any(inverse_questions(draft, before)):
            return []
        warning = far_warning(draft, before)
        ask = _("If it is right, say so below and add it again.")
        return [Fault("rate", f"{warning}. {ask}")] if warning else []
