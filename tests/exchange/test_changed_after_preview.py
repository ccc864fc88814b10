"""Rows whose record was changed after the preview: shown anew, with what, by whom and when."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.api.accounts import fill
from tests.exchange.making import take_in, write_csv
from tests.support.people import make_user
from tracker.assistance.programmes import (
    ProgrammeDraft,
    add_programmes,
    change_programme,
)
from tracker.assistance.states import ProgrammeKind
from tracker.assistance.tables.activities import Programme
from tracker.db import transaction
from tracker.exchange.import_result import ImportResult
from tracker.exchange.import_run import ImportOptions, run_import
from tracker.exchange.preview_outcomes import preview_of_result
from tracker.people.roles import Role

CODES = tuple(f"NAT-{number}" for number in range(1, 6))
Edit = Callable[[ProgrammeDraft], None]


def programme(code: str, title: str = "On record", place: str = "KEN") -> ProgrammeDraft:
    """Return a programme."""
    return ProgrammeDraft(code, title, ProgrammeKind.NATIONAL, place)


def sheet_of(folder: Path, titles: dict[str, str]) -> Path:
    """Write a sheet of programmes with other titles."""
    rows = [
        {"code": code, "title": title, "kind": "national", "place": "KEN"}
        for code, title in titles.items()
    ]
    return write_csv(folder / "p.csv", rows)


def add_five(session: Session) -> str:
    """Write five programmes, and return the handle of somebody who changes them."""
    user = make_user(session, Role.PROGRAMME_MANAGER)
    with transaction(session):
        user.name = "Ada Obi"
        session.add(user)
        handle = user.handle
        add_programmes(session, [programme(code) for code in CODES], "ana")
    return handle


def edit(session: Session, draft: ProgrammeDraft, actor: str) -> None:
    """Change a programme as a form does."""
    with transaction(session):
        change_programme(session, draft.code, draft, actor, "by the form")


def previewed(session: Session, kind: str, sheet: Path) -> ImportOptions:
    """Run a preview, and return the options of the import that it is for."""
    shown = preview_of_result(run_import(session, ImportOptions(kind, (sheet,), dry_run=True)))
    return ImportOptions(kind, (sheet,), expected=shown)


def remarks(result: ImportResult) -> dict[int, str]:
    """Return the remarks of a result by row."""
    return {one.row: one.message for one in result.counters.warnings}


def titles(session: Session) -> dict[str, str]:
    """Return the titles on record."""
    session.rollback()
    rows = session.exec(select(Programme.code, Programme.title)).all()
    return {code: title for code, title in rows if code in CODES}


def test_the_rows_name_what_was_changed_by_whom_and_when(session: Session, tmp_path: Path) -> None:
    fill(session)
    ada = add_five(session)
    sheet = sheet_of(tmp_path, dict.fromkeys(CODES, "By the sheet"))
    options = previewed(session, "programmes", sheet)
    edit(session, programme(CODES[1], "By the form"), ada)
    edit(session, programme(CODES[3], "By the sheet"), ada)  # the same, by hand
    edit(session, programme(CODES[4], place="UGA"), ada)
    late = run_import(session, options)
    assert (late.differs, late.applied) == (True, False)
    told = remarks(late)
    assert set(told) == {3, 5, 6}
    when = r"Ada Obi changed this after the preview, on \d{4}-\d\d-\d\d \d\d:\d\d UTC: "
    assert all(re.match(when, message) for message in told.values())
    values = {row: message.split(": ", 1)[1] for row, message in told.items()}
    assert values == {
        3: "title was 'On record', is 'By the form', and the sheet says 'By the sheet'",
        5: "title was 'On record', is 'By the sheet', and the sheet says 'By the sheet'",
        6: "place was 'KEN', is 'UGA', and the sheet says 'KEN'",
    }
    assert titles(session)[CODES[0]] == "On record"
    again = ImportOptions("programmes", (sheet,), expected=preview_of_result(late))
    done = run_import(session, again)
    assert (done.applied, done.counters.warnings) == (True, [])
    assert set(titles(session).values()) == {"By the sheet"}


def test_a_change_beside_the_sheet_keeps_nobody(session: Session, tmp_path: Path) -> None:
    fill(session)
    ada = add_five(session)
    options = previewed(session, "programmes", sheet_of(tmp_path, {CODES[0]: "By the sheet"}))
    edit(session, programme(CODES[2], "Another"), ada)
    assert run_import(session, options).applied


def test_a_row_that_somebody_else_added_is_told(session: Session, tmp_path: Path) -> None:
    fill(session)
    ada = add_five(session)
    options = previewed(session, "programmes", sheet_of(tmp_path, {"NAT-9": "By the sheet"}))
    with transaction(session):
        add_programmes(session, [programme("NAT-9", "By the form")], ada)
    told = remarks(run_import(session, options))
    assert "Ada Obi" in told[2]
    assert "is 'By the form', and the sheet says 'By the sheet'" in told[2]


def test_an_entry_that_somebody_else_recorded_is_told(session: Session, tmp_path: Path) -> None:
    fill(session)
    row = {
        "reference": "R-9", "contribution": "C-ITA", "amount": "1.00", "currency": "USD",
        "received_on": "2022-11-02",
    }  # fmt: skip
    sheet = write_csv(tmp_path / "r.csv", [row])
    options = previewed(session, "receipts", sheet)
    assert take_in(session, "receipts", sheet)["added"] == 1
    late = run_import(session, options)
    assert late.differs
    assert "an import on the server" in remarks(late)[2]


def test_a_row_that_other_changes_bear_on_is_marked(session: Session, tmp_path: Path) -> None:
    fill(session)

    def allocation(reference: str, amount: str) -> Path:
        row = {
            "reference": reference, "contribution": "C-ITA", "activity": "A1", "amount": amount,
            "on": "2022-11-02",
        }  # fmt: skip
        return write_csv(tmp_path / f"{reference}.csv", [row])

    options = previewed(session, "allocations", allocation("A-8", "100.00"))
    assert options.expected is not None
    assert [one.faults for one in options.expected.rows().values()] == [frozenset()]
    assert take_in(session, "allocations", allocation("A-9", "150.00"))["added"] == 1
    late = run_import(session, options)
    assert (late.differs, late.applied, late.rejected) == (True, False, 1)
    assert "other changes after the preview bear on this row" in remarks(late)[2]


def test_the_command_keeps_the_preview_and_marks_the_same_rows(
    app: Flask, sqlite_session: Session, tmp_path: Path
) -> None:
    ada = add_five(sqlite_session)
    sheet = str(sheet_of(tmp_path, dict.fromkeys(CODES, "By the sheet")))
    kept = str(tmp_path / "preview.json")
    runner = app.test_cli_runner()
    command = ["import", "programmes", sheet, "--preview", kept]
    assert runner.invoke(args=[*command, "--dry-run"]).exit_code == 0
    edit(sqlite_session, programme(CODES[1], "By the form"), ada)
    late = runner.invoke(args=command)
    assert late.exit_code == 1
    assert "p.csv, row 3: Ada Obi changed this after the preview" in late.stdout
    assert late.stdout.count("after the preview, on") == 1
    assert "this is the new preview" in late.stdout
    assert titles(sqlite_session)[CODES[0]] == "On record"
    done = runner.invoke(args=command)
    assert (done.exit_code, "The record holds it now." in done.stdout) == (0, True)
    assert set(titles(sqlite_session).values()) == {"By the sheet"}


@pytest.mark.parametrize(
    "content", ["", "{}", "[1]", '{"digest": "x", "last_record": 1, "rows": [1]}']
)
def test_a_file_that_is_no_preview_is_refused(
    app: Flask, sqlite_session: Session, tmp_path: Path, content: str
) -> None:
    del sqlite_session
    sheet = str(sheet_of(tmp_path, {"NAT-1": "x"}))
    kept = tmp_path / "preview.json"
    kept.write_text(content)
    answer = app.test_cli_runner().invoke(
        args=["import", "programmes", sheet, "--preview", str(kept)]
    )
    assert (answer.exit_code, "preview.json holds no preview" in answer.output) == (1, True)
