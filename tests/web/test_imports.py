"""Importing a sheet on the pages: what the preview says is what is done, and nothing before."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.api.accounts import Account
from tests.support.approvals import approve_all
from tests.support.pages import PageClient, parse
from tests.web.conftest import Counts, counted
from tests.web.import_pages import (
    FAULTY,
    PROGRAMMES,
    actions,
    as_file,
    cells,
    close_sent,
    press,
    said,
    sheet,
    tiles,
    upload,
)
from tracker.assistance.tables.activities import Programme
from tracker.db import transaction
from tracker.exchange.import_jobs import store
from tracker.exchange.import_jobs.states import ImportState
from tracker.exchange.import_jobs.tables import ImportFile, ImportJob
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.http.context import EXTENSION, jobs
from tracker.jobs.worker import run_job
from tracker.people.actors import handle_of
from tracker.people.roles import Role
from tracker.people.tables import AuditRecord
from tracker.settings import Settings

SignIn = Callable[[Role], PageClient]
OF_IMPORTS = {"job", "import_job", "import_file", "import_row", "import_fault"}


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do the work of an import's process before the page answers."""

    def work(_settings: Settings, number: int) -> None:
        run_job(jobs(), number)

    monkeypatch.setattr("tracker.jobs.queue.spawn", work)


@pytest.fixture
def manager(signed_in: SignIn) -> PageClient:
    """Give the client of a programme manager; the record is empty."""
    return signed_in(Role.PROGRAMME_MANAGER)


def record_of(rows: Callable[[], Counts]) -> Counts:
    """Count the rows of the record alone."""
    return {table: count for table, count in rows().items() if table not in OF_IMPORTS}


def titles(session: Session) -> dict[str, str]:
    """Return the programmes on record."""
    session.rollback()
    return dict(session.exec(select(Programme.code, Programme.title)).all())


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_nothing_is_saved_before_it_is_taken_up(
    manager: PageClient,
    sqlite_session: Session,
    rows: Callable[[], Counts],
    tmp_path: Path,
    form: str,
) -> None:
    before = record_of(rows)
    path = upload(manager, sheet(tmp_path, PROGRAMMES, form))
    page = manager.html(path)
    assert (tiles(page)["Rows read"], tiles(page)["Added"]) == ("5", "5")
    assert record_of(rows) == before
    assert press(manager, path, "take-up") == 303
    assert "The record holds these rows" in said(manager.html(path))
    assert set(titles(sqlite_session)) == {row["code"] for row in PROGRAMMES}
    trail = sqlite_session.exec(select(AuditRecord).where(AuditRecord.action == "take up")).one()
    assert (trail.actor, trail.new and trail.new["added"]) == (
        handle_of(sqlite_session, "programme_manager@example.org"),
        5,
    )
    assert actions(manager.html(path)) == set()


def test_faults_are_told_and_the_good_rows_can_be_taken(
    manager: PageClient, sqlite_session: Session, tmp_path: Path
) -> None:
    path = upload(manager, sheet(tmp_path, [*PROGRAMMES, FAULTY]))
    page = manager.html(path)
    why = "'local' is no code of this column; it takes national, regional, thematic, global"
    assert cells(page, "faults") == [["7", "kind", "local", why]]
    assert [row[1] for row in cells(page, "rows")] == ["Added"] * 5 + ["Rejected"]
    assert "Import the good rows" in said(page)
    assert press(manager, path, "take-up") == 303
    assert len(titles(sqlite_session)) == 5
    assert tiles(manager.html(path))["Rejected"] == "1"


def test_all_rows_cannot_be_taken_while_some_are_faulty(
    manager: PageClient, app: Flask, sqlite_session: Session, tmp_path: Path
) -> None:
    path = upload(manager, sheet(tmp_path, [*PROGRAMMES, FAULTY]))
    app.config["WTF_CSRF_ENABLED"] = False
    answer = manager.post(f"{path}/take-up", data={"rows": "all"})
    assert (answer.status_code, titles(sqlite_session)) == (409, {})
    assert sqlite_session.exec(select(ImportJob.state)).one() is ImportState.CHECKED


def test_a_changed_row_is_shown_with_old_and_new(manager: PageClient, tmp_path: Path) -> None:
    press(manager, upload(manager, sheet(tmp_path, PROGRAMMES)), "take-up")
    other = [{**PROGRAMMES[0], "title": "Another title"}, *PROGRAMMES[1:]]
    page = manager.html(upload(manager, sheet(tmp_path, other)))
    assert (tiles(page)["Changed"], tiles(page)["Unchanged"]) == ("1", "4")
    first = cells(page, "rows")[0]
    assert first == ["2", "Changed", "NAT-KEN", "title: Programme for KEN → Another title"]


def test_rows_are_filtered_by_outcome_and_paged(manager: PageClient, tmp_path: Path) -> None:
    many = [{**PROGRAMMES[0], "code": f"P-{number}"} for number in range(40)]
    path = upload(manager, sheet(tmp_path, [*many, FAULTY]))
    assert len(cells(manager.html(path), "rows")) == 25
    assert len(cells(manager.html(f"{path}?page=2"), "rows")) == 16
    assert [row[0] for row in cells(manager.html(f"{path}?outcome=rejected"), "rows")] == ["42"]
    assert [row[2] for row in cells(manager.html(f"{path}?q=P-7"), "rows")] == ["P-7"]


def test_faults_and_rejected_rows_can_be_downloaded(manager: PageClient, tmp_path: Path) -> None:
    faulty = {**FAULTY, "title": "=2+3", "kind": "=1+1"}
    path = upload(manager, sheet(tmp_path, [*PROGRAMMES, faulty]))
    told = manager.get(f"{path}/faults.csv")
    assert told.headers["Content-Disposition"].startswith("attachment")
    lines = told.get_data().decode("utf-8-sig").splitlines()
    assert lines[0] == "row,column,value,message"
    assert lines[1].startswith("7,kind,'=1+1,")
    again = manager.get(f"{path}/rejected.csv").get_data()
    assert again.decode("utf-8-sig").splitlines() == [
        "code,title,kind,place",
        "NAT-X,=2+3,=1+1,TGO",
    ]
    mended = again.replace(b"=1+1", b"national")
    assert tiles(manager.html(upload(manager, as_file(mended, "mended.csv"))))["Added"] == "1"


def test_many_faults_have_a_page_of_their_own(manager: PageClient, tmp_path: Path) -> None:
    path = upload(manager, sheet(tmp_path, [FAULTY for _ in range(60)]))
    page = manager.html(path)
    assert len(cells(page, "faults")) == 50
    assert "See all faults" in said(page)
    assert "60" in said(manager.html(f"{path}/faults"))
    assert "NAT" not in said(manager.html(f"{path}/faults?q=nothing+like+it"))


def test_the_record_that_changed_in_between_is_noticed(
    manager: PageClient, sqlite_session: Session, tmp_path: Path
) -> None:
    path = upload(manager, sheet(tmp_path, PROGRAMMES))
    press(manager, upload(manager, sheet(tmp_path, PROGRAMMES[:1])), "take-up")
    press(manager, path, "take-up")
    page = manager.html(path)
    assert "The record changed after the preview" in said(page)
    assert (tiles(page)["Added"], tiles(page)["Unchanged"]) == ("4", "1")
    assert len(titles(sqlite_session)) == 1
    press(manager, path, "take-up")
    assert len(titles(sqlite_session)) == 5


def test_the_same_file_again_says_so(manager: PageClient, tmp_path: Path) -> None:
    first = upload(manager, sheet(tmp_path, PROGRAMMES))
    press(manager, first, "take-up")
    page = manager.html(upload(manager, sheet(tmp_path, PROGRAMMES)))
    assert "The same file was imported before" in said(page)
    assert first in page.xpath("//main//a/@href")
    assert "it says all of this already" in said(page)
    assert "take-up" not in actions(page)


def test_a_discarded_sheet_is_gone(
    manager: PageClient, sqlite_session: Session, tmp_path: Path
) -> None:
    path = upload(manager, sheet(tmp_path, PROGRAMMES))
    assert press(manager, path, "discard") == 303
    assert sqlite_session.exec(select(ImportFile)).all() == []
    page = manager.html(path)
    assert "Discarded by" in said(page)
    assert actions(page) == set()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"  \n\n", "is empty"),
        (b"x" * (store.LARGEST_FILE + 1), "21 MB; at most 20 MB"),
    ],
    ids=["empty", "blank", "large"],
)
def test_a_file_that_cannot_be_taken_is_refused_at_its_field(
    manager: PageClient, sqlite_session: Session, content: bytes, why: str
) -> None:
    values = {"kind": "programmes", "file": as_file(content, "sheet.csv"), "profile": ""}
    answer = manager.submit("/imports/new", values)
    close_sent(answer)
    assert answer.status_code == 422
    [fault] = parse(answer.get_data(as_text=True)).xpath("//p[@id='file-fault']//text()")
    assert why in fault
    assert sqlite_session.exec(select(ImportJob)).all() == []


def test_no_file_is_asked_for(manager: PageClient) -> None:
    answer = manager.submit("/imports/new", {"kind": "programmes", "profile": ""})
    assert (answer.status_code, "Choose a file" in answer.get_data(as_text=True)) == (422, True)


def test_a_request_far_too_large_is_told_how_much_is_taken(manager: PageClient) -> None:
    file = as_file(b"x" * (store.LARGEST_FILE + 200_000), "sheet.csv")
    answer = manager.submit("/imports/new", {"kind": "programmes", "file": file})
    close_sent(answer)
    assert answer.status_code == 413
    assert "at most 20 MB are taken" in answer.get_data(as_text=True)


def test_other_forms_stay_small(manager: PageClient) -> None:
    answer = manager.post("/tools/add", data={"title": "x" * 3_000_000})
    close_sent(answer)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x01\x02" * 40, "is no text"),
        (b"PK\x03\x04 nothing of a workbook", "is no workbook"),
        (b"x;y;z\n1;2;3\n", "is no column of this kind"),
    ],
    ids=["picture", "workbook", "other table"],
)
def test_what_is_no_sheet_of_its_kind_is_told_and_cannot_be_taken(
    manager: PageClient, app: Flask, content: bytes, why: str
) -> None:
    path = upload(manager, as_file(content, "sheet.xlsx"))
    page = manager.html(path)
    assert why in said(page)
    assert "take-up" not in actions(page)
    app.config["WTF_CSRF_ENABLED"] = False
    assert manager.post(f"{path}/take-up", data={"rows": "good"}).status_code == 409


def test_a_profile_reads_sheets_of_its_kinds_alone(manager: PageClient, tmp_path: Path) -> None:
    values = {"kind": "programmes", "file": sheet(tmp_path, PROGRAMMES), "profile": "cbpf"}
    answer = manager.submit("/imports/new", values)
    assert answer.status_code == 422
    assert "does not read sheets of this kind" in answer.get_data(as_text=True)
    values = {"kind": "programmes", "file": sheet(tmp_path, PROGRAMMES), "profile": "/etc/x.toml"}
    assert manager.submit("/imports/new", values).status_code == 422


def test_what_is_wrong_with_an_upload_is_told_at_once(manager: PageClient) -> None:
    values = {"kind": "programmes", "file": as_file(b" ", "sheet.csv"), "profile": "cbpf"}
    page = parse(manager.submit("/imports/new", values).get_data(as_text=True))
    assert page.xpath("//div[@id='error-summary']//a/@href") == ["#file", "#profile"]


def test_kinds_that_one_may_not_import_do_not_exist(
    manager: PageClient, signed_in: SignIn, app: Flask, tmp_path: Path
) -> None:
    path = upload(manager, sheet(tmp_path, PROGRAMMES))
    finance = signed_in(Role.FINANCE_OFFICER)
    form = finance.html("/imports/new")
    offered = set(form.xpath("//select[@id='kind']/option/@value"))
    assert offered >= {"contributions", "receipts", "allocations", "expenditures", "rates"}
    assert not offered & {"programmes", "activities", "tools", "requests", "adherence"}
    for address in (path, f"{path}/faults", f"{path}/faults.csv", f"{path}/rejected.csv"):
        assert finance.get(address).status_code == 404, address
    assert finance.get("/imports/templates/programmes.csv").status_code == 404
    assert finance.get("/imports/templates/receipts.pdf").status_code == 404
    assert "programmes.csv" not in said(finance.html("/imports"))
    app.config["WTF_CSRF_ENABLED"] = False
    for action in ("take-up", "check", "cancel", "discard"):
        assert finance.post(f"{path}/{action}").status_code == 404, action
    values = {"kind": "programmes", "file": sheet(tmp_path, PROGRAMMES)}
    assert finance.post("/imports/new", data=values).status_code == 404
    secretariat = signed_in(Role.SECRETARIAT).html("/imports/new")
    assert "adherence" in secretariat.xpath("//select[@id='kind']/option/@value")


@pytest.mark.parametrize("role", [Role.DONOR, Role.APPROVER, Role.ADMINISTRATOR])
def test_others_have_no_imports(signed_in: SignIn, role: Role) -> None:
    client = signed_in(role)
    assert client.get("/imports").status_code == 403
    assert "/imports" not in client.html("/tools").xpath("//nav//a/@href")


def test_a_colleague_of_the_same_permission_sees_and_decides(
    manager: PageClient, app: Flask, sqlite_session: Session, tmp_path: Path
) -> None:
    path = upload(manager, sheet(tmp_path, PROGRAMMES))
    from_other = sqlite_session.exec(select(ImportJob)).one()
    with transaction(sqlite_session):
        from_other.by = "somebody@example.org"
        sqlite_session.add(from_other)
    assert press(manager, path, "take-up") == 303
    sqlite_session.rollback()
    assert sqlite_session.exec(select(ImportJob.decided_by)).one() == handle_of(
        sqlite_session, "programme_manager@example.org"
    )
    assert "somebody@example.org" in said(manager.html("/imports"))
    del app


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_empty_sheets_are_sheets_of_their_kind(manager: PageClient, form: str) -> None:
    links = manager.html("/imports/new").xpath("//main//a/@href")
    wanted = [link for link in links if link.endswith(f".{form}")]
    assert len(wanted) == 4
    for link in wanted:
        answer = manager.get(link)
        kind = link.rsplit("/", 1)[1].removesuffix(f".{form}")
        page = manager.html(upload(manager, as_file(answer.get_data(), "empty"), kind))
        assert (tiles(page)["Rows read"], cells(page, "faults")) == ("0", []), link


def test_the_list_has_the_newest_first(manager: PageClient, tmp_path: Path) -> None:
    for number in range(3):
        upload(manager, sheet(tmp_path, PROGRAMMES[number:]))
    page = manager.html("/imports")
    assert [row[5] for row in cells(page, "table")] == ["3", "4", "5"]
    assert {row[4] for row in cells(page, "table")} == {"Waits for a decision"}


def test_pages_take_few_statements_however_many_rows(
    manager: PageClient, app: Flask, tmp_path: Path
) -> None:
    small = upload(manager, sheet(tmp_path, [*PROGRAMMES, FAULTY]))
    many = [{**PROGRAMMES[0], "code": f"P-{number}"} for number in range(300)]
    large = upload(manager, sheet(tmp_path, [*[FAULTY] * 100, *many]))
    taken = []
    for address in (small, f"{large}?size=250", "/imports", "/imports/new"):
        with counted(app) as statements:
            manager.get(address)
        taken.append(len([one for one in statements if one.startswith("SELECT")]))
    assert taken[0] == taken[1] <= 12
    assert max(taken[2:]) <= 6


def test_what_moves_money_does_not_pass_by_the_second_person(
    signed_in: SignIn, account: Account, sqlite_session: Session, tmp_path: Path
) -> None:
    del account
    finance = signed_in(Role.FINANCE_OFFICER)
    before = sqlite_session.exec(select(LedgerEntry.id)).all()
    rows = [
        {"reference": "ALL-1", "activity": "A1", "contribution": "C-ITA", "amount": "1.00",
         "on": "2022-09-01"},
    ]  # fmt: skip
    path = upload(finance, sheet(tmp_path, rows, kind="allocations"), "allocations")
    page = finance.html(path)
    assert "1 rows wait for the approval of a second person" in said(page)
    assert press(finance, path, "take-up") == 303
    sqlite_session.rollback()
    assert sqlite_session.exec(select(LedgerEntry.id)).all() == before
    (request,) = sqlite_session.exec(select(ApprovalRequest)).all()
    assert (request.title, request.prepared_by) == (
        "ALL-1",
        handle_of(sqlite_session, "finance_officer@example.org"),
    )
    assert approve_all(sqlite_session) == 1
    assert len(sqlite_session.exec(select(LedgerEntry.id)).all()) == len(before) + 1


def test_a_sheet_beyond_the_limit_of_a_person_is_refused_and_one_that_waits_is_cancelled(
    manager: PageClient,
    app: Flask,
    sqlite_session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    services = app.extensions[EXTENSION]
    narrow = replace(services.settings, jobs_per_person=2, jobs_per_machine=1)
    app.extensions[EXTENSION] = replace(
        services, settings=narrow, jobs=replace(services.jobs, settings=narrow)
    )
    monkeypatch.setattr("tracker.jobs.queue.spawn", lambda _settings, _number: None)
    upload(manager, sheet(tmp_path, PROGRAMMES))
    waiting = upload(manager, sheet(tmp_path, PROGRAMMES[1:]))
    page = manager.html(waiting)
    assert "Waiting for a free place" in said(page)
    assert actions(page) == {"cancel"}
    values = {"kind": "programmes", "file": sheet(tmp_path, PROGRAMMES[2:]), "profile": ""}
    answer = manager.submit("/imports/new", values)
    assert answer.status_code == 422
    assert "2 jobs of yours wait or run already" in answer.get_data(as_text=True)
    assert press(manager, waiting, "cancel") == 303
    assert "It was cancelled" in said(manager.html(waiting))
    upload(manager, sheet(tmp_path, PROGRAMMES[2:]))
    assert len(sqlite_session.exec(select(ImportJob)).all()) == 3
