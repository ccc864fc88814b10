"""What a reader takes from a figure: files that explain themselves, a permanent link, citations."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook  # type: ignore[import-untyped]
from PIL import Image
from sqlmodel import Session, select

from dashboards.file_names import file_name
from dashboards.fixed_dates import fixed_query
from dashboards.pages.registry import SPECS
from tests.support.account_of_all_charts import fill_for_all_charts
from tests.support.pages import PageClient
from tracker.assistance.activity_changes import change_activity
from tracker.assistance.outcome_drafts import ParticipantCount
from tracker.assistance.recorded_activities import activities_on_file
from tracker.assistance.shares import Share
from tracker.assistance.tables.activities import Activity
from tracker.csv_text import Cell, without_mark, write_csv
from tracker.db import transaction
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import UseOfFunds
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.use_entries import spend
from tracker.http.context import EXTENSION, Services
from tracker.http.xlsx_answers import AboutSheet, write_xlsx
from tracker.periods import KnownAt
from tracker.reference.codes import ParticipantFunction
from tracker.totals.dimensions import Dimension
from tracker.totals.query import Query

ABOUT = AboutSheet("About", [("Licence", "CC BY 4.0")], "About")
MOMENT = datetime(2024, 5, 6, 7, 8, 9, 123456, UTC)
CELLS = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9),
    st.integers(-(10**12), 10**12).map(lambda cents: Decimal(cents).scaleb(-2)),
    st.dates(date(1901, 1, 1), date(2100, 1, 1)),
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=8),
)


@pytest.fixture
def filled(sqlite_session: Session) -> None:
    fill_for_all_charts(sqlite_session)


def as_text(cell: Any) -> str:  # noqa: ANN401 - whatever a cell of a workbook can be
    """Return a cell of a workbook as a CSV file spells it."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float):
        return str(Decimal(cell).quantize(Decimal("0.01")))
    return "" if cell is None else str(cell)


def numbers(rows: Iterator[list[str]]) -> list[list[Decimal | str]]:
    """Return rows with what looks like a number as one, so that 1.00 and 1 are the same."""

    def plain(text: str) -> Decimal | str:
        try:
            return Decimal(text).normalize()
        except ArithmeticError:
            return text

    return [[plain(cell) for cell in row] for row in rows]


def read_csv(content: bytes) -> Iterator[list[str]]:
    """Yield the rows of a CSV file, its cells as they were before they were guarded."""
    for row in csv.reader(StringIO(content.decode("utf-8-sig"), newline="")):
        yield [without_mark(cell) for cell in row]


def read_sheet(content: bytes, place: int) -> list[list[str]]:
    """Return the rows of a sheet of a workbook."""
    sheet = load_workbook(BytesIO(content)).worksheets[place]
    return [[as_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, st.just("x")), max_size=6))
def test_both_files_hold_every_cell_as_it_was(rows: list[tuple[Cell, ...]]) -> None:
    heads = ("one", "two", "three")
    from_csv = numbers(read_csv(write_csv(heads, rows)))
    book = write_xlsx(heads, rows, ABOUT)
    assert numbers(iter(read_sheet(book, 0))) == from_csv
    assert [["" if cell is None else str(cell) for cell in row] for row in rows] == [
        *read_csv(write_csv(heads, rows))
    ][1:]
    assert read_sheet(book, 1) == [["Licence", "CC BY 4.0"]]
    assert write_xlsx(heads, rows, ABOUT) == book


@given(st.dates(), st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2024, 5, 1))))
def test_fixed_dates_stay_as_they_are(day: date, known: date | None) -> None:
    query = Query(date(2024, 6, 1), to_date(day), known_at=KnownAt.end_of(known) if known else None)
    fixed = fixed_query(query, MOMENT)
    assert fixed.as_at == date(2024, 6, 1)
    assert fixed.known_at == (KnownAt.at(MOMENT) if known is None else KnownAt.end_of(known))
    assert fixed_query(fixed, MOMENT.replace(year=2025)) == fixed
    assert fixed_query(replace(query, session="CCPCJ-22"), MOMENT) == fixed


def to_date(day: date) -> date:
    """Return a day of the years that figures are about."""
    return day.replace(year=2000 + day.year % 20, day=min(day.day, 28))


def test_a_file_is_named_after_page_subject_filter_and_both_dates() -> None:
    query = Query(date(2024, 6, 1), date(2020, 1, 1), date(2022, 12, 31))
    query = query.having(Dimension.DONOR, "ITA").having(Dimension.PROGRAMME, "A/B", "C D")
    assert file_name("donor-left", fixed_query(query, MOMENT), "csv") == (
        "donor-left_donor-ITA_programme-A-B-C-D_from-2020-01-01_to-2022-12-31"
        "_as-at-2024-06-01_known-at-2024-05-06T070809Z.csv"
    )
    many = Query(date(2024, 6, 1)).having(Dimension.COUNTRY, *"ABCDEFGH")
    assert "country-8-chosen" in file_name("x", many, "csv")


@pytest.mark.usefixtures("filled")
def test_files_of_every_chart_hold_its_table_and_its_facts(client: PageClient) -> None:
    for spec in SPECS:
        for chart in spec.charts:
            path = f"/dashboards/figures/{spec.name}/{chart.name}"
            answer = client.get(f"{path}.csv")
            book = client.get(f"{path}.xlsx").data
            assert numbers(iter(read_sheet(book, 0))) == numbers(read_csv(answer.data)), path
            about = {label: text for label, text, *_ in read_sheet(book, 1)}
            facts = client.get(f"{path}/metadata.json").get_json()
            assert about["Figure"] == facts["title"] == str(chart.title)
            assert about["Permanent link"] == facts["link"]
            assert about["Licence"] == facts["licence"] == "not stated"
            assert facts["link"] in facts["citation"]
            assert [column["name"] for column in facts["columns"]] == next(read_csv(answer.data))
            assert f"<{path}/metadata.json" in answer.headers["Link"]
    own = client.get(
        "/dashboards/figures/donor/left/metadata.json?donor=ITA&protocol=TIP"
    ).get_json()
    assert (own["page"], own["subject"]) == ("Donors", "Italy")
    assert own["filter_in_words"] == "Trafficking in Persons Protocol, all years"
    assert "disclaimer" in client.get("/dashboards/figures/regions/map/metadata.json").get_json()


def record_more(session: Session) -> None:
    """Spend on an activity, count people of it, and change what it is for."""
    number = session.exec(select(Activity.id).where(Activity.code == "A1")).one()
    with transaction(session), open_book(session, "test", "second") as book:
        spend(book, UseOfFunds(number or 0, 1, Heading(date(2022, 6, 1), "E9")))
    draft = activities_on_file(session, ["A1"])["A1"]
    people = ParticipantCount(
        ParticipantFunction.PROSECUTOR, "PER", women=50, men=60, counted_on=date(2022, 5, 1)
    )
    wanted = replace(
        draft,
        participants=(*draft.participants, people),
        instruments=(Share("TIP", 10_000),),
        beneficiaries=(Share("PER", 10_000),),
        paragraphs=(5, 6),
    )
    with transaction(session):
        change_activity(session, "A1", wanted, "test", "later")


def test_fixed_dates_keep_every_figure_whatever_is_recorded_later(
    client: PageClient, sqlite_session: Session
) -> None:
    fill_for_all_charts(sqlite_session)
    kept, moved = {}, 0
    for spec in SPECS:
        for chart in spec.charts:
            path = f"/dashboards/figures/{spec.name}/{chart.name}"
            facts = client.http.get(f"{path}/metadata.json").get_json()
            kept[path] = (client.http.get(f"{path}.csv").data, facts["filter"])
    record_more(sqlite_session)
    for path, (table, fixed) in kept.items():
        assert client.http.get(f"{path}.csv?{fixed}").data == table, path
        moved += client.http.get(f"{path}.csv").data != table
    assert moved > len(kept) // 4


def test_the_permanent_link_gives_the_same_figure_after_later_entries(
    client: PageClient, sqlite_session: Session
) -> None:
    fill_for_all_charts(sqlite_session)
    address = "/dashboards/figures/overview/left"
    before = client.get(f"{address}.csv").data
    link = urlsplit(client.get(f"{address}/metadata.json").get_json()["link"])
    shown = client.html("/").xpath("string(//textarea[@id='left-link'])")
    assert shown == link.geturl()
    assert link.fragment == "left"
    record_more(sqlite_session)
    assert client.get(f"{address}.csv").data != before
    assert client.get(f"{address}.csv?{link.query}").data == before
    again = client.get(f"{address}/metadata.json?{link.query}").get_json()
    assert again["link"] == link.geturl()
    page = client.get(f"{link.path}?{link.query}", follow_redirects=True)
    assert "100.01" in page.get_data(as_text=True)
    assert "100.02" not in page.get_data(as_text=True)


@pytest.mark.usefixtures("filled")
def test_pictures_carry_dates_source_and_licence(app: Flask, client: PageClient) -> None:
    held: Services = app.extensions[EXTENSION]
    licensed = replace(held.settings, data_licence="CC BY 4.0")
    app.extensions[EXTENSION] = replace(held, settings=licensed)
    png = client.get("/dashboards/figures/overview/donors.png")
    image = Image.open(BytesIO(png.data))
    assert image.info["Rights"] == "CC BY 4.0"
    assert "known_at=" in image.info["Identifier"]
    assert "_as-at-" in png.headers["Content-Disposition"]
    svg = etree.fromstring(client.get("/dashboards/figures/overview/donors.svg").data)
    described = str(svg.xpath("string(//*[local-name()='description'])"))
    assert described.startswith("Article 30 Tracker: “")
    assert "CC BY 4.0" in str(svg.xpath("string(//*[local-name()='rights'])"))


@pytest.mark.usefixtures("filled")
def test_links_lead_to_the_site_by_which_a_reader_came(client: PageClient) -> None:
    for host in ("http://one.example.org", "https://two.example.org"):
        page = client.get("/dashboards/donors", base_url=host).get_data(as_text=True)
        assert f"{host}/dashboards/donors?as_at=" in page
        assert page.count("example.org/") == page.count(f"{host}/")


@pytest.mark.usefixtures("filled")
def test_rows_have_files_with_facts_and_a_link_of_their_own(client: PageClient) -> None:
    asked = "measure=received&part=donor:ITA"
    page = client.html(f"/dashboards/rows/contributions?{asked}")
    link = urlsplit(page.xpath("string(//textarea[@id='rows-link'])"))
    files = page.xpath("//ul[@class='take-files']//a/@href")
    assert len(files) == 3
    table, book, facts = (client.get(file) for file in files)
    assert numbers(iter(read_sheet(book.data, 0))) == numbers(read_csv(table.data))
    assert facts.get_json()["title"] == "Received: Italy"
    assert client.get(f"{link.path}.csv?{link.query}").data == table.data


def test_illustrative_figures_say_so_everywhere(illustrative_app: Flask) -> None:
    http = illustrative_app.test_client()
    facts = http.get("/api/v1/figures/overview/left/metadata.json?lang=en").get_json()
    assert facts["illustrative"]
    assert facts["citation"].startswith("Illustrative figures")
    assert facts["short_citation"].startswith("Illustrative figures")
    book = http.get("/api/v1/figures/overview/left.xlsx?lang=en").data
    assert "About these figures" in [row[0] for row in read_sheet(book, 1)]
