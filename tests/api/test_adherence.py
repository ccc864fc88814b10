"""Adherence in JSON: two dates, and no figure beyond the record."""

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
