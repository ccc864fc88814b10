"""The pages of reports: from a draft to an issued document that anybody verifies."""

import io
import re

import pytest
from sqlmodel import Session

from tests.conftest import SignIn
from tests.support.pages import PageClient
from tracker.people.roles import Role
from tracker.reports.register.register import find_report
from tracker.reports.register.states import ReportState

PERIOD = {"first": "2013-04-27", "last": "2014-04-30", "symbol": "E/CN.15/2014/00"}


def _seen(client: PageClient, number: int) -> str:
    """Return the digest to which the clearing of a report is bound."""
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', client.get(f"/reports/{number}").text)
    assert found
    return found[1]


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
