"""The form of a file about a record; one that was stored is kept while other fields are mended."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from tracker.documents.file_kinds import KINDS
from tracker.documents.file_names import plain_name
from tracker.documents.file_rules import FileDraft, file_faults, indicators_of
from tracker.documents.files import SentFile, files_of
from tracker.documents.owners import FileOwner
from tracker.documents.store import StoredFile
from tracker.documents.tables import RecordFile
from tracker.errors import Fault, InvalidInput
from tracker.http import context
from tracker.http.formats import NOTHING
from tracker.http.shown_files import file_store
from tracker.web.forms.choice_fields import NONE_OF_THE_LIST, RecordField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.reason import change_reason_field
from tracker.web.forms.suggestions import LANGUAGES
from tracker.web.forms.typed_fields import TextField
from tracker.web.forms.validators import Required

DAY = 24 * 60 * 60
SALT = "stored-file"


class StoredFileField(FileField):  # type: ignore[misc] # flask-wtf has no types
    """A file that is stored as soon as it is read; `sent` says what it is."""

    sent: SentFile | None = None

    def pre_validate(self, form: RecordForm) -> None:
        """Store the file that was sent, or find the one that was stored before."""
        if isinstance(self.data, FileStorage) and self.data.filename:
            name = plain_name(self.data.filename)
            try:
                self.sent = SentFile(file_store().put(self.data.stream, name), name)
            except InvalidInput as refusal:
                raise ValidationError(str(refusal)) from refusal
            form["shown"].data = _sign(self.sent)
            return
        self.sent = _unsign(form["shown"].data or "")
        if self.sent is None:
            raise ValidationError(_("Choose a file."))


class FileForm(RecordForm):
    """A file about a record."""

    owner: FileOwner
    shown = HiddenField()
    file = StoredFileField(_l("File"), render_kw={"accept": ",".join(f".{one}" for one in KINDS)})
    title = TextField(_l("Title"), [Required(_l("A document has a title."))], longest=500)
    replaces = SelectField(
        _l("In place of"), validate_choice=False, choices=[SelectChoice("", NOTHING)]
    )
    is_public = BooleanField(_l("Public: whoever sees the record may fetch it"))
    why = change_reason_field()

    def draft(self) -> FileDraft:
        """Return what is said of the file."""
        number = self.replaces.data or ""
        return FileDraft(
            self.title.data,
            self.is_public.data,
            replaces=int(number) if number in {one.value for one in self._standing()} else None,
        )

    def offer_files(self, files: Iterable[RecordFile]) -> None:
        """Offer the current files of the record, of which this one may replace one."""
        self.replaces.choices = [
            SelectChoice("", NOTHING),
            *(SelectChoice(str(one.id), f"{one.title} ({one.name})") for one in files),
        ]

    def _standing(self) -> Iterable[SelectChoice]:
        """Return the files that can be chosen."""
        return [one for one in self.replaces.choices if one.value]

    def rule_faults(self) -> Iterable[Fault]:
        """Return what is wrong with it."""
        yield from file_faults(context.session(), self.owner, self.draft())
        if self.replaces.data and self.draft().replaces is None:
            yield Fault("replaces", NONE_OF_THE_LIST)


class ActivityFileForm(FileForm):
    """A file about an activity, perhaps the evidence of one of its indicators."""

    indicator = SelectField(
        _l("Evidence of"), validate_choice=False, choices=[SelectChoice("", NOTHING)]
    )

    def draft(self) -> FileDraft:
        """Return what is said of the file."""
        return replace(super().draft(), indicator=self.indicator.data or "")

    def fill(self) -> None:
        """Let the indicators of the activity be chosen."""
        names = indicators_of(context.session(), self.owner)
        self.indicator.choices = [
            SelectChoice("", NOTHING),
            *(SelectChoice(name, name) for name in names),
        ]


class ToolFileForm(FileForm):
    """A file of a tool: of a version, in a language."""

    version = TextField(_l("Version"), longest=40)
    language = RecordField(
        _l("Language"),
        LANGUAGES,
        unknown=_l("No language has this name or code; write it like French or fr."),
        by_name=True,
    )

    def draft(self) -> FileDraft:
        """Return what is said of the file."""
        return replace(
            super().draft(), version=self.version.data, language=self.language.data or ""
        )


FORMS: Mapping[str, type[FileForm]] = {"activities": ActivityFileForm, "tools": ToolFileForm}
"""The forms of kinds of records of whose files more is said."""


def file_form(owner: FileOwner, *, sent: bool) -> FileForm:
    """Return the form of a file about a record, as it was sent or empty."""
    make = FORMS.get(owner.kind, FileForm)
    form = make() if sent else make(formdata=None)
    form.owner = owner
    files = files_of(context.session(), owner.kind, owner.code, context.user()).standing
    form.offer_files(files)
    if isinstance(form, ActivityFileForm):
        form.fill()
    return form


def _sign(sent: SentFile) -> str:
    """Return a stored file as signed text, for its user alone and for a day."""
    digest, size, kind = sent.stored
    return str(_serializer().dumps([digest, size, kind.ending, sent.name]))


def _unsign(text: str) -> SentFile | None:
    """Return the file of a signed text that is still there; None for any other text."""
    try:
        digest, size, ending, name = _serializer().loads(text, max_age=DAY)
    except (BadSignature, ValueError):
        return None
    if not file_store().holds(digest):
        return None
    return SentFile(StoredFile(digest, size, KINDS[ending]), name)


def _serializer() -> URLSafeTimedSerializer:
    """Return the maker of signed texts of this application and this user."""
    older = current_app.config["SECRET_KEY_FALLBACKS"] or []
    salt = f"{SALT}-{context.user().handle}"
    return URLSafeTimedSerializer([*older, str(current_app.secret_key)], salt=salt)
