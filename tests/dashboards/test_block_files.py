"""The tables of blocks as files: all their rows, what they are about, and for nobody else."""

import csv
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session

from tests.conftest import SignIn
from tests.support.commission_account import fill_for_commission
from tests.support.pages import PageClient
from tests.support.people import let_in, make_user
from tracker.people.roles import Role

PAGES = (
    "/dashboards/commission", "/dashboards/commission?from=2022-01-01&to=2022-12-31",
    "/dashboards/donors/ITA", "/dashboards/delivery", "/dashboards/tools",
)  # fmt: skip
OWN = "/dashboards/figures/donor/terms/contribution"


@pytest.fixture(autouse=True)
def filled(sqlite_session: Session) -> None:
    """Give the account to a test."""
    fill_for_commission(sqlite_session)


def files_of(tables: Any) -> list[tuple[str, int | None]]:  # noqa: ANN401 - elements
    """Return the address of each table's file, and its rows where all are shown."""
    found = []
    for table in tables:
        links = table.xpath("following::p[contains(@class, 'chart-links')][1]/a/@href")
        cut = table.xpath("following::*[1][self::p][contains(@class, 'chart-notes')]")
        found.append((str(links[0]), None if cut else len(table.xpath(".//tbody/tr"))))
    return found


@pytest.mark.parametrize("path", PAGES)
def test_each_table_of_a_block_is_a_file_with_all_its_rows(signed_in: SignIn, path: str) -> None:
    reader = signed_in(Role.FINANCE_OFFICER)
    page = reader.html(path)
    tables = page.xpath("//section[contains(@class, 'block-card')]//table[tbody/tr]")
    assert tables
    files = files_of(tables)
    assert len({address for address, _number in files}) == len(tables)
    for address, number in files:
        answer = reader.get(address)
        assert answer.status_code == 200, address
        rows = list(csv.reader(answer.get_data().decode("utf-8-sig").splitlines()))
        assert number is None or len(rows) == number + 1, address
        about = reader.get(address.replace(".csv", "/metadata.json")).get_json()
        assert about["title"]
        assert [one["name"] for one in about["columns"]] == rows[0]
        assert reader.get(address.replace(".csv", ".xlsx")).status_code == 200


def test_a_block_of_a_donor_is_a_file_for_who_may_see_it_alone(
    app: Flask, client: PageClient, sqlite_session: Session
) -> None:
    own, other = (
        let_in(app, make_user(sqlite_session, Role.DONOR, donor_code=code, email=email).email)
        for code, email in (("ITA", "rome@example.org"), ("JPN", "tokyo@example.org"))
    )
    for ending in (".csv", ".xlsx", "/metadata.json"):
        address = f"{OWN}{ending}?donor=ITA"
        assert own.get(address).status_code == 200
        for reader in (client, other):
            assert reader.get(address).status_code == 404
        assert own.get(f"{OWN}{ending}").status_code == 404
        assert own.get(f"{OWN}{ending}?donor=JPN").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["none/terms/contribution.csv", "donor/none/x.csv", "commission/paragraph-5/none.csv"],
)
def test_what_is_no_table_of_a_block_is_not_found(client: PageClient, path: str) -> None:
    assert client.get(f"/dashboards/figures/{path}").status_code == 404
