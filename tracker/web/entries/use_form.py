"""The form of an activity's allocation and of its uses of money, in US dollars."""

from typing import Any, ClassVar, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField
from wtforms.fields.choices import SelectChoice

from tracker.assistance.tables.activities import Activity
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.posting_instructions import PostingInstruction, with_parts
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.http import context
from tracker.web.entries.entry_form import (
    BY_RULE,
    NAMED,
    ContributionEntryForm,
    amount_field,
    note_field,
    reference_field,
)
from tracker.web.forms.choice_fields import OptionField, RecordField
from tracker.web.forms.suggestions import ACTIVITIES
from tracker.web.forms.validators import Required

WITHOUT_ACTIVITY = _l("Choose an activity on file.")


class NamedPart(NamedTuple):
    """The part of one contribution in an allocation by the rule, in US cents."""

    reference: str
    minor: int


class UseForm(ContributionEntryForm):
    """An activity, an amount, and the contribution or the rule."""

    FAULTS_OF: ClassVar = ContributionEntryForm.FAULTS_OF | {"contribution": "by"}

    activity = RecordField(
        _l("Activity"), ACTIVITIES, [Required(WITHOUT_ACTIVITY)], unknown=WITHOUT_ACTIVITY
    )
    amount = amount_field()
    by = OptionField(_l("Of which money"), [], default=NAMED)
    against_commitment = BooleanField(_l("It pays what was committed"))
    seen = HiddenField()
    reference = reference_field()
    note = note_field()

    def absent_fields(self) -> tuple[str, ...]:
        """Return the box of commitments paid, which only an expenditure has."""
        return () if self.kind is EntryKind.EXPENDITURE else ("against_commitment",)

    def post_process(self, formdata: Any = None) -> None:  # noqa: ANN401 - wtforms' own
        """Name the contribution, and the contributions of the rule."""
        if self.kind is EntryKind.ALLOCATION:
            rule = _(
                "Of all contributions that may pay for it by the rule, pro rata to what each "
                "has left"
            )
        else:
            rule = _(
                "Of all contributions behind the activity, pro rata to what each has left there"
            )
        named = _("Of %(name)s, by name", name=self.item.reference)
        self.by.choices = [SelectChoice(NAMED, named), SelectChoice(BY_RULE, rule)]
        super().post_process(formdata)

    @property
    def splits(self) -> bool:
        """Tell whether the rule splits an allocation, which is shown before it is handed in."""
        return self.kind is EntryKind.ALLOCATION and self.by.data == BY_RULE

    @property
    def shown(self) -> str | None:
        """The digest of the lines of a split by the rule that the page showed, empty before."""
        return str(self.seen.data or "") if self.splits else None

    @property
    def parts(self) -> list[NamedPart]:
        """The contributions that would pay by the rule, with their parts."""
        order, entry = self.prepared.order, self.prepared.entry
        if order is None or entry is None or not self.splits:
            return []
        return [
            NamedPart(self.desk.book.contribution(part.contribution_id).reference, part.minor)
            for part in with_parts(order, entry).parts
        ]

    def draft(self) -> EntryDraft:
        """Return the entry as it was entered."""
        return self.draft_of(
            self.kind,
            contribution=self.item.reference if self.by.data != BY_RULE else "",
            activity=self.activity.data,
            against_commitment="against_commitment" in self and bool(self.against_commitment.data),
        )

    @classmethod
    def values_of(cls, instruction: PostingInstruction) -> dict[str, Any]:
        """Return the values of the fields behind an instruction."""
        activity = context.session().get(Activity, instruction.activity_id)
        return super().values_of(instruction) | {
            "activity": activity.code if activity else "",
            "by": BY_RULE if instruction.contribution_id is None else NAMED,
            "against_commitment": instruction.against_commitment,
        }
