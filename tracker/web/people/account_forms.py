"""The forms of accounts: an invitation, its acceptance, a forgotten password, a role."""

from typing import ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import EmailInput

from tracker.assistance.title_book import TitledKind
from tracker.assistance.titles import programme_titles
from tracker.errors import Fault
from tracker.http import context
from tracker.http.labels import label
from tracker.http.language import LANGUAGES, locale_code
from tracker.http.own_titles import own_titles
from tracker.people.roles import Role
from tracker.people.users import UserDraft
from tracker.user_accounts.invitations import Acceptance
from tracker.web.forms.choice_fields import CodeField, CodesField, ListedField, RecordField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.reason import reason_field
from tracker.web.forms.suggestions import DONORS
from tracker.web.forms.typed_fields import TextField
from tracker.web.forms.validators import Required

LONGEST_NAME = 200


def role_choices() -> list[SelectChoice]:
    """Return the roles of those who sign in, with their names."""
    return [SelectChoice(one.value, label(one)) for one in Role if one is not Role.PUBLIC]


def programme_choices() -> list[SelectChoice]:
    """Return all programmes, each by code and title."""
    titles = own_titles(TitledKind.PROGRAMME, programme_titles(context.session()))
    return [SelectChoice(code, f"{code} · {title}") for code, title in sorted(titles.items())]


class RoleForm(RecordForm):
    """A role, the donor of a donor's user, the programmes of a programme manager, and why."""

    role = CodeField(_l("Role"), Role, choices=role_choices)
    donor = RecordField(_l("Donor"), DONORS, unknown=_l("Choose a donor on file."))
    programmes = CodesField(_l("Programmes"), str, programme_choices, render_kw={"size": 6})
    why = reason_field()


class InvitationForm(RoleForm):
    """Who is invited: the address, the name, and what the role form asks."""

    email = TextField(
        _l("E-mail address"),
        [Required(_l("Give the e-mail address."))],
        longest=254,
        widget=EmailInput(),
    )
    name = TextField(_l("Name"), longest=LONGEST_NAME)

    def draft(self) -> UserDraft:
        """Return the user as entered."""
        return UserDraft(
            self.email.data,
            self.role.data,
            "",
            self.name.data,
            self.donor.data,
            invited=True,
            programmes=frozenset(self.programmes.data),
        )


class NewPasswordForm(RecordForm):
    """A new password, twice."""

    new_password = PasswordField(_l("New password"), render_kw={"autocomplete": "new-password"})
    new_password_again = PasswordField(
        _l("New password, once more"), render_kw={"autocomplete": "new-password"}
    )

    FAULTS_OF: ClassVar = {"password": "new_password"}

    def rule_faults(self) -> list[Fault]:
        """Return the fault of two new passwords that differ."""
        if self.new_password.data == self.new_password_again.data:
            return []
        return [Fault("new_password_again", _("The two new passwords are not the same."))]


class AcceptanceForm(NewPasswordForm):
    """What a new user chooses: name, language, password."""

    name = TextField(_l("Name"), longest=LONGEST_NAME, render_kw={"autocomplete": "name"})
    language = ListedField(
        _l("Language of pages and letters"),
        choices=[SelectChoice(one.code, one.name) for one in LANGUAGES],
        default=locale_code,
    )

    def chosen(self) -> Acceptance:
        """Return what was chosen."""
        return Acceptance(self.name.data, self.new_password.data or "", self.language.data)


class AddressForm(RecordForm):
    """The address of who has forgotten the password."""

    email = TextField(
        _l("E-mail address"),
        [Required(_l("Give the e-mail address."))],
        longest=None,
        widget=EmailInput(),
        render_kw={"autocomplete": "username"},
    )
