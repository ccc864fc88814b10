"""The pages of reports: from a draft to an issued document that anybody verifies."""

import io
import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlmodel import Session, col, func, select

from tests.api.accounts import Account
from tests.conftest import SignIn
from tests.support.issued_reports import issue_small_report
from tests.support.issuing import cleared
from tests.support.pages import PageClient
from tests.support.reports import FACTS, small_report
from tracker.db import transaction
from tracker.errors import Conflict
from tracker.jobs.tables import Job
from tracker.people.actors import COMMAND
from tracker.people.permissions import CurrentUser
from tracker.people.roles import Role
from tracker.periods import utc_now
from tracker.reports.content.report import ReportKind
from tracker.reports.drawing import chain_head_at
from tracker.reports.register.decisions import files_to_issue, issue_report
from tracker.reports.register.register import files_of, find_report
from tracker.reports.register.states import ReportState
from tracker.reports.terms import ReportTerms

SMALL_TERMS = ReportTerms(
    ReportKind.COMMISSION,
    FACTS.first,
    FACTS.last,
    FACTS.as_at,
    datetime(2024, 5, 1, 12, tzinfo=UTC),
    masthead=small_report().masthead,
)
PERIOD = {"first": "2013-04-27", "last": "2014-04-30", "symbol": "E/CN.15/2014/00"}


def _seen(client: PageClient, number: int) -> str:
    """Return the digest to which the clearing of a report is bound."""
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', client.get(f"/reports/{number}").text)
    assert found
    return found[1]


@pytest.mark.usefixtures("jobs_at_once")
def test_from_a_draft_to_an_issued_report(
    client: PageClient, signed_in: SignIn, sqlite_session: Session
) -> None:
    secretariat, approver = signed_in(Role.SECRETARIAT), signed_in(Role.APPROVER)
    assert secretariat.submit("/reports/add", PERIOD).location == "/reports/1"
    assert client.get("/reports/1").status_code == 404
    assert b"%PDF" in secretariat.get("/reports/1/report.pdf").data
    places = re.findall(r'/reports/1/texts/([^"]+)"', secretariat.get("/reports/1/texts").text)
    assert places
    address = f"/reports/1/texts/{places[0]}"
    assert secretariat.submit(address, {"text": "Typed <b>here</b>."}).status_code == 303
    assert "Typed &lt;b&gt;here&lt;/b&gt;." in secretariat.get("/reports/1").text
    clearing = {"seen": _seen(approver, 1)}
    assert 'name="seen"' not in secretariat.get("/reports/1").text
    assert approver.submit("/reports/1", clearing).status_code == 303
    assert secretariat.submit("/reports/1", {"languages": ["fr"]}).status_code == 303
    assert find_report(sqlite_session, 1).state is ReportState.ISSUED
    assert "Report 1" in client.get("/reports").text
    for language in ("en", "fr"):
        issued = client.get(f"/reports/1/report.pdf?language={language}")
        again = client.get(f"/reports/1/report.pdf?language={language}")
        assert issued.data == again.data
        for data, said in (
            (issued.data, "This is issued"),
            (issued.data + b" ", "This file was changed since it was issued"),
            (b"Another file.", "Nothing issued is known by this"),
        ):
            sent = {"file": (io.BytesIO(data), "report.pdf")}
            assert said in client.submit("/verify", sent).text
    assert client.get("/reports/1/report.pdf?language=ru").status_code == 404


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no process begin."""
    monkeypatch.setattr("tracker.jobs.queue.spawn", lambda _settings, _number: None)


@pytest.mark.usefixtures("waiting")
def test_a_text_is_written_in_several_languages(signed_in: SignIn) -> None:
    secretariat = signed_in(Role.SECRETARIAT)
    secretariat.submit("/reports/add", PERIOD)
    place = re.findall(r'/reports/1/texts/([^"]+)"', secretariat.get("/reports/1/texts").text)[0]
    address = f"/reports/1/texts/{place}"
    assert 'lang="ar" dir="rtl"' in secretariat.get(address).text
    fields = {"text": "Of two.\n\nParagraphs.", "written_in": "en", "texts-0-language": "fr"}
    page = secretariat.submit(address, {**fields, "texts-0-text": "Un seul."})
    assert "paragraphs here: 1, in the original: 2" in page.text
    assert "Un seul." in page.text
    secretariat.submit(address, {**fields, "texts-0-text": "De deux.\n\nParagraphes."})
    assert (
        "not in: Arabic, Chinese, Russian and Spanish" in secretariat.get("/reports/1/texts").text
    )
    assert "De deux." in secretariat.get(address).text
    assert "Arabic: 1 text" in secretariat.get("/reports/1").text
    french = secretariat.get("/reports/1", headers={"Accept-Language": "fr"}).text
    assert "De deux." in french
    assert "Of two." not in french
    spanish = secretariat.get("/reports/1", headers={"Accept-Language": "es"}).text
    assert '<span lang="en" dir="ltr">Of two.</span> (en inglés)' in " ".join(spanish.split())


def test_how_far_the_issue_is_has_a_page_and_it_is_cancelled(
    signed_in: SignIn, sqlite_session: Session
) -> None:
    secretariat = signed_in(Role.SECRETARIAT)
    number = cleared(sqlite_session, "P-9")
    page = f"/reports/{number}"
    assert secretariat.get(f"{page}/issue").location == page
    [form] = secretariat.html(page).xpath(f"//form[@action='{page}/issue']")
    token = {"csrf_token": form.xpath(".//input[@name='csrf_token']/@value")[0]}
    for _ in range(2):  # pressed twice, it counts once
        answer = secretariat.post(f"{page}/issue", data={**token, "languages": ["fr"]})
        assert answer.location == f"{page}/issue"
    assert sqlite_session.exec(select(func.count(col(Job.id)))).one() == 1
    progress = secretariat.html(f"{page}/issue")
    assert progress.xpath("//section[@data-work]//div[@data-work-step]//progress")
    assert progress.xpath("//noscript/meta[@http-equiv='refresh']")
    shown = secretariat.html(page)
    assert shown.xpath(f"//main//a[@href='{page}/issue']")
    assert not shown.xpath(f"//form[@action='{page}/issue']")
    assert secretariat.post(f"{page}/issue/cancel", data=token).location == page
    assert "The issue was cancelled. Nothing was issued." in secretariat.get(page).text
    assert find_report(sqlite_session, number).state is ReportState.CLEARED


@pytest.mark.usefixtures("jobs_at_once")
def test_an_issue_that_failed_says_why_and_is_tried_again(
    signed_in: SignIn, sqlite_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    secretariat = signed_in(Role.SECRETARIAT)
    page = f"/reports/{cleared(sqlite_session, 'P-9')}"

    def refuse(*_given: object) -> None:
        raise Conflict("there is no room for the files")

    with monkeypatch.context() as patched:
        patched.setattr("tracker.reports.register.decisions.render", refuse)
        assert secretariat.submit(page, {"languages": ["fr"]}).status_code == 303
    failed = secretariat.html(page)
    assert "there is no room for the files" in failed.text_content()
    [form] = failed.xpath(f"//form[@action='{page}/issue']")
    assert form.xpath(".//option[@selected]/@value") == ["en", "fr"]
    assert form.xpath(".//button")[0].text == "Try again"
    assert secretariat.submit(page, {"languages": ["fr"]}).status_code == 303
    assert secretariat.get(f"{page}/report.xlsx?language=fr").status_code == 200


def test_a_cleared_report_is_made_a_draft_again_with_a_reason(
    signed_in: SignIn, sqlite_session: Session
) -> None:
    secretariat = signed_in(Role.SECRETARIAT)
    page = f"/reports/{cleared(sqlite_session, 'P-9')}"
    assert secretariat.html(page).xpath(f"//main//a[@href='{page}/return']")
    refused = secretariat.submit(f"{page}/return", {"why": ""})
    assert refused.status_code == 422
    assert secretariat.submit(f"{page}/return", {"why": "A text is missing."}).location == page
    assert "The report is a draft again." in secretariat.get(page).text
    sqlite_session.expire_all()
    assert find_report(sqlite_session, 1).state is ReportState.DRAFT


def test_a_command_issues_a_cleared_report(app: Flask, sqlite_session: Session) -> None:
    number = cleared(sqlite_session, "P-9")
    run = app.test_cli_runner().invoke
    done = run(args=["report", "issue", str(number), "--language", "es"])
    assert done.exit_code == 0, done.output
    sqlite_session.expire_all()
    row = find_report(sqlite_session, number)
    assert row.digest in done.output
    assert row.issued_by == COMMAND
    assert {one.language for one in files_of(sqlite_session, row)} == {"en", "es"}
    again = run(args=["report", "issue", str(number)])
    assert (again.exit_code, "only a cleared report is issued" in again.output) == (1, True)


def test_a_period_is_asked_for_and_one_that_is_not_over_refused(signed_in: SignIn) -> None:
    secretariat = signed_in(Role.SECRETARIAT)
    answer = secretariat.submit("/reports/add", {"first": ""})
    assert answer.status_code == 422
    assert "Give the date, or choose a session." in answer.text
    answer = secretariat.submit("/reports/add", {**PERIOD, "last": "2999-12-31"})
    assert answer.status_code == 422
    assert "the period is not over" in answer.text


def test_what_nobody_sent_is_asked_for(client: PageClient) -> None:
    answer = client.submit("/verify", {"digest": ""})
    assert answer.status_code == 422
    assert "Choose a file, or give a digest." in answer.text


@pytest.mark.parametrize("role", [Role.DONOR, Role.PROGRAMME_MANAGER, Role.APPROVER])
def test_others_draw_and_write_no_report(role: Role, signed_in: SignIn) -> None:
    other = signed_in(role)
    for address in ("/reports/add", "/reports/1/texts", "/reports/1/texts/x"):
        assert other.get(address).status_code == 403


def test_a_corrigendum_is_prepared_and_the_corrected_report_says_so(
    client: PageClient, signed_in: SignIn, sqlite_session: Session
) -> None:
    with transaction(sqlite_session):
        issue_small_report(sqlite_session, SMALL_TERMS)
    digest = find_report(sqlite_session, 1).digest
    secretariat, other = signed_in(Role.SECRETARIAT), signed_in(Role.APPROVER)
    page = secretariat.get("/reports/1/correct").text
    assert 'value="E/CN.15/2014/00/Corr.1"' in page
    typed = {"symbol": "E/CN.15/2014/00/Corr.1", "figures": "as_issued"}
    answer = secretariat.submit("/reports/1/correct", typed)
    assert answer.status_code == 422
    assert "Say why it is corrected." in answer.text
    answer = secretariat.submit("/reports/1/correct", {**typed, "why": "a <b>slip</b>"})
    assert answer.location == "/reports/2"
    assert secretariat.get("/reports/1/correct").status_code == 409
    assert "A corrigendum is being prepared." in secretariat.get("/reports/1").text
    assert "corrigendum" not in client.get("/reports/1").text.lower()
    refused = other.submit("/reports/2", {"seen": _seen(other, 2)})
    text = other.get(refused.location or "").text
    assert "othing in it differs from the report" in text
    secretariat.submit("/reports/2/texts/third", {"text": "Read this."})
    page = secretariat.get("/reports/2").text
    assert "This document corrects E/CN.15/2014/00" in page
    assert digest in page
    assert "Reason: a &lt;b&gt;slip&lt;/b&gt;" in page
    assert re.search(r"<td>Paragraph 3</td>\s*<td>Typed by a person.</td>\s*<td>Read this.", page)
    other.submit("/reports/2", {"seen": _seen(other, 2)})
    user = CurrentUser("s@example.org", "S", Role.SECRETARIAT, "", handle="P-9")
    with transaction(sqlite_session) as session:
        issue_report(session, 2, user, files_to_issue(session, 2, (), ()))
    assert "This report was corrected." in client.get("/reports/1").text
    said = client.submit("/verify", {"digest": digest}).text
    assert "This is issued" in said
    assert "It was corrected: a corrigendum was issued on" in said
    assert "This is a corrigendum of" in client.get("/reports/2").text


def test_a_corrigendum_is_for_who_prepares_reports(
    signed_in: SignIn, sqlite_session: Session
) -> None:
    with transaction(sqlite_session):
        issue_small_report(sqlite_session, SMALL_TERMS)
    for role in (Role.DONOR, Role.PROGRAMME_MANAGER, Role.APPROVER):
        assert signed_in(role).get("/reports/1/correct").status_code == 403


def test_the_head_that_a_report_prints_is_looked_up_for_anybody(
    client: PageClient, account: Account, sqlite_session: Session
) -> None:
    del account
    sqlite_session.rollback()
    number, digest = chain_head_at(sqlite_session, utc_now())
    stands = client.submit("/verify", {"digest": f"{number}: {digest}"})
    assert "The ledger still has this entry" in stands.text
    rewritten = client.submit("/verify", {"digest": f"{number}: {'ab' * 32}"})
    assert "The ledger was rewritten" in rewritten.text
