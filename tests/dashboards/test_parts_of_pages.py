"""Parts of pages: blocks beside charts, and parts that only some users see."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlmodel import Session, select

from dashboards.blocks import Block, BlockLink, BlockSpec, BlockTable
from dashboards.blueprint import page_view
from dashboards.pages.page_spec import PageSpec
from dashboards.pages.registry import PAGES
from dashboards.pages.shared_charts import LEFT, OVER_TIME
from dashboards.question import Addresses
from tests.support.pages import PageClient
from tests.support.small_account import fill_small_account
from tracker.assistance.tables.activities import Activity
from tracker.people.permissions import CurrentUser, Permission, may
from tracker.people.roles import Role
from tracker.totals.chart_data.table import (
    ChartColumn,
    ChartColumnKind,
    ChartTable,
    RecordLink,
    count,
)
from tracker.totals.formatter import Formatter
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query

COLUMNS = (
    ChartColumn("Activity", "activity", ChartColumnKind.TEXT),
    ChartColumn("Day", "day", ChartColumnKind.DAY),
    count("People", "people"),
)


def activities(source: PageSource, _addresses: Addresses, _formatter: Formatter) -> Block:
    """Read a block from the database itself, with a cell of every kind that no chart has."""
    codes = source.session.exec(select(Activity.code).order_by(Activity.code)).all()
    rows = tuple((RecordLink(code, f"/activities/{code}"), date(2020, 1, 2), 7) for code in codes)
    tables = (BlockTable("Activities", ChartTable(COLUMNS, rows)),)
    return Block("What was done", ("One sentence.",), tables, (BlockLink("All", "/activities"),))


def instalments(source: PageSource, _addresses: Addresses, _formatter: Formatter) -> Block:
    """Tell for whom the page was read."""
    return Block("What is due", (f"For {source.user.name}",))


def sees_terms(user: CurrentUser, _query: Query) -> bool:
    """Admit users who see terms."""
    return may(user, Permission.SEE_TERMS)


TRIAL = PageSpec(
    "trial",
    "/dashboards/trial",
    "A trial",
    "Whatever",
    (lambda _source, _addresses, _formatter: None,),
    (
        BlockSpec("activities", activities),
        BlockSpec("due", instalments, sees_terms),
        OVER_TIME,
        replace(LEFT, open_to=sees_terms),
        BlockSpec("nothing", lambda _source, _addresses, _formatter: None),
    ),
    shows_more=sees_terms,
)


@pytest.fixture
def trial(app: Flask, sqlite_session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    fill_small_account(sqlite_session)
    monkeypatch.setitem(PAGES, TRIAL.name, TRIAL)
    app.add_url_rule(TRIAL.path, "trial", page_view(TRIAL))


def sections(page: PageClient) -> list[str]:
    """Return the anchors of the parts of the page."""
    return page.html(TRIAL.path).xpath("//section/@id")  # type: ignore[no-any-return] # lxml is untyped


@pytest.mark.usefixtures("trial")
def test_a_block_stands_beside_a_chart_with_its_tables_and_links(client: PageClient) -> None:
    tree = client.html(TRIAL.path)
    block = tree.xpath("//section[@id='activities']")[0]
    assert block.xpath("normalize-space(h2)") == "What was done"
    assert block.xpath(".//tbody//a/@href")[0].startswith("/activities/")
    assert "2 Jan 2020" in block.xpath("normalize-space(.//tbody)")
    assert block.xpath(".//a[@href='/activities']")
    assert not tree.xpath("//div[@class='tile']")


@pytest.mark.usefixtures("trial")
def test_what_some_users_see_never_reaches_another(
    client: PageClient, signed_in: Callable[..., PageClient]
) -> None:
    officer, donor = signed_in(Role.FINANCE_OFFICER), signed_in(Role.DONOR, donor_code="ITA")
    for _twice in range(2):
        assert sections(client) == sections(donor) == ["activities", "pledged-received"]
        assert sections(officer) == ["activities", "due", "pledged-received", "left"]
    file = "/dashboards/figures/trial/left.csv"
    assert officer.get(file).status_code == 200
    assert (client.get(file).status_code, donor.get(file).status_code) == (404, 404)
    assert client.get("/api/v1/figures/trial/left.json").status_code == 404
