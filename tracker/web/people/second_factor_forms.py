"""The forms of the second factor: the code at sign-in, setting up, and showing both again."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField

from tracker.web.forms.form import RecordForm
from tracker.web.forms.typed_fields import TextField
from tracker.web.forms.validators import Required

LONGEST_CODE = 60
TYPED = {"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "characters"}
OF_AUTHENTICATOR = {"autocomplete": "one-time-code", "inputmode": "numeric"}
OF_EITHER = _l("Code of your authenticator, or a recovery code")
SAY_CODE = _l("Type the code.")


def code_field(label: Any, attributes: dict[str, str]) -> TextField:  # noqa: ANN401 - lazy texts
    """Make the field of a code."""
    return TextField(label, [Required(SAY_CODE)], longest=LONGEST_CODE, render_kw=attributes)


class CodeForm(RecordForm):
    """The second step of signing in, and what comes after it."""

    code = code_field(OF_EITHER, TYPED)
    next = HiddenField()
    resume = HiddenField()


class SetUpForm(RecordForm):
    """The password and the first code of a new authenticator; `shown` is its secret, encrypted."""

    current_password = PasswordField(
        _l("Your password"), render_kw={"autocomplete": "current-password"}
    )
    new_code = code_field(_l("Code that the app shows now"), OF_AUTHENTICATOR)
    shown = HiddenField()
    next = HiddenField()


class ReplaceForm(SetUpForm):
    """Setting up another authenticator, which takes a code of the one of today too."""

    code = code_field(_l("Code of the authenticator of today, or a recovery code"), TYPED)


class ProofForm(RecordForm):
    """The password and a code, for what takes both."""

    current_password = PasswordField(
        _l("Your password"), render_kw={"autocomplete": "current-password"}
    )
    code = code_field(OF_EITHER, TYPED)
