"""The forms of a merge and of its undoing, each bound to what was shown to move."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice

from tracker.errors import Conflict, Fault, InvalidInput
from tracker.fund.donors.donor_choices import donor_names
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.merging import expect_mergeable
from tracker.fund.tables.donors import Donor
from tracker.http import context
from tracker.http.labels import donor as donor_label
from tracker.web.forms.choice_fields import OptionField, RecordField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.reason import reason_field
from tracker.web.forms.suggestions import Suggestions
from tracker.web.forms.validators import Required

FOLLOW, STAY = "follow", "stay"
WITHOUT_DONOR = _l("Choose a donor on file.")


class MoveForm(RecordForm):
    """A decision about what moves between two donors; `shown` is the digest of what was shown."""

    FAULTS_OF: ClassVar[Mapping[str, str]] = {"shown": ""}

    shown = HiddenField()


class MergeUndoingForm(MoveForm):
    """The reason of the undoing of a merge; for one that was undone, no reason."""

    why = reason_field()

    def __init__(self, *, undone: bool, **keywords: Any) -> None:  # noqa: ANN401 - wtforms' own
        super().__init__(**keywords)
        if undone:
            del self.why

    @property
    def reason(self) -> str:
        """The reason; empty without its field."""
        return str(self.why.data) if "why" in self else ""


class MergeForm(MoveForm):
    """A merge of a donor; its users, where it has some, need an answer."""

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

    def __init__(self, donor: Donor, *, with_accounts: bool, **keywords: Any) -> None:  # noqa: ANN401 - wtforms' own
        self.donor = donor
        super().__init__(**keywords)
        if not with_accounts:
            del self.accounts

    def post_process(self, formdata: Any = None) -> None:  # noqa: ANN401 - wtforms' own
        """Offer every donor but the merged one."""
        self.into.suggestions = Suggestions("donors", partial(_others, self.donor.code))
        super().post_process(formdata)

    def rule_faults(self) -> Iterable[Fault]:
        """Refuse a donor that this one cannot be merged into."""
        session = context.session()
        if self.into_code is None:
            return
        try:
            expect_mergeable(session, self.donor, find_donor(session, self.into_code))
        except (InvalidInput, Conflict) as refusal:
            yield Fault("into", str(refusal))

    @property
    def into_code(self) -> str | None:
        """The code of the donor that was named; None where none on file was."""
        return self.into.find(self.into.data) if self.into.data else None

    def ask_for_donor(self) -> None:
        """Leave the field of the other donor alone, which comes before all others."""
        for name in [name for name in ("accounts", "why") if name in self]:
            del self[name]

    @property
    def follow(self) -> bool | None:
        """Whether the users follow; None without an answer."""
        return bool(self.accounts.data == FOLLOW) if "accounts" in self else None


def _others(code: str) -> dict[str, str]:
    """Return the donors that another can be merged into."""
    names = donor_names(context.session())
    return {one: donor_label(one, name) for one, name in names.items() if one != code}
