"""Files about records: added by a form, fetched with permission, withdrawn with a reason."""

import io

from flask import Flask
from sqlmodel import Session

from tests.api.accounts import Account
from tests.documents.made_files import PDF, PNG
from tests.support.pages import PageClient
from tests.support.people import let_in, make_user
from tracker.assistance.recorded_activities import find_activity
from tracker.assistance.states import PublicationState
from tracker.db import transaction
from tracker.people.audit import Change, record
from tracker.people.roles import Role
from tracker.people.subjects import Subject

MOVED, REFUSED, GONE = 303, 422, 404
SAID = {"title": "Report of the course", "why": "it is out"}


def a_file(content: bytes = PDF, name: str = "report.pdf") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def status_of(client: PageClient, path: str) -> int:
    with client.http.get(path) as answer:
        return answer.status_code


def test_a_file_is_kept_while_another_field_is_mended(
    account: Account, manager: PageClient
) -> None:
    del account
    shown = manager.submit("/activities/A1/files/add", {**SAID, "title": "", "file": a_file()})
    assert shown.status_code == REFUSED
    assert "report.pdf is kept" in shown.get_data(as_text=True)
    sent = manager.send_again(shown, {"title": "Report", "file": None})
    assert sent.status_code == MOVED
    page = manager.get("/activities/A1").get_data(as_text=True)
    assert ">Report<" in page
    history = manager.get("/activities/A1/history").get_data(as_text=True)
    assert "it is out" in history
    assert "Report · report.pdf · " in history
    assert ">Files<" in history
    (file,) = manager.get("/api/v1/activities/A1").get_json()["files"]
    assert (file["name"], file["address"]) == ("report.pdf", "/files/1")


def test_a_file_is_given_to_keep_and_not_to_open(
    app: Flask, account: Account, manager: PageClient, client: PageClient
) -> None:
    del app, account
    public = {**SAID, "is_public": "y", "file": a_file(PNG, "Größe «x».png")}
    assert manager.submit("/activities/A1/files/add", public).status_code == MOVED
    answer = client.http.get("/files/1", buffered=True)
    assert (answer.status_code, answer.data, answer.mimetype) == (200, PNG, "image/png")
    headers = answer.headers
    assert headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''Gr%C3%B6%C3%9Fe" in headers["Content-Disposition"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox;")
    again = client.http.get("/files/1", headers={"If-None-Match": headers["ETag"]}, buffered=True)
    assert again.status_code == 304


def test_what_is_not_public_is_for_staff_and_withdrawn_for_nobody(
    account: Account, manager: PageClient, client: PageClient
) -> None:
    del account
    assert manager.submit("/tools/GUIDE/files/add", {**SAID, "file": a_file()}).status_code == MOVED
    assert status_of(client, "/files/1") == GONE
    assert client.get("/api/v1/tools/GUIDE").get_json()["files"] == []
    assert "Report of the course" not in client.get("/tools/GUIDE").get_data(as_text=True)
    assert status_of(manager, "/files/1") == 200
    gone = manager.submit("/assistance-files/1/withdraw", {"why": "the wrong one"})
    assert gone.status_code == MOVED
    assert status_of(manager, "/files/1") == GONE
    assert status_of(client, "/files/2") == GONE


def test_a_public_file_is_seen_with_its_record_alone(
    account: Account, manager: PageClient, client: PageClient, sqlite_session: Session
) -> None:
    del account
    public = {**SAID, "is_public": "y", "file": a_file()}
    assert manager.submit("/activities/A1/files/add", public).status_code == MOVED
    assert status_of(client, "/files/1") == 200
    sqlite_session.rollback()
    with transaction(sqlite_session):
        record(sqlite_session, "test", Change("change", Subject.ACTIVITY, "A1"))
        row = find_activity(sqlite_session, "A1")
        row.publication = PublicationState.DRAFT
        sqlite_session.add(row)
    assert status_of(client, "/files/1") == GONE


def test_an_agreement_is_for_its_own_donor_and_two_donors_never_meet(
    app: Flask, finance: PageClient, manager: PageClient, sqlite_session: Session
) -> None:
    donors = []
    for code in ("ITA", "JPN"):
        email = f"{code.lower()}@example.org"
        make_user(sqlite_session, Role.DONOR, donor_code=code, email=email)
        donors.append(let_in(app, email))
    sent = finance.submit("/contributions/C-EUR/files/add", {**SAID, "file": a_file()})
    assert sent.status_code == MOVED
    assert [status_of(one, "/files/1") for one in donors] == [200, GONE]
    assert status_of(manager, "/files/1") == 200
    assert manager.http.get("/contribution-files/1/withdraw").status_code == 403
    assert manager.http.get("/assistance-files/1/withdraw").status_code == GONE


def test_a_file_that_is_not_what_its_name_says_is_refused_at_its_field(
    account: Account, manager: PageClient
) -> None:
    del account
    for file in (a_file(b"<html>", "a.pdf"), a_file(PDF, "a.docx"), None):
        values = SAID if file is None else {**SAID, "file": file}
        refused = manager.submit("/activities/A1/files/add", values)
        assert refused.status_code == REFUSED
        assert 'id="file-fault"' in refused.get_data(as_text=True)
    assert status_of(manager, "/files/1") == GONE


def test_the_same_file_stands_once_about_a_record(account: Account, manager: PageClient) -> None:
    del account
    sent = [
        manager.submit("/activities/A1/files/add", {**SAID, "file": a_file()}).status_code
        for _ in range(2)
    ]
    assert sent == [MOVED, REFUSED]


def test_a_file_may_be_larger_than_a_form(
    app: Flask, account: Account, manager: PageClient
) -> None:
    del account
    app.config["MAX_CONTENT_LENGTH"] = 20_000
    values = {**SAID, "file": a_file(PDF + b"\n" * 100_000)}
    assert manager.submit("/activities/A1/files/add", values).status_code == MOVED


def test_a_programme_manager_changes_files_of_own_programmes_alone(
    app: Flask, account: Account, sqlite_session: Session, manager: PageClient
) -> None:
    del account
    user = make_user(sqlite_session, Role.PROGRAMME_MANAGER, email="other@example.org")
    with transaction(sqlite_session):
        record(sqlite_session, "test", Change("change", Subject.USER, user.handle))
        user.programmes = "REG9"
        sqlite_session.add(user)
    other = let_in(app, user.email)
    form = manager.get("/activities/A1/files/add")
    app.config["WTF_CSRF_ENABLED"] = False
    refused = other.send_again(form, {**SAID, "file": a_file()})
    assert refused.status_code == REFUSED
    assert "another manager" in refused.get_data(as_text=True)
    assert (
        manager.submit("/activities/A1/files/add", {**SAID, "file": a_file()}).status_code == MOVED
    )
    form = manager.get("/assistance-files/1/withdraw")
    kept = other.send_again(form, {"why": "not mine"})
    assert (kept.status_code, status_of(manager, "/files/1")) == (REFUSED, 200)


def test_a_file_takes_the_place_of_an_earlier_one_which_staff_still_find(
    account: Account, manager: PageClient, client: PageClient
) -> None:
    del account
    path = "/activities/A1/files/add"
    first = {**SAID, "is_public": "y", "file": a_file()}
    assert manager.submit(path, first).status_code == MOVED
    shown = manager.get(f"{path}?replaces=1")
    assert 'value="Report of the course"' in shown.get_data(as_text=True)
    sent = manager.send_again(shown, {"why": "final", "file": a_file(PNG, "report.png")})
    assert sent.status_code == MOVED
    page = manager.get("/activities/A1").get_data(as_text=True)
    assert "Earlier versions" in page
    assert (status_of(manager, "/files/1"), status_of(client, "/files/1")) == (200, GONE)
    assert status_of(client, "/files/2") == 200
    public = client.get("/activities/A1").get_data(as_text=True)
    assert "Earlier versions" not in public
    assert "Open to" not in public
    history = manager.get("/activities/A1/history").get_data(as_text=True)
    assert "report.pdf" in history
    assert "report.png" in history
    unknown = {**SAID, "replaces": "1", "file": a_file(PNG + b"2", "other.png")}
    assert manager.send_again(manager.get(path), unknown).status_code == REFUSED
    assert manager.submit("/assistance-files/2/withdraw", {"why": "wrong"}).status_code == MOVED
    assert status_of(manager, "/files/1") == GONE  # with the version that took its place


def test_files_do_not_tell_which_activities_wait_for_publication(
    account: Account, client: PageClient, sqlite_session: Session
) -> None:
    del account
    with transaction(sqlite_session):
        record(sqlite_session, "test", Change("change", Subject.ACTIVITY, "A1"))
        row = find_activity(sqlite_session, "A1")
        row.publication = PublicationState.DRAFT
        sqlite_session.add(row)
    told = [client.get(f"/api/v1/activities/{code}/files") for code in ("A1", "A9")]
    assert [one.status_code for one in told] == [GONE, GONE]
    assert len({one.get_json()["detail"] for one in told}) == 1
