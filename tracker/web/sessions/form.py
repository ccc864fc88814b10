"""The form of a session: body, number, days, place, and where that is from."""

from dataclasses import asdict

from flask_babel import lazy_gettext as _l

from tracker.assistance.added_sessions import SessionDraft
from tracker.reference.sessions import SessionBody
from tracker.web.forms.choice_fields import CodeField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.reason import change_reason_field
from tracker.web.forms.typed_fields import DayField, TextField, WholeField
from tracker.web.forms.validators import Required
from tracker.web.forms.versioned_form import VersionedForm

GIVE_DAY = _l("Give the date.")


class SessionForm(RecordForm):
    """A new session."""

    KEEPS_DRAFT = True
    body = CodeField(_l("Body"), SessionBody)
    number = WholeField(_l("Number"), [Required(_l("Give the number."))])
    first_day = DayField(_l("First day"), [Required(GIVE_DAY)])
    last_day = DayField(_l("Last day"), [Required(GIVE_DAY)])
    place = TextField(_l("Place"), [], longest=200)
    source = TextField(_l("Source"), longest=500)

    def draft(self) -> SessionDraft:
        """Return the session as it was entered."""
        return SessionDraft(
            body=self.body.data,
            number=self.number.data,
            first_day=self.first_day.data,
            last_day=self.last_day.data,
            place=self.place.data,
            source=self.source.data,
        )


class SessionChangeForm(VersionedForm, SessionForm):
    """A session that was added, and why it is changed."""

    KIND = SessionDraft
    why = change_reason_field()


def filled_session_form(draft: SessionDraft) -> SessionChangeForm:
    """Return the form with a session as it is."""
    return SessionChangeForm(formdata=None, data=asdict(draft), filled_from=draft)
