"""Drafts of reports: adding one, drawing it anew, the texts of editors."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, select

from tracker.assistance.texts import language_faults
from tracker.day_bounds import not_come, planned_fault, too_early
from tracker.errors import Fault, InvalidDraft, InvalidInput, cell_name
from tracker.people.audit import Change, await_writers, lock_record, record
from tracker.people.subjects import Subject
from tracker.periods import today, utc_now
from tracker.reference.languages import TextLanguage
from tracker.reports.content.canonical import canonical_json
from tracker.reports.content.report import Masthead, ReportTree
from tracker.reports.register.corrigenda import expect_correctable, take_texts
from tracker.reports.register.register import (
    TERMS,
    drawn_tree,
    editors_text,
    find_report,
    terms_of,
)
from tracker.reports.register.states import ReportState, expect_draft
from tracker.reports.register.tables import RegisteredReport, ReportText
from tracker.reports.register.written_texts import (
    EditorsText,
    TextTranslation,
    anchors,
    editors_text_faults,
)
from tracker.reports.terms import ReportTerms
from tracker.words import say


def known_moment(session: Session) -> datetime:
    """Return a moment at which all that is recorded so far is known, and nothing later.

    It waits for writers at work, so that what they record is known from no earlier moment. To be
    called inside transaction(), before the snapshot is brought up to date.
    """
    await_writers(session)
    return utc_now()


def term_faults(terms: ReportTerms) -> list[Fault]:
    """Return the faults of terms, field by field."""
    faults = head_faults(terms.masthead)
    if terms.first is not None and (fault := too_early("first", terms.first)):
        faults.append(fault)
    if terms.first is not None and terms.first > terms.last:
        faults.append(Fault("last", say("the period ends before it begins")))
    if terms.last > today():
        faults.append(Fault("last", say("the period is not over: it ends after today")))
    if terms.as_at < terms.last:
        said = say("figures of the whole period are as at its last day or later")
        faults.append(Fault("as_at", said))
    if fault := not_come("as_at", terms.as_at, today()):
        faults.append(fault)
    if terms.known_at > utc_now():
        faults.append(Fault("known_at", say("nothing is known yet of a moment that is to come")))
    return faults


def head_faults(head: Masthead) -> list[Fault]:
    """Return the faults of a document's head, whose date may lie ahead."""
    fault = planned_fault("dated_on", head.dated_on, today()) if head.dated_on else None
    return [*([fault] if fault else []), *_agenda_faults(head)]


def _agenda_faults(head: Masthead) -> Iterator[Fault]:
    """Yield the faults of the translations of the agenda item's title."""
    languages = [TextLanguage(language) for language, _title in head.agenda_titles]
    if languages and not head.agenda_title:
        said = say("write the original: only what is there is translated")
        yield Fault("agenda_title", said)
    yield from language_faults(TextLanguage(head.original), languages, "agenda_titles")
    for row, (_language, title) in enumerate(head.agenda_titles):
        if not title:
            said = say("write the text in this language, or take it away")
            yield Fault(cell_name("agenda_titles", row, "title"), said)


def add_report(
    session: Session,
    terms: ReportTerms,
    drawn: ReportTree,
    actor: str,
    corrects: int | None = None,
) -> int:
    """Add a draft; return its number. Raises InvalidDraft.

    One that `corrects` an issued report is its corrigendum, and begins with its texts. Raises
    Conflict where that is not issued, or has a corrigendum.
    """
    lock_record(session)
    faults = term_faults(terms)
    if faults:
        raise InvalidDraft(faults)
    if corrects is not None:
        expect_correctable(session, find_report(session, corrects))
    row = RegisteredReport(
        kind=terms.kind,
        state=ReportState.DRAFT,
        subject=terms.subject,
        terms="",
        last_day=terms.last,
        drawn="",
        prepared_by=actor,
        prepared_at=utc_now(),
        corrects_id=corrects,
    )
    _fill(row, terms, drawn)
    session.add(row)
    session.flush()
    number = row.id or 0
    if corrects is not None:
        take_texts(session, corrects, number)
    change = Change("add", Subject.REPORT, str(number), new=_content(terms), why=terms.reason)
    record(session, actor, change)
    return number


def draw_anew(
    session: Session, number: int, terms: ReportTerms, drawn: ReportTree, actor: str
) -> None:
    """Draw a draft by other terms; the texts of editors stay. Raises NotFound, Conflict."""
    lock_record(session)
    row = find_report(session, number)
    expect_draft(row.state)
    faults = term_faults(terms)
    if faults:
        raise InvalidDraft(faults)
    before = _content(terms_of(row))
    _fill(row, terms, drawn)
    session.add(row)
    change = Change("change", Subject.REPORT, str(number), before, _content(terms))
    record(session, actor, change)


def write_text(session: Session, number: int, anchor: str, typed: EditorsText, actor: str) -> None:
    """Write the text at an anchor of a draft; an empty one restores what was drawn.

    Raises NotFound, Conflict, InvalidDraft for faults of the text or of its languages, and
    InvalidInput for an anchor that the report does not have.
    """
    lock_record(session)
    row = find_report(session, number)
    expect_draft(row.state)
    faults = editors_text_faults(typed)
    if faults:
        raise InvalidDraft(faults)
    known = anchors(drawn_tree(row))
    if anchor not in known:
        raise InvalidInput(say("the report has no such paragraph or section"), "anchor")
    old = session.exec(
        select(ReportText).where(ReportText.report_id == number, ReportText.anchor == anchor)
    ).one_or_none()
    before = None if old is None else _typed_content(anchor, editors_text(old))
    typed = _as_kept(typed)
    if not typed.text:
        if old is not None:
            session.delete(old)
    else:
        own = old or ReportText(
            report_id=number, anchor=anchor, text="", written_by=actor, written_at=utc_now()
        )
        own.text, own.of_digest = typed.text, known[anchor]
        own.written_in = typed.written_in
        own.texts = [
            {"language": one.language.value, "text": one.text} for one in typed.translations
        ] or None
        own.written_by, own.written_at = actor, utc_now()
        session.add(own)
    session.flush()
    now = _typed_content(anchor, typed)
    record(session, actor, Change("write", Subject.REPORT, str(number), before, now))


def _as_kept(typed: EditorsText) -> EditorsText:
    """Return a text as it is kept: lines end alike, translations are in the order of languages."""
    others = (TextTranslation(one.language, _lines(one.text)) for one in typed.translations)
    return EditorsText(_lines(typed.text), typed.written_in, tuple(sorted(others)))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _typed_content(anchor: str, own: EditorsText) -> dict[str, object]:
    """Return a text as the trail has it; what nobody has said is left out."""
    found: dict[str, object] = {"anchor": anchor, "text": own.text}
    if own.written_in:
        found["written_in"] = own.written_in.value
    if own.translations:
        found["texts"] = [[one.language.value, one.text] for one in own.translations]
    return found


def _fill(row: RegisteredReport, terms: ReportTerms, drawn: ReportTree) -> None:
    """Write terms and tree into a row."""
    row.terms = TERMS.dump_json(terms).decode()
    row.first_day, row.last_day = terms.first, terms.last
    row.drawn = canonical_json(drawn).decode()


def _content(terms: ReportTerms) -> dict[str, object]:
    """Return terms as the trail has them."""
    plain: dict[str, object] = TERMS.dump_python(terms, mode="json")
    return plain
