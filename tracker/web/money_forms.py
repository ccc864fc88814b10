"""The forms by which money is recorded."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField

from tracker.web.fields import amount_field, day_field, long_field, picked_field, text_field

NAMED = "named"
BY_RULE = "rule"


class EntryForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """What every entry says."""

    effective_on = day_field(_l("Date"))
    amount = amount_field(_l("Amount"))
    reference = text_field(_l("Reference of the entry"), 120)
    note = long_field(_l("Note"), rows=2)


class PaymentForm(EntryForm):
    """A pledge, a receipt or a refund, in the contribution's currency."""

    usd = amount_field(_l("Amount in US dollars, where the bank gave it"))
    usd_source = text_field(_l("Source of the amount in US dollars"), 200)


class UseForm(EntryForm):
    """An allocation, a commitment or an expenditure, in US dollars."""

    activity = picked_field(_l("Activity"), "activities")
    by = StringField(_l("Of which money"), default=NAMED)  # drawn as two radio buttons
    against_commitment = BooleanField(_l("It pays what was committed"))


class ReversalForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """A reversal and its reason."""

    effective_on = day_field(_l("Date"))
    why = text_field(_l("Why is it reversed?"), 2000)
