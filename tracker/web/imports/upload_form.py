"""The form of an upload: a sheet, its kind, and its profile."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField

from tracker.errors import Fault
from tracker.exchange.import_jobs.store import NewImport, import_faults
from tracker.exchange.profiles import profiles_of
from tracker.exchange.sheet_files import Upload
from tracker.http.language import locale_code
from tracker.web.forms.form import RecordForm
from tracker.web.forms.typed_fields import TextField
from tracker.web.imports.kinds import kind_choices, kind_label, my_kinds


def _profile_choices() -> list[tuple[str, str]]:
    """Return our own columns, and the profiles with their kinds of sheets."""
    read: dict[str, list[str]] = {}
    for kind in my_kinds():
        for profile in profiles_of(kind):
            read.setdefault(profile, []).append(kind_label(kind))
    named = [
        (profile, _("profile %(name)s: %(kinds)s", name=profile, kinds=", ".join(kinds)))
        for profile, kinds in read.items()
    ]
    return [("", _("our own columns")), *named]


class SheetField(FileField):  # type: ignore[misc] # flask-wtf has no types
    """An uploaded sheet; `upload` has its name and its content, read once."""

    upload = Upload("", b"")

    def process_formdata(self, valuelist: list[object]) -> None:
        """Read the file that was sent."""
        super().process_formdata(valuelist)
        if self.data is not None:
            self.upload = Upload(self.data.filename or "", self.data.read())


class UploadForm(RecordForm):
    """A new import."""

    kind = SelectField(_l("What the sheet holds"), choices=kind_choices, validate_choice=False)
    file = SheetField(
        _l("File"),
        [FileRequired(_l("Choose a file: a sheet as CSV or XLSX."))],
        render_kw={"accept": ".csv,.xlsx,.ods,.tsv,.txt"},
    )
    sheet = TextField(_l("Sheet of the workbook"), longest=200)
    encoding = TextField(_l("Encoding of a CSV file"), longest=40)
    profile = SelectField(
        _l("How its columns are read"), choices=_profile_choices, validate_choice=False
    )

    def draft(self) -> NewImport:
        """Return the import as entered, in the user's language."""
        return NewImport(
            kind=self.kind.data,
            file=self.file.upload,
            profile=self.profile.data or "",
            sheet=(self.sheet.data or "").strip(),
            encoding=(self.encoding.data or "").strip(),
            locale=locale_code(),
        )

    def rule_faults(self) -> Iterable[Fault]:
        """Return the faults of the file and its profile."""
        return import_faults(self.draft())
