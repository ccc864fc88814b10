"""The form of dissemination: what it records shows on the tool's page and in its figures."""

from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.pages import PageClient
from tracker.assistance.disseminations import find_dissemination
from tracker.assistance.states import DisseminationUnit

REFUSED, MOVED = 422, 303
EVENT = {
    "code": "DIS-9", "tool": "GUIDE", "held_on": "2022-09-15", "means": "launch",
    "number": "1,200", "unit": "copies", "place": "Peru", "language": "Spanish",
}  # fmt: skip


def test_an_event_is_recorded_with_its_tool_named_by_the_page(
    account: Account, sqlite_session: Session, manager: PageClient
) -> None:
    del account
    tool = manager.get("/tools/GUIDE").get_data(as_text=True)
    assert "/dissemination/add?tool=GUIDE" in tool
    shown = manager.get("/dissemination/add?tool=GUIDE").get_data(as_text=True)
    assert 'value="GUIDE"' in shown
    sent = manager.submit("/dissemination/add?tool=GUIDE", EVENT)
    assert sent.status_code == MOVED
    event = find_dissemination(sqlite_session, "DIS-9")
    found = (event.tool, event.number, event.unit, event.place, event.language)
    assert found == ("GUIDE", 1_200, DisseminationUnit.COPIES, "PER", "es")
    tool = manager.get("/tools/GUIDE").get_data(as_text=True)
    assert "1,200" in tool
    assert "/dissemination/DIS-9" in tool


def test_a_change_is_kept_with_its_reason(account: Account, manager: PageClient) -> None:
    del account
    path = "/dissemination/DIS-2/change"
    assert manager.submit(path, {"number": "31", "why": "two lists"}).status_code == MOVED
    history = manager.get("/dissemination/DIS-2/history").get_data(as_text=True)
    for told in ("two lists", "25", "31"):
        assert told in history


def test_what_is_no_language_and_no_tool_is_named(account: Account, manager: PageClient) -> None:
    del account
    values = EVENT | {"language": "Klingon-like", "tool": "NOTHING"}
    answer = manager.submit("/dissemination/add", values)
    assert answer.status_code == REFUSED
    text = answer.get_data(as_text=True)
    assert "No language has this name or code" in text
    assert "no tool has the code" in text


def test_the_public_has_neither_form_nor_event(account: Account, client: PageClient) -> None:
    del account
    for path in ("/dissemination/add", "/dissemination/DIS-2", "/dissemination/DIS-2/history"):
        assert client.get(path).status_code == MOVED
    assert "/dissemination/" not in client.get("/tools/GUIDE").get_data(as_text=True)
