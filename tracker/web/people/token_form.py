"""The form of a new API token."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput

from tracker.http.labels import label
from tracker.people.roles import Role
from tracker.people.token_scopes import TokenScope, scopes_of
from tracker.people.tokens import LONGEST_NAME, TokenDraft
from tracker.web.forms.choice_fields import CodesField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.typed_fields import DayField, TextField
from tracker.web.people.second_factor_forms import OF_EITHER, TYPED, code_field


class TokenForm(RecordForm):
    """The name of the program, what the token is for, its last day, and the user's password."""

    name = TextField(_l("Name of the program"), longest=LONGEST_NAME)
    expires_on = DayField(_l("Last day"))
    current_password = PasswordField(
        _l("Your password"), render_kw={"autocomplete": "current-password"}
    )
    scopes: Any

    def draft(self) -> TokenDraft:
        """Return the token that is wanted; it is good to the end of its last day, in UTC."""
        day = self.expires_on.data
        end = datetime.combine(day, time.min, UTC) if day else None
        if end is not None and day < date.max:
            end += timedelta(days=1)
        return TokenDraft(self.name.data, tuple(self.scopes.data), end)


def token_form(role: Role, *, has_factor: bool, **given: Any) -> TokenForm:  # noqa: ANN401 - wtforms' own
    """Return the form with the scopes of a role; a code is asked for of who has a second factor."""

    class _OfRole(TokenForm):
        scopes = CodesField(
            _l("What it is for"),
            TokenScope,
            partial(_choices, role),
            option_widget=CheckboxInput(),
        )

    class _WithCode(_OfRole):
        code = code_field(OF_EITHER, TYPED)

    return _WithCode(**given) if has_factor else _OfRole(**given)


def _choices(role: Role) -> list[SelectChoice]:
    """Return the scopes of a role in words."""
    return [SelectChoice(scope.value, label(scope)) for scope in scopes_of(role)]
