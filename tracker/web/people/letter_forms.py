"""The form of the letters that a user gets."""

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from tracker.http import context
from tracker.http.language import LANGUAGES
from tracker.mail.kinds import MailKind
from tracker.reminders.concerns import kinds_for
from tracker.reminders.letters import TITLES
from tracker.web.forms.choice_fields import CodesField, ListedField
from tracker.web.forms.form import RecordForm


def letter_choices() -> list[SelectChoice]:
    """Return the kinds of letters that this user can switch off, with their names."""
    own = kinds_for(context.user())
    return [SelectChoice(kind.value, title()) for kind, title in TITLES.items() if kind in own]


class LettersForm(RecordForm):
    """The kinds of letters that are wanted, and their language."""

    wanted = CodesField(_l("Letters that you get"), MailKind, letter_choices)
    language = ListedField(
        _l("Language of pages and letters"),
        choices=[SelectChoice(one.code, one.name) for one in LANGUAGES],
    )
