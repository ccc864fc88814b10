"""Saved views: the page and its query under a name, of one user and for nobody else."""

import pytest
from sqlmodel import Session, select

from tests.conftest import SignIn
from tests.support.pages import PageClient, parse
from tests.support.people import make_user
from tests.support.small_account import fill_small_account
from tracker.db import transaction
from tracker.errors import InvalidDraft, NotFound
from tracker.people.roles import Role
from tracker.people.saved_views import (
    MOST_VIEWS,
    ViewAddress,
    delete_view,
    list_views,
    rename_view,
    save_view,
)
from tracker.people.tables import AuditRecord, User
from tracker.periods import utc_now

PAGE = "/dashboards/donors?from=2020-01-01&protocol=TIP"
NO_VIEWS = (
    "/imports", "//evil.example/", "https://evil.example/dashboards/donors", "/none", "",
    "/embed/overview/left", "http://[", f"/dashboards/donors?tool={'y' * 3000}",
)  # fmt: skip
ADDRESS = ViewAddress("/dashboards/donors", "protocol=TIP")


def saved(client: PageClient) -> dict[str, str]:
    """Return the names and addresses of the views that the home page lists."""
    links = client.html("/home").xpath("//ul[@class='saved-view-list']/li/a")
    return {str(link.xpath("string()")): link.get("href") for link in links}


def test_a_view_is_saved_where_it_is_shown_then_renamed_and_deleted(
    client: PageClient, signed_in: SignIn, sqlite_session: Session
) -> None:
    fill_small_account(sqlite_session)
    staff = signed_in(Role.SECRETARIAT)
    trail = len(sqlite_session.exec(select(AuditRecord.id)).all())
    answer = staff.submit(PAGE, {"name": "Trafficking,  since 2020"})
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert saved(staff) == {"Trafficking, since 2020": PAGE}
    bar = "//section[@aria-label='Filter']"
    beside = staff.html(PAGE).xpath(f"{bar}/details[@class='saved-views']//li/a")
    assert [(one.get("href"), one.get("aria-current")) for one in beside] == [(PAGE, "page")]
    home = staff.get("/home")
    staff.send_again(home, {"name": "TIP"})
    assert saved(staff) == {"TIP": PAGE}
    delete = staff.html("/home").xpath("//form[contains(@action, '/delete')]")[0]
    token = delete.xpath("string(input[@name='csrf_token']/@value)")
    assert staff.http.post(delete.get("action")).status_code == 400
    assert staff.http.post(delete.get("action"), data={"csrf_token": token}).status_code == 303
    assert saved(staff) == {}
    assert len(sqlite_session.exec(select(AuditRecord.id)).all()) == trail
    assert "saved-views" not in client.get(PAGE).get_data(as_text=True)
    assert client.http.post("/home/views", data={"name": "x"}).status_code == 400


def test_only_a_page_of_figures_is_saved_and_only_its_query(
    signed_in: SignIn, sqlite_session: Session
) -> None:
    fill_small_account(sqlite_session)
    staff = signed_in(Role.PROGRAMME_MANAGER)
    token = staff.html("/home").xpath("string(//input[@name='csrf_token']/@value)")
    for number, address in enumerate(NO_VIEWS):
        sent = {"csrf_token": token, "name": f"n{number}", "address": address}
        answer = staff.post("/home/views", data=sent, follow_redirects=True)
        told = parse(answer.get_data(as_text=True)).xpath("string(//*[@role='status'])")
        assert told.startswith("Nothing was saved: "), address
    assert saved(staff) == {}
    sent = {
        "csrf_token": token,
        "name": "x",
        "address": "/dashboards/donors?lang=fr&tool=&donor=ITA&a=b",
    }
    staff.post("/home/views", data=sent)
    assert saved(staff) == {"x": "/dashboards/donors?donor=ITA"}


@pytest.mark.parametrize("path", ["/dashboards/donors/O%20%C3%B6", "/dashboards/donors/O~2FX"])
def test_a_view_of_a_code_of_other_signs_leads_back_to_it(signed_in: SignIn, path: str) -> None:
    staff = signed_in(Role.SECRETARIAT)
    token = staff.html("/home").xpath("string(//input[@name='csrf_token']/@value)")
    sent = {"csrf_token": token, "name": "x", "address": f"{path}?from=2020-01-01"}
    answer = staff.post("/home/views", data=sent)
    assert answer.headers["Location"] == saved(staff)["x"] == sent["address"]


def test_no_form_stands_where_no_further_view_can_be_saved(
    signed_in: SignIn, sqlite_session: Session
) -> None:
    fill_small_account(sqlite_session)
    staff = signed_in(Role.SECRETARIAT)
    handle = sqlite_session.exec(select(User.handle)).one()
    assert staff.html(PAGE).xpath("//form[@action='/home/views']")
    with transaction(sqlite_session) as session:
        for number in range(MOST_VIEWS):
            save_view(session, handle, f"view {number}", ADDRESS, utc_now())
    page = staff.html(PAGE)
    assert not page.xpath("//form[@action='/home/views']")
    told = page.xpath("string(//details[@class='saved-views']/p)")
    most = f"you have {MOST_VIEWS} saved views; delete one first"
    assert told == f"This view cannot be saved: {most}."


def test_views_are_of_one_user_and_bounded(session: Session) -> None:
    ana = make_user(session, Role.SECRETARIAT, email="ana@example.org").handle
    ben = make_user(session, Role.DONOR, donor_code="ITA", email="ben@example.org").handle
    with transaction(session):
        for number in range(MOST_VIEWS):
            save_view(session, ana, f"view {number}", ADDRESS, utc_now())
        save_view(session, ben, "view 0", ADDRESS, utc_now())
    own = list_views(session, ana)
    assert len(own) == MOST_VIEWS
    for name in ("one more", "", " \n", "view 0", "x" * 101):
        with pytest.raises(InvalidDraft), transaction(session):
            save_view(session, ana, name, ADDRESS, utc_now())
    for name in ("", "view 1", "x" * 101):
        with pytest.raises(InvalidDraft), transaction(session):
            rename_view(session, ana, own[0].number, name)
    with transaction(session):
        rename_view(session, ana, own[0].number, "view 0")
    for number in (own[0].number, 10**6):
        with pytest.raises(NotFound), transaction(session):
            rename_view(session, ben, number, "mine")
        with pytest.raises(NotFound), transaction(session):
            delete_view(session, ben, number)
    assert list_views(session, ana) == own
