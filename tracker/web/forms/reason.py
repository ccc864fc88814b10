"""The field of a reason, and the form of a reason alone."""

from typing import Any

from flask_babel import lazy_gettext as _l

from tracker.web.forms.form import RecordForm
from tracker.web.forms.typed_fields import TextField
from tracker.web.forms.validators import Required

LONGEST_REASON = 2_000


WHY = _l("Why?")
SAY_WHY = _l("Say why.")


def reason_field(question: Any = WHY, missing: Any = SAY_WHY) -> TextField:  # noqa: ANN401 - lazy texts
    """Make the field of a required reason; `missing` is its error."""
    return TextField(question, [Required(missing)], longest=LONGEST_REASON)


def change_reason_field() -> TextField:
    """Make the field of the reason for which a record is changed."""
    return reason_field(_l("Why is this changed?"), _l("Say why this is changed."))


class ReasonForm(RecordForm):
    """The reason of a decision or a removal."""

    why = reason_field()
