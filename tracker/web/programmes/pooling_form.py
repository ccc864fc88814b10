"""The form by which finance officers let the money of a programme be pooled, or end it."""

from flask_babel import lazy_gettext as _l

from tracker.web.forms.form import RecordForm
from tracker.web.forms.reason import reason_field
from tracker.web.forms.typed_fields import DayField
from tracker.web.forms.validators import Required

GIVE_DAY = _l("Give the date.")


class PoolingForm(RecordForm):
    """The first day on which money is pooled, and why."""

    from_on = DayField(_l("From which day?"), [Required(GIVE_DAY)])
    why = reason_field()


class PoolingEndForm(RecordForm):
    """The last day on which money is pooled, and why it ends."""

    until_on = DayField(_l("Until which day?"), [Required(GIVE_DAY)])
    why = reason_field()
