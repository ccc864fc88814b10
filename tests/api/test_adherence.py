"""Adherence in JSON: two dates, and no figure beyond the record."""

import csv
import io

import pytest

from tests.api.conftest import Ask
from tests.support.pages import PageClient


def parties(told: dict[str, list[dict[str, object]]]) -> list[object]:
    """Return the counts in the order of the instruments."""
    assert [row["instrument"] for row in told["rows"]] == ["UNTOC", "TIP", "SOM", "FIREARMS"]
    return [row["parties"] for row in told["rows"]]


@pytest.mark.usefixtures("account")
def test_parties_are_counted_at_two_dates(ask: Ask) -> None:
    then = ask("/adherence?as_at=2013-03-28&known_at=2013-07-06")
    assert parties(then) == [174, 154, 135, 97]
    assert (then["as_at"], then["known_at"], then["complete"]) == ("2013-03-28", "2013-07-06", True)
    later = ask("/adherence?as_at=2013-03-28&known_at=2014-07-10")
    assert parties(later)[-1] == 98


@pytest.mark.usefixtures("account")
def test_beyond_the_record_it_says_where_the_record_ends(ask: Ask) -> None:
    last = ask("/adherence?as_at=2014-07-10&known_at=2014-07-10")
    beyond = ask("/adherence?as_at=2020-01-01")
    assert last["complete"]
    assert not beyond["complete"]
    assert beyond["complete_until"] == "2014-07-10"
    assert parties(beyond) == parties(last)
    assert not ask("/adherence?as_at=2014-01-01&known_at=2013-07-06")["complete"]
    between = ask("/adherence?as_at=2014-01-01&known_at=2014-01-02")
    assert not between["complete"], "the second list was not known yet"


@pytest.mark.usefixtures("account")
def test_before_the_record_nothing_was_known(client: PageClient) -> None:
    answer = client.get("/api/v1/adherence?known_at=2013-07-05")
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["errors"][0]["field"] == "known_at"


def test_an_empty_record_is_no_count(client: PageClient) -> None:
    assert client.get("/api/v1/adherence").status_code == 404


@pytest.mark.usefixtures("account")
def test_the_parties_of_a_day_are_listed_with_their_dates(ask: Ask, client: PageClient) -> None:
    days = "as_at=2013-03-28&known_at=2013-07-06"
    found = {item["party"]: item for item in ask(f"/adherence/parties?{days}")["items"]}
    assert found["ITA"]["name"] == "Italy"
    assert found["ITA"]["rows"][0] == {
        "instrument": "UNTOC", "signed_on": "2000-12-12", "party_since": "2006-08-02",
        "action": "ratification",
    }  # fmt: skip
    bound = [step for item in found.values() for step in item["rows"] if step["party_since"]]
    assert len(bound) == 174 + 154 + 135 + 97
    text = client.get(f"/api/v1/adherence/parties?{days}&protocol=TIP&format=csv&delimiter=tab")
    rows = list(csv.DictReader(io.StringIO(text.get_data(as_text=True)), delimiter="\t"))
    assert sum(bool(row["party_since"]) for row in rows) == 154
    assert {row["instrument"] for row in rows} == {"TIP"}


@pytest.mark.usefixtures("account")
def test_new_parties_of_a_period_are_the_difference_of_its_counts(ask: Ask) -> None:
    found = ask("/adherence/new-parties?from=2013-03-29&to=2014-07-10&known_at=2014-07-10")
    assert found["complete"]
    assert [(one["before"], one["after"]) for one in found["counts"]] == [
        (174, 179), (154, 159), (135, 138), (98, 109),
    ]  # fmt: skip
    for one in found["counts"]:
        own = [item for item in found["items"] if item["instrument"] == one["instrument"]]
        assert len(own) == one["joined"] == one["after"] - one["before"]
    assert not ask("/adherence/new-parties?from=2015-01-01")["complete"]


@pytest.mark.usefixtures("account")
def test_a_late_deposit_explains_why_a_count_has_grown(ask: Ask) -> None:
    found = ask("/adherence/late-deposits?as_at=2013-03-28&protocol=FIREARMS")["items"]
    assert [(one["party"], one["missing_from"], one["known_on"]) for one in found] == [
        ("CIV", "2013-07-06", "2014-07-10")
    ]


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("path", ["", "/parties", "/new-parties", "/late-deposits"])
def test_a_moment_of_knowledge_counts_by_its_day(ask: Ask, path: str) -> None:
    day, moment = (
        ask(f"/adherence{path}?as_at=2013-03-28&known_at={known}")
        for known in ("2014-07-10", "2014-07-10T10:04:31Z")
    )
    assert day == moment
