"""The forms of reports: a new draft, a text of an editor, what is issued, what is verified."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import Form
from wtforms.fields.choices import SelectChoice

from tracker.assistance.added_sessions import all_sessions
from tracker.errors import Fault
from tracker.http import context
from tracker.http.formats import NOTHING
from tracker.http.language import LANGUAGES
from tracker.periods import utc_now
from tracker.reference.languages import TextLanguage
from tracker.reference.sessions import find_session, reported_span, session_name
from tracker.reports.content.report import Masthead, ReportKind
from tracker.reports.register.corrigenda import TYPED
from tracker.reports.register.drafts import term_faults
from tracker.reports.register.written_texts import EditorsText, TextTranslation
from tracker.reports.spelling.names import ORIGINAL
from tracker.reports.terms import EMPTY_MASTHEAD, ReportTerms
from tracker.web.forms.choice_fields import CodesField, ListedField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.rows import RowsField
from tracker.web.forms.text_rows import original_language_field, row_language_field
from tracker.web.forms.typed_fields import DayField, LongTextField, TextField

GIVE_DAY = _l("Give the date, or choose a session.")


def _session_choices() -> list[SelectChoice]:
    """Return the sessions that can be reported to, the latest first."""
    sessions = reversed(all_sessions(context.session()))
    return [
        SelectChoice("", NOTHING),
        *(SelectChoice(one.code, session_name(one)) for one in sessions),
    ]


def _language_choices() -> list[SelectChoice]:
    """Return the six languages by their own names."""
    return [SelectChoice(one.code, one.name) for one in LANGUAGES]


class AgendaTitleRow(Form):  # type: ignore[misc] # wtforms has no types
    """The title of an agenda item in one language."""

    language = row_language_field()
    title = TextField(_l("Title"), longest=200, render_kw={"dir": "auto"})

    def translation(self) -> tuple[str, str]:
        """Return language and title as they were entered; without a language it is English."""
        return (self.language.data or TextLanguage.ENGLISH).value, self.title.data


class ReportForm(RecordForm):
    """A report to the Commission: its period, its dates, and the head of the document.

    What is left empty of the head is left out of the document.
    """

    KEEPS_DRAFT = True
    session = ListedField(
        _l("Session"), choices=_session_choices, coerce=lambda code: code or "", default=""
    )
    first = DayField(_l("From"))
    last = DayField(_l("To"))
    as_at = DayField(_l("As at"))
    symbol = TextField(_l("Symbol"), longest=60)
    distribution = TextField(_l("Distribution"), longest=60)
    dated_on = DayField(_l("Date of the document"))
    agenda_item = TextField(_l("Agenda item"), longest=60)
    agenda_title = TextField(_l("Title of the agenda item"), longest=200)
    agenda_note = TextField(_l("Footnote of the agenda item"), longest=200)
    agenda_titles = RowsField(_l("Title of the agenda item in other languages"), AgendaTitleRow)

    def terms(self, known_at: datetime) -> ReportTerms | None:
        """Return the terms, as known at a moment; None without a period."""
        first, last = self.first.data, self.last.data
        if self.session.data:
            sessions = all_sessions(context.session())
            span = reported_span(sessions, find_session(sessions, self.session.data))
            first, last = first or span.first, last or span.last
        if last is None:
            return None
        return ReportTerms(
            ReportKind.COMMISSION,
            first,
            last,
            self.as_at.data or last,
            known_at,
            session=self.session.data,
            masthead=self.head(EMPTY_MASTHEAD),
        )

    def head(self, own: Masthead) -> Masthead:
        """Return a head with what was typed in place of its own."""
        typed = {name: getattr(self, name).data for name in TYPED if name != "agenda_titles"}
        titles = tuple(row.translation() for row in self.agenda_titles.filled)
        return replace(own, **typed, agenda_titles=titles)

    def rule_faults(self) -> Iterable[Fault]:
        """Return the faults of the period and of its dates."""
        terms = self.terms(utc_now())
        if terms is None:
            return [Fault("last", str(GIVE_DAY))]
        return term_faults(terms)


class TranslationRow(Form):  # type: ignore[misc] # wtforms has no types
    """A text of an editor in one language."""

    language = row_language_field()
    text = LongTextField(_l("Text"), rows=6, longest=None)

    def translation(self) -> TextTranslation:
        """Return the text as it was entered; without a language it is English."""
        return TextTranslation(self.language.data or TextLanguage.ENGLISH, self.text.data)


class TextForm(RecordForm):
    """A text of an editor with its languages; empty, what was drawn stands there again."""

    KEEPS_DRAFT = True
    text = LongTextField(_l("Text"), rows=10, longest=None)
    written_in = original_language_field()
    texts = RowsField(_l("In other languages"), TranslationRow)

    def typed(self) -> EditorsText:
        """Return the text in all its languages, in the order of the rows."""
        others = tuple(row.translation() for row in self.texts.filled)
        return EditorsText(self.text.data, self.written_in.data, others)


class ClearForm(RecordForm):
    """The clearing of a report, bound to what its page shows."""

    seen = TextField(longest=64)


class IssueForm(RecordForm):
    """The languages in which a report is issued, in all formats; the original is one of them."""

    languages = CodesField(
        _l("Languages of the files"), str, _language_choices, render_kw={"size": 6}
    )

    def chosen(self) -> tuple[str, ...]:
        """Return the original and the languages chosen."""
        chosen: tuple[str, ...] = self.languages.data
        return (ORIGINAL, *(one for one in chosen if one != ORIGINAL))


class VerifyForm(RecordForm):
    """A file, or a digest, that may be that of an issued report."""

    file = FileField(_l("File"))
    digest = TextField(_l("Digest"), longest=200)

    def content(self) -> bytes | None:
        """Return the content of the file, None without one."""
        return self.file.data.read() if self.file.data else None

    def rule_faults(self) -> Iterable[Fault]:
        """Return the fault of a form without a file and without a digest."""
        if not self.file.data and not self.digest.data:
            return [Fault("digest", _("Choose a file, or give a digest."))]
        return ()
