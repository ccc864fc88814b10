"""Programs add files, list them and fetch them: by the rules of the form, within permission."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from tests.api.accounts import Account, fill
from tests.api.test_tokens import FILES, READ, token_of
from tests.documents.made_files import PDF, PNG
from tests.support.people import let_in, make_user
from tests.support.trail import record_set_up
from tracker.assistance.states import PublicationState
from tracker.assistance.tables.activities import Activity
from tracker.db import transaction
from tracker.documents import store as rooms
from tracker.documents.tables import RecordFile
from tracker.people.audit import trail_of
from tracker.people.roles import Role
from tracker.people.subjects import Subject
from tracker.people.token_scopes import TokenScope
from tracker.settings import Settings

ADDED, KNOWN, REFUSED = 201, 200, 422
SAID = {"title": "Report", "why": "it is out"}
Send = Callable[..., TestResponse]
Get = Callable[[str], TestResponse]


@pytest.fixture
def settings(any_database_url: str, tmp_path: Any) -> Settings:  # noqa: ANN401 - pytest's own
    """Give the settings of an application on either database, with a folder of its own."""
    return Settings(
        any_database_url, "only-for-this-test", production=False, documents_folder=tmp_path / "f"
    )


@pytest.fixture
def account(session: Session) -> Account:
    """Write the account into the database that `app` uses."""
    return fill(session)


def sender(app: Flask, token: str) -> Send:
    """Return a function that sends a file with a token."""

    def send(
        path: str, content: bytes | None = PDF, name: str = "report.pdf", **said: str
    ) -> TestResponse:
        data: dict[str, Any] = {**SAID, **said}
        if content is not None:
            data["file"] = (io.BytesIO(content), name)
        return app.test_client().post(
            f"/api/v1/{path}/files", data=data, content_type="multipart/form-data",
            headers={"Authorization": f"Bearer {token}"},
        )  # fmt: skip

    return send


def getter(app: Flask, token: str = "") -> Get:
    """Return a function that asks with a token, or as the public."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(path: str) -> TestResponse:
        return app.test_client().get(f"/api/v1/{path}", headers=headers, buffered=True)

    return get


@pytest.fixture
def manager_token(session: Session, account: Account) -> str:
    """Give the token of a programme manager's program that adds files and reads."""
    del account
    user = make_user(session, Role.PROGRAMME_MANAGER)
    return token_of(session, user, READ, FILES)


def faults(answer: TestResponse) -> dict[str, str]:
    """Return the messages of a refusal by their fields."""
    assert (answer.status_code, answer.mimetype) == (REFUSED, "application/problem+json")
    return {one["field"]: one["message"] for one in answer.get_json()["errors"]}


def test_a_program_adds_a_file_once_and_fetches_it(
    app: Flask, session: Session, manager_token: str
) -> None:
    send, get = sender(app, manager_token), getter(app, manager_token)
    first = send("activities/A1")
    file = first.get_json()["file"]
    assert (first.status_code, first.get_json()["state"]) == (ADDED, "added")
    again = send("activities/A1")
    assert (again.status_code, again.get_json()) == (KNOWN, {"state": "known", "file": file})
    other = send("activities/A1", title="Another")
    assert (other.status_code, "something else is said" in other.text) == (409, True)
    assert get("activities/A1/files").get_json() == {"items": [file]}
    assert get(f"files/{file['number']}").get_json() == file
    fetched = get(file["content"].removeprefix("/api/v1/"))
    assert (fetched.data, fetched.mimetype) == (PDF, "application/pdf")
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    assert fetched.headers["Content-Length"] == str(len(PDF))
    session.rollback()
    newest = trail_of(session, Subject.ACTIVITY, ["A1"])[-1]
    assert newest.why == "it is out [by token Umoja bridge]"
    assert "report.pdf" in json.dumps(newest.new)


@pytest.mark.parametrize("path", ["activities/A1", "tools/GUIDE", "contributions/C-EUR"])
def test_the_public_finds_what_is_public(
    app: Flask, session: Session, account: Account, path: str
) -> None:
    del account
    role = Role.FINANCE_OFFICER if "contributions" in path else Role.PROGRAMME_MANAGER
    send = sender(app, token_of(session, make_user(session, role), *scopes(role)))
    hidden = send(path).get_json()["file"]
    shown = send(path, PNG, "map.png", is_public="true").get_json()["file"]
    public = getter(app)
    assert [one["number"] for one in public(f"{path}/files").get_json()["items"]] == [
        shown["number"]
    ]
    assert public(f"files/{shown['number']}/content").data == PNG
    for address in ("", "/content"):
        assert public(f"files/{hidden['number']}{address}").status_code == 404


def scopes(role: Role) -> list[TokenScope]:
    """Return the scope by which a role adds files."""
    return [TokenScope.CONTRIBUTIONS if role is Role.FINANCE_OFFICER else FILES]


def test_nothing_of_one_donor_reaches_the_other(
    app: Flask, session: Session, account: Account
) -> None:
    del account
    officer = make_user(session, Role.FINANCE_OFFICER)
    file = sender(app, token_of(session, officer, TokenScope.CONTRIBUTIONS))("contributions/C-EUR")
    number = file.get_json()["file"]["number"]
    donors = {
        code: token_of(
            session, make_user(session, Role.DONOR, donor_code=code, email=f"{code}@example.org"),
            READ,
        )
        for code in ("ITA", "JPN")
    }  # fmt: skip
    own, other = (getter(app, token) for token in donors.values())
    assert own(f"files/{number}/content").data == PDF
    assert len(own("contributions/C-EUR/files").get_json()["items"]) == 1
    assert other("contributions/C-EUR/files").get_json() == {"items": []}
    for address in ("", "/content"):
        assert other(f"files/{number}{address}").status_code == 404
    for token in donors.values():
        for path in ("contributions/C-EUR", "activities/A1"):
            assert sender(app, token)(path).status_code == 403


def test_of_a_record_that_the_reader_may_not_know_of_there_is_no_list(
    app: Flask, session: Session, manager_token: str
) -> None:
    sender(app, manager_token)("activities/A2", is_public="true")
    with transaction(session):
        row = session.exec(select(Activity).where(col(Activity.code) == "A2")).one()
        row.publication = PublicationState.DRAFT
        session.add(row)
        record_set_up(session)
    assert len(getter(app, manager_token)("activities/A2/files").get_json()["items"]) == 1
    for path in ("activities/A2/files", "files/1", "files/1/content", "activities/nothing/files"):
        assert getter(app)(path).status_code == 404


def test_all_faults_are_told_at_their_fields_and_nothing_is_stored(
    app: Flask, session: Session, manager_token: str, settings: Settings
) -> None:
    send = sender(app, manager_token)
    told = faults(
        send("activities/A1", b"<html>", title="", why=" ", indicator="none", is_public="perhaps")
    )
    assert set(told) == {"is_public", "file"}
    told = faults(send("activities/A1", b"<html>", title="", why=" ", indicator="none"))
    assert set(told) == {"title", "why", "indicator", "file"}
    assert "not stored" in told["file"]
    assert set(faults(send("tools/GUIDE", language="xx", indicator="none"))) == {"indicator"}
    assert set(faults(send("tools/GUIDE", language="xx", version="1" * 50))) == {
        "language",
        "version",
    }
    assert set(faults(send("activities/A1", None, colour="red"))) == {"colour", "file"}
    assert set(faults(send("activities/A1", PDF, "report.docx"))) == {"file"}
    assert session.exec(select(RecordFile)).all() == []
    assert not [path for path in settings.files_folder.rglob("*") if path.is_file()]


def files_in(settings: Settings) -> list[str]:
    """Return the names of the files that are stored."""
    return sorted(path.name for path in settings.files_folder.rglob("*") if path.is_file())


def test_what_is_refused_is_not_stored_whatever_the_refusal(
    app: Flask, session: Session, account: Account, settings: Settings
) -> None:
    del account
    own = make_user(session, Role.PROGRAMME_MANAGER, email="own@example.org", programmes=["NONE"])
    manager = make_user(session, Role.PROGRAMME_MANAGER)
    send = sender(app, token_of(session, manager, READ, FILES))
    assert send("activities/A1").status_code == ADDED
    before = files_in(settings)
    elsewhere = sender(app, token_of(session, own, FILES))
    assert elsewhere("activities/A1", PNG, "a.png").status_code == REFUSED
    for replaces in ("99", "2"):
        assert set(faults(send("activities/A1", PNG, "a.png", replaces=replaces))) == {"replaces"}
    assert send("activities/A1", title="Another").status_code == 409
    assert files_in(settings) == before
    (stored,) = settings.files_folder.rglob(before[0])
    stored.unlink()
    assert send("activities/A1").status_code == KNOWN
    assert files_in(settings) == before  # a known file that was lost is there again


PATHS = ["activities/A1", "tools/GUIDE", "contributions/C-EUR"]


@pytest.mark.parametrize("path", PATHS)
def test_a_program_withdraws_a_file_of_the_record_that_it_names(
    app: Flask, session: Session, account: Account, path: str
) -> None:
    del account
    role = Role.FINANCE_OFFICER if "contributions" in path else Role.PROGRAMME_MANAGER
    token = token_of(session, make_user(session, role), READ, *scopes(role))
    send, get, kind = sender(app, token), getter(app, token), path.partition("/")[0]

    def withdraw(address: str, **body: Any) -> TestResponse:  # noqa: ANN401 - JSON
        return app.test_client().post(
            f"/api/v1/{address}/withdrawal", json=body, headers={"Authorization": f"Bearer {token}"}
        )

    number = send(path).get_json()["file"]["number"]
    newer = send(path, PNG, "a.png", replaces=str(number)).get_json()["file"]["number"]
    assert set(faults(withdraw(f"{path}/files/{newer}"))) == {"why"}
    assert set(faults(withdraw(f"{path}/files/{newer}", why=" "))) == {"why"}
    assert set(faults(withdraw(f"{path}/files/{newer}", why="x", colour="red"))) == {"colour"}
    for wrong in (f"{kind}/NO-SUCH/files/{newer}", f"{path}/files/999", f"{path}/files/{number}"):
        assert withdraw(wrong, why="wrong").status_code == 404
    other = next(one for one in PATHS if one.partition("/")[0] != kind)
    assert withdraw(f"{other}/files/{newer}", why="wrong").status_code in (403, 404)
    done = withdraw(f"{path}/files/{newer}", why="it was the wrong file")
    assert (done.status_code, done.get_json()) == (200, {"number": newer})
    assert withdraw(f"{path}/files/{newer}", why="again").status_code == 404
    assert get(f"{path}/files").get_json() == {"items": []}
    for gone in (number, newer):
        assert get(f"files/{gone}/content").status_code == 404


def test_nobody_withdraws_without_the_permission(
    app: Flask, session: Session, manager_token: str
) -> None:
    number = sender(app, manager_token)("activities/A1").get_json()["file"]["number"]
    path = f"/api/v1/activities/A1/files/{number}/withdrawal"
    reader = make_user(session, Role.FINANCE_OFFICER)
    for token, status in ((token_of(session, reader, READ), 403), ("", 400)):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = app.test_client().post(path, json={"why": "x"}, headers=headers)
        assert answer.status_code in (status, 401)
    other = make_user(session, Role.PROGRAMME_MANAGER, email="own@example.org", programmes=["NONE"])
    headers = {"Authorization": f"Bearer {token_of(session, other, FILES)}"}
    assert app.test_client().post(path, json={"why": "x"}, headers=headers).status_code == REFUSED
    assert len(getter(app, manager_token)("activities/A1/files").get_json()["items"]) == 1


def test_a_contribution_tells_its_files_to_who_may_fetch_them(
    app: Flask, session: Session, account: Account
) -> None:
    del account
    officer = token_of(
        session, make_user(session, Role.FINANCE_OFFICER), READ, TokenScope.CONTRIBUTIONS
    )
    sender(app, officer)("contributions/C-EUR")
    sender(app, officer)("contributions/C-EUR", PNG, "a.png", is_public="true")
    for get, names in ((getter(app, officer), ["report.pdf", "a.png"]), (getter(app), ["a.png"])):
        told = get("contributions/C-EUR").get_json()["files"]
        assert [one["name"] for one in told] == names
        assert told == get("contributions/C-EUR/files").get_json()["items"]


def test_another_body_too_large_a_file_and_other_scopes_are_refused(
    app: Flask,
    session: Session,
    manager_token: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    headers = {"Authorization": f"Bearer {manager_token}"}
    client = app.test_client()
    assert client.post("/api/v1/activities/A1/files", json={}, headers=headers).status_code == 415
    monkeypatch.setattr(rooms, "LARGEST_FILE", 10)
    large = sender(app, manager_token)("activities/A1")
    assert (large.status_code, large.mimetype) == (413, "application/problem+json")
    user = make_user(session, Role.PROGRAMME_MANAGER, email="reader@example.org")
    reads = token_of(session, user, READ)
    assert sender(app, reads)("activities/A1").status_code == 403
    assert sender(app, manager_token)("contributions/C-EUR").status_code == 403
    assert client.post("/api/v1/activities/A1/files", data=SAID).status_code in (400, 401)


def test_a_session_sends_its_token_of_forms(app: Flask, session: Session, account: Account) -> None:
    del account
    person = let_in(app, make_user(session, Role.PROGRAMME_MANAGER).email).http
    token = person.get("/api/v1/csrf-token").get_json()["csrf_token"]
    data = {**SAID, "file": (io.BytesIO(PDF), "report.pdf")}
    without = person.post("/api/v1/tools/GUIDE/files", data={**SAID})
    assert without.status_code == 400
    sent = person.post("/api/v1/tools/GUIDE/files", data=data, headers={"X-CSRFToken": token})
    assert sent.status_code == ADDED


def test_a_file_replaces_another_of_the_same_record_alone(
    app: Flask, session: Session, manager_token: str
) -> None:
    del session
    send, get = sender(app, manager_token), getter(app, manager_token)
    number = send("activities/A1").get_json()["file"]["number"]
    for replaces in ("99", "x"):
        assert set(faults(send("activities/A1", PNG, "a.png", replaces=replaces))) == {"replaces"}
    assert set(faults(send("tools/GUIDE", PNG, "a.png", replaces=str(number)))) == {"replaces"}
    for state in ("added", "known"):
        answer = send("activities/A1", PNG, "a.png", replaces=str(number)).get_json()
        assert (answer["state"], answer["file"]["replaces"]) == (state, number)
    assert [one["name"] for one in get("activities/A1/files").get_json()["items"]] == ["a.png"]
    assert get(f"files/{number}/content").data == PDF
    assert getter(app)(f"files/{number}/content").status_code == 404
