"""The forms of closing: a year, and all months up to one."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.widgets import HiddenInput

from tracker.fund.closing.months import Month
from tracker.web.forms.form import RecordForm
from tracker.web.forms.typed_fields import TextField, TypedField
from tracker.web.forms.validators import Required

MONTH_TEXT = re.compile(r"(?!0000)[0-9]{4}-(0[1-9]|1[0-2])")
LONGEST_NOTE = 2_000


class MonthField(TypedField):
    """A month such as 2024-03, kept from the page before; its data is a Month, or None."""

    widget = HiddenInput()

    def read(self, text: str) -> Month | None:
        """Read a month; what is none counts as not given."""
        return read_month(text)

    def write(self, value: Month) -> str:
        """Write it as it is read."""
        return f"{value.first:%Y-%m}"


class ClosingForm(RecordForm):
    """A note to the closing; where something stands in its way, no note."""

    note = TextField(_l("Note"), longest=LONGEST_NOTE)

    def __init__(self, *, offered: bool, **keywords: Any) -> None:  # noqa: ANN401 - wtforms' own
        super().__init__(**keywords)
        if not offered:
            del self.note

    @property
    def remark(self) -> str:
        """The note; empty without its field."""
        return str(self.note.data) if "note" in self else ""


class YearClosingForm(ClosingForm):
    """The closing of a year; `year` takes the errors of what stands in its way."""

    year = HiddenField(_l("Year"))


class MonthsClosingForm(ClosingForm):
    """The last of the months to close."""

    FAULTS_OF: ClassVar[Mapping[str, str]] = {"month": "through"}

    through = MonthField(_l("Close all months up to"), [Required(_l("Choose a month."))])


def read_month(text: str) -> Month | None:
    """Read a month such as 2024-03; None for anything else."""
    if not MONTH_TEXT.fullmatch(text):
        return None
    year, month = text.split("-")
    return Month(int(year), int(month))
