"""The calendar of activities, and series from a page."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.pages import PageClient, parse
from tests.support.people import let_in, make_user
from tests.web.conftest import counted
from tracker.assistance.activities import add_activities
from tracker.assistance.activity_calendar import CalendarActivity
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.db import transaction
from tracker.people.roles import Role
from tracker.periods import start_of_day
from tracker.reference.codes import ActivityStatus
from tracker.web.activities.calendar_file import calendar_file

MOST_STATEMENTS = 12
BEGUN = True, False, ActivityStatus.IMPLEMENTATION


def text_at(client: PageClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.get_data(as_text=True))


def test_a_series_is_proposed_edited_and_added_whole(
    app: Flask, account: Account, sqlite_session: Session, client: PageClient
) -> None:
    del account
    app.config["WTF_CSRF_ENABLED"] = False
    email = make_user(sqlite_session, Role.PROGRAMME_MANAGER).email
    manager = let_in(app, email)
    asked = {"every": "month", "after": "2029-01-31", "times": "3", "intent": "propose"}
    proposed = text_of_post(manager, asked)
    for value in ("2029-02-28", "2029-03-31", "2029-04-30", "A3", "A4", "A5"):
        assert value in proposed
    rows = {
        "occasions-0-code": "A3", "occasions-0-starts": "2029-02-28",
        "occasions-1-code": "A1", "occasions-1-starts": "2029-03-31",
    }  # fmt: skip
    refused = manager.post("/activities/A1/repeat", data={"every": "month", **rows})
    assert refused.status_code == 422
    assert client.get("/activities/A3").status_code == 404
    rows["occasions-1-code"] = "A9"
    done = manager.post("/activities/A1/repeat", data={"every": "month", **rows})
    assert done.status_code == 303
    assert client.get("/activities/A9").status_code == 404  # not published
    assert "A9" in text_at(manager, "/activities/calendar?month=2029-03")
    assert "A9" not in text_at(client, "/activities/calendar?month=2029-03")
    assert "A9" not in text_at(client, "/activities/calendar.ics?month=2029-03")
    assert "UID:http://localhost/activities/A9" in text_at(
        manager, "/activities/calendar.ics?month=2029-03"
    )


def page(code: str) -> str:
    return f"https://x.org/activities/{code}"


def text_of_post(client: PageClient, values: dict[str, str]) -> str:
    answer = client.post("/activities/A1/repeat", data=values)
    assert answer.status_code == 200
    return str(answer.get_data(as_text=True))


def test_the_month_shows_what_begins_and_ends_under_the_filters(
    app: Flask, account: Account, sqlite_session: Session, client: PageClient
) -> None:
    del account
    draft = read_draft(sqlite_session, find_activity(sqlite_session, "A1"))
    seven = replace(
        draft,
        code="A7",
        results=(),
        participants=(),
        planned_start=date(2022, 9, 20),
        planned_end=date(2022, 10, 2),
        actual_start=date(2022, 9, 29),
        actual_end=None,
    )
    sqlite_session.rollback()
    with transaction(sqlite_session):
        add_activities(sqlite_session, [seven], "ana")
    september = text_at(client, "/activities/calendar?month=2022-09")
    assert "A7" in september
    assert "begins" in september
    october = text_at(client, "/activities/calendar?month=2022-10")
    assert "ends (planned)" in " ".join(october.split())
    assert "A7" not in text_at(client, "/activities/calendar?month=2022-11")
    assert ">A7<" not in text_at(client, "/activities/calendar?month=2022-09&status=cancelled")
    assert "2022-08" in september
    for wrong in ("x", "2022-13", "9999-99"):
        text_at(client, f"/activities/calendar?month={wrong}")
    with counted(app) as statements:
        client.get("/activities/calendar?month=2022-09&lang=ar")
    assert len(statements) <= MOST_STATEMENTS, statements


def test_a_file_has_escaped_texts_in_short_lines() -> None:
    long = "Семинар; суды, прокуроры " * 8
    one = CalendarActivity("A1", long, "", date(2026, 1, 1), date(2026, 1, 2), *BEGUN)
    text = calendar_file([one], page, start_of_day(date(2026, 1, 1)))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "суды\\, прокуроры" in text.replace("\r\n ", "")
    assert "DTEND;VALUE=DATE:20260103" in text


def test_an_activity_that_was_cancelled_is_called_so(
    account: Account, sqlite_session: Session, client: PageClient
) -> None:
    del account
    draft = read_draft(sqlite_session, find_activity(sqlite_session, "A1"))
    gone = replace(
        draft,
        code="A7",
        results=(),
        participants=(),
        status=ActivityStatus.CANCELLED,
        planned_start=date(2029, 9, 20),
        planned_end=date(2029, 11, 2),
        actual_start=None,
        actual_end=None,
    )
    sqlite_session.rollback()
    with transaction(sqlite_session):
        add_activities(sqlite_session, [gone], "ana")
    for month in ("2029-09", "2029-10", "2029-11"):
        shown = " ".join(text_at(client, f"/activities/calendar?month={month}").split())
        assert "(cancelled)" in shown
        assert "(planned)" not in shown
        file = text_at(client, f"/activities/calendar.ics?month={month}")
        assert file.count("STATUS:") == file.count("STATUS:CANCELLED") == 1


def test_an_activity_without_an_end_in_sight_ends_on_the_last_day_there_is() -> None:
    one = CalendarActivity("A1", "Course", "", date(2026, 1, 1), date.max, *BEGUN)
    text = calendar_file([one], page, start_of_day(date(2026, 1, 1)))
    assert "DTEND;VALUE=DATE:99991231" in text


@pytest.mark.parametrize(
    ("asked", "field", "why"),
    [
        ({"every": "week", "until": "2032-01-01"}, "until", "more than 60 activities"),
        ({"every": "year", "until": "2029-06-30"}, "until", "no activity of the series"),
        ({"every": "year", "times": "60"}, "times", "too far ahead"),
        ({"every": "week", "until": "2569-01-01"}, "until", "too far ahead"),
        ({"every": "week", "times": "3", "after": "1899-01-01"}, "after", "2000"),
    ],
)
def test_a_series_says_why_none_is_proposed(
    manager: PageClient, asked: dict[str, str], field: str, why: str
) -> None:
    data = {"after": "2029-01-31", "intent": "propose", **asked}
    answer = manager.submit("/activities/A1/repeat", data)
    assert answer.status_code == 422
    summary = parse(answer.text).xpath("//div[@id='error-summary']//li/a")
    assert [one.get("href") for one in summary] == [f"#{field}"]
    assert why in summary[0].text_content()


def test_a_code_that_stands_twice_in_a_series_is_not_said_to_be_on_file(
    manager: PageClient,
) -> None:
    rows = {
        "occasions-0-code": "A3", "occasions-0-starts": "2029-02-28",
        "occasions-1-code": "a3", "occasions-1-starts": "2029-03-31",
        "occasions-2-code": "A1", "occasions-2-starts": "2029-04-30",
    }  # fmt: skip
    text = manager.submit("/activities/A1/repeat", {"every": "month", **rows}).text
    assert "the code a3 stands twice in this form" in text
    assert "the activity A1 is on file" in text
    assert "A3 is on file" not in text
