"""The page of year-end tables and its documents, open to all, and the command."""

from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import Session

from tests.api.accounts import fill
from tests.support.pages import PageClient
from tracker.periods import today
from tracker.reports.renderings.forms import CONTENT_TYPES, Format


@pytest.fixture(autouse=True)
def _account(sqlite_session: Session) -> None:
    fill(sqlite_session)


def test_the_page_of_a_year_has_the_tables_and_their_files(client: PageClient) -> None:
    page = client.html("/reports/year-end?year=2021")
    assert page.xpath("//h1")[0].text_content() == "Contributions in 2021"
    assert page.xpath("//table[@id='earmarking']")
    assert page.xpath("//input[@name='year']/@value") == ["2021"]
    files = page.xpath("//ul[@class='report-files']//a/@href")
    assert len(files) == len(Format)
    for form, file in zip(Format, files, strict=True):
        answer = client.http.get(file)
        assert (answer.status_code, answer.content_type) == (200, CONTENT_TYPES[form])
        name = f"year-end-2021-01-01-2021-12-31-en.{form.value}"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_without_a_year_it_is_the_last_one_that_is_over(client: PageClient) -> None:
    page = client.html("/reports/year-end")
    assert page.xpath("//h1")[0].text_content() == f"Contributions in {today().year - 1}"
    assert "/reports/year-end" in client.html("/reports").xpath("//a/@href")


def test_a_year_that_is_not_over_counts_up_to_today(client: PageClient) -> None:
    text = client.html(f"/reports/year-end?year={today().year}").text_content()
    assert "Entries count up to" in text


@pytest.mark.parametrize(
    "asked",
    [
        "year=2569", "year=soon", "year=-1", "year=1", "year=2021&from=2021-01-01", "donor=ITA",
        "language=xx", "compare=before", "anything=1", "from=2022-01-01&to=2021-01-01",
    ],
)  # fmt: skip
def test_what_it_cannot_count_by_is_refused(client: PageClient, asked: str) -> None:
    assert client.get(f"/reports/year-end?{asked}").status_code == 422
    assert client.get("/reports/year-end.odt").status_code == 404


def test_the_command_writes_the_tables_of_a_year(app: Flask, tmp_path: Path) -> None:
    out = tmp_path / "year.html"
    options = ["--year", "2021", "--format", "html", "--language", "fr", "--out", str(out)]
    done = app.test_cli_runner().invoke(args=["report", "year-end", *options])
    assert done.exit_code == 0, done.output
    assert "R02A" in out.read_text()
    for wrong in (["--year", "2021", "--from", "2021-01-01"], []):
        done = app.test_cli_runner().invoke(args=["report", "year-end", *wrong])
        assert done.exit_code != 0
        assert "Traceback" not in done.output


def test_the_command_writes_a_brief(app: Flask, tmp_path: Path) -> None:
    out = tmp_path / "brief.html"
    options = ["activity", "A1", "--format", "html", "--out", str(out)]
    done = app.test_cli_runner().invoke(args=["report", "brief", *options])
    assert done.exit_code == 0, done.output
    assert "Not issued: a summary of the record" in out.read_text()
    done = app.test_cli_runner().invoke(args=["report", "brief", "activity", "NOWHERE"])
    assert done.exit_code != 0
    assert "NOWHERE" in done.output
