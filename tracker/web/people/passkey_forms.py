"""The forms of passkeys: adding one, and signing in by one."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField

from tracker.people.passkeys import LONGEST_NAME
from tracker.web.forms.form import RecordForm
from tracker.web.forms.typed_fields import TextField
from tracker.web.forms.validators import Required
from tracker.web.people.second_factor_forms import OF_EITHER, TYPED, code_field


class AddPasskeyForm(RecordForm):
    """A new passkey: a name, and the password; `credential` is what the browser has made."""

    name = TextField(
        _l("Name of the device"),
        [Required(_l("Name the device, to know the passkey by."))],
        longest=LONGEST_NAME,
    )
    current_password = PasswordField(
        _l("Your password"), render_kw={"autocomplete": "current-password"}
    )
    credential = HiddenField()
    next = HiddenField()


class AddAnotherPasskeyForm(AddPasskeyForm):
    """A new passkey of a user who has a second factor already, and gives a code of it too."""

    code = code_field(OF_EITHER, TYPED)


class PasskeySignInForm(RecordForm):
    """What a passkey has answered, and what comes after signing in."""

    credential = HiddenField()
    next = HiddenField()
    resume = HiddenField()
