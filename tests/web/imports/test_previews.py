"""A preview and the decision about it: what it says is what is done, and nothing before."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.api.accounts import Account
from tests.support.approvals import approve_all
from tests.support.pages import PageClient
from tests.web.conftest import Counts, counted
from tests.web.import_pages import (
    FAULTY,
    PROGRAMMES,
    actions,
    as_file,
    cells,
    press,
    said,
    sheet,
    tiles,
    upload,
)
from tracker.assistance.programmes import ProgrammeDraft, change_programme
from tracker.assistance.states import ProgrammeKind
from tracker.assistance.tables.activities import Programme
from tracker.db import transaction
from tracker.exchange.import_jobs.states import ImportState
from tracker.exchange.import_jobs.tables import ImportFile, ImportJob
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.people.actors import handle_of
from tracker.people.roles import Role
from tracker.people.tables import AuditRecord

SignIn = Callable[[Role], PageClient]
OF_IMPORTS = {"job", "import_job", "import_file", "import_row", "import_fault"}


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


def test_faults_and_rejected_rows_can_be_downloaded(
    manager: PageClient, sqlite_session: Session, tmp_path: Path
) -> None:
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
        "NAT-X,'=2+3,'=1+1,TGO",
    ]
    mended = again.replace(b"'=1+1", b"national")
    preview = upload(manager, as_file(mended, "mended.csv"))
    assert tiles(manager.html(preview))["Added"] == "1"
    press(manager, preview, "take-up")
    assert titles(sqlite_session)["NAT-X"] == "=2+3"


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


def test_a_discarded_sheet_is_gone(
    manager: PageClient, sqlite_session: Session, tmp_path: Path
) -> None:
    path = upload(manager, sheet(tmp_path, PROGRAMMES))
    assert press(manager, path, "discard") == 303
    assert sqlite_session.exec(select(ImportFile)).all() == []
    page = manager.html(path)
    assert "Discarded by" in said(page)
    assert actions(page) == set()


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
    assert "1 row waits for the approval of a second person" in said(page)
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


def test_a_row_that_somebody_edited_after_the_preview_is_marked(
    manager: PageClient, sqlite_session: Session, tmp_path: Path
) -> None:
    press(manager, upload(manager, sheet(tmp_path, PROGRAMMES)), "take-up")
    wanted = [{**row, "title": "By the sheet"} for row in PROGRAMMES]
    path = upload(manager, sheet(tmp_path, wanted))
    assert cells(manager.html(path), "warnings") == []
    draft = ProgrammeDraft("NAT-PRY", "By a form", ProgrammeKind.NATIONAL, "PRY")
    with transaction(sqlite_session):
        change_programme(sqlite_session, "NAT-PRY", draft, "ada@example.org", "so")
    press(manager, path, "take-up")
    page = manager.html(path)
    ((row, _, key, message),) = cells(page, "warnings")
    assert (row, key) == ("4", "NAT-PRY")
    assert message.startswith("ada@example.org changed this after the preview, on ")
    assert message.endswith(
        "title was 'Programme for PRY', is 'By a form', and the sheet says 'By the sheet'"
    )
    assert titles(sqlite_session)["NAT-KEN"] == "Programme for KEN"
    press(manager, path, "take-up")
    assert set(titles(sqlite_session).values()) == {"By the sheet"}
    assert cells(manager.html(path), "warnings") == cells(page, "warnings")


def test_like_faults_are_shown_together_with_one_of_them(
    manager: PageClient, tmp_path: Path
) -> None:
    kinds = [{**FAULTY, "code": f"F-{kind}", "kind": kind} for kind in ("local", "urban")]
    page = manager.html(upload(manager, sheet(tmp_path, [*PROGRAMMES, *kinds])))
    (group,) = cells(page, "like")
    assert group[:4] == ["2", "7, 8", "kind", "local"]
    assert len(cells(page, "faults")) == 2
