"""The form of a donor's statement: its days, and all or some of the donor's contributions."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput

from tracker.errors import Fault
from tracker.http import context
from tracker.periods import utc_now
from tracker.reports.content.report import ReportKind
from tracker.reports.register.drafts import term_faults
from tracker.reports.statement.donor_source import contributions_of
from tracker.reports.terms import ReportTerms
from tracker.web.forms.choice_fields import CodesField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.typed_fields import DayField


class DonorStatementForm(RecordForm):
    """A statement of a donor: without a first day from the beginning, without a choice of all.

    `contributions` is the field of the donor's own, which `statement_form` adds.
    """

    first = DayField(_l("From"))
    last = DayField(_l("To"))
    as_at = DayField(_l("As at"))

    def terms(self, donor: str, known_at: datetime) -> ReportTerms | None:
        """Return the terms, as known at a moment; None without a last day."""
        last = self.last.data
        if last is None:
            return None
        return ReportTerms(
            ReportKind.STATEMENT,
            self.first.data,
            last,
            self.as_at.data or last,
            known_at,
            donor,
            tuple(sorted(self.contributions.data or ())),
        )

    def rule_faults(self) -> Iterable[Fault]:
        """Return the faults of the period and of its dates."""
        terms = self.terms("", utc_now())
        if terms is None:
            return [Fault("last", _("Give the last day of the period."))]
        return term_faults(terms)


def statement_form(
    donor: str, asked: MultiDict[str, str] | None = None, usual: Mapping[str, Any] | None = None
) -> DonorStatementForm:
    """Return the form of a donor: as it was sent, or as an address asks, else as is usual."""

    class _OfDonor(DonorStatementForm):
        contributions = CodesField(
            _l("Contributions"),
            str,
            partial(_choices, donor),
            option_widget=CheckboxInput(),
        )

    return _OfDonor() if asked is None else _OfDonor(formdata=asked or None, data=usual)


def _choices(donor: str) -> list[SelectChoice]:
    """Return the contributions of a donor, by reference and title."""
    return [
        SelectChoice(reference, f"{reference} · {title}" if title else reference)
        for reference, title in contributions_of(context.session(), donor).items()
    ]
