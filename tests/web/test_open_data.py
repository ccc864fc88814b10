"""The page of the open data, and answers that pages of other sites may read."""

import csv
from io import StringIO

import pytest

from tests.api.accounts import Account
from tests.support.pages import PageClient

ANYWHERE = "Access-Control-Allow-Origin"


def test_every_list_and_answer_that_it_names_is_given_to_everybody(
    account: Account, client: PageClient
) -> None:
    del account
    page = client.html("/data")
    addresses = page.xpath("//main//table//a/@href")
    assert len(addresses) >= 20
    for address in [*addresses, *page.xpath("//main//a[contains(@href, 'openapi')]/@href")]:
        assert client.http.get(address).status_code == 200, address
    [contributions] = page.xpath("//main//a[starts-with(@href, '/contributions?file=csv')]/@href")
    rows = list(csv.reader(StringIO(client.http.get(contributions).get_data(as_text=True))))
    assert "C-ITA" in {row[0] for row in rows[1:]}
    assert "/data" in client.html("/contributions").xpath("//footer//a/@href")


@pytest.mark.parametrize("path", ["/api/v1/contributions", "/api/v1/totals?measure=received"])
def test_other_sites_read_what_is_public_and_nothing_with_a_persons_rights(
    account: Account, client: PageClient, finance: PageClient, path: str
) -> None:
    del account
    open_to_all = client.http.get(path).headers
    assert open_to_all[ANYWHERE] == "*"
    assert open_to_all["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Credentials" not in open_to_all
    for headers in (
        finance.http.get(path).headers,
        client.http.get(path, headers={"Authorization": "Bearer nobody"}).headers,
        client.http.get("/contributions").headers,
    ):
        assert ANYWHERE not in headers
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
