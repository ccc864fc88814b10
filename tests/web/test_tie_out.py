"""The pages of the tie-out: who may see them, who may write, and what a line says."""

import csv
from collections.abc import Callable
from datetime import date
from io import StringIO

import pytest
from flask import Flask
from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.pages import PageClient
from tests.web.conftest import Counts, counted
from tests.web.test_money_forms import faults_of
from tracker.db import transaction
from tracker.fund.reconciliation.statement_rules import FigureDraft, StatementDraft
from tracker.fund.reconciliation.statement_writes import add_figure, add_statement, explain
from tracker.fund.states import StatementItem
from tracker.people.roles import Role

ALLOWED = {Role.FINANCE_OFFICER, Role.APPROVER, Role.SECRETARIAT}
PATHS = ("/tie-out", "/tie-out/CS-2021", "/tie-out/CS-2021/figures/1")


@pytest.fixture
def statement(sqlite_session: Session, account: Account) -> int:
    """Put a statement of 2021 on record; return the number of its first figure.

    Japan paid 300.00 that year, and nothing was spent.
    """
    del account
    with transaction(sqlite_session) as session:
        draft = StatementDraft("CS-2021", 2021, "Board of Auditors", date(2022, 6, 30), "=note")
        add_statement(session, draft, "ana@example.org")
        figure = FigureDraft("JPN", StatementItem.RECEIVED, 31_000)
        number = add_figure(session, "CS-2021", figure, "ana@example.org")
        add_figure(session, "CS-2021", FigureDraft("", StatementItem.SPENT, 0), "ana@example.org")
    return number


def cells(client: PageClient, path: str) -> list[list[str]]:
    """Return the rows of the page's first table."""
    rows = client.html(path).xpath("(//table)[1]/tbody/tr")
    return [["".join(cell.itertext()).strip() for cell in row.xpath("./th|./td")] for row in rows]


@pytest.mark.usefixtures("statement")
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PUBLIC])
def test_who_may_sees_and_finance_officers_alone_write(
    signed_in: Callable[[Role], PageClient], role: Role
) -> None:
    client = signed_in(role)
    seen = {client.get(path).status_code for path in (*PATHS, "/tie-out/CS-2021/table.csv")}
    assert seen == ({200} if role in ALLOWED else {403})
    wrote = client.get("/tie-out/CS-2021/figures/add").status_code
    assert wrote == (200 if role is Role.FINANCE_OFFICER else 403)
    offered = role in ALLOWED and "Type a figure" in client.get(PATHS[1]).get_data(as_text=True)
    assert offered is (role is Role.FINANCE_OFFICER)


@pytest.mark.usefixtures("statement")
@pytest.mark.parametrize("path", [*PATHS, "/tie-out/CS-2021/table.csv"])
def test_a_stranger_sees_nothing(client: PageClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 303
    assert "Board" not in answer.get_data(as_text=True)


@pytest.mark.usefixtures("statement")
@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "zh", "ar"])
@pytest.mark.parametrize("path", [*PATHS, "/tie-out/add", "/tie-out/CS-2021/figures/1/change"])
def test_every_page_answers_in_every_language(
    finance: PageClient, path: str, language: str
) -> None:
    assert finance.get(f"{path}?lang={language}").status_code == 200


@pytest.mark.usefixtures("statement")
def test_the_list_tells_what_is_open(finance: PageClient) -> None:
    ((reference, year, source, _day, figures, lines, minor, status),) = cells(finance, "/tie-out")
    assert (reference, year, source) == ("CS-2021", "2021", "Board of Auditors")
    assert (figures, lines, minor, status) == ("2", "1", "10.00", "Open")


@pytest.mark.usefixtures("statement")
def test_a_statement_stands_beside_the_ledger(finance: PageClient) -> None:
    assert cells(finance, "/tie-out/CS-2021") == [
        ["All donors, Spent", "Spent", "0.00", "0.00", "0.00", "0.00", "0.00"],
        ["Japan, Received", "Received", "310.00", "300.00", "10.00", "0.00", "10.00"],
    ]
    assert len(cells(finance, "/tie-out/CS-2021?open=1")) == 1
    early = cells(finance, "/tie-out/CS-2021?known_at=2020-01-01")
    assert early[1][2:4] == ["310.00", "0.00"]
    for text in ("never", "2569-01-01"):
        assert finance.get(f"/tie-out/CS-2021?known_at={text}").status_code == 422


@pytest.mark.usefixtures("account")
def test_from_the_statement_to_nothing_open(finance: PageClient) -> None:
    text = finance.get("/tie-out").get_data(as_text=True)
    assert "No certified statement is on record yet." in text
    values = {
        "reference": "CS-2020", "year": "2020", "source": "Auditors", "issued_on": "2021-06-30",
    }  # fmt: skip
    answer = finance.submit("/tie-out/add", values, follow=True)
    assert "No figure of this statement is on record yet." in answer.get_data(as_text=True)
    path = "/tie-out/CS-2020/figures/add"
    figure = {"donor": "Italy", "item": "received", "amount": "1,250.00"}
    assert finance.submit(path, figure).status_code == 303
    again = finance.submit(path, figure)
    assert faults_of(again.get_data(as_text=True)) == [
        "this figure is on record; open it to change it, with a reason"
    ]
    line = "/tie-out/CS-2020/figures/1"
    too_much = finance.submit(line, {"amount": "250.01", "text": "cut-off"})
    assert too_much.status_code == 422
    assert faults_of(too_much.get_data(as_text=True)) == [
        "that is more than is open: 250.00 USD of a difference of 250.00 USD"
    ]
    assert finance.submit(line, {"amount": "250", "text": "came on 1 January"}).status_code == 303
    text = finance.get("/tie-out/CS-2020").get_data(as_text=True)
    assert "Tied out" in text
    text = finance.get(line).get_data(as_text=True)
    assert "came on 1 January" in text
    assert "<bdi>Finance officer</bdi>" in text
    ask = "/tie-out/CS-2020/explanations/1/withdraw"
    assert faults_of(finance.submit(ask, {"why": " "}).get_data(as_text=True)) == [
        "say why it is withdrawn"
    ]
    assert finance.submit(ask, {"why": "wrong day"}).status_code == 303
    assert "wrong day" in finance.get(line).get_data(as_text=True)
    assert finance.submit(f"{line}/change", {"amount": "1000", "why": "misread"}).status_code == 303
    assert "There is nothing to explain" not in finance.get(line).get_data(as_text=True)
    assert "Nothing is open." in finance.get(line).get_data(as_text=True)


@pytest.mark.usefixtures("statement")
@pytest.mark.parametrize(
    ("path", "values", "faults"),
    [
        ("/tie-out/add", {"reference": "", "year": "long ago", "source": "", "issued_on": ""}, 4),
        (
            "/tie-out/add",
            {"reference": "CS-2021", "year": "2021", "source": "x", "issued_on": "2022-01-01"},
            1,
        ),
        ("/tie-out/CS-2021/figures/add", {"donor": "Atlantis", "amount": "much"}, 2),
        ("/tie-out/CS-2021/figures/add", {"item": "gifts", "amount": ""}, 2),
        ("/tie-out/CS-2021/figures/1", {"amount": "0", "text": ""}, 2),
        ("/tie-out/CS-2021/figures/1/change", {"amount": "1.234", "why": "x"}, 1),
        ("/tie-out/CS-2021/figures/1/change", {"amount": "1", "why": ""}, 1),
    ],
)
def test_what_is_wrong_is_told_at_once_and_nothing_is_kept(
    finance: PageClient,
    rows: Callable[[], Counts],
    path: str,
    values: dict[str, str],
    faults: int,
) -> None:
    before = rows()
    answer = finance.submit(path, values)
    assert answer.status_code == 422
    assert len(faults_of(answer.get_data(as_text=True))) == faults
    assert rows() == before


@pytest.mark.usefixtures("statement")
def test_what_is_not_there_is_not_found(finance: PageClient) -> None:
    for path in (
        "/tie-out/CS-1999",
        "/tie-out/CS-1999/table.csv",
        "/tie-out/CS-1999/figures/add",
        "/tie-out/CS-1999/figures/1",
        "/tie-out/CS-2021/figures/99",
        "/tie-out/CS-2021/explanations/99/withdraw",
    ):
        assert finance.get(path).status_code == 404, path


def test_the_file_holds_the_same_table_and_no_formula(
    finance: PageClient, sqlite_session: Session, statement: int
) -> None:
    with transaction(sqlite_session) as session:
        text = "=HYPERLINK(1)"
        explain(session, "CS-2021", statement, minor=400, text=text, actor="ana@example.org")
    answer = finance.get("/tie-out/CS-2021/table.csv?open=1")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tie-out-CS-2021.csv"'
    (row,) = csv.DictReader(StringIO(answer.get_data().decode("utf-8-sig")))
    assert row == {
        "statement": "CS-2021", "year": "2021", "donor": "JPN", "donor_name": "Japan",
        "item": "received", "statement_usd": "310.00", "system_usd": "300.00",
        "difference_usd": "10.00", "explained_usd": "4.00", "open_usd": "6.00",
        "explanations": "4.00: =HYPERLINK(1)",
    }  # fmt: skip


@pytest.mark.usefixtures("statement")
def test_donors_that_the_statement_lacks_are_listed(finance: PageClient) -> None:
    finance.submit("/tie-out/add", {
        "reference": "CS-2022", "year": "2022", "source": "x", "issued_on": "2023-06-30",
    })  # fmt: skip
    path = "/tie-out/CS-2022/figures/add"
    finance.submit(path, {"donor": "JPN", "item": "received", "amount": "0"})
    finance.submit(path, {"donor": "", "item": "received", "amount": "5"})
    page = finance.html("/tie-out/CS-2022")
    lacking = page.xpath("//section[h2[@id='unstated']]//tbody/tr/th//text()")
    assert "".join(lacking).strip() == "Italy"  # its euros of 2022
    (link,) = page.xpath("//section[h2[@id='unstated']]//a/@href")
    assert link.endswith("?donor=ITA&item=received")
    assert finance.html(link).xpath("//input[@name='donor']/@value") == ["ITA"]
    text = " ".join("".join(page.xpath("//p[contains(@class, 'notice-warning')]//text()")).split())
    assert "the donors of the statement add up to USD 0.00, its total is USD 5.00" in text


@pytest.mark.usefixtures("statement")
def test_statements_do_not_depend_on_how_much_there_is(
    app: Flask, finance: PageClient, sqlite_session: Session
) -> None:
    def counts() -> list[int]:
        found = []
        for path in PATHS:
            with counted(app) as statements:
                assert finance.get(path).status_code == 200
            found.append(len(statements))
        return found

    before = counts()
    with transaction(sqlite_session) as session:
        for year in range(1990, 2010):
            draft = StatementDraft(f"S-{year}", year, "x", date(2022, 1, 1))
            add_statement(session, draft, "ana@example.org")
            for item in StatementItem:
                for donor in ("", "ITA"):
                    add_figure(session, f"S-{year}", FigureDraft(donor, item, year), "ana")
    assert counts() == before
    assert max(before) <= 12, before
