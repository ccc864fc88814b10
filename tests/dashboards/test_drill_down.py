"""Every figure of every dashboard leads to rows that add up to it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.page import Page, draw_page
from dashboards.pages.delivery import DELIVERY
from dashboards.pages.overview import OVERVIEW
from dashboards.pages.page_spec import PageSpec
from dashboards.pages.registry import SPECS
from dashboards.question import Addresses, PageQuery, Question
from dashboards.row_pages import question_of
from tests.support.made_up_ledger import Line, ledger, line_lists, member_rows
from tests.support.pages import PageClient
from tracker.http import context
from tracker.http.page_tables import TableLink
from tracker.http.totals_requests import reading
from tracker.money import Money
from tracker.periods import Span, today
from tracker.reference.codes import Earmarking
from tracker.totals.chart_data.table import ChartTable, OpenedNumber
from tracker.totals.dimensions import Dimension
from tracker.totals.member_rows import MemberRows
from tracker.totals.members import build_members
from tracker.totals.opened_rows import COUNTED
from tracker.totals.opening import OF_RECORDS, RowKind
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query
from tracker.totals.reader import TotalsReader
from tracker.totals.snapshot import Snapshot
from tracker.totals.totals import scope_of

ROWS = "/dashboards/rows/"
AMOUNT = re.compile(r"([-\N{MINUS SIGN}]?[\d,]+\.\d\d)$")
WHOLE = re.compile(r"([\d,]+)$")
FEW = "fewer than 5"
"""What stands for a number of people that is too small to be shown."""
WATERFALL = "left"
OF_ACCOUNT = {WATERFALL, "balance", "programmes", "ends-of-use", "unpaid"}
"""The charts of which every amount opens its rows."""
PERIODS = (
    Span(date(2020, 6, 15), date(2021, 6, 15)),
    Span(date(2020, 1, 1), date(2021, 12, 31)),
)
OF_PAGE, OVER_HTTP = 25, 40
"""How many figures of a page are followed, and how many links over HTTP."""


class Shown(NamedTuple):
    """A figure as a page shows it, and the address behind it."""

    text: str
    href: str
    is_step: bool = False
    """Whether it is a step of the waterfall, where what is taken away has the other sign."""

    @property
    def is_original(self) -> bool:
        """Tell whether it is an amount in the currency of contributions."""
        currency = self.text.partition("\N{NO-BREAK SPACE}")[0]
        return f"part=currency:{currency}" in self.href


def drawn(snapshot: Snapshot, spec: PageSpec, query: Query, code: str = "") -> Page:
    """Draw a page for the public."""
    subject = spec.subjects[0] if spec.subjects else None
    own = query if subject is None else query.having(subject, code)
    reader = TotalsReader(scope_of(snapshot, own, "en"))
    asked = PageQuery(own, subject)
    source = PageSource(reader, context.session(), own)
    addresses = Addresses(asked, spec.path.replace("<code>", code))
    return draw_page(spec, Question(source, asked, addresses, snapshot.version))


def figures_of(page: Page) -> Iterator[Shown]:
    """Yield all figures of a page that lead to rows: tiles, cells, sums, marks, bands."""
    for tile in (shown.tile for shown in page.tiles):
        yield Shown(tile.exact or tile.short, tile.href)
    for card in page.cards:
        is_step = card.name == WATERFALL
        for table in card.tables:
            cells = [cell for row in [*table.rows, table.sums or ()] for cell in row]
            yield from (Shown(*cell, is_step) for cell in cells if isinstance(cell, TableLink))
        if card.chart is not None and card.chart.figure is not None:
            yield from (one._replace(is_step=is_step) for one in marks_of(card.chart.figure))


def marks_of(figure: dict[str, Any]) -> Iterator[Shown]:
    """Yield the marks of a figure in Plotly's schema."""
    for trace in figure["data"]:
        meta = trace.get("meta", {})
        texts = trace.get("node", trace).get("customdata", ())
        yield from map(Shown, texts, meta.get("hrefs", ()))
        yield from map(Shown, trace.get("link", {}).get("customdata", ()), meta.get("bands", ()))


def kind_of(shown: Shown) -> RowKind:
    """Return the kind of rows to which a figure leads."""
    return RowKind(urlsplit(shown.href).path.removeprefix(ROWS))


def agrees(app: Flask, snapshot: Snapshot, shown: Shown) -> bool:
    """Tell whether the rows behind a figure add up to it."""
    kind = kind_of(shown)
    with app.test_request_context(shown.href):
        table = question_of(kind, snapshot).table()
    is_count = kind in COUNTED or kind in OF_RECORDS
    if is_count and not AMOUNT.search(shown.text):
        number = WHOLE.search(shown.text)
        behind = len(table.rows) if kind in COUNTED else counted(table)
        if number is None:
            return shown.text == FEW
        return int(number[1].replace(",", "")) == behind
    if shown.is_original:
        of_kind = [column for column in table.columns if column.kind == "original"]
        sums = {one.minor for one in table.sums or () if isinstance(one, Money)}
        return bool(of_kind) and int(re.sub(r"\D", "", shown.text)) in map(abs, sums)
    found = AMOUNT.search(shown.text)
    number = WHOLE.search(shown.text)
    if not found and number:
        return int(number[1].replace(",", "")) == len(table.rows)
    assert found, shown
    text = found[1].replace(",", "").replace("\N{MINUS SIGN}", "-").replace(".", "")
    place = next(at for at, column in enumerate(table.columns) if column.kind == "amount")
    total = table.sums[place] if table.sums else 0
    return total == int(text) or (shown.is_step and total == -int(text))


def counted(table: ChartTable) -> object:
    """Return the sum of the last count of records."""
    if not table.sums:
        return 0
    *_, place = (at for at, column in enumerate(table.columns) if column.kind == "count")
    found = table.sums[place]
    return found.number if isinstance(found, OpenedNumber) else found


def sampled(page: Page, random: Random) -> list[Shown]:
    """Return some of the figures of a page that lead to rows."""
    found = [one for one in figures_of(page) if one.href.startswith(ROWS)]
    return random.sample(found, min(len(found), OF_PAGE))


def code_for(spec: PageSpec, snapshot: Snapshot, random: Random) -> str:
    """Return a code that a page can be about, "" for one that is about all."""
    if not spec.subjects:
        return ""
    codes = [code for code in snapshot.codes(spec.subjects[0]) if code]
    return random.choice(codes) if codes else "001"


@settings(max_examples=12, deadline=None)
@given(
    rows=member_rows(),
    lines=line_lists(st.integers(-(10**9), 10**9)),
    random=st.randoms(use_true_random=False),
    period=st.sampled_from([None, (2020, 2021)]),
)
def test_the_figures_of_random_accounts_lead_to_rows_that_add_up_to_them(
    illustrative_app: Flask,
    rows: MemberRows,
    lines: list[Line],
    random: Random,
    period: tuple[int, int] | None,
) -> None:
    snapshot = Snapshot(lines=ledger(lines))
    snapshot._members = build_members(rows)  # noqa: SLF001 - as if read from a database
    day = today()
    query = Query(day)
    if period:
        first, last = (day.replace(year=year, month=6, day=15) for year in period)
        query = replace(query, first=first, last=last)
    if random.random() < 0.3:
        query = query.having(Dimension.EARMARKING, Earmarking.SOFTLY_EARMARKED)
    with illustrative_app.test_request_context("/"):
        pages = [
            drawn(snapshot, spec, query, code_for(spec, snapshot, random))
            for spec in random.sample(SPECS, 3)
        ]
    for page in pages:
        for shown in sampled(page, random):
            of_records = kind_of(shown) in OF_RECORDS
            if not (of_records or shown.is_original):  # these are the database's, not made up
                assert agrees(illustrative_app, snapshot, shown), shown


@settings(max_examples=10, deadline=None)
@given(
    rows=member_rows(),
    lines=line_lists(st.integers(-(10**9), 10**9)),
    span=st.sampled_from([Span(), *PERIODS]),
    page=st.sampled_from([OVERVIEW, DELIVERY]),
    place=st.sampled_from(["", "KEN"]),
)
def test_every_amount_of_a_random_account_opens_rows_that_add_up_to_it(
    illustrative_app: Flask,
    rows: MemberRows,
    lines: list[Line],
    span: Span,
    page: PageSpec,
    place: str,
) -> None:
    snapshot = Snapshot(lines=ledger(lines))
    snapshot._members = build_members(rows)  # noqa: SLF001 - as if read from a database
    query = Query(today()).within(span)
    query = query.having(Dimension.COUNTRY, place) if place else query
    with illustrative_app.test_request_context("/"):
        found = drawn(snapshot, page, query)
    shown = [one.tile for one in found.tiles if one.tile.value]
    assert all(tile.href for tile in shown)
    for card in found.cards:
        if card.name in OF_ACCOUNT:
            cells = [
                cell
                for table in card.tables
                for row in table.rows
                for column, cell in zip(table.columns, row, strict=True)
                if column.label != "Budget"  # what is planned has no rows of money
            ]
            assert not [cell for cell in cells if isinstance(cell, int) and cell]
    for card in found.cards:
        if card.name in (WATERFALL, "balance") and card.chart and card.chart.figure:
            cells = [cell for row in card.tables[0].rows for cell in row]
            opened = {cell.href for cell in cells if isinstance(cell, TableLink)}
            assert {one.href for one in marks_of(card.chart.figure) if one.href} == {
                href for href in opened if "refund_difference" not in href
            }
    for one in figures_of(found):
        if one.href.startswith(ROWS) and kind_of(one) not in OF_RECORDS:
            assert agrees(illustrative_app, snapshot, one), one


def test_the_figures_of_the_illustrative_account_lead_to_rows_that_add_up_to_them(
    illustrative_app: Flask,
) -> None:
    random = Random(30)
    followed = 0
    with illustrative_app.test_request_context("/"), reading() as snapshot:
        for spec in SPECS:
            page = drawn(snapshot, spec, Query(today()), code_for(spec, snapshot, random))
            for shown in sampled(page, random):
                assert agrees(illustrative_app, snapshot, shown), (spec.name, shown)
                followed += 1
    assert followed > 20 * len(SPECS) / 2


def test_links_on_pages_lead_to_rows_over_http(illustrative_app: Flask) -> None:
    random = Random(30)
    client = PageClient(illustrative_app.test_client())
    links: list[Shown] = []
    for path in ("/", "/dashboards/donors/ITA", "/dashboards/regions/002", "/dashboards/protocols"):
        found = client.html(path).xpath(f"//a[starts-with(@href, '{ROWS}')]")
        links += [Shown(link.xpath("string()"), link.get("href")) for link in found]
    for shown in random.sample(links, OVER_HTTP):
        page = client.html(shown.href)
        assert page.xpath("//tfoot"), shown
        if AMOUNT.search(shown.text):
            total = page.xpath("string(//tfoot/tr/td[@class='num'][1])")
            assert total.lstrip("\N{MINUS SIGN}") == shown.text.lstrip("\N{MINUS SIGN}")
