"""The pages of rows behind figures: their sum is the figure, and files have the same rows."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from flask import Flask
from openpyxl import load_workbook  # type: ignore[import-untyped]

from tests.support.pages import PageClient, parse

SOFTLY = "measure=received&part=donor:EU&part=earmarking:2"
AFRICA = "measure=spent&part=region:002&part=protocol:TIP&from=2014-01-01&to=2019-12-31"
NEITHER = "measure=spent&except=donor:ITA&except=donor:EU&part=year:2015"


def cents(text: str) -> int:
    """Return an amount of a page in US cents."""
    return int(Decimal(text.strip().replace(",", "").replace("\N{MINUS SIGN}", "-")) * 100)


@pytest.fixture(scope="module")
def client(illustrative_app: Flask) -> PageClient:
    return PageClient(illustrative_app.test_client())


@pytest.mark.parametrize(
    ("kind", "asked", "total"),
    [
        ("contributions", SOFTLY, "measure=received&donor=EU&earmarking=2"),
        (
            "activities",
            AFRICA,
            "measure=spent&region=002&protocol=TIP&from=2014-01-01&to=2019-12-31",
        ),
        (
            "contributions",
            AFRICA,
            "measure=spent&region=002&protocol=TIP&from=2014-01-01&to=2019-12-31",
        ),
    ],
)
def test_rows_add_up_to_the_figure_on_page_and_in_both_files(
    client: PageClient, kind: str, asked: str, total: str
) -> None:
    figure = client.get(f"/api/v1/totals?{total}").get_json()["total_minor"]
    page = client.html(f"/dashboards/rows/{kind}?{asked}")
    assert cents(page.xpath("string(//tfoot/tr/td[2])")) == figure != 0
    text = client.get(f"/dashboards/rows/{kind}.csv?{asked}").get_data().decode("utf-8-sig")
    head, *rows = csv.reader(StringIO(text))
    assert sum(round(Decimal(row[4]) * 100) for row in rows) == figure
    book = load_workbook(BytesIO(client.get(f"/dashboards/rows/{kind}.xlsx?{asked}").get_data()))
    cells = [list(row) for row in book.active.iter_rows(values_only=True)]
    assert cells[0] == head
    assert sum(round(row[4] * 100) for row in cells[1:]) == figure
    assert len(cells) - 1 == len(rows)


def test_a_page_of_rows_says_what_they_are_of_and_leads_to_the_other_kind(
    client: PageClient,
) -> None:
    page = client.html(f"/dashboards/rows/activities?{AFRICA}")
    assert page.xpath("string(//h1)") == "Spent: Africa, Trafficking in Persons Protocol"
    assert "2014" in page.xpath("string(//main)")
    other = page.xpath("//nav[@class='row-kinds']//a[not(@aria-current)]/@href")
    assert other == [f"/dashboards/rows/contributions?{AFRICA}"]
    assert page.xpath("//tbody/tr/th/a/@href")[0].startswith("/activities/")
    assert "all but Italy / European Union" in client.html(
        f"/dashboards/rows/contributions?{NEITHER}"
    ).xpath("string(//h1)")


def test_donors_are_those_whom_the_tile_counts(client: PageClient) -> None:
    page = client.html("/dashboards/rows/donors?measure=received")
    tile = client.html("/dashboards/donors").xpath(
        "string(//dt[.='Donors']/following-sibling::dd[1])"
    )
    assert page.xpath("string(//tfoot/tr/th)") == f"{tile} in all"


def test_an_address_with_faults_names_them_all(illustrative_app: Flask) -> None:
    answer = illustrative_app.test_client().get(
        "/dashboards/rows/contributions?measure=gold&part=planet:MARS&part=donor:NOBODY&region=x"
    )
    assert answer.status_code == 422
    text = str(parse(answer.get_data(as_text=True)).xpath("string()"))
    assert "name one measure of" in text
    assert "'planet:MARS' is no part" in text
    assert "'NOBODY' is not known here" in text


def test_what_is_due_is_not_shown_to_the_public(illustrative_app: Flask) -> None:
    http = illustrative_app.test_client()
    for address in ("contributions", "contributions.csv", "contributions.xlsx"):
        answer = http.get(f"/dashboards/rows/{address}?measure=due&part=donor:ITA")
        assert answer.status_code in (303, 401)
