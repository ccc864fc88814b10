"""Uploading a sheet: what is refused and why, who may, and the list of imports."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import Session, select
from xlsxwriter import Workbook

from tests.exchange.test_file_limits import HOSTILE
from tests.support.pages import PageClient, parse
from tests.web.import_pages import (
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
from tracker.exchange.import_jobs import store
from tracker.exchange.import_jobs.tables import ImportJob
from tracker.http.context import EXTENSION
from tracker.people.roles import Role

SignIn = Callable[[Role], PageClient]
OF_IMPORTS = {"job", "import_job", "import_file", "import_row", "import_fault"}


def test_the_same_file_again_says_so(manager: PageClient, tmp_path: Path) -> None:
    first = upload(manager, sheet(tmp_path, PROGRAMMES))
    press(manager, first, "take-up")
    page = manager.html(upload(manager, sheet(tmp_path, PROGRAMMES)))
    assert "The same file was imported before" in said(page)
    assert first in page.xpath("//main//a/@href")
    assert "it says all of this already" in said(page)
    assert "take-up" not in actions(page)


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
        (b"\x89PNG\r\n\x1a\n\x00\x01\x02" * 40, "of the kind PNG"),
        (b"PK\x03\x04 nothing of a workbook", "is no workbook"),
        (b"x;y;z\n1;2;3\n", "is no column of this kind"),
        (b"Fonds;Donateur;Annee;code\n1;2;3;4\n", "choose a profile"),
    ],
    ids=["picture", "workbook", "other table", "other publisher"],
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


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words(
    manager: PageClient, sqlite_session: Session, name: str
) -> None:
    content, why = HOSTILE[name]
    values = {"kind": "programmes", "file": as_file(content, name), "profile": ""}
    answer = manager.submit("/imports/new", values)
    close_sent(answer)
    page = manager.html(answer.headers["Location"])
    assert why in said(page)
    assert "take-up" not in actions(page)
    assert sqlite_session.exec(select(Programme)).all() == []


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


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_empty_sheets_are_sheets_of_their_kind(manager: PageClient, form: str) -> None:
    links = manager.html("/imports/new").xpath("//main//a/@href")
    wanted = [link for link in links if link.endswith(f".{form}") and "/templates/" in link]
    assert len(wanted) == 5
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


def test_a_page_asks_for_the_sheet_and_takes_its_name(manager: PageClient, tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with Workbook(path) as book:
        for name, row in (("2025", PROGRAMMES[0]), ("2026", PROGRAMMES[1])):
            one = book.add_worksheet(name)
            one.write_row(0, 0, list(row))
            one.write_row(1, 0, list(row.values()))
    asked = manager.html(upload(manager, as_file(path.read_bytes(), "b.xlsx")))
    assert "several sheets with the headings: '2025', '2026'" in said(asked)
    page = manager.html(upload(manager, as_file(path.read_bytes(), "b.xlsx"), sheet="2026"))
    assert "the sheet '2026' was read, and not: '2025'" in said(page)
    assert "NAT-UGA" in said(page)


def test_a_page_asks_for_the_encoding_and_takes_its_name(manager: PageClient) -> None:
    content = "code,title,kind,place\nNAT-KEN,Программа,national,KEN\n".encode("cp1251")
    asked = manager.html(upload(manager, as_file(content, "p.csv")))
    assert "cp1251: 'Программа'" in said(asked)
    page = manager.html(upload(manager, as_file(content, "p.csv"), encoding="cp1251"))
    assert "take-up" in actions(page)
