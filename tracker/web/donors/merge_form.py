"""The form of a merge: the other donor, what becomes of the users, the reason."""

from functools import partial
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from tracker.fund.donors.donor_choices import donor_names
from tracker.http import context
from tracker.http.labels import donor
from tracker.web.forms.choice_fields import OptionField, RecordField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.reason import reason_field
from tracker.web.forms.suggestions import Suggestions
from tracker.web.forms.validators import Required

FOLLOW, STAY = "follow", "stay"
WITHOUT_DONOR = _l("Choose a donor on file.")


class MergeForm(RecordForm):
    """A merge of the donor with that code; its users, where it has some, need an answer."""

    into = RecordField(_l("It is"), validators=[Required(WITHOUT_DONOR)], unknown=WITHOUT_DONOR)
    accounts = OptionField(
        _l("Accounts"),
        [
            SelectChoice(
                FOLLOW,
                _l("Speaks for the donor that remains, and sees the terms of all that it gave"),
            ),
            SelectChoice(STAY, _l("Sees no terms from now on, until the merge is undone")),
        ],
        [Required(_l("Say what becomes of the accounts."))],
    )
    why = reason_field()

    def __init__(self, code: str, *, with_accounts: bool, **keywords: Any) -> None:  # noqa: ANN401 - wtforms' own
        self.donor_code = code
        super().__init__(**keywords)
        if not with_accounts:
            del self.accounts

    def post_process(self, formdata: Any = None) -> None:  # noqa: ANN401 - wtforms' own
        """Offer every donor but the merged one."""
        self.into.suggestions = Suggestions("donors", partial(_others, self.donor_code))
        super().post_process(formdata)

    @property
    def follow(self) -> bool | None:
        """Whether the users follow; None without an answer."""
        return bool(self.accounts.data == FOLLOW) if "accounts" in self else None


def _others(code: str) -> dict[str, str]:
    """Return the donors that another can be merged into."""
    names = donor_names(context.session())
    return {one: donor(one, name) for one, name in names.items() if one != code}
