"""The faults of a request are listed parameter by parameter."""

import pytest

from tests.support.pages import PageClient

pytestmark = pytest.mark.usefixtures("account")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"),
        ("page=x", "page"),
        ("page=1&page=2", "page"),
        ("per_page=201", "per_page"),
        ("earmarking=5", "earmarking"),
        ("state=pledged&state=lost", "state"),
        ("donor=", "donor"),
        ("donor=%00", "donor"),
        ("sort=nonsense", "sort"),
        ("q=" + "x" * 201, "q"),
        ("q=%00", "q"),
        ("lang=tlh", "lang"),
        ("earmaking=1", "earmaking"),
    ],
)
def test_a_faulty_parameter_is_named(client: PageClient, query: str, field: str) -> None:
    answer = client.get(f"/api/v1/contributions?{query}")
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    problem = answer.get_json()
    assert (problem["status"], problem["instance"]) == (422, "/api/v1/contributions")
    assert [fault["field"] for fault in problem["errors"]] == [field]
    assert problem["errors"][0]["message"] != "this value cannot be read"


def test_all_faults_are_listed(client: PageClient) -> None:
    problem = client.get("/api/v1/contributions?page=0&sort=x&state=y").get_json()
    assert {fault["field"] for fault in problem["errors"]} == {"page", "sort", "state"}


@pytest.mark.parametrize("day", ["0", "20130328", "2013-02-30", "2013-3-28", "yesterday"])
def test_a_day_is_a_day(client: PageClient, day: str) -> None:
    problem = client.get(f"/api/v1/adherence?as_at={day}").get_json()
    assert problem["errors"] == [{"field": "as_at", "message": "a day is written as 2013-03-28"}]


@pytest.mark.parametrize(
    "path",
    [
        "/contributions/NONE", "/contributions/NONE/entries", "/contributions/NONE/activities",
        "/activities/NONE", "/tools/NONE", "/tools/%00", "/nowhere",
    ],
)  # fmt: skip
def test_what_is_not_there_is_said_so(client: PageClient, path: str) -> None:
    answer = client.get(f"/api/v1{path}")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
