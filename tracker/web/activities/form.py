"""The form of an activity: what it is, the rows of its parts, and why it is changed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import ValidationError

from tracker.assistance.activity_drafts import ActivityDraft, activity_faults
from tracker.assistance.activity_parts import known_numbers
from tracker.assistance.activity_series import copy_of
from tracker.assistance.result_rules import lowering_faults
from tracker.assistance.states import PublicationState
from tracker.errors import Fault
from tracker.http import context
from tracker.http.labels import label as label_of
from tracker.money import Money
from tracker.reference.codes import ActivityStatus, ActivityType, Theme
from tracker.reference.instruments import Instrument
from tracker.reference.paragraphs import paragraphs
from tracker.web.activities.form_rows import (
    ActivityDocumentRow,
    InstrumentRow,
    ParticipantRow,
    PlaceRow,
    ResultRow,
    ToolRow,
    shares_of,
)
from tracker.web.forms.choice_fields import CodeField, CodesField, RecordField, RecordsField
from tracker.web.forms.codes import split_list
from tracker.web.forms.form import RecordForm
from tracker.web.forms.new_codes import NewCodeField
from tracker.web.forms.reason import change_reason_field
from tracker.web.forms.rows import RowsField
from tracker.web.forms.suggestions import INSTRUMENT_ARTICLES, PARTNERS, PROGRAMMES, REQUESTS
from tracker.web.forms.text_rows import (
    in_languages,
    original_language_field,
    rows_of_texts,
    texts_field,
)
from tracker.web.forms.typed_fields import AmountField, DayField, LongTextField, TextField
from tracker.web.forms.versioned_form import VersionedForm

ARTICLE = re.compile(rf"({'|'.join(Instrument)})\s+(\S.*)", re.IGNORECASE)


class ArticlesField(RecordsField):
    """Articles such as "UNTOC 16; TIP 9"; its data is a tuple of instruments and numbers."""

    def write_code(self, item: tuple[Instrument, str]) -> str:
        """Write an article as the list has it."""
        return f"{item[0].value} {item[1]}"

    def read(self, text: str) -> tuple[tuple[Instrument, str], ...]:
        """Read each article; what is none is refused, one message for each."""
        found = [(item, ARTICLE.fullmatch(item)) for item in split_list(text)]
        unread = [item for item, article in found if article is None]
        if unread:
            messages = [_("'%(text)s' is no article; write UNTOC 16", text=item) for item in unread]
            raise ValidationError(" · ".join(messages))
        return tuple(
            (Instrument(article[1].upper()), article[2]) for _item, article in found if article
        )

    def write(self, value: Sequence[tuple[Instrument, str]]) -> str:
        """Write the articles one after the other."""
        return self.parting.join(self.write_code(item) for item in value)


def _paragraph_choices() -> list[SelectChoice]:
    """Return the operative paragraphs to choose from."""
    return [
        SelectChoice(str(number), f"{number}. {found.action}")
        for number, found in paragraphs().items()
    ]


class ActivityForm(RecordForm):
    """A new activity with all that belongs to it."""

    KEEPS_DRAFT = True

    code = NewCodeField(_l("Code"), "activities")
    title = TextField(_l("Title"), longest=1000)
    programme = RecordField(_l("Programme"), PROGRAMMES)
    type = CodeField(_l("Type"), ActivityType)
    status = CodeField(_l("Status"), ActivityStatus)
    description = LongTextField(_l("Description"))
    venue = TextField(_l("Venue"), longest=300)
    budget = AmountField(_l("Budget in US dollars"))
    planned_start = DayField(_l("Planned start"))
    planned_end = DayField(_l("Planned end"))
    actual_start = DayField(_l("Actual start"))
    actual_end = DayField(_l("Actual end"))
    instruments = RowsField(_l("Instruments"), InstrumentRow)
    beneficiaries = RowsField(_l("For whom"), PlaceRow)
    tools = RowsField(_l("Tools"), ToolRow)
    participants = RowsField(_l("Participants"), ParticipantRow)
    results = RowsField(_l("Results"), ResultRow)
    documents = RowsField(_l("Documents"), ActivityDocumentRow)
    partners = RecordsField(_l("Partners"), PARTNERS, free=True, rows=4)
    articles = ArticlesField(_l("Articles"), INSTRUMENT_ARTICLES, rows=3)
    paragraphs = CodesField(
        _l("Operative paragraphs"), int, _paragraph_choices, render_kw={"size": 6}
    )
    themes = CodesField(
        _l("Themes"), Theme, partial(enum_choices, Theme, label=label_of), render_kw={"size": 8}
    )
    requests = RecordsField(_l("Requests answered"), REQUESTS, longest=2000)
    evaluation = LongTextField(_l("Evaluation"), rows=3)
    written_in = original_language_field()
    texts = texts_field()

    def draft(self) -> ActivityDraft:
        """Return the activity as it was entered."""
        return ActivityDraft(
            code=self.code.data,
            title=self.title.data,
            programme=self.programme.data,
            type=self.type.data,
            status=self.status.data,
            description=self.description.data,
            planned_start=self.planned_start.data,
            planned_end=self.planned_end.data,
            actual_start=self.actual_start.data,
            actual_end=self.actual_end.data,
            budget_minor=self.budget.minor,
            venue=self.venue.data,
            evaluation=self.evaluation.data,
            instruments=shares_of(self.instruments.filled),
            beneficiaries=shares_of(self.beneficiaries.filled),
            tools=tuple(row.draft() for row in self.tools.filled),
            participants=tuple(row.draft() for row in self.participants.filled),
            results=tuple(row.draft() for row in self.results.filled),
            partners=self.partners.data,
            articles=self.articles.data,
            paragraphs=tuple(self.paragraphs.data),
            requests=self.requests.data,
            documents=tuple(row.draft() for row in self.documents.filled),
            themes=tuple(sorted(self.themes.data)),
            publication=self.publication,
            **in_languages(self),
        )

    @property
    def publication(self) -> PublicationState:
        """The state of publication: a draft until its author submits it."""
        return PublicationState.DRAFT

    def rule_faults(self) -> Iterable[Fault]:
        """Return what is wrong with the activity."""
        return activity_faults(self.draft(), known_numbers(context.session()).codes())


class ActivityChangeForm(VersionedForm, ActivityForm):
    """An activity on file, and why it is changed."""

    KIND = ActivityDraft
    code = TextField(_l("Code"), longest=60)
    why = change_reason_field()

    @property
    def publication(self) -> PublicationState:
        """The state of publication, which no change of the record moves."""
        before = self.filled_from.data
        return PublicationState.DRAFT if before is None else before.publication

    def rule_faults(self) -> Iterable[Fault]:
        """Return what is wrong with the activity, and the values that fall without a reason."""
        yield from super().rule_faults()
        if self.filled_from.data is not None:
            yield from lowering_faults(self.filled_from.data.results, self.draft().results)


def filled_activity_form(
    draft: ActivityDraft, filled_from: ActivityDraft | None = None
) -> ActivityChangeForm:
    """Return the form with an activity as it is, or as a returned request of it has it."""
    return ActivityChangeForm(formdata=None, data=_data_of(draft), filled_from=filled_from or draft)


def copied_activity_form(draft: ActivityDraft) -> ActivityForm:
    """Return the form of a new activity like another: without its code, days and outcomes."""
    return ActivityForm(formdata=None, data=_data_of(copy_of(draft)))


def _data_of(draft: ActivityDraft) -> dict[str, Any]:
    """Return the data of the form's fields that an activity fills."""
    return {field.name: getattr(draft, field.name) for field in fields(draft)} | {
        "budget": None if draft.budget_minor is None else Money(draft.budget_minor),
        "instruments": [{"code": one.code, "share": one.share_bp} for one in draft.instruments],
        "beneficiaries": [{"code": one.code, "share": one.share_bp} for one in draft.beneficiaries],
        "tools": [{"tool": one.tool, "use": one.use, "share": one.share_bp} for one in draft.tools],
        **rows_of_texts(draft),
    }
