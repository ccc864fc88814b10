"""CSV responses: what stands between the cells, what is guarded, how the file is named."""

import csv
from decimal import Decimal
from io import StringIO

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tracker.csv_text import FORMULA, dollars, without_mark, write_csv
from tracker.http.csv_answers import csv_answer
from tracker.http.guard import public

HEADINGS = ("code", "name", "amount_usd")
ROWS = (("ITA", "=1+1", dollars(-123_456_05)), ("FRA", "a,b;c", None))
MARK = b"\xef\xbb\xbf"


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    """Give a client of an application that gives the same table as a page and as the API."""

    @public
    def table() -> Response:
        return csv_answer(HEADINGS, ROWS, "Größe.csv")

    @public
    def rows() -> Response:
        return csv_answer(HEADINGS, ROWS, "rows.csv")

    app.add_url_rule("/table.csv", "table", table)
    app.add_url_rule("/api/v1/rows.csv", "rows", rows)
    return app.test_client()


@pytest.mark.parametrize(
    ("query", "sign"),
    [
        ("lang=en", b","),
        ("lang=zh", b","),
        ("lang=fr", b";"),
        ("lang=ru", b";"),
        ("lang=es", b";"),
        ("lang=fr&delimiter=comma", b","),
        ("delimiter=semicolon", b";"),
        ("delimiter=tab", b"\t"),
    ],
)
def test_the_delimiter_is_the_readers_unless_another_is_asked_for(
    reader: FlaskClient, query: str, sign: bytes
) -> None:
    heading = reader.get(f"/table.csv?{query}").data.splitlines()[0]
    assert heading == MARK + sign.join(name.encode() for name in HEADINGS)


def test_the_api_gives_the_same_file_in_every_language(reader: FlaskClient) -> None:
    files = {reader.get(f"/api/v1/rows.csv?lang={code}").data for code in ("en", "fr", "ar")}
    assert files == {b'code,name,amount_usd\r\nITA,\'=1+1,-123456.05\r\nFRA,"a,b;c",\r\n'}
    assert b"code;name" in reader.get("/api/v1/rows.csv?delimiter=semicolon").data


@pytest.mark.parametrize("path", ["/table.csv", "/api/v1/rows.csv"])
def test_an_unknown_delimiter_is_a_fault(reader: FlaskClient, path: str) -> None:
    refused = reader.get(f"{path}?delimiter=space")
    assert refused.status_code == 422
    assert "comma, semicolon, tab" in refused.text


def test_whoever_has_the_file_is_told_that_it_is_still_right(reader: FlaskClient) -> None:
    first = reader.get("/table.csv")
    again = reader.get("/table.csv", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_name_of_a_file_travels_whole(reader: FlaskClient) -> None:
    header = reader.get("/table.csv").headers["Content-Disposition"]
    assert header == "attachment; filename=\"Gr??e.csv\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.csv"
    header = reader.get("/api/v1/rows.csv").headers["Content-Disposition"]
    assert header == 'attachment; filename="rows.csv"'


@pytest.mark.parametrize(
    "text",
    ["=1", "+1", "-1", "@a", "\tx", "\rx", "\nx", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20a"],
)
def test_text_is_guarded_and_numbers_are_not(text: str) -> None:
    _, row = write_csv(("a", "b"), [(text, Decimal(-1))], marked=False).split(b"\r\n", 1)
    assert row.strip(b'"').startswith(b"'" + text.encode())
    assert row.endswith(b",-1\r\n")


@given(st.text(alphabet="'=+-@\t\r\nab1 \uff1d"))
def test_a_mark_is_taken_off_as_it_was_put_on(text: str) -> None:
    written = write_csv(("a",), [(text,)], marked=False).decode()
    _, cell = [row[0] if row else "" for row in csv.reader(StringIO(written, newline=""))]
    assert not cell.startswith(FORMULA)
    assert without_mark(cell) == text
