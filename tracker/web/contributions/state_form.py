"""The form of a move to another state."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from tracker.fund.states import LAWFUL_MOVES, ContributionState
from tracker.http.labels import label
from tracker.web.forms.choice_fields import CodeField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.reason import reason_field
from tracker.web.forms.typed_fields import DayField


class StateForm(RecordForm):
    """The new state of a contribution, and the reason; `before` is its state."""

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
