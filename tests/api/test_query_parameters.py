"""The query of the dashboards stands once among the parameters, and its dates once in answers."""

import pytest

from tests.support.pages import PageClient
from tracker.api.parameters import Parameters
from tracker.api.query_parameters import ChoiceParameters, DayParameters, FileParameters
from tracker.totals.query_string import CODES


def schemas() -> list[type[Parameters]]:
    """Return the parameters of all addresses."""
    found = Parameters.__subclasses__()
    return [*found, *(below for one in found for below in one.__subclasses__())]


@pytest.mark.parametrize("base", [DayParameters, FileParameters, ChoiceParameters])
def test_who_takes_a_parameter_of_the_query_takes_it_from_one_place(
    base: type[Parameters],
) -> None:
    own = set(base.__annotations__)
    takers = [one for one in schemas() if own <= set(one.model_fields)]
    assert len(takers) > 1
    assert all(issubclass(one, base) for one in takers)


def test_every_code_of_the_query_can_be_chosen() -> None:
    assert set(ChoiceParameters.__annotations__) == set(CODES)


@pytest.mark.parametrize("path", ["people", "dissemination", "commission", "totals?measure=spent"])
def test_answers_say_the_same_dates(client: PageClient, path: str) -> None:
    sign = "&" if "?" in path else "?"
    query = "as_at=2023-06-30&to=2023-12-31&known_at=2024-01-31&from=2023-01-01"
    answer = client.get(f"/api/v1/{path}{sign}{query}").get_json()
    dates = {name: answer[name] for name in ("as_at", "known_at", "cut")}
    assert dates == {"as_at": "2023-06-30", "known_at": "2024-01-31", "cut": "2023-12-31"}
    assert {"filter", "data_version"} <= set(answer)
