"""Dissemination through the API: by breakdown and period, beside the period before, as a file."""

from typing import Any

import pytest

from tests.api.accounts import Account
from tests.support.pages import PageClient


def sums(client: PageClient, query: str = "") -> Any:  # noqa: ANN401 - JSON
    """Ask for dissemination."""
    answer = client.get(f"/api/v1/dissemination?{query}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


@pytest.mark.usefixtures("account")
def test_counts_come_by_breakdown_period_and_choice(client: PageClient, account: Account) -> None:
    del account
    whole = sums(client)
    assert whole["total"] == {"copies": 40, "downloads": 0, "people": 25}
    assert [(row["code"], row["label"]) for row in whole["rows"]] == [("GUIDE", "A guide")]
    by_means = {row["code"]: row for row in sums(client, "by=means")["rows"]}
    assert (by_means["copies"]["copies"], by_means["training"]["people"]) == (40, 25)
    for query, copies, people in (
        ("country=KEN", 40, 0),
        ("region=002", 40, 0),
        ("programme=GLO1", 0, 25),
        ("from=2022-06-15", 0, 25),
        ("unit=copies", 40, 0),
        ("means=training", 0, 25),
        ("audience=judge", 0, 0),
        ("donor=ITA", 0, 25),
        ("donor=JPN", 0, 0),
        ("known_at=2022-06-30", 0, 0),
    ):
        found = sums(client, query)["total"]
        assert (found["copies"], found["people"]) == (copies, people), query
    late = sums(client, "from=2023-01-01&to=2023-12-31&compare=before&by=country")
    assert late["total"] == {"copies": 0, "downloads": 0, "people": 0}
    assert late["compare"]["total"] == {"copies": 40, "downloads": 0, "people": 25}
    assert [row["code"] for row in late["compare"]["rows"]] == ["", "KEN"]


@pytest.mark.usefixtures("account")
def test_a_file_has_both_periods_in_a_row_and_faults_are_named(client: PageClient) -> None:
    query = "from=2023-01-01&to=2023-12-31&compare=before&format=csv&by=unit"
    text = client.get(f"/api/v1/dissemination?{query}").get_data(as_text=True)
    head, first, *_rest = text.lstrip("\ufeff").splitlines()
    assert head.endswith("people,compared_copies,compared_downloads,compared_people")
    assert first == "copies,Copies,0,0,0,40,0,0"
    for wrong in ("by=colour", "language=xx", "means=pigeon", "country=XXX", "compare=never"):
        answer = client.get(f"/api/v1/dissemination?{wrong}")
        assert answer.status_code == 422, wrong
        assert answer.get_json()["errors"][0]["field"] == wrong.partition("=")[0]
