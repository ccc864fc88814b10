"""The forms of two moments of a contribution: a move to another state, a report submitted."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from tracker.day_bounds import happened_fault
from tracker.errors import Fault
from tracker.fund.states import LAWFUL_MOVES, ContributionState
from tracker.http.labels import label
from tracker.periods import today
from tracker.web.forms.choice_fields import CodeField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.reason import LONGEST_REASON, reason_field
from tracker.web.forms.typed_fields import DayField, TextField
from tracker.web.forms.validators import Required


class StateForm(RecordForm):
    """The new state of a contribution, and the reason; `before` is its state."""

    KEEPS_DRAFT = True
    state = CodeField(_l("New state"), ContributionState)
    agreed_on = DayField(_l("Agreed on"))
    why = reason_field(_l("Why is it moved?"), _l("Say why it is moved."))

    def __init__(self, before: ContributionState, **keywords: Any) -> None:  # noqa: ANN401 - wtforms' own
        self.before = before
        super().__init__(**keywords)

    def post_process(self, formdata: Any = None) -> None:  # noqa: ANN401 - wtforms' own
        """Offer the moves that are lawful from here."""
        self.state.choices = [
            SelectChoice(state.value, label(state))
            for state in ContributionState
            if state in LAWFUL_MOVES[self.before]
        ]
        super().post_process(formdata)


class ReportSubmittedForm(RecordForm):
    """The date on which a report to the donor was submitted, and a remark."""

    submitted_on = DayField(_l("Submitted on"), [Required(_l("Give the date."))])
    why = TextField(_l("Remark"), longest=LONGEST_REASON)

    def rule_faults(self) -> Iterable[Fault]:
        """Refuse a day that is still to come, or before the first."""
        on = self.submitted_on.data
        wrong_day = happened_fault("submitted_on", on, today()) if on else None
        if wrong_day:
            yield wrong_day
