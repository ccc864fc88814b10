"""The form of a report's submission."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.errors import Fault
from tracker.periods import utc_now
from tracker.web.forms.form import RecordForm
from tracker.web.forms.reason import LONGEST_REASON
from tracker.web.forms.typed_fields import DayField, TextField
from tracker.web.forms.validators import Required


class ReportSubmittedForm(RecordForm):
    """The date on which a report to the donor was submitted, and a remark."""

    submitted_on = DayField(_l("Submitted on"), [Required(_l("Give the date."))])
    why = TextField(_l("Remark"), longest=LONGEST_REASON)

    def rule_faults(self) -> Iterable[Fault]:
        """Refuse a day that is still to come."""
        if self.submitted_on.data and self.submitted_on.data > utc_now().date():
            yield Fault("submitted_on", _("This day is still to come."))
