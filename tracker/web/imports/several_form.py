"""The form that changes one field of several records: it makes a sheet of two columns of them."""

from collections.abc import Callable, Iterable, Mapping

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from tracker.assistance.states import Priority, RequestStatus
from tracker.assistance.titles import programme_titles
from tracker.csv_text import write_csv
from tracker.errors import Fault
from tracker.exchange.import_jobs.store import NewImport
from tracker.exchange.record_sheets import SHEETS
from tracker.exchange.sheet_files import Upload
from tracker.http import context
from tracker.http.labels import label
from tracker.http.language import locale_code
from tracker.reference.codes import ActivityStatus, ActivityType
from tracker.web.forms.form import RecordForm
from tracker.web.forms.typed_fields import LongTextField, TextField
from tracker.web.forms.validators import Required

Choices = list[tuple[str, str]]
MOST, LONGEST_REASON = 250, 150
IN_FILE_NAMES = str.maketrans({"/": "-", "\\": "-"})


def activity_changes() -> Choices:
    """Return what can be changed of several activities at once, as column and value."""
    titles = programme_titles(context.session())
    return [
        *((f"status={one.value}", f"{_('Status')}: {label(one)}") for one in ActivityStatus),
        *(
            (f"programme={code}", f"{_('Programme')}: {code}: {name}")
            for code, name in titles.items()
        ),
        *((f"type={one.value}", f"{_('Type')}: {label(one)}") for one in ActivityType),
    ]  # fmt: skip


def request_changes() -> Choices:
    """Return what can be changed of several requests at once, as column and value."""
    return [
        *((f"status={one.value}", f"{_('Status')}: {label(one)}") for one in RequestStatus),
        *((f"priority={one.value}", f"{_('Priority')}: {label(one)}") for one in Priority),
    ]


CHANGES: Mapping[str, Callable[[], Choices]] = {
    "activities": activity_changes,
    "requests": request_changes,
}
"""The kinds of records of which several are changed at once."""


def _asked_kind() -> str:
    """Return the kind of records that the request is for."""
    return str((request.view_args or {})["kind"])


def _choices() -> Choices:
    """Return the changes of that kind."""
    return CHANGES[_asked_kind()]()


class SeveralForm(RecordForm):
    """One change of several records, with one reason."""

    codes = LongTextField(
        _l("Codes, one in a line"), [Required(_l("Tick records, or write their codes."))]
    )
    change = SelectField(_l("What changes"), choices=_choices)
    why = TextField(
        _l("Why are they changed?"),
        [Required(_l("Say why they are changed."))],
        longest=LONGEST_REASON,
    )

    @property
    def listed(self) -> list[str]:
        """The codes, each once."""
        return list(dict.fromkeys((self.codes.data or "").split()))

    def draft(self) -> NewImport:
        """Return the sheet of the change; it is named after the reason, which the trail keeps."""
        column, _sign, value = self.change.data.partition("=")
        content = write_csv(("code", column), [(code, value) for code in self.listed])
        name = f"{self.why.data.translate(IN_FILE_NAMES)}.csv"
        return NewImport(_asked_kind(), Upload(name, content), locale=locale_code())

    def rule_faults(self) -> Iterable[Fault]:
        """Return the faults of the codes: too many, or of no record."""
        codes = self.listed
        if len(codes) > MOST:
            most = _("at most %(most)s records are changed at once; a sheet takes more", most=MOST)
            return [Fault("codes", most)]
        known = SHEETS[_asked_kind()].read(context.session(), codes)
        unknown = ", ".join(code for code in codes if code not in known)
        why = _("nothing has the code %(codes)s", codes=unknown)
        return [Fault("codes", why)] if unknown else []
