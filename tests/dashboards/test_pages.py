"""The pages: they answer, add up, say what they show, and cost little when nothing is new."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date

import brotli
import orjson
import plotly.graph_objects as go
import pytest
from flask import Flask
from sqlalchemy import event
from sqlmodel import Session

from dashboards.pages.page_spec import PageSpec
from dashboards.pages.registry import SPECS
from tests.conftest import SignIn
from tests.support.pages import PageClient
from tests.support.small_account import SmallAccount, fill_small_account
from tests.support.trail import record_set_up
from tracker.db import transaction
from tracker.fund.donors.registry import DonorDraft, add_donors
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import UseOfFunds
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.use_entries import spend
from tracker.http.context import EXTENSION
from tracker.people.roles import Role
from tracker.reference.adherence_records import seed_adherence
from tracker.reference.codes import ContributorType
from tracker.totals.chart_data.findings import nothing

CHARTS = "//section[contains(@class, 'chart-card')][not(contains(@class, 'block-card'))]"
CODES = {"donor": "ITA", "region": "002", "protocol": "TIP"}
PATHS = [spec.path.replace("<code>", CODES.get(spec.name, "")) for spec in SPECS]
EXTRA = ["/dashboards/regions/KEN", "/?donor=ITA&protocol=TIP", "/?from=2021-01-01&to=2021-12-31"]
MOST_STATEMENTS = 38


@pytest.fixture
def filled(sqlite_session: Session) -> SmallAccount:
    return fill_small_account(sqlite_session)


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    seen: list[str] = []
    engine = app.extensions[EXTENSION].engine

    def note(*arguments: object) -> None:
        if not str(arguments[2]).startswith(("BEGIN", "PRAGMA")):
            seen.append(str(arguments[2]))

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("path", [*PATHS, *EXTRA])
def test_each_chart_has_its_sentence_definition_table_and_a_lawful_figure(
    client: PageClient, path: str
) -> None:
    tree = client.html(path)
    cards = tree.xpath(CHARTS)
    assert cards or tree.xpath("//section[@aria-labelledby='without-rows']//li[@id]")
    for card in cards:
        assert card.xpath("normalize-space(p[@class='chart-summary'])")
        assert card.xpath("normalize-space(.//p[@class='chart-notes'])")
        for data in card.xpath("script"):
            go.Figure(orjson.loads(data.text), skip_invalid=False)
            assert card.xpath(".//table//tbody/tr")
            assert client.get(card.xpath(".//a[contains(@href, '.csv')]/@href")[0]).data


def test_no_two_figures_of_a_page_have_one_heading(illustrative_app: Flask) -> None:
    reader = PageClient(illustrative_app.test_client())
    named = 0
    for path in [*PATHS, *EXTRA]:
        texts = [one.text_content() for one in reader.html(path).xpath(f"{CHARTS}/h2")]
        assert len(texts) == len(set(texts)), path
        named += len(texts)
    assert named > len(PATHS)


EMPTY = "No money has been recorded yet"


@pytest.mark.parametrize(
    ("spec", "path"), [pair for pair in zip(SPECS, PATHS, strict=True) if pair[0].name != "donor"]
)
def test_an_empty_record_says_so_once_and_sends_nobody_to_a_command(
    client: PageClient, sqlite_session: Session, spec: PageSpec, path: str
) -> None:
    with transaction(sqlite_session):
        record_set_up(sqlite_session)
        seed_adherence(sqlite_session)
    page = client.html(path)
    text = " ".join(page.xpath("string(//main)").split())
    assert (EMPTY in text) is spec.needs_money
    assert "flask" not in text
    assert text.count(nothing()) <= 1
    assert not page.xpath("//main//a[@href='/contributions/add' or @href='/imports/new']")


@pytest.mark.parametrize("path", ["/dashboards/regions/KEN", "/dashboards/protocols/TIP"])
def test_who_is_party_is_shown_before_any_money_is(
    client: PageClient, sqlite_session: Session, path: str
) -> None:
    with transaction(sqlite_session):
        record_set_up(sqlite_session)
        seed_adherence(sqlite_session)
    page = client.html(path)
    assert EMPTY in page.xpath("string(//main)")
    assert page.xpath("//section[@id='adherence' or @id='parties']//table//td")


def test_staff_are_led_to_the_forms_of_an_empty_account(signed_in: SignIn) -> None:
    page = signed_in(Role.FINANCE_OFFICER).html("/")
    (told,) = [one for one in page.xpath("//p[@class='empty']") if EMPTY in one.xpath("string()")]
    assert told.xpath("a/@href") == ["/contributions/add", "/imports/new"]


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/dashboards/donors/ZZZ", 404),
        ("/dashboards/regions/999", 404),
        ("/dashboards/protocols/tip", 404),
        ("/dashboards/figures/overview/none.csv", 404),
        ("/dashboards/figures/none/left.csv", 404),
        ("/dashboards/figures/overview/left.csv?donor=ZZZ", 422),
        ("/dashboards/figures/overview/left.csv?colour=red", 422),
        ("/dashboards/figures/overview/left.csv?from=2022-01-01&to=2021-01-01", 422),
    ],
)
def test_what_cannot_be_shown_is_refused(client: PageClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("asked", "clean", "left_out"),
    [
        ("/?donor=&from=", "/", []),
        ("/?protocol=TIP&donor=ita", "/?donor=ITA&protocol=TIP", []),
        ("/?donor=ITA&donor=ZZZ&colour=red", "/?donor=ITA", ["donor", "colour"]),
        ("/?from=2021-13-01&lang=en", "/?lang=en", ["from"]),
        ("/?from=2022-01-01&to=2021-01-01", "/?to=2021-01-01", ["from"]),
        ("/dashboards/donors/ITA?donor=JPN&to=", "/dashboards/donors/ITA", ["donor"]),
        ("/dashboards/adherence?paragraph=5&protocol=TIP", "/dashboards/adherence?protocol=TIP",
         ["paragraph"]),
        ("/dashboards/adherence?compare=donor:ITA", "/dashboards/adherence", ["compare"]),
        ("/dashboards/tables/adherence/states?tool=GUIDE&compare=region:002&page=1",
         "/dashboards/tables/adherence/states?page=1", ["tool", "compare"]),
        ("/dashboards/tables/overview/donors?size=&tool=GUIDE&page=1",
         "/dashboards/tables/overview/donors?tool=GUIDE&page=1", []),
    ],
)  # fmt: skip
def test_a_page_leads_to_its_clean_address_and_says_what_it_left_out(
    client: PageClient, asked: str, clean: str, left_out: list[str]
) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["Location"]) == (302, clean)
    text = client.get(clean).get_data(as_text=True)
    assert text.count("Left out of the address") == len(left_out)
    for name in left_out:
        assert f"Left out of the address: {name}:" in text
    assert "Left out of the address" not in client.get(clean).get_data(as_text=True)


@pytest.mark.usefixtures("filled")
def test_tiles_show_the_totals(client: PageClient) -> None:
    text = client.get("/").get_data(as_text=True)
    for amount in ("1,500.00", "1,300.00", "690.00", "100.01", "1,186.99", "460.44"):
        assert amount in text


@pytest.mark.usefixtures("filled")
def test_the_page_says_in_words_what_it_counts(client: PageClient) -> None:
    tree = client.html("/?from=2020-01-01&to=2022-12-31&as_at=2023-03-01&protocol=TIP")
    lead = tree.xpath("normalize-space(//p[@class='summary'])")
    assert "all donors" in lead
    assert "Trafficking in Persons Protocol" in lead
    assert "2020–2022" in lead  # noqa: RUF001 - a span of years
    assert "as at 1 March 2023" in lead


@pytest.mark.usefixtures("filled")
def test_the_file_is_the_table(client: PageClient) -> None:
    text = client.get("/dashboards/figures/overview/donors.csv").get_data().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["donor_code"], row["donor"], row["total_usd"]) for row in rows] == [
        ("ITA", "Italy", "1000.00"),
        ("JPN", "Japan", "300.00"),
    ]


def test_a_name_that_looks_like_a_formula_stays_text(
    client: PageClient, sqlite_session: Session, filled: SmallAccount
) -> None:
    del filled
    with transaction(sqlite_session):
        add_donors(
            sqlite_session,
            [DonorDraft("X", "=1+1", ContributorType.PRIVATE_SECTOR)],
            "test",
        )
    path = "/dashboards/figures/donor/left.csv?donor=X"
    assert client.get(path).status_code == 200
    assert client.get("/dashboards/donors/X").status_code == 200


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("path", PATHS)
def test_a_page_costs_few_statements_and_next_to_none_when_nothing_is_new(
    client: PageClient, statements: list[str], path: str
) -> None:
    client.get(path)
    assert len(statements) <= MOST_STATEMENTS
    statements.clear()
    client.get(path)
    assert len(statements) <= 2, statements


@pytest.mark.usefixtures("filled")
def test_whoever_has_the_page_is_told_that_it_is_still_right(client: PageClient) -> None:
    first = client.get("/")
    again = client.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert not again.data
    other = client.get("/?lang=fr", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


@pytest.mark.usefixtures("filled")
def test_a_kept_answer_is_the_answer_that_was_given(client: PageClient) -> None:
    first, again = client.get("/dashboards/donors"), client.get("/dashboards/donors")
    assert again.data == first.data
    own = {"X-Request-Id"}
    assert {k: v for k, v in again.headers if k not in own} == {
        k: v for k, v in first.headers if k not in own
    }
    assert again.headers["X-Request-Id"] != first.headers["X-Request-Id"]
    assert "Content-Security-Policy" in again.headers


@pytest.mark.usefixtures("filled")
def test_a_reader_who_takes_brotli_gets_the_same_page_in_it(client: PageClient) -> None:
    plain = client.get("/")
    packed = client.http.get("/", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "br"
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert brotli.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2


@pytest.mark.usefixtures("filled")
def test_an_answer_that_sets_a_cookie_is_not_kept(client: PageClient) -> None:
    for _ in range(2):
        client.http.delete_cookie("language")
        assert "language=fr" in client.get("/?lang=fr").headers["Set-Cookie"]


@pytest.mark.usefixtures("filled")
def test_faults_are_not_kept(client: PageClient, statements: list[str]) -> None:
    assert client.get("/?donor=ZZZ").status_code == 302
    statements.clear()
    assert client.get("/?donor=ZZZ").status_code == 302
    assert statements


def test_a_new_entry_is_on_the_page_at_once(
    client: PageClient, sqlite_session: Session, filled: SmallAccount
) -> None:
    first = client.get("/")
    assert "100.01" in first.get_data(as_text=True)
    with transaction(sqlite_session), open_book(sqlite_session, "test", "second") as book:
        draft = UseOfFunds(filled.activities["A1"], 1, Heading(date(2022, 6, 1), "E9"))
        spend(book, draft)
    second = client.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert "100.02" in second.get_data(as_text=True)


@pytest.mark.usefixtures("filled")
def test_a_person_who_signed_in_gets_a_page_of_their_own(
    client: PageClient, signed_in: Callable[..., PageClient]
) -> None:
    anonymous = client.get("/").get_data(as_text=True)
    own = signed_in(Role.FINANCE_OFFICER).get("/")
    assert "ETag" not in own.headers
    assert "csrf_token" in own.get_data(as_text=True)
    assert "csrf_token" not in anonymous
    assert "csrf_token" not in client.get("/").get_data(as_text=True)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("language", ["ar", "zh", "en", "fr", "ru", "es"])
def test_every_page_is_there_in_every_language(client: PageClient, language: str) -> None:
    for path in PATHS:
        assert client.html(f"{path}?lang={language}").get("lang") == language


@pytest.mark.usefixtures("filled")
def test_links_lead_to_the_page_of_a_code_and_keep_the_filter(client: PageClient) -> None:
    tree = client.html("/dashboards/donors?from=2020-01-01")
    hrefs = tree.xpath("//table[@id='donors-table']//tbody//a/@href")
    assert hrefs[0] == "/dashboards/donors/ITA?from=2020-01-01"
    assert client.get(hrefs[0]).status_code == 200


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("path", "difference"),
    [
        ("/dashboards/donors/ITA?compare=donor:JPN", "USD\N{NO-BREAK SPACE}700.00 more than Japan"),
        ("/?from=2021-01-01&to=2021-12-31&compare=before", "less than 2020"),
        ("/dashboards/regions/KEN?compare=country:PER", "Peru"),
        ("/dashboards/protocols?compare=2020-01-01/2020-12-31", "2020"),
    ],
)
def test_two_sides_stand_beside_each_other_on_every_page(
    client: PageClient, path: str, difference: str
) -> None:
    tree = client.html(path)
    assert difference in tree.xpath("string(//dl[@class='tiles'])")
    names = tree.xpath("//section[contains(@class, 'chart-card')]/@id")
    assert {f"{name}-compared" for name in names if not name.endswith("-compared")} <= set(names)
    links = tree.xpath("//section[contains(@class, 'chart-card')]//a/@href")
    assert links
    assert not [link for link in links if "compare=" in link]
