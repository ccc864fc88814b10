"""The form of signing in."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField
from wtforms.widgets import EmailInput

from tracker.web.forms.form import RecordForm
from tracker.web.forms.typed_fields import TextField


class SignInForm(RecordForm):
    """E-mail address and password, and what comes after signing in: a page, or a form as it was."""

    email = TextField(
        _l("E-mail address"),
        longest=None,
        widget=EmailInput(),
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(_l("Password"), render_kw={"autocomplete": "current-password"})
    next = HiddenField()
    resume = HiddenField()
