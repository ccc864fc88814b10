"""The pages of rows behind figures: their sum is the figure, and files have the same rows."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from random import Random

import pytest
from flask import Flask
from openpyxl import load_workbook  # type: ignore[import-untyped]
from sqlmodel import Session

from tests.api.accounts import fill
from tests.conftest import SignIn
from tests.support.pages import PageClient, parse
from tracker.assistance.unpublished import UNPUBLISHED
from tracker.fund.ledger.measures import OF_LINES, Measure
from tracker.http import context
from tracker.http.totals_requests import reading
from tracker.people.roles import Role
from tracker.periods import KnownAt, today
from tracker.totals.dimensions import BREAKDOWNS, Dimension
from tracker.totals.opened_entries import opened_entries
from tracker.totals.query import Query, TotalPart
from tracker.totals.reader import TotalsReader
from tracker.totals.totals import scope_of

SOFTLY = "measure=received&part=donor:EU&part=earmarking:2"
AFRICA = "measure=spent&part=region:002&part=protocol:TIP&from=2014-01-01&to=2019-12-31"
STOCK = "measure=available&from=2023-01-01&to=2023-12-31"
NEITHER = "measure=spent&except=donor:ITA&except=donor:EU&part=year:2015"


def cents(text: str) -> int:
    """Return an amount of a page in US cents."""
    return int(Decimal(text.strip().replace(",", "").replace("\N{MINUS SIGN}", "-")) * 100)


@pytest.fixture(scope="module")
def reader(illustrative_app: Flask) -> PageClient:
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
        ("contributions", STOCK, STOCK),
        (
            "contributions",
            STOCK.replace("available", "balance"),
            STOCK.replace("available", "balance"),
        ),
    ],
)
def test_rows_add_up_to_the_figure_on_page_and_in_both_files(
    reader: PageClient, kind: str, asked: str, total: str
) -> None:
    figure = reader.get(f"/api/v1/totals?{total}").get_json()["total_minor"]
    page = reader.html(f"/dashboards/rows/{kind}?{asked}")
    assert cents(page.xpath("string(//tfoot/tr/td[2])")) == figure != 0
    text = reader.get(f"/dashboards/rows/{kind}.csv?{asked}").get_data().decode("utf-8-sig")
    head, *rows = csv.reader(StringIO(text))
    assert sum(round(Decimal(row[4]) * 100) for row in rows) == figure
    book = load_workbook(BytesIO(reader.get(f"/dashboards/rows/{kind}.xlsx?{asked}").get_data()))
    cells = [list(row) for row in book.active.iter_rows(values_only=True)]
    assert cells[0] == head
    assert sum(round(row[4] * 100) for row in cells[1:]) == figure
    assert len(cells) - 1 == len(rows)


def test_a_page_of_rows_says_what_they_are_of_and_leads_to_the_other_kind(
    reader: PageClient,
) -> None:
    page = reader.html(f"/dashboards/rows/activities?{AFRICA}")
    assert page.xpath("string(//h1)") == "Spent: Africa, Trafficking in Persons Protocol"
    assert "2014" in page.xpath("string(//main)")
    other = page.xpath("//nav[@class='row-kinds']//a[not(@aria-current)]/@href")
    assert other == [f"/dashboards/rows/contributions?{AFRICA}"]
    assert page.xpath("//tbody/tr/th/a/@href")[0].startswith("/activities/")
    assert "all but Italy / European Union" in reader.html(
        f"/dashboards/rows/contributions?{NEITHER}"
    ).xpath("string(//h1)")


@pytest.mark.parametrize("kind", ["contributions", "activities", "donors", "countries"])
def test_every_link_of_a_page_of_rows_answers(reader: PageClient, kind: str) -> None:
    measure = "received" if kind in ("contributions", "donors") else "spent"
    page = reader.html(f"/dashboards/rows/{kind}?measure={measure}&from=2020-01-01")
    links = {*page.xpath("//main//a[not(ancestor::tbody)]/@href | //tbody/tr[1]//a/@href")}
    assert len(links) > 4
    for link in sorted(one for one in links if one.startswith("/")):
        assert reader.get(link.partition("#")[0]).status_code in (200, 302), link


def test_donors_are_those_whom_the_tile_counts(reader: PageClient) -> None:
    page = reader.html("/dashboards/rows/donors?measure=received")
    tile = reader.html("/dashboards/donors").xpath(
        "string(//dt[.='Donors']/following-sibling::dd[1])"
    )
    assert page.xpath("string(//tfoot/tr/th)") == f"{tile} in all"


def test_an_address_with_faults_names_them_all(illustrative_app: Flask) -> None:
    answer = illustrative_app.test_client().get(
        "/dashboards/rows/contributions?measure=gold&part=planet:MARS&part=donor:NOBODY&among=ending:9"
    )
    assert answer.status_code == 422
    for ending in (".csv", ".xlsx", "/metadata.json"):
        path = f"/dashboards/rows/contributions{ending}?measure=received&dnoor=ITA"
        assert illustrative_app.test_client().get(path).status_code == 422
    text = str(parse(answer.get_data(as_text=True)).xpath("string()"))
    assert "name one measure of" in text
    assert "name one group of contributions of" in text
    assert "'planet:MARS' is no part" in text
    assert "'NOBODY' is not known here" in text


@pytest.mark.parametrize(
    ("asked", "clean"),
    [
        (f"{SOFTLY}&dnoor=ITA", SOFTLY),
        (f"{SOFTLY}&region=x&compare=donor:JPN&page=2", f"{SOFTLY}&page=2"),
        (f"from=2014-01-01&{SOFTLY}&to=", f"{SOFTLY}&from=2014-01-01"),
    ],
)
def test_a_page_of_rows_leads_to_its_clean_address(
    illustrative_app: Flask, asked: str, clean: str
) -> None:
    http = illustrative_app.test_client()
    answer = http.get(f"/dashboards/rows/contributions?{asked}")
    address = f"/dashboards/rows/contributions?{clean}"
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    page = http.get(address)
    assert page.status_code == 200
    said = "Left out of the address" in page.get_data(as_text=True)
    assert said == ("dnoor" in asked or "region" in asked)


def test_what_is_due_is_not_shown_to_the_public(illustrative_app: Flask) -> None:
    http = illustrative_app.test_client()
    for address in ("contributions", "contributions.csv", "contributions.xlsx"):
        answer = http.get(f"/dashboards/rows/{address}?measure=due&part=donor:ITA")
        assert answer.status_code in (303, 401)


def test_lines_of_the_ledger_add_up_to_every_part_of_a_total(illustrative_app: Flask) -> None:
    random = Random(30)
    day = today()
    queries = (
        Query(day),
        Query(day, date(2014, 3, 5), date(2019, 5, 6)),
        Query(day, date(2014, 1, 1), date(2016, 12, 31)).having(Dimension.DONOR, "ITA"),
        Query(day, known_at=KnownAt.end_of(date(2016, 5, 1))),
    )
    followed = 0
    with illustrative_app.test_request_context("/"), reading() as snapshot:
        for query in queries:
            for measure in (*OF_LINES, Measure.CAME_IN, Measure.WENT_OUT):
                by = random.sample(BREAKDOWNS, 2)
                cells = TotalsReader(scope_of(snapshot, query, "en")).totals(measure, *by).frame
                if not len(cells):
                    continue
                cell = cells.iloc[random.randrange(len(cells))]
                parts = tuple(TotalPart(one, (cell[one.value],)) for one in by)
                scope = scope_of(snapshot, query, "en", parts)
                lines = opened_entries(context.session().connection(), scope, measure)
                assert sum(line.minor for line in lines) == cell["minor"], (query, parts)
                followed += 1
    assert followed > 10


def test_the_line_of_what_is_not_published_opens_without_naming_it(
    illustrative_app: Flask,
) -> None:
    http = illustrative_app.test_client()
    totals = http.get("/api/v1/totals?measure=spent&by=activity").get_json()["rows"]
    line = next(row for row in totals if row["activity"] == UNPUBLISHED)
    address = "/dashboards/rows/{}.csv?measure=spent&part=activity:{}"
    with illustrative_app.app_context(), reading() as snapshot:
        withheld = sorted(snapshot.members.unpublished)
    for kind in ("contributions", "activities"):
        answer = http.get(address.format(kind, UNPUBLISHED))
        rows = list(csv.reader(StringIO(answer.text)))[1:]
        assert sum(round(Decimal(row[4]) * 100) for row in rows) == line["minor"]
        assert not [code for code in withheld if code in answer.text]
        for code in withheld[:2]:
            assert http.get(address.format(kind, code)).status_code == 422


def test_lines_are_for_those_who_may_see_the_terms_and_for_their_donor(
    client: PageClient, signed_in: SignIn, sqlite_session: Session
) -> None:
    fill(sqlite_session)
    path = "/dashboards/rows/entries?measure=received"
    own, other = f"{path}&part=donor:ITA", f"{path}&part=donor:JPN"
    assert client.http.get(own).status_code == 303
    officer = signed_in(Role.FINANCE_OFFICER)
    assert officer.html(path).xpath("//tbody/tr/th/a/@href")[0].startswith("/ledger/")
    lead = officer.html("/dashboards/rows/contributions?measure=received")
    assert "/dashboards/rows/entries?" in lead.xpath("string(//tbody//td[@class='num']/a/@href)")
    donor = signed_in(Role.DONOR, donor_code="ITA")
    assert donor.html(own).xpath("//tbody/tr/th[not(a)]")
    for refused in (path, other, f"{path}&except=donor:JPN"):
        assert donor.http.get(refused).status_code == 403
    for public in ("", "&part=donor:ITA"):
        shown = client.html(f"/dashboards/rows/contributions?measure=received{public}")
        assert not shown.xpath("//a[contains(@href, 'rows/entries')]")
