"""The form of another donor of a contribution with money: the donor, the day, the reason."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from tracker.errors import Fault
from tracker.fund.contributions.terms import find_contribution
from tracker.fund.record_changes.contribution_change import DonorChange, donor_change_faults
from tracker.http import context
from tracker.web.contributions.form import DonorField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.reason import reason_field
from tracker.web.forms.suggestions import DONORS
from tracker.web.forms.typed_fields import DayField
from tracker.web.forms.validators import Required


class ChangeOfDonorForm(RecordForm):
    """Another donor, since which day, and why."""

    KEEPS_DRAFT = True
    donor = DonorField(_l("Donor"), DONORS, [Required(_l("Choose a donor."))])
    since = DayField(_l("Since"), [Required(_l("Give the date."))])
    why = reason_field()

    def __init__(self, reference: str, **keywords: Any) -> None:  # noqa: ANN401 - wtforms' own
        self.reference = reference
        super().__init__(**keywords)

    def rule_faults(self) -> Iterable[Fault]:
        """Refuse an unknown donor, the one it has, and a day to come or before the first."""
        session = context.session()
        row = find_contribution(session, self.reference)
        return donor_change_faults(session, row, self.donor.data or "", self.since.data)

    @property
    def change(self) -> DonorChange:
        """The change that was entered."""
        return DonorChange(self.reference, self.donor.data, self.since.data)
