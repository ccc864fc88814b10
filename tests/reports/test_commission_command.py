"""`flask report commission`, as a person at a terminal uses it."""

from pathlib import Path

import pytest
from docx import Document
from flask import Flask
from sqlmodel import Session

from tests.support.commission_account import fill_for_commission
from tests.support.reports import small_report
from tracker.reports.content.word_count import count_words
from tracker.reports.spelling.speller import Speller

PERIOD = ("--from", "2021-01-01", "--to", "2022-12-31")


@pytest.fixture(autouse=True)
def _account(sqlite_session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill_for_commission(sqlite_session)
    folder = tmp_path / "written"
    folder.mkdir()
    monkeypatch.chdir(folder)


def files() -> list[str]:
    """Return the names of the files that were written."""
    return sorted(path.name for path in Path.cwd().iterdir())


def run(app: Flask, *options: str) -> tuple[int, str]:
    """Return the exit status of the command, and what it said."""
    done = app.test_cli_runner().invoke(args=["report", "commission", *options])
    return done.exit_code, done.output


def test_the_report_of_a_period_is_written_and_its_digest_and_words_told(app: Flask) -> None:
    status, told = run(app, *PERIOD, "--format", "docx")
    assert status == 0, told
    assert "Digest of this drawing, which is not issued (SHA-256): " in told
    assert "/verify knows the digests of issued reports alone." in told
    assert "Words, without annexes, tables and footnotes: " in told
    (name,) = files()
    assert name == "commission-2021-01-01-2022-12-31-en.docx"
    headings = [
        one.text for one in Document(name).paragraphs if one.style and "Heading" in one.style.name
    ]
    assert any("Technical assistance delivered" in text for text in headings)


def test_the_same_period_and_dates_have_one_digest_in_all_formats_and_languages(app: Flask) -> None:
    known = ("--known-at", "2026-11-28T10:00:00Z")
    digests = set()
    for number, (form, language) in enumerate((("html", "en"), ("xlsx", "fr"))):
        out = ("--out", f"{number}", "--format", form, "--language", language)
        status, told = run(app, *PERIOD, *known, *out)
        assert status == 0, told
        digests |= {line for line in told.splitlines() if line.startswith("Digest")}
    assert len(digests) == 1


def test_a_session_sets_the_days(app: Flask) -> None:
    status, told = run(app, "--session", "COP-10", "--format", "html")
    assert status == 0, told
    assert files() == ["commission-2018-10-20-2020-10-16-en.html"]
    written = Path("commission-2018-10-20-2020-10-16-en.html").read_text()
    assert "Session 10" in written


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "Name the period"),
        (("--from", "2021-01-01"), "Name the period"),
        (("--from", "2021-13-01", "--to", "2022-01-01"), "is not a day; write it as 2024-12-31"),
        (("--from", "2022-01-01", "--to", "2021-01-01"), "ends before it begins"),
        (("--session", "CCPCJ-99"), "CCPCJ-99"),
        (("--session", "COP-10", *PERIOD), "leave out --from and --to"),
        ((*PERIOD, "--as-at", "2999-01-01"), "has not come"),
        ((*PERIOD, "--known-at", "yesterday"), "neither a day nor a moment"),
    ],
)
def test_bad_options_are_one_sentence_and_no_file(
    app: Flask, options: tuple[str, ...], said: str
) -> None:
    status, told = run(app, *options)
    assert status != 0
    assert said in told
    assert "Traceback" not in told
    assert files() == []


def test_words_are_those_of_the_body() -> None:
    written = Speller("en").words
    one, two = (count_words(small_report(typed), written) for typed in ("word", "two words"))
    # The typed text stands in the summary, a paragraph, its three points, a quotation, a heading
    # and the paragraph below it; in tables, footnotes and annexes it does not count.
    assert two - one == 8
