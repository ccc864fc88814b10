"""Documents that take long to write: made by a job, and kept for who asked for them."""

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.api.accounts import Account
from tests.conftest import SignIn
from tests.support.issuing import cleared
from tests.support.pages import PageClient
from tests.support.people import let_in, make_user
from tracker.jobs.tables import Job
from tracker.people.roles import Role
from tracker.reports.register.register import find_report, tree_of
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.rendering import render

PERIOD = "from=2021-01-01&to=2022-12-31&language=en"


@pytest.fixture(autouse=True)
def _all_are_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every document but a workbook count as long."""
    monkeypatch.setattr("tracker.reports.long_documents.MOST_ROWS", -1)


def _press(client: PageClient, page: str, action: str = "") -> str | None:
    """Press the button of a page whose form leads to an address, or to the page's own."""
    forms = client.html(page).xpath("//main//form")
    [form] = [one for one in forms if (one.get("action") or "") == action]
    data = {field.get("name"): field.get("value") for field in form.xpath(".//input")}
    return client.post(action or page, data=data).location


def _link(client: PageClient, page: str) -> str:
    """Return the address of the file that a page offers."""
    [address] = client.html(page).xpath("//main//a[starts-with(@href, '/documents/')]/@href")
    return str(address)


@pytest.mark.usefixtures("jobs_at_once")
def test_a_long_copy_of_a_report_is_made_and_fetched_by_who_asked(
    signed_in: SignIn, client: PageClient, sqlite_session: Session
) -> None:
    secretariat, other = signed_in(Role.SECRETARIAT), signed_in(Role.APPROVER)
    number = cleared(sqlite_session, "P-9")
    address = f"/reports/{number}/report.pdf?language=en"
    page = secretariat.get(address).location or ""
    assert page == f"/reports/{number}/file.pdf?language=en"
    assert _press(secretariat, page) == page
    file = _link(secretariat, page)
    tree = tree_of(sqlite_session, find_report(sqlite_session, number))
    assert secretariat.http.get(file).data == render(tree, Format.PDF, "en").data
    assert other.get(file).status_code == 404
    assert client.get(file).status_code == 303
    assert not other.html(page).xpath("//main//a[starts-with(@href, '/documents/')]")
    assert secretariat.get(f"/reports/{number}/report.xlsx").status_code == 200
    assert client.get(page).status_code == 303


@pytest.mark.usefixtures("account")
def test_a_long_summary_is_asked_for_once_and_cancelled(
    signed_in: SignIn, sqlite_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.jobs.queue.spawn", lambda _settings, _number: None)
    finance = signed_in(Role.FINANCE_OFFICER)
    page = finance.get(f"/donors/ITA/statement.docx?{PERIOD}").location or ""
    assert page.startswith("/donors/ITA/statement/file.docx?")
    token = finance.html(page).xpath("//main//input[@name='csrf_token']/@value")[0]
    for _ in range(2):  # pressed twice, it counts once
        assert finance.post(page, data={"csrf_token": token}).location == page
    [job] = sqlite_session.exec(select(Job)).all()
    assert finance.html(page).xpath("//section[@data-work]")
    assert finance.get(f"/documents/{job.id}").status_code == 404
    _press(finance, page, f"/documents/{job.id}/cancel")
    assert not finance.html(page).xpath("//section[@data-work]")


def test_a_long_summary_is_that_of_its_moment_and_of_its_readers(
    app: Flask,
    account: Account,
    sqlite_session: Session,
    jobs_at_once: None,
) -> None:
    del account, jobs_at_once
    make_user(sqlite_session, Role.DONOR, donor_code="ITA", email="ita@example.org")
    italy = let_in(app, "ita@example.org")
    page = italy.get(f"/donors/ITA/statement.html?{PERIOD}").location or ""
    assert _press(italy, page) == page
    answer = italy.http.get(_link(italy, page))
    assert answer.status_code == 200
    assert "summary-ITA-2021-01-01-2022-12-31-en.html" in answer.headers["Content-Disposition"]
    assert italy.get(page.replace("/ITA/", "/JPN/")).status_code == 403
