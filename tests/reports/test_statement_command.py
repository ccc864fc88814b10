"""`flask report donor`, as a person at a terminal uses it, and what a live summary says."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlmodel import Session

from tests.api.accounts import Account, fill
from tests.support.reports import small_report
from tests.support.statements import drawn, terms_of
from tracker.db import transaction
from tracker.fund.donors.merging import merge_donors
from tracker.fund.donors.registry import DonorDraft, add_donors
from tracker.periods import utc_now
from tracker.reference.codes import ContributorType
from tracker.reports.content.canonical import digest_of
from tracker.reports.content.report import ReportKind, ReportTree
from tracker.reports.renderings.facts import fact_lines
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.html_page import html_of
from tracker.reports.renderings.masthead import notices
from tracker.reports.renderings.rendering import render
from tracker.reports.spelling.speller import Speller

NOT_ISSUED = "Not issued: a summary of the record, not a statement"
PERIOD = ("--from", "2021-01-01", "--to", "2022-12-31")


@pytest.fixture
def account(sqlite_session: Session) -> Account:
    """Fill the database of the application."""
    return fill(sqlite_session)


def live(report: ReportTree, *, issued: bool = False) -> ReportTree:
    """Return a report as the summary of a donor."""
    facts = replace(report.facts, is_issued=issued)
    return replace(report, kind=ReportKind.STATEMENT, facts=facts)


def test_a_live_summary_says_so_and_bears_no_digest() -> None:
    english = Speller("en")
    summary, issued = live(small_report()), live(small_report(), issued=True)
    assert NOT_ISSUED in notices(summary, english)
    assert NOT_ISSUED not in notices(issued, english)
    assert NOT_ISSUED not in notices(small_report(), english)
    told = [value for _name, value in fact_lines(summary, english)]
    assert digest_of(summary) not in told
    assert digest_of(issued) in [value for _name, value in fact_lines(issued, english)]
    assert digest_of(summary) not in html_of(summary, "en").decode()


def test_every_page_of_a_live_summary_says_so(tmp_path: Path) -> None:
    summary = live(small_report())
    for form in Format:
        (tmp_path / form.value).write_bytes(render(summary, form, "en").data)
    headers = Document(str(tmp_path / "docx")).sections[0].header.paragraphs
    assert NOT_ISSUED in [one.text for one in headers]
    sheets = CalamineWorkbook.from_path(str(tmp_path / "xlsx"))
    for name in sheets.sheet_names:
        written = [str(cell) for row in sheets.get_sheet_by_name(name).to_python() for cell in row]
        assert [text for text in written if NOT_ISSUED in text], name


@pytest.mark.usefixtures("account")
def test_the_command_writes_the_summary_in_each_format(app: Flask, tmp_path: Path) -> None:
    beginnings = {Format.DOCX: b"PK", Format.PDF: b"%PDF", Format.HTML: b"<!do", Format.XLSX: b"PK"}
    for form, beginning in beginnings.items():
        file = tmp_path / f"ITA.{form.value}"
        made = app.test_cli_runner().invoke(
            args=["report", "donor", "ITA", *PERIOD, "--format", form.value, "--out", str(file)]
        )
        assert made.exit_code == 0, made.output
        assert file.read_bytes().startswith(beginning)
    written = app.test_cli_runner().invoke(
        args=["report", "donor", "ITA", *PERIOD, "--contribution", "C-EUR", "--format", "html"]
    )
    assert "C-EUR" in written.output
    assert "C-ITA" not in written.output
    assert NOT_ISSUED in written.output


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("NOBODY",), "no donor has the code 'NOBODY'"),
        (("JPN", "--contribution", "C-ITA"), "there is no contribution C-ITA"),
        (("ITA", "--from", "2022-01-01", "--to", "2021-01-01"), "ends before it begins"),
        (("ITA", "--known-at", "2099-01-01"), "has not come"),
        (("ITA", "--known-at", "yesterday"), "neither a day nor a moment"),
    ],
)
def test_the_command_refuses_in_a_sentence(
    app: Flask, arguments: tuple[str, ...], said: str
) -> None:
    made = app.test_cli_runner().invoke(args=["report", "donor", *arguments])
    assert made.exit_code
    assert said in made.output


@pytest.mark.usefixtures("account")
def test_a_merged_donor_has_the_summary_of_its_successor(sqlite_session: Session) -> None:
    with transaction(sqlite_session):
        add_donors(
            sqlite_session, [DonorDraft("ITALIA", "Italia", ContributorType.GOVERNMENT)], "test"
        )
    with transaction(sqlite_session):
        merge_donors(sqlite_session, "ITALIA", "ITA", "test", "the same State")
    known = utc_now()
    old, own = (
        drawn(sqlite_session, terms_of(code, None, date(2022, 12, 31), known))
        for code in ("ITALIA", "ITA")
    )
    assert old == own
