"""All briefs of a donor: at once where they are few, else as a job whose file its asker fetches."""

import io
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask
from sqlmodel import Session

from tests.support.commission_account import fill_for_commission
from tests.support.pages import PageClient
from tests.support.people import let_in, make_user
from tracker.people.roles import Role
from tracker.web.donors import brief_pages

ADDRESS = "/donors/ITA/briefs"
NAMES = ["index.html", "index.xlsx", "activities/A1.html", "tools/GUIDE.html"]
SignIn = Callable[[Role], PageClient]


@pytest.fixture(autouse=True)
def _account(sqlite_session: Session) -> None:
    fill_for_commission(sqlite_session)


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch, jobs_at_once: None) -> None:
    """Let two briefs be many, and do the work of a job's process before the page answers."""
    del jobs_at_once
    monkeypatch.setattr(brief_pages, "MOST_AT_ONCE", 1)


def names_in(data: bytes) -> list[str]:
    """Return the names of the files in a ZIP file."""
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        return read.namelist()


def press(client: PageClient, address: str) -> str:
    """Press the button of the section of the file, and return where it leads."""
    (form,) = client.html(address).xpath("//section//form")
    token = form.xpath(".//input[@name='csrf_token']/@value")[0]
    return str(client.post(form.get("action"), data={"csrf_token": token}).location)


def test_few_briefs_come_at_once(client: PageClient, signed_in: SignIn) -> None:
    page = client.html(f"{ADDRESS}?format=html")
    (address,) = page.xpath("//section//a[@class='button']/@href")
    answer = client.http.get(address)
    assert answer.content_type == "application/zip"
    assert names_in(answer.data) == NAMES
    with zipfile.ZipFile(io.BytesIO(answer.data)) as read:
        assert b"The share of Italy" not in read.read("activities/A1.html")
    own = signed_in(Role.SECRETARIAT).http.get(address)
    with zipfile.ZipFile(io.BytesIO(own.data)) as read:
        assert b"The share of Italy" in read.read("activities/A1.html")


def test_the_page_of_a_donor_leads_to_its_briefs(signed_in: SignIn) -> None:
    assert signed_in(Role.SECRETARIAT).html(ADDRESS).xpath("//p[@class='trail']/a/@href") == [
        "/dashboards/donors/ITA"
    ]


@pytest.mark.usefixtures("many")
def test_many_are_drawn_by_a_job_for_who_has_signed_in(
    app: Flask, client: PageClient, signed_in: SignIn, sqlite_session: Session
) -> None:
    assert client.get(f"{ADDRESS}.zip").status_code == 303
    assert "Sign in" in client.html(ADDRESS).text_content()
    staff = signed_in(Role.SECRETARIAT)
    shown = press(staff, f"{ADDRESS}?format=html&from=2021-01-01")
    assert "from=2021-01-01" in shown
    page = staff.html(shown)
    (address,) = page.xpath("//section//a[@class='button']/@href")
    assert names_in(staff.http.get(address).data) == NAMES
    make_user(sqlite_session, Role.APPROVER, email="other@example.org")
    other = let_in(app, "other@example.org")
    assert other.get(address).status_code == 404
    assert client.get(address).status_code == 303
    assert staff.get(f"{ADDRESS}/99.zip").status_code == 404


@pytest.mark.usefixtures("jobs_at_once")
def test_a_job_that_waits_is_shown_and_cancelled(
    signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(brief_pages, "MOST_AT_ONCE", 1)
    monkeypatch.setattr("tracker.jobs.queue.JobQueue.start_waiting", lambda _queue: None)
    staff = signed_in(Role.SECRETARIAT)
    page = staff.html(press(staff, ADDRESS))
    assert "Waiting for a free place" in page.text_content()
    (action,) = page.xpath("//section//form/@action")
    assert action == f"{ADDRESS}/cancel"
    assert "Draw 2 briefs" in staff.html(press(staff, ADDRESS)).text_content()


@pytest.mark.parametrize(
    "asked",
    ["from=soon", "language=xx", "format=odt", "donor=JPN", "compare=before", "anything=1"],
)
def test_what_it_cannot_count_by_is_refused(client: PageClient, asked: str) -> None:
    assert client.get(f"{ADDRESS}?{asked}").status_code == 422
    assert client.get(f"{ADDRESS}.zip?{asked}").status_code == 422


def test_an_unknown_donor_has_none(client: PageClient) -> None:
    assert client.get("/donors/NOBODY/briefs").status_code == 404
    assert client.get("/donors/NOBODY/briefs.zip").status_code == 404


def test_the_command_packs_them(app: Flask, tmp_path: pytest.TempPathFactory) -> None:
    out = f"{tmp_path}/briefs.zip"
    run = app.test_cli_runner().invoke
    done = run(args=["report", "briefs", "ITA", "--format", "html", "--out", out])
    assert done.exit_code == 0, done.output
    assert "2 briefs" in done.output
    with open(out, "rb") as read:  # noqa: PTH123 - a name of the command
        assert names_in(read.read()) == NAMES
    for wrong in (["NOBODY", "--out", out], ["ITA"]):
        refused = run(args=["report", "briefs", *wrong])
        assert refused.exit_code != 0
        assert "Traceback" not in refused.output
