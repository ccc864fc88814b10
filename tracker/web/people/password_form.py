"""The form of changing one's own password."""

from typing import ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField

from tracker.errors import Fault
from tracker.web.forms.form import RecordForm


class PasswordForm(RecordForm):
    """The password of today, the new one twice, and the page that was asked for."""

    current_password = PasswordField(
        _l("Your password of today"), render_kw={"autocomplete": "current-password"}
    )
    new_password = PasswordField(_l("New password"), render_kw={"autocomplete": "new-password"})
    new_password_again = PasswordField(
        _l("New password, once more"), render_kw={"autocomplete": "new-password"}
    )
    next = HiddenField()

    FAULTS_OF: ClassVar = {"password": "new_password"}

    def rule_faults(self) -> list[Fault]:
        """Return the fault of two new passwords that differ."""
        if self.new_password.data == self.new_password_again.data:
            return []
        return [Fault("new_password_again", _("The two new passwords are not the same."))]
