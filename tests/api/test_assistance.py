"""Activities, programmes and tools in JSON."""

import pytest

from tests.api.conftest import Ask

pytestmark = pytest.mark.usefixtures("account")


def test_activities_are_narrowed(ask: Ask) -> None:
    def codes(query: str) -> list[str]:
        return [item["code"] for item in ask(f"/activities?{query}")["items"]]

    assert codes("protocol=TIP") == ["A1"]
    assert codes("country=KEN&country=PER") == ["A1"]
    assert codes("programme=GLO1&type=training&status=implementation") == ["A1", "A2"]
    assert codes("q=firearms") == ["A2"]


def test_an_activity_tells_who_paid_for_it(ask: Ask) -> None:
    told = ask("/activities/A2")
    assert told["instruments"] == [{"code": "FIREARMS", "share_bp": 10_000}]
    assert told["money"]["total"]["allocated_minor"] == 9_000
    paid = told["money"]["contributions"]
    assert {use["contribution"] for use in paid} == {"C-ITA", "C-JPN"}
    assert sum(use["attributed"]["allocated_minor"] for use in paid) == 9_000


def test_a_tool_tells_who_worked_with_it(ask: Ask) -> None:
    told = ask("/tools/GUIDE")
    assert told["activities"] == [
        {"code": "A1", "title": "Training", "title_lang": None, "use": "used", "share_bp": 2_000}
    ]
    assert [told[unit] for unit in ("copies", "downloads", "people")] == [40, 0, 25]
    assert [(event["number"], event["unit"]) for event in told["disseminations"]] == [
        (25, "people"),
        (40, "copies"),
    ]
    assert [tool["code"] for tool in ask("/tools?kind=practical_guide")["items"]] == ["GUIDE"]


def test_programmes_count_their_activities(ask: Ask) -> None:
    (programme,) = ask("/programmes")["items"]
    assert (programme["code"], programme["activities"]) == ("GLO1", 2)
