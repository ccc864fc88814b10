"""The form of another donor of a contribution with money: the donor, the day, the reason."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from tracker.errors import Fault
from tracker.fund.ledger.entry_days import happened_fault
from tracker.fund.record_changes.contribution_change import DonorChange
from tracker.periods import today
from tracker.web.contributions.form import DonorField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.reason import reason_field
from tracker.web.forms.suggestions import DONORS
from tracker.web.forms.typed_fields import DayField
from tracker.web.forms.validators import Required


class ChangeOfDonorForm(RecordForm):
    """Another donor, since which day, and why."""

    donor = DonorField(_l("Donor"), DONORS, [Required(_l("Choose a donor."))])
    since = DayField(_l("Since"), [Required(_l("Give the date."))])
    why = reason_field()

    def rule_faults(self) -> Iterable[Fault]:
        """Refuse a day that is still to come, or before the first."""
        on = self.since.data
        wrong_day = happened_fault("since", on, today()) if on else None
        if wrong_day:
            yield wrong_day

    def change(self, reference: str) -> DonorChange:
        """Return the change that was entered."""
        return DonorChange(reference, self.donor.data, self.since.data)
