"""Pages of accounts that have only begun: promises, receipts or allocations and nothing else.

The case of one contribution, un-earmarked and received, was met on a young account: a page
of regions had no spending to draw.
"""

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import Session

from dashboards.pages.registry import SPECS
from tests.support.pages import PageClient
from tests.support.small_account import SmallAccount, add_catalogue
from tracker.assistance.activities import add_activities
from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.shares import Share
from tracker.db import transaction
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import Allocation, ContributionMovement, UseOfFunds
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.pledge_entries import pledge
from tracker.fund.ledger.use_entries import allocate, spend
from tracker.reference.codes import ActivityStatus, ActivityType

Post = Callable[[Book, SmallAccount, int], None]
CHARTS = "//section[contains(@class, 'chart-card')][not(contains(@class, 'block-card'))]"
DAY = date(2024, 3, 1)
EN_DASH = "\N{EN DASH}"
CODES = {"donor": "ITA", "region": "002", "protocol": "TIP"}


def add_regional(session: Session) -> int:
    """Write an activity for a region, without instrument or tool."""
    draft = ActivityDraft(
        code="R1", title="Regional", programme="GLO1", type=ActivityType.TRAINING,
        status=ActivityStatus.IMPLEMENTATION, beneficiaries=(Share("002", 10000),),
    )  # fmt: skip
    return add_activities(session, [draft], "test")["R1"]


def promised(book: Book, account: SmallAccount, _activity: int) -> None:
    pledge(book, ContributionMovement(account.contributions["C-ITA"], 5_000, Heading(DAY, "P1")))


def received(book: Book, account: SmallAccount, _activity: int) -> None:
    receive(book, ContributionMovement(account.contributions["C-ITA"], 5_000, Heading(DAY, "R1")))


def allocated(book: Book, account: SmallAccount, activity: int) -> None:
    received(book, account, activity)
    italy = account.contributions["C-ITA"]
    allocate(book, Allocation(activity, 3_000, Heading(DAY, "L1"), italy))


def spent(book: Book, account: SmallAccount, activity: int) -> None:
    allocated(book, account, activity)
    spend(book, UseOfFunds(activity, 1_000, Heading(DAY, "E1")))


@pytest.mark.parametrize("post", [promised, received, allocated, spent])
def test_a_young_account_has_all_its_pages(
    client: PageClient, sqlite_session: Session, post: Post
) -> None:
    with transaction(sqlite_session):
        account = add_catalogue(sqlite_session)
        activity = add_regional(sqlite_session)
        with open_book(sqlite_session, "test", "second") as book:
            post(book, account, activity)
    for spec in SPECS:
        path = spec.path.replace("<code>", CODES.get(spec.name, ""))
        for card in client.html(path).xpath(CHARTS):
            assert card.xpath("normalize-space(p[@class='chart-summary'])"), (path, card.get("id"))
        for chart in spec.charts:
            assert client.get(f"/dashboards/figures/{spec.name}/{chart.name}.csv").data


def test_what_is_spent_for_a_region_only_is_said_beside_the_map(
    client: PageClient, sqlite_session: Session
) -> None:
    with transaction(sqlite_session):
        account = add_catalogue(sqlite_session)
        activity = add_regional(sqlite_session)
        with open_book(sqlite_session, "test", "second") as book:
            spent(book, account, activity)
    tree = client.html("/dashboards/regions")
    for name, words in {"map": "not on the map", "countries": "for no single country"}.items():
        card = tree.xpath(f"//section[@id='{name}']")[0]
        assert words in card.xpath("string(p[@class='chart-summary'])")
        assert not card.xpath("script")
        assert "10.00" in card.xpath("string(.//table)")


def test_what_nobody_entered_is_not_zero(client: PageClient, sqlite_session: Session) -> None:
    with transaction(sqlite_session):
        account = add_catalogue(sqlite_session)
        with open_book(sqlite_session, "test", "second") as book:
            received(book, account, 0)
    for path in ("/", "/dashboards/donors", "/dashboards/donors/ITA"):
        tree = client.html(path)
        steps = tree.xpath("string(//section[@id='left']//table)")
        assert "Not on record" in tree.xpath("string(//main)"), path
        assert "Pledged" not in steps
        assert "Received" in steps
    donors = client.html("/dashboards/donors")
    assert not donors.xpath("//main//*[contains(text(), 'Received in 2025')]")
    told = donors.xpath("string(//main)")
    assert "Received in 2024" in told
    assert "the last year on record" in told
    largest = donors.xpath("//section[@id='largest']//tbody/tr[1]/td")
    assert [cell.text_content().strip() for cell in largest[-3:]] == [EN_DASH] * 3
    years = client.get("/dashboards/figures/donor/regularity.csv?donor=ITA").data.decode()
    assert [line.split(",")[0] for line in years.splitlines()[1:]] == ["2024"]
    for name in ("regularity", "pledged-received"):
        line = client.get(f"/dashboards/figures/donor/{name}.csv?donor=ITA").data.decode()
        assert ",0.00" not in line, name


def test_a_record_of_this_year_alone_has_no_whole_years(
    client: PageClient, sqlite_session: Session
) -> None:
    with transaction(sqlite_session):
        account = add_catalogue(sqlite_session)
        movement = ContributionMovement(account.contributions["C-ITA"], 5_000, Heading(DAY, "R1"))
        with open_book(sqlite_session, "test", "second") as book:
            receive(book, movement)
    told = client.html("/dashboards/donors/ITA?to=2024-06-30").xpath("string(//main)")
    assert "No whole year is on record yet." in told


def test_the_bars_of_the_balance_are_its_parts(client: PageClient, sqlite_session: Session) -> None:
    with transaction(sqlite_session):
        account = add_catalogue(sqlite_session)
        activity = add_regional(sqlite_session)
        with open_book(sqlite_session, "test", "second") as book:
            spent(book, account, activity)
    figure = client.get("/api/v1/figures/overview/balance.json").get_json()
    table = client.get("/dashboards/figures/overview/balance.csv").data.decode("utf-8-sig")
    bars = [sum(trace["x"]) for trace in figure["data"] if trace["type"] == "bar"]
    assert bars == [float(line.split(",")[-1]) for line in table.splitlines()[1:]]
    assert round(sum(bars), 2) == 38.7  # less the support cost of what is spent
