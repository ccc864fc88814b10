"""The register of reports: two persons, texts of editors, issue, and what is known of a file."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from tests.support.reports import FACTS, small_report
from tracker.db import transaction
from tracker.errors import Conflict, InvalidDraft, InvalidInput, NotAllowed, NotFound, ShownChanged
from tracker.people.permissions import ANYONE, CurrentUser
from tracker.people.roles import Role
from tracker.reports.content.blocks import NumberedParagraph
from tracker.reports.content.canonical import digest_of, from_json
from tracker.reports.content.report import ReportKind
from tracker.reports.content.texts import PlainText
from tracker.reports.register.decisions import (
    clear_report,
    files_to_issue,
    issue_report,
    return_report,
)
from tracker.reports.register.drafts import add_report, draw_anew, term_faults, write_text
from tracker.reports.register.register import (
    drawn_tree,
    files_of,
    find_report,
    find_seen_report,
    list_reports,
    texts_of,
    tree_of,
)
from tracker.reports.register.states import ReportState
from tracker.reports.register.verification import Verdict, verify_digest, verify_file
from tracker.reports.register.written_texts import AT_END, EditorsText, changed_under
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.rendering import render
from tracker.reports.terms import ReportTerms

TERMS = ReportTerms(
    ReportKind.COMMISSION,
    FACTS.first,
    FACTS.last,
    FACTS.as_at,
    datetime(2024, 5, 1, 12, tzinfo=UTC),
)


def _user(role: Role, handle: str, donor: str = "") -> CurrentUser:
    return CurrentUser(f"{handle}@example.org", handle, role, donor, handle=handle)


SECRETARIAT, OTHER = _user(Role.SECRETARIAT, "P-1"), _user(Role.SECRETARIAT, "P-2")
FINANCE, APPROVER = _user(Role.FINANCE_OFFICER, "P-3"), _user(Role.APPROVER, "P-4")


def _added(session: Session, terms: ReportTerms = TERMS) -> int:
    with transaction(session):
        return add_report(session, terms, small_report(), SECRETARIAT.handle)


def issued(session: Session, terms: ReportTerms = TERMS, clearing: CurrentUser = OTHER) -> int:
    """Add, clear and issue a report, and return its number."""
    number = _added(session, terms)
    with transaction(session):
        clear_report(session, number, clearing, _seen(session, number))
    _issue(session, number, list(Format))
    return number


def _issue(session: Session, number: int, forms: Sequence[Format] = ()) -> str:
    files = files_to_issue(session, number, forms, ["en"])
    with transaction(session):
        return issue_report(session, number, SECRETARIAT, files)


def _seen(session: Session, number: int) -> str:
    """Return the digest of a report as it is shown now."""
    return digest_of(tree_of(session, find_report(session, number)))


def _refused(session: Session, act: Callable[[], object], error: type[Exception]) -> None:
    with pytest.raises(error), transaction(session):
        act()


def test_a_report_is_cleared_by_another_person_and_issued_once(session: Session) -> None:
    number = _added(session)
    _refused(session, lambda: _issue(session, number), Conflict)
    _refused(
        session,
        lambda: clear_report(session, number, SECRETARIAT, _seen(session, number)),
        NotAllowed,
    )
    _refused(
        session, lambda: clear_report(session, number, FINANCE, _seen(session, number)), NotAllowed
    )
    with transaction(session):
        clear_report(session, number, APPROVER, _seen(session, number))
    _refused(
        session, lambda: write_text(session, number, "first", EditorsText("x"), "P-1"), Conflict
    )
    digest = _issue(session, number, [Format.XLSX])
    row = find_report(session, number)
    assert row.state is ReportState.ISSUED
    assert (row.prepared_by, row.cleared_by, row.issued_by) == ("P-1", "P-4", "P-1")
    assert digest_of(tree_of(session, row)) == digest == row.digest
    assert tree_of(session, row).facts.is_issued
    for again in (
        lambda: _issue(session, number),
        lambda: clear_report(session, number, OTHER, _seen(session, number)),
        lambda: return_report(session, number, OTHER, "a slip"),
    ):
        _refused(session, again, Conflict)


def test_who_wrote_a_text_does_not_clear_the_report(session: Session) -> None:
    number = _added(session)
    with transaction(session):
        write_text(session, number, "first", EditorsText("Written by another."), OTHER.handle)
    _refused(
        session, lambda: clear_report(session, number, OTHER, _seen(session, number)), NotAllowed
    )
    with transaction(session):
        clear_report(session, number, APPROVER, _seen(session, number))


def test_what_changed_since_it_was_shown_is_not_cleared(session: Session) -> None:
    number = _added(session)
    seen = _seen(session, number)
    with transaction(session):
        write_text(session, number, "first", EditorsText("Written meanwhile."), SECRETARIAT.handle)
    _refused(session, lambda: clear_report(session, number, OTHER, seen), ShownChanged)
    assert find_report(session, number).state is ReportState.DRAFT


def test_files_of_another_content_are_notissued(session: Session) -> None:
    number = _added(session)
    with transaction(session):
        clear_report(session, number, OTHER, _seen(session, number))
    files = files_to_issue(session, number, [], [])
    with transaction(session):
        return_report(session, number, OTHER, "A text is missing.")
    with transaction(session):
        write_text(session, number, "first", EditorsText("Another text."), SECRETARIAT.handle)
    with transaction(session):
        clear_report(session, number, OTHER, _seen(session, number))
    _refused(session, lambda: issue_report(session, number, SECRETARIAT, files), ShownChanged)


def test_a_cleared_report_is_returned_and_cleared_anew(session: Session) -> None:
    number = _added(session)
    with transaction(session):
        clear_report(session, number, OTHER, _seen(session, number))
    with transaction(session):
        return_report(session, number, OTHER, "A figure is missing.")
    row = find_report(session, number)
    assert (row.state, row.cleared_by, row.cleared_at) == (ReportState.DRAFT, "", None)


def test_the_database_keeps_what_wasissued(session: Session) -> None:
    number = issued(session)
    for statement in (
        "UPDATE report SET issued = '{}' WHERE id = :number",
        "UPDATE report SET state = 'draft', digest = '' WHERE id = :number",
        "UPDATE report_file SET sha256 = '' WHERE report_id = :number",
        "DELETE FROM report_file WHERE report_id = :number",
    ):
        with pytest.raises(DatabaseError), transaction(session):
            session.connection().execute(text(statement), {"number": number})


def test_texts_stand_in_place_of_a_paragraph_and_at_the_end_of_a_section(session: Session) -> None:
    number = _added(session)
    with transaction(session):
        write_text(
            session, number, "first", EditorsText("One.\r\n\r\nTwo,\nwith a second line."), "P-2"
        )
        write_text(session, number, "resources" + AT_END, EditorsText("At the end."), "P-2")
    row = find_report(session, number)
    tree = tree_of(session, row)
    introduction, resources = tree.sections[:2]
    assert [one.id for one in introduction.blocks] == ["first", "first-2", "q"]
    two = (PlainText("Two, with a second line."),)
    assert introduction.blocks[1] == NumberedParagraph("first-2", two, written=True)
    assert [one.id for one in resources.blocks] == ["second", "by-donor", "resources+"]
    with transaction(session):
        write_text(session, number, "first", EditorsText("  "), "P-2")
        write_text(session, number, "resources" + AT_END, EditorsText(""), "P-2")
    assert tree_of(session, row) == drawn_tree(row) == small_report()


def test_a_text_for_what_the_report_does_not_have_is_refused(session: Session) -> None:
    number = _added(session)
    _refused(
        session,
        lambda: write_text(session, number, "nowhere", EditorsText("x"), "P-1"),
        InvalidInput,
    )
    _refused(
        session, lambda: write_text(session, number + 1, "first", EditorsText("x"), "P-1"), NotFound
    )
    assert not texts_of(session, find_report(session, number))


def test_drawn_anew_texts_stay_and_tell_where_figures_under_them_changed(session: Session) -> None:
    number = _added(session)
    with transaction(session):
        write_text(session, number, "first", EditorsText("About the first."), "P-1")
        write_text(session, number, "second", EditorsText("About the second."), "P-1")
    anew = small_report()
    other = small_report("Other figures.").sections[1].blocks[0]
    resources = replace(anew.sections[1], blocks=(other, *anew.sections[1].blocks[1:]))
    anew = replace(anew, sections=(anew.sections[0], resources, anew.sections[2]))
    with transaction(session):
        draw_anew(session, number, replace(TERMS, last=date(2014, 4, 29)), anew, "P-1")
    row = find_report(session, number)
    assert changed_under(drawn_tree(row), texts_of(session, row)) == {"second"}
    assert row.last_day == date(2014, 4, 29)


def test_terms_say_all_that_is_wrong_with_them() -> None:
    soon = datetime.now(UTC) + timedelta(days=3)
    wrong = replace(TERMS, first=date(2999, 2, 1), last=date(2999, 1, 1), known_at=soon)
    assert [fault.field for fault in term_faults(wrong)] == ["last", "last", "as_at", "known_at"]
    assert not term_faults(TERMS)


def test_nothing_is_saved_of_wrong_terms(session: Session) -> None:
    wrong = replace(TERMS, first=date(2015, 1, 1))
    _refused(session, lambda: add_report(session, wrong, small_report(), "P-1"), InvalidDraft)
    assert not list_reports(session, SECRETARIAT)


def test_drafts_are_for_staff_and_statements_for_their_donor(session: Session) -> None:
    statement = replace(TERMS, kind=ReportKind.STATEMENT, subject="ITA")
    draft, public = _added(session), issued(session)
    own = issued(session, statement, FINANCE)
    italy, france = _user(Role.DONOR, "P-5", "ITA"), _user(Role.DONOR, "P-6", "FRA")
    seen = {
        user.handle: {one.number for one in list_reports(session, user)}
        for user in (ANYONE, italy, france, FINANCE)
    }
    assert seen == {
        "": {public},
        "P-5": {public, own},
        "P-6": {public},
        "P-3": {draft, public, own},
    }
    for user, number in ((ANYONE, draft), (france, own), (italy, draft)):
        with pytest.raises(NotFound):
            find_seen_report(session, number, user)


def test_an_issued_file_is_known_and_one_with_a_changed_byte_is_told(session: Session) -> None:
    number = issued(session)
    row = find_report(session, number)
    assert {(one.format, one.language) for one in files_of(session, row)} == {
        (form, "en") for form in Format
    }
    for form in Format:
        data = render(from_json(row.issued.encode()), form, "en").data
        assert verify_file(session, data, ANYONE).verdict is Verdict.ISSUED
        place = data.index(row.digest.encode()) - 300 if row.digest.encode() in data else -1
        changed = _with_another_byte(data, place)
        found = verify_file(session, changed, ANYONE)
        assert (found.verdict, found.report, found.may_open) == (Verdict.CHANGED, row, True)
    assert verify_file(session, b"anything", ANYONE).verdict is Verdict.UNKNOWN


def test_a_draft_names_no_digest_and_is_not_known(session: Session) -> None:
    number = _added(session)
    tree = tree_of(session, find_report(session, number))
    for form in Format:
        data = render(tree, form, "en").data
        assert digest_of(tree).encode() not in data
        assert verify_file(session, data, ANYONE).verdict is Verdict.UNKNOWN


def test_a_digest_is_known_of_content_and_of_files(session: Session) -> None:
    row = find_report(session, issued(session))
    digests = [row.digest, *(one.sha256 for one in files_of(session, row))]
    for digest in digests:
        assert verify_digest(session, f" {digest.upper()} ", ANYONE).verdict is Verdict.ISSUED
    assert verify_digest(session, "0" * 64, ANYONE).verdict is Verdict.UNKNOWN
    assert verify_digest(session, "", ANYONE).verdict is Verdict.UNKNOWN


def test_a_statement_is_verified_for_anybody_and_opened_by_its_readers(session: Session) -> None:
    statement = replace(TERMS, kind=ReportKind.STATEMENT, subject="ITA")
    row = find_report(session, issued(session, statement, FINANCE))
    readers = (ANYONE, _user(Role.DONOR, "P-5", "ITA"), _user(Role.DONOR, "P-6", "FRA"))
    found = [verify_digest(session, row.digest, reader) for reader in readers]
    assert [one.verdict for one in found] == [Verdict.ISSUED] * 3
    assert [one.may_open for one in found] == [False, True, False]


def test_issued_content_is_plain_json(session: Session) -> None:
    row = find_report(session, issued(session))
    assert json.loads(row.issued)["facts"]["is_issued"] is True


def _with_another_byte(data: bytes, place: int) -> bytes:
    """Return a file with one byte more, or another one, which leaves it readable."""
    if place < 0:
        return data + b"\n"
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
