"""Versions of tools, by form and by sheet, with languages that are languages."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session

from tests.api.accounts import Account
from tests.exchange.making import messages, take_in, write_csv
from tests.support.pages import PageClient
from tracker.assistance.tools import ToolDraft, ToolVersionDraft, find_tool, read_tool, tool_faults
from tracker.reference.codes import ToolKind

MOVED, REFUSED = 303, 422
VALUES = {
    "versions-0-version": "1", "versions-0-released_on": "2012-10-11",
    "versions-0-languages": "en; fr", "versions-0-symbol": "CTOC/COP/2012/1",
    "versions-0-url": "https://example.org/1", "versions-0-changes": "The first one",
    "versions-1-version": "2", "versions-1-languages": "Arabic, zh", "why": "it is out",
}  # fmt: skip
ROW = {"code": "GUIDE", "title": "A guide", "kind": "practical_guide"}


def draft_of(session: Session) -> ToolDraft:
    session.rollback()
    return read_tool(session, find_tool(session, "GUIDE"))


def test_versions_stand_on_the_page_with_their_languages_by_name(
    account: Account, manager: PageClient, client: PageClient, sqlite_session: Session
) -> None:
    del account
    assert manager.submit("/tools/GUIDE/change", VALUES).status_code == MOVED
    first, second = draft_of(sqlite_session).versions
    assert (first.languages, first.released_on) == ("en fr", date(2012, 10, 11))
    assert second.languages == "ar zh"
    page = client.get("/tools/GUIDE").get_data(as_text=True)
    for text in ("CTOC/COP/2012/1", "English, French", "The first one", "https://example.org/1"):
        assert text in page
    answer = client.get("/api/v1/tools/GUIDE").get_json()
    assert [one["languages"] for one in answer["versions"]] == [["en", "fr"], ["ar", "zh"]]
    again = manager.submit("/tools/GUIDE/change", {"versions-0-changes": "", "why": "shorter"})
    assert again.status_code == MOVED
    assert [one.id for one in draft_of(sqlite_session).versions] == [first.id, second.id]


@pytest.mark.parametrize(
    "written", ["en; fr", "en, fr", "en fr", "EN;FR;en", "en\uff1bfr", "en\u060c fr"]
)
def test_languages_of_a_sheet_are_parted_by_any_sign(
    account: Account, sqlite_session: Session, tmp_path: Path, written: str
) -> None:
    del account
    sheet = write_csv(tmp_path / "t.csv", [ROW | {"languages": written}])
    assert take_in(sqlite_session, "tools", sheet)["faults"] == []
    assert draft_of(sqlite_session).languages == "en fr"


def test_what_is_no_language_is_refused_by_every_door(
    account: Account, manager: PageClient, sqlite_session: Session, tmp_path: Path
) -> None:
    del account
    sheet = write_csv(tmp_path / "t.csv", [ROW | {"languages": "en; French"}])
    assert [one[1] for one in messages(take_in(sqlite_session, "tools", sheet))] == ["languages"]
    wrong = {"languages": "en; nolanguage", "why": "x"}
    assert manager.submit("/tools/GUIDE/change", wrong).status_code == REFUSED
    draft = ToolDraft("T", "T", ToolKind.HANDBOOK, languages="en;, French")
    assert [one.field for one in tool_faults(draft)] == ["languages"]


def test_a_sheet_adds_a_version_and_changes_what_it_says_of_one(
    account: Account, sqlite_session: Session, tmp_path: Path
) -> None:
    del account
    one = ROW | {"version": "1", "version_languages": "en", "version_changes": "The first one"}
    assert take_in(sqlite_session, "tools", write_csv(tmp_path / "a.csv", [one]))["changed"] == 1
    two = {"code": "GUIDE", "version": "1", "released_on": "2012-10-11"}
    report = take_in(sqlite_session, "tools", write_csv(tmp_path / "b.csv", [two]))
    assert (report["changed"], report["faults"]) == (1, [])
    (version,) = draft_of(sqlite_session).versions
    assert (version.languages, version.changes, version.released_on) == (
        "en", "The first one", date(2012, 10, 11),
    )  # fmt: skip
    again = take_in(sqlite_session, "tools", write_csv(tmp_path / "c.csv", [two]))
    assert again["unchanged"] == 1


def test_versions_have_a_name_of_their_own_and_a_day_that_has_come() -> None:
    versions = (
        ToolVersionDraft("1", date(2090, 1, 1)), ToolVersionDraft("1"), ToolVersionDraft(""),
    )  # fmt: skip
    draft = ToolDraft("T", "T", ToolKind.HANDBOOK, versions=versions)
    assert [one.field for one in tool_faults(draft)] == [
        "versions-0-released_on", "versions-1-version", "versions-2-version",
    ]  # fmt: skip
