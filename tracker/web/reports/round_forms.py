"""The forms of rounds: the days of all statements at once, and those that are ticked of a list."""

from collections.abc import Iterable

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.errors import Fault
from tracker.periods import utc_now
from tracker.reports.register.drafts import term_faults
from tracker.reports.rounds.making import RoundPeriod
from tracker.web.forms.form import RecordForm
from tracker.web.forms.typed_fields import DayField
from tracker.web.reports.forms import IssueForm

TICKED = "statement"
"""The name of the boxes by which statements are ticked: a number, and what was shown of it."""


class RoundForm(RecordForm):
    """The days of the statements of all donors; without a first day from the beginning."""

    first = DayField(_l("From"))
    last = DayField(_l("To"))
    as_at = DayField(_l("As at"))

    def period(self) -> RoundPeriod | None:
        """Return the days; None without a last one."""
        last = self.last.data
        return None if last is None else RoundPeriod(self.first.data, last, self.as_at.data or last)

    def rule_faults(self) -> Iterable[Fault]:
        """Return the faults of the days."""
        period = self.period()
        if period is None:
            return [Fault("last", _("Give the last day of the period."))]
        return term_faults(period.terms("", utc_now()))


class RoundIssueForm(IssueForm):
    """The languages in which the ticked statements are issued, in all formats."""


def ticked() -> dict[int, str]:
    """Return the digests of what was shown of the ticked statements, by their numbers."""
    found = {}
    for text in request.form.getlist(TICKED):
        number, _colon, seen = text.partition(":")
        if number.isascii() and number.isdigit() and len(number) < len(str(2**31)):
            found[int(number)] = seen
    return found
