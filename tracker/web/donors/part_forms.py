"""The forms of a donor's parts: a name from a day on, a spelling, a contact."""

from collections.abc import Iterable
from dataclasses import asdict

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from tracker.errors import Fault
from tracker.fund.donors.contacts import ContactDraft, contact_faults
from tracker.fund.donors.names import NameDraft
from tracker.fund.donors.registry import Spelling
from tracker.fund.states import ContactRole
from tracker.web.forms.choice_fields import CodeField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.typed_fields import DayField, LongTextField, TextField
from tracker.web.forms.versioned_form import VersionedForm


class NameForm(RecordForm):
    """A name from a day on."""

    KEEPS_DRAFT = True
    name = TextField(_l("Name"), longest=300)
    holds_from = DayField(_l("Holds from"))
    source = TextField(_l("Source"))

    def draft(self) -> NameDraft:
        """Return the name as it was entered."""
        return NameDraft(self.name.data, self.holds_from.data, self.source.data)


class SpellingForm(RecordForm):
    """Another spelling."""

    spelling = TextField(_l("Spelling"), longest=250)
    beside = TextField(_l("Code beside it"), longest=20)

    def draft(self) -> Spelling:
        """Return the spelling as it was entered."""
        return Spelling(self.spelling.data, self.beside.data)


class ContactForm(RecordForm):
    """A contact of a donor."""

    KEEPS_DRAFT = True
    role = CodeField(_l("Role"), ContactRole)
    name = TextField(_l("Name"))
    email = TextField(_l("E-mail address"), longest=254)
    telephone = TextField(_l("Telephone"), longest=60)
    note = LongTextField(_l("Note"), rows=2)
    active = BooleanField(_l("In office"), default=True)

    def draft(self) -> ContactDraft:
        """Return the contact as it was entered."""
        return ContactDraft(
            role=self.role.data,
            name=self.name.data,
            email=self.email.data,
            telephone=self.telephone.data,
            note=self.note.data,
            active=bool(self.active.data),
        )

    def rule_faults(self) -> Iterable[Fault]:
        """Return the faults of the contact."""
        return contact_faults(self.draft())


class ContactChangeForm(VersionedForm, ContactForm):
    """A contact on file."""

    KIND = ContactDraft


def filled_contact_form(draft: ContactDraft) -> ContactChangeForm:
    """Return the form with a contact as it is."""
    return ContactChangeForm(formdata=None, data=asdict(draft), filled_from=draft)
